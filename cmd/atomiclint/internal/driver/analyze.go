package driver

import (
	"fmt"
	"slices"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/analysis/checker"
	"golang.org/x/tools/go/packages"
)

// Analyze runs the analyzer over the packages. It returns an error if the
// settings of the analyzer are wrong. A line about each package that cannot be
// analyzed is added to Faults.
//
// Since the analyzer has facts, the drivers of golang.org/x/tools would load
// everything from source, down to package runtime, which takes three times as
// long and three times the memory. Analyze does so only if it cannot read the
// export data that the go command has. It keeps facts of dependencies in the
// directory that the environment variable ATOMICLINT_CACHE names, or in atomiclint
// below [os.UserCacheDir], for the next run.
func (p *Packages) Analyze(a *analysis.Analyzer) (*checker.Graph, error) {
	if !haveExportData(p.Sound) {
		return p.AnalyzeSource(a)
	}
	store := newFactStore(reportOnce(a), p.Sound)
	loaded, faults := store.load()
	p.Faults = append(p.Faults, faults...)
	graph, err := run(store.analyzer(), loaded)
	if err != nil {
		return nil, err
	}
	if err := store.cache.save(); err != nil {
		p.Remark = fmt.Sprintf("facts are not kept for the next run: %v; %s names another directory, or is off", err, cacheEnv)
	}
	return graph, nil
}

// AnalyzeSource does what Analyze does in the way of singlechecker: it loads
// everything from source.
func (p *Packages) AnalyzeSource(a *analysis.Analyzer) (*checker.Graph, error) {
	initial, err := p.load(packages.NeedSyntax | packages.NeedTypes | packages.NeedTypesInfo)
	if err != nil {
		return nil, err
	}
	unsound := func(pkg *packages.Package) bool {
		return !slices.ContainsFunc(p.Sound, func(sound *packages.Package) bool { return sound.ID == pkg.ID })
	}
	return run(reportOnce(a), slices.DeleteFunc(initial, unsound))
}

// run runs the analyzer over loaded packages.
func run(a *analysis.Analyzer, loaded []*packages.Package) (*checker.Graph, error) {
	graph, err := checker.Analyze([]*analysis.Analyzer{a}, loaded, nil)
	if err != nil {
		return nil, err
	}
	for _, act := range graph.Roots {
		if act.Err != nil {
			return nil, act.Err // the settings are wrong, and so for all
		}
	}
	return graph, nil
}

// haveExportData reports whether there is readable export data of all that the
// packages import.
func haveExportData(initial []*packages.Package) bool {
	var files []string
	lacks := false
	packages.Visit(initial, nil, func(pkg *packages.Package) {
		for path, dep := range pkg.Imports {
			if path != "unsafe" && dep.ExportFile == "" {
				lacks = true
			} else if path != "unsafe" {
				files = append(files, dep.ExportFile)
			}
		}
	})
	return !lacks && (len(files) == 0 || readable(files[0]))
}
