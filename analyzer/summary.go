package analyzer

import (
	"cmp"
	"go/ast"
	"go/types"
	"maps"
	"reflect"
	"slices"
	"strings"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/analysis/passes/inspect"
	"golang.org/x/tools/go/ast/inspector"

	"github.com/atomiclint/atomiclint/analyzer/internal/facts"
	"github.com/atomiclint/atomiclint/analyzer/internal/knowledge"
	"github.com/atomiclint/atomiclint/analyzer/internal/pending"
	"github.com/atomiclint/atomiclint/analyzer/internal/rename"
	"github.com/atomiclint/atomiclint/analyzer/internal/trace"
	"github.com/atomiclint/atomiclint/analyzer/internal/trust"
)

// defaultSummaryAnalyzer serves all analyzers made by New on whose settings the
// Facts do not depend.
var defaultSummaryAnalyzer = newSummaryAnalyzer("atomicdefaults", facts.NewDefaultPackage, new(Settings))

// summaryAnalyzer returns the analyzer of summaries for one made by New.
func (s *Settings) summaryAnalyzer() *analysis.Analyzer {
	if len(s.Sinks) == 0 && !s.Tests {
		return defaultSummaryAnalyzer
	}
	return newSummaryAnalyzer("atomicsettings", facts.NewSettingsPackage, s)
}

// newSummaryAnalyzer returns the analyzer with the name that indexes a package
// and exports its Fact, of the kind that newFact makes. It is apart from the
// main one, and looks at syntax only, so that drivers which analyze dependencies
// for their Facts run nothing else on them.
func newSummaryAnalyzer(name string, newFact func() facts.Kind, settings *Settings) *analysis.Analyzer {
	return &analysis.Analyzer{
		Name:       name,
		Doc:        "summarize what functions do with paths and files\n\nThe result serves atomiclint.",
		Requires:   []*analysis.Analyzer{inspect.Analyzer},
		ResultType: reflect.TypeFor[*summary](),
		FactTypes:  []analysis.Fact{newFact()},
		// The main analyzer is skipped for a package that does not compile, and
		// the driver says so; that this one was skipped, too, would be noise.
		RunDespiteErrors: true,
		Run:              func(pass *analysis.Pass) (any, error) { return summarize(pass, newFact, settings), nil },
	}
}

// A summary is what the analyzer of summaries finds out about a package.
type summary struct {
	sums    *trace.Summaries
	creates map[*ast.Comment]bool // the directives by which the package declares sinks
}

// summarize indexes the package of pass if it may matter, and exports its Fact.
func summarize(pass *analysis.Pass, newFact func() facts.Kind, settings *Settings) *summary {
	imported := importer(pass, newFact)
	own, creates := declaredSinks(pass.TypesInfo, pass.Files)
	extra := settings.extraSinks()
	addDeclared(extra, pass.Pkg, imported, own)
	s := trace.New(imported, extra)
	result := &summary{s, creates}
	if len(pass.TypeErrors) > 0 || !trace.ImportsSink(pass.Pkg, extra) && !knowledge.ImportsPending(pass.Pkg) && !s.ImportsSummary(pass.Pkg) {
		return result
	}
	s.Prepare(pass.Pkg, pass.TypesInfo, func() inspector.Cursor { return evidence(pass, settings.Tests) })
	if !standard(pass) && pass.Pkg.Name() != "main" {
		if fact := newFact(); export(fact.Content(), s, own) {
			pass.ExportPackageFact(fact)
		}
	}
	return result
}

// evidence returns the files of the package, without those of its tests unless
// tests is set. What a test does with a file says nothing about the code that
// is tested, and the package gets the same findings with its tests as without.
func evidence(pass *analysis.Pass, tests bool) inspector.Cursor {
	all := pass.ResultOf[inspect.Analyzer].(*inspector.Inspector).Root()
	isTest := func(file *ast.File) bool {
		return strings.HasSuffix(pass.Fset.Position(file.FileStart).Filename, "_test.go")
	}
	if tests || !slices.ContainsFunc(pass.Files, isTest) {
		return all
	}
	return inspector.New(slices.DeleteFunc(slices.Clone(pass.Files), isTest)).Root()
}

// standard reports whether the package belongs to the standard library, whose
// functions Roles tells about. Import paths whose first element has no dot
// are reserved for it ("go help importpath"), but for the modules that drivers
// which tell the module of a package say otherwise of.
func standard(pass *analysis.Pass) bool {
	if pass.Module != nil && pass.Module.Path != "" {
		return pass.Module.Path == "std" || pass.Module.Path == "cmd"
	}
	first, _, _ := strings.Cut(pass.Pkg.Path(), "/")
	return !strings.Contains(first, ".")
}

// importer returns a cache over pass.ImportPackageFact.
func importer(pass *analysis.Pass, newFact func() facts.Kind) func(*types.Package) *facts.Package {
	cache := make(map[*types.Package]*facts.Package)
	return func(pkg *types.Package) *facts.Package {
		s, ok := cache[pkg]
		if !ok {
			if fact := newFact(); pass.ImportPackageFact(pkg, fact) {
				s = fact.Content()
			}
			cache[pkg] = s
		}
		return s
	}
}

// export adds to fact the summaries of the functions that importers can call,
// and reports whether there is anything to tell.
func export(fact *facts.Package, s *trace.Summaries, own map[string]knowledge.Sink) bool {
	if !s.Load() {
		return false
	}
	s.Solve(s.SummarizeFiles)
	protocol := rename.New(s)
	pendings := pending.New(s)
	writers := trace.NewSoleWriters(s)
	tests := trust.New(s)
	for _, fn := range s.Flow.Order {
		obj, ok := fn.Obj.(*types.Func)
		if !ok || !obj.Exported() {
			continue
		}
		sum := facts.Func{Name: facts.Name(obj), Params: exported(s.Params(fn)), Traits: protocol.TraitsOf(fn), Made: protocol.MadeBy(fn), Results: s.Results(fn)}
		protocol.AddTo(sum.Results, fn)
		pendings.AddTo(&sum, fn)
		writers.AddTo(sum.Params, fn)
		tests.AddTo(sum.Params, fn)
		if sum.Name != "" && sum.Tells() {
			fact.Funcs = append(fact.Funcs, sum)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(own)) {
		fact.Sinks = append(fact.Sinks, facts.Sink{FullName: name, Path: own[name].Path})
	}
	slices.SortFunc(fact.Funcs, func(a, b facts.Func) int { return cmp.Compare(a.Name, b.Name) })
	return len(fact.Funcs)+len(fact.Sinks) > 0
}

// exported returns sums as other packages see them: a file that leaves the
// function is out of their sight.
func exported(sums []facts.Param) []facts.Param {
	sums = slices.Clone(sums)
	for i := range sums {
		sum := &sums[i]
		sum.Kept = sum.Kept || sum.Known && sum.Leaves
		sum.Leaves = false
	}
	return sums
}
