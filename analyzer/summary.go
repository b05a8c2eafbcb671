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
)

// A paramSummary tells what a function does with one of its parameters: a
// path, or an open file or other writer.
type paramSummary struct {
	MoveTo  int  // path: 1 + the parameter that it is renamed onto; more than there are if that is no parameter
	Link    bool // path: with MoveTo, it keeps its old name as well
	Removed bool // path: it is removed
	Created bool // path: a file is created or truncated there, in place

	Only bool   // path: with Created, nothing else is done with it, and that on all ways to success
	Perm uint32 // path: with Only, the mode of a new file, before the umask
	Also string // path: with Created but not Only, what else is done, as soleWrite has it

	Opened bool // path: the same, and the file is result 0
	Flag   int  // path: a file is opened there and is result 0, with the flags in parameter Flag-1
	Filled bool // file: content is written to it
	Stream bool // file: it takes a log, a profile, a trace or the output of a child
	Random bool // file: it is written at random
	Mapped bool // file: it is mapped into memory
	Kept   bool // file: it is stored or returned, its fate is out of sight
	Known  bool // file: the fields above are complete

	Pending pendingUse // file that a call publishes: what is done to that end

	// leaves is set if the value reaches a field, a variable outside the
	// function or a result of it. It matters within the package only.
	leaves bool
}

// A resultSummary tells where a result comes from.
type resultSummary struct {
	Temporary bool // a temporary path, or a file that has one
	Private   bool // a file that only its owner may read, as os.CreateTemp makes it
	Param     int  // the parameter that holds the path, or -1
	Pending   bool // a file that a call publishes, which is up to the caller
}

// A funcSummary is what callers need to know about a function.
type funcSummary struct {
	Name    string // "F", or "T.M" for methods
	Params  []paramSummary
	Traits  []paramTrait // by parameter, or nil if there is nothing to tell
	Made    []paramTrait // by result, for paths, or nil if there is nothing to tell
	Results []resultSummary
}

// A packageSummary is the Fact that tells importers about the functions of a
// package. It lists only functions about which there is something to tell,
// sorted by name so that its encoding is reproducible.
type packageSummary struct {
	Funcs []funcSummary
	Sinks []declaredSink // sorted by name
}

func (*packageSummary) AFact() {}

func (s *packageSummary) String() string {
	names := make([]string, len(s.Funcs))
	for i, fn := range s.Funcs {
		names[i] = fn.Name
	}
	text := "files:" + strings.Join(names, ",")
	if len(s.Sinks) > 0 {
		text += ";sinks:"
		for i, sink := range s.Sinks {
			if i > 0 {
				text += ","
			}
			text += sink.FullName
		}
	}
	return text
}

func (s *packageSummary) lookup(name string) (funcSummary, bool) {
	i, ok := slices.BinarySearchFunc(s.Funcs, name, func(fn funcSummary, name string) int {
		return cmp.Compare(fn.Name, name)
	})
	if !ok {
		return funcSummary{}, false
	}
	return s.Funcs[i], true
}

// summaryName returns the name of fn in a packageSummary.
func summaryName(fn *types.Func) string {
	recv := fn.Signature().Recv()
	if recv == nil {
		return fn.Name()
	}
	t := recv.Type()
	if p, ok := t.(*types.Pointer); ok {
		t = p.Elem()
	}
	if named, ok := t.(*types.Named); ok {
		return named.Obj().Name() + "." + fn.Name()
	}
	return ""
}

// newSummaryAnalyzer returns the analyzer that indexes a package and exports
// its packageSummary. It is apart from the main one, and looks at syntax only,
// so that drivers which analyze dependencies for their Facts run nothing else
// on them.
func newSummaryAnalyzer(settings *Settings) *analysis.Analyzer {
	return &analysis.Analyzer{
		Name:       "atomicsummary",
		Doc:        "summarize what functions do with paths and files\n\nThe result serves atomiclint.",
		Requires:   []*analysis.Analyzer{inspect.Analyzer},
		ResultType: reflect.TypeFor[*summaries](),
		FactTypes:  []analysis.Fact{new(packageSummary)},
		// The main analyzer is skipped for a package that does not compile, and
		// the driver says so; that this one was skipped, too, would be noise.
		RunDespiteErrors: true,
		Run:              func(pass *analysis.Pass) (any, error) { return summarize(pass, settings) },
	}
}

// summaries answers what functions do with paths and files, whether this
// package declares them or another.
type summaries struct {
	root     inspector.Cursor // of the files that are looked at
	flow     *flow            // nil until load has been called
	paths    *provenance
	build    func() // makes flow and paths; nil if the package holds nothing to look at
	imported func(*types.Package) *packageSummary
	local    map[*function][]paramSummary
	extra    map[string]sinkSpec
	creates  map[*ast.Comment]bool // the directives by which this package declares sinks
}

