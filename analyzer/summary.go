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

// newSummaryAnalyzer returns the analyzer that indexes a package and exports
// its Package. It is apart from the main one, and looks at syntax only,
// so that drivers which analyze dependencies for their Facts run nothing else
// on them.
func newSummaryAnalyzer(settings *Settings) *analysis.Analyzer {
	return &analysis.Analyzer{
		Name:       "atomicsummary",
		Doc:        "summarize what functions do with paths and files\n\nThe result serves atomiclint.",
		Requires:   []*analysis.Analyzer{inspect.Analyzer},
		ResultType: reflect.TypeFor[*summary](),
		FactTypes:  []analysis.Fact{new(facts.Package)},
		// The main analyzer is skipped for a package that does not compile, and
		// the driver says so; that this one was skipped, too, would be noise.
		RunDespiteErrors: true,
		Run:              func(pass *analysis.Pass) (any, error) { return summarize(pass, settings), nil },
	}
}

// A summary is what the analyzer of summaries finds out about a package.
type summary struct {
	sums    *trace.Summaries
	creates map[*ast.Comment]bool // the directives by which the package declares sinks
}

// summarize indexes the package of pass if it may matter, and exports its Fact.
func summarize(pass *analysis.Pass, settings *Settings) *summary {
	imported := importer(pass)
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
		export(pass, s, own)
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
func importer(pass *analysis.Pass) func(*types.Package) *facts.Package {
	cache := make(map[*types.Package]*facts.Package)
	return func(pkg *types.Package) *facts.Package {
		s, ok := cache[pkg]
		if !ok {
			s = new(facts.Package)
			if !pass.ImportPackageFact(pkg, s) {
				s = nil
			}
			cache[pkg] = s
		}
		return s
	}
}

// export computes the summaries of the functions that importers can call.
func export(pass *analysis.Pass, s *trace.Summaries, own map[string]knowledge.Sink) {
	if !s.Load() {
		return
	}
	s.Solve(s.SummarizeFiles)
	protocol := rename.New(s)
	pendings := pending.New(s)
	writers := trace.NewSoleWriters(s)
	tests := trust.New(s)
	fact := new(facts.Package)
	for _, fn := range s.Flow.Order {
		obj, ok := fn.Obj.(*types.Func)
		if !ok || !obj.Exported() {
			continue
		}
		sum := facts.Func{Name: facts.Name(obj), Params: exported(s.Params(fn)), Traits: protocol.TraitsOf(fn), Made: protocol.MadeBy(fn), Results: s.Results(fn)}
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
	if len(fact.Funcs)+len(fact.Sinks) > 0 {
		slices.SortFunc(fact.Funcs, func(a, b facts.Func) int { return cmp.Compare(a.Name, b.Name) })
		pass.ExportPackageFact(fact)
	}
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
