package driver

import (
	"fmt"
	"go/types"
	"os"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/packages"
)

// A preparation is what was done about a package before the main analyzer
// runs.
type preparation struct {
	results map[*analysis.Analyzer]any // of what the main analyzer requires
	facts   []analysis.Fact            // about the package
}

// prepare runs what the main analyzer requires on the package of pass.
func prepare(main *analysis.Analyzer, pass *analysis.Pass) *preparation {
	done := &preparation{results: make(map[*analysis.Analyzer]any)}
	pass.ExportPackageFact = func(fact analysis.Fact) { done.facts = append(done.facts, fact) }
	for _, a := range main.Requires {
		done.run(a, pass)
	}
	return done
}

// run runs a, and before it what it requires in turn.
func (done *preparation) run(a *analysis.Analyzer, pass *analysis.Pass) {
	if _, ok := done.results[a]; ok {
		return
	}
	for _, req := range a.Requires {
		done.run(req, pass)
	}
	p := *pass
	p.Analyzer, p.ResultOf = a, done.results
	result, err := a.Run(&p)
	if err != nil {
		panic(fmt.Sprintf("%s failed on %s, which it never does: %v", a, pass.Pkg.Path(), err))
	}
	done.results[a] = result
}

// prepared returns main, changed so that it gets what it requires from the
// preparation of the package. To the driver it is an analyzer without facts.
func prepared(main *analysis.Analyzer, preparationOf func(*types.Package) *preparation) *analysis.Analyzer {
	a := *main
	a.Requires = nil
	a.Run = func(pass *analysis.Pass) (any, error) {
		done := preparationOf(pass.Pkg)
		p := *pass
		p.ResultOf, done.results = done.results, nil // which nobody else needs
		return main.Run(&p)
	}
	return &a
}

// newPass returns a pass for pkg, with the syntax and the types that are there.
func newPass(pkg *packages.Package) *analysis.Pass {
	pass := &analysis.Pass{
		Fset:         pkg.Fset,
		Files:        pkg.Syntax,
		OtherFiles:   pkg.OtherFiles,
		IgnoredFiles: pkg.IgnoredFiles,
		Pkg:          pkg.Types,
		TypesInfo:    pkg.TypesInfo,
		TypesSizes:   pkg.TypesSizes,
		TypeErrors:   pkg.TypeErrors,
		Module:       new(analysis.Module),
		Report:       func(analysis.Diagnostic) {},
		ReadFile:     os.ReadFile,
	}
	if m := pkg.Module; m != nil {
		pass.Module = &analysis.Module{Path: m.Path, Version: m.Version, GoVersion: m.GoVersion}
	}
	return pass
}