func summarize(pass *analysis.Pass, settings *Settings) (*summaries, error) {
	s := &summaries{imported: importer(pass), local: make(map[*function][]paramSummary), extra: settings.extraSinks()}
	var own map[string]sinkSpec
	own, s.creates = declaredSinks(pass.TypesInfo, pass.Files)
	s.addDeclared(pass.Pkg, own)
	if len(pass.TypeErrors) > 0 || !importsSink(pass.Pkg, s.extra) && !importsPending(pass.Pkg) && !s.importsSummary(pass.Pkg) {
		return s, nil
	}
	s.build = func() {
		s.root = evidence(pass, settings.Tests)
		s.flow = newFlow(pass.Pkg, pass.TypesInfo, s.root)
		s.paths = &provenance{flow: s.flow, sums: s, root: s.root}
		s.paths.forget()
		s.solve(s.summarizeParams)
	}
	if !standard(pass) && pass.Pkg.Name() != "main" {
		s.export(pass, own)
	}
	return s, nil
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

// load indexes the package unless that has been done, and reports whether the
// package holds anything to look at.
func (s *summaries) load() bool {
	if s.flow == nil && s.build != nil {
		s.build()
	}
	return s.flow != nil
}

// standard reports whether the package belongs to the standard library, whose
// functions knownRoles tells about. Import paths whose first element has no dot
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
func importer(pass *analysis.Pass) func(*types.Package) *packageSummary {
	cache := make(map[*types.Package]*packageSummary)
	return func(pkg *types.Package) *packageSummary {
		s, ok := cache[pkg]
		if !ok {
			s = new(packageSummary)
			if !pass.ImportPackageFact(pkg, s) {
				s = nil
			}
			cache[pkg] = s
		}
		return s
	}
}

func (s *summaries) importsSummary(pkg *types.Package) bool {
	for _, imp := range pkg.Imports() {
		if s.imported(imp) != nil {
			return true
		}
	}
	return false
}

// export computes the summaries of the functions that importers can call.
func (s *summaries) export(pass *analysis.Pass, own map[string]sinkSpec) {
	if !s.load() {
		return
	}
	s.solve(s.summarizeFiles)
	protocol := newProtocol(s)
	pendings := newPendings(s)
	writers := newSoleWriters(s)
	fact := new(packageSummary)
	for _, fn := range s.flow.order {
		obj, ok := fn.obj.(*types.Func)
		if !ok || !obj.Exported() {
			continue
		}
		sum := funcSummary{Name: summaryName(obj), Params: exported(s.params(fn)), Traits: protocol.traitsOf(fn), Made: protocol.madeBy(fn), Results: s.results(fn)}
		pendings.addTo(&sum, fn)
		writers.addTo(sum.Params, fn)
		if sum.Name != "" && sum.tells() {
			fact.Funcs = append(fact.Funcs, sum)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(own)) {
		fact.Sinks = append(fact.Sinks, declaredSink{name, own[name].path})
	}
	if len(fact.Funcs)+len(fact.Sinks) > 0 {
		slices.SortFunc(fact.Funcs, func(a, b funcSummary) int { return cmp.Compare(a.Name, b.Name) })
		pass.ExportPackageFact(fact)
	}
}

// exported returns sums as other packages see them: a file that leaves the
// function is out of their sight.
func exported(sums []paramSummary) []paramSummary {
	sums = slices.Clone(sums)
	for i := range sums {
		sum := &sums[i]
		sum.Kept = sum.Kept || sum.Known && sum.leaves
		sum.leaves = false
	}
	return sums
}

func (fn funcSummary) tells() bool {
	if fn.Traits != nil || fn.Made != nil {
		return true
	}
	for _, p := range fn.Params {
		if p != (paramSummary{}) {
			return true
		}
	}
	for _, r := range fn.Results {
		if r.Temporary || r.Param >= 0 || r.Pending {
			return true
		}
	}
	return false
}

// role returns what call does with its argument i, as far as one argument of
// a known function tells.
func (s *summaries) role(f *flow, call *ast.CallExpr, i int) paramSummary {
	if fn := f.local(call); fn != nil {
		params := s.params(fn)
		if len(params) == 0 {
			return paramSummary{}
		}
		return params[min(i, len(params)-1)]
	}
	fn := f.callee(call)
	if fn == nil || fn.Pkg() == nil {
		return paramSummary{}
	}
	if roles, ok := knownRoles[fn.FullName()]; ok {
		return roles[i]
	}
	if params := s.paramsOf(fn); len(params) > 0 {
		return params[min(i, len(params)-1)]
	}
	return paramSummary{}
}

// paramsOf returns the summaries of the parameters of a declared function.
func (s *summaries) paramsOf(fn *types.Func) []paramSummary {
	if local := only(s.flow.byObj[fn]); local != nil {
		return s.params(local)
	}
	if sum := s.imported(fn.Pkg()); sum != nil {
		fs, _ := sum.lookup(summaryName(fn))
		return fs.Params
	}
	return nil
}

// result returns the summary of result i of a function of another package.
func (s *summaries) result(fn *types.Func, i int) (resultSummary, bool) {
	sum := s.imported(fn.Pkg())
	if sum == nil {
		return resultSummary{}, false
	}
	fs, ok := sum.lookup(summaryName(fn))
	if !ok || i >= len(fs.Results) {
		return resultSummary{}, false
	}
	return fs.Results[i], true
}

// params returns the summaries of the parameters of a function of this package.
func (s *summaries) params(fn *function) []paramSummary { return s.local[fn] }
