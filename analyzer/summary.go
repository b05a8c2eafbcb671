package analyzer

import (
	"cmp"
	"go/ast"
	"go/types"
	"reflect"
	"slices"
	"strings"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/analysis/passes/inspect"
	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"
)

// A paramSummary tells what a function does with one of its parameters: a
// path, or an open file or other writer.
type paramSummary struct {
	MoveTo  int  // path: 1 + the parameter that it is renamed onto; more than there are if that is no parameter
	Link    bool // path: with MoveTo, it keeps its old name as well
	Removed bool // path: it is removed
	Created bool // path: a file is created or truncated there, in place
	Opened  bool // path: the same, and the file is result 0
	Filled  bool // file: content is written to it
	Stream  bool // file: it takes a log, a profile, a trace or the output of a child
	Random  bool // file: it is written at random
	Mapped  bool // file: it is mapped into memory
	Kept    bool // file: it is stored or returned, its fate is out of sight
	Known   bool // file: the fields above are complete

	// leaves is set if the value reaches a field, a variable outside the
	// function or a result of it. It matters within the package only.
	leaves bool
}

// A resultSummary tells where a result comes from.
type resultSummary struct {
	Temporary bool // a temporary path, or a file that has one
	Param     int  // the parameter that holds the path, or -1
}

// A funcSummary is what callers need to know about a function.
type funcSummary struct {
	Name    string // "F", or "T.M" for methods
	Params  []paramSummary
	Results []resultSummary
}

// A packageSummary is the Fact that tells importers about the functions of a
// package. It lists only functions about which there is something to tell,
// sorted by name so that its encoding is reproducible.
type packageSummary struct {
	Funcs []funcSummary
}

func (*packageSummary) AFact() {}

func (s *packageSummary) String() string {
	names := make([]string, len(s.Funcs))
	for i, fn := range s.Funcs {
		names[i] = fn.Name
	}
	return "files:" + strings.Join(names, ",")
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
		Run:        func(pass *analysis.Pass) (any, error) { return summarize(pass, settings) },
	}
}

// summaries answers what functions do with paths and files, whether this
// package declares them or another.
type summaries struct {
	flow     *flow // nil until load has been called
	paths    *provenance
	build    func() // makes flow and paths; nil if the package holds nothing to look at
	imported func(*types.Package) *packageSummary
	local    map[*function][]paramSummary
	extra    map[string]sinkSpec
}

func summarize(pass *analysis.Pass, settings *Settings) (*summaries, error) {
	s := &summaries{imported: importer(pass), local: make(map[*function][]paramSummary), extra: settings.extraSinks()}
	if !importsSink(pass.Pkg, s.extra) && !s.importsSummary(pass.Pkg) {
		return s, nil
	}
	s.build = func() {
		root := pass.ResultOf[inspect.Analyzer].(*inspector.Inspector).Root()
		s.flow = newFlow(pass.Pkg, pass.TypesInfo, root)
		s.paths = &provenance{flow: s.flow, sums: s, root: root}
		s.paths.forget()
		s.solve(s.summarizeParams)
	}
	if !standard(pass) && pass.Pkg.Name() != "main" {
		s.export(pass)
	}
	return s, nil
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
func (s *summaries) export(pass *analysis.Pass) {
	if !s.load() {
		return
	}
	s.solve(s.summarizeFiles)
	fact := new(packageSummary)
	for _, fn := range s.flow.order {
		obj, ok := fn.obj.(*types.Func)
		if !ok || !obj.Exported() {
			continue
		}
		sum := funcSummary{Name: summaryName(obj), Params: exported(s.params(fn)), Results: s.results(fn)}
		if sum.Name != "" && sum.tells() {
			fact.Funcs = append(fact.Funcs, sum)
		}
	}
	if len(fact.Funcs) > 0 {
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
	for _, p := range fn.Params {
		if p != (paramSummary{}) {
			return true
		}
	}
	for _, r := range fn.Results {
		if r.Temporary || r.Param >= 0 {
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

// solve computes the summaries of all functions of the package to a fixed
// point: whenever that of a function changes, those of its callers are
// computed again.
func (s *summaries) solve(compute func(*function) []paramSummary) {
	// A summary gains facts, but for a move that turns out to be a backup once
	// more is known. The bound keeps such a case from going round for ever.
	const maxRounds = 8
	rounds := make(map[*function]int)
	queue := slices.Clone(s.flow.order)
	for len(queue) > 0 {
		fn := queue[len(queue)-1]
		queue = queue[:len(queue)-1]
		next := compute(fn)
		if slices.Equal(next, s.local[fn]) || rounds[fn] == maxRounds {
			continue
		}
		rounds[fn]++
		s.local[fn] = next
		for _, call := range fn.calls {
			if caller := s.flow.enclosing(call); caller != nil {
				queue = append(queue, caller)
			}
		}
		s.paths.forget()
	}
}

// walk is like that of flow, with the summaries at hand.
func (s *summaries) walk(visit func(use) bool) *walker {
	w := s.flow.walk(visit)
	w.role = func(call *ast.CallExpr, i int) paramSummary { return s.role(s.flow, call, i) }
	return w
}

// summarizeParams summarizes what fn does with its parameters, but for the
// files that it creates.
func (s *summaries) summarizeParams(fn *function) []paramSummary {
	sums := make([]paramSummary, fn.sig.Params().Len())
	for i := range sums {
		param := fn.sig.Params().At(i)
		switch t := param.Type(); {
		case isPath(t):
			sums[i] = s.pathParam(fn, param)
		case canWrite(t), namesDescriptor(param):
			sums[i] = s.fileParam(param)
		default:
			_, basic := t.Underlying().(*types.Basic)
			sums[i].leaves = !basic // not summarized, so look inside
		}
	}
	return sums
}

// summarizeFiles adds to the summaries of fn which paths it creates a file at.
func (s *summaries) summarizeFiles(fn *function) []paramSummary {
	sums := slices.Clone(s.local[fn])
	for i := range sums {
		if param := fn.sig.Params().At(i); isPath(param.Type()) {
			s.addCreated(fn, param, &sums[i])
		}
	}
	return sums
}

func isPath(t types.Type) bool {
	b, ok := t.Underlying().(*types.Basic)
	return ok && b.Info()&types.IsString != 0
}

// pathParam summarizes what fn does with the path that param holds.
func (s *summaries) pathParam(fn *function, param *types.Var) paramSummary {
	var sum paramSummary
	s.walkParam(param, func(u use) bool {
		if u.kind != argument {
			sum.leaves = sum.leaves || u.kind != derived && u.kind != method
			return false
		}
		role := s.role(s.flow, u.call, u.index)
		if m, ok := moveBy(role, u); ok && sum.MoveTo == 0 && !s.paths.backup(m) {
			sum.MoveTo, sum.Link = s.moveTarget(fn, m), role.Link
		}
		sum.Removed = sum.Removed || role.Removed && follows(u.at, bodyOf(fn.cursor))
		sum.leaves = sum.leaves || role.leaves
		return u.fn != nil && sameFile[u.fn.FullName()]
	})
	return sum
}

// moveTarget returns what MoveTo says of a move to m.dst in fn.
func (s *summaries) moveTarget(fn *function, m move) int {
	if m.dst != nil {
		if ref, ok := s.flow.param[s.flow.objectOf(s.paths.expand(m.dst))]; ok && ref.fn == fn {
			return 1 + ref.index
		}
	}
	return 1 + fn.sig.Params().Len() // nowhere in particular
}

// addCreated notes whether fn creates a file at the path that param holds.
func (s *summaries) addCreated(fn *function, param *types.Var, sum *paramSummary) {
	s.walkParam(param, func(u use) bool {
		if u.kind != argument {
			return false
		}
		sum.Created = sum.Created || s.role(s.flow, u.call, u.index).Created || s.createsInPlace(u)
		sum.Opened = sum.Opened || s.opens(u, fn)
		return u.fn != nil && sameFile[u.fn.FullName()]
	})
}

// walkParam follows the path that param holds through its function.
func (s *summaries) walkParam(param *types.Var, visit func(use) bool) {
	w := s.walk(visit)
	w.inside, w.exact = true, true
	w.object(param)
}

func bodyOf(c inspector.Cursor) inspector.Cursor {
	if _, ok := c.Node().(*ast.FuncLit); ok {
		return c.ChildAt(edge.FuncLit_Body, -1)
	}
	return c.ChildAt(edge.FuncDecl_Body, -1)
}

// createsInPlace reports whether u is the path of a sink that is a finding.
func (s *summaries) createsInPlace(u use) bool {
	k, ok := sinkOf(s.flow.info, u.at, s.extra)
	return ok && k.path == u.call.Args[u.index] && s.finding(k)
}

// opens reports whether u is the path of a sink whose file fn returns.
func (s *summaries) opens(u use, fn *function) bool {
	k, ok := sinkOf(s.flow.info, u.at, s.extra)
	if !ok || k.path != u.call.Args[u.index] || s.flow.openFlags(k)&flagAppend != 0 || s.flow.openFlags(k)&flagTrunc == 0 {
		return false
	}
	ref, ok := s.opener(k)
	return ok && ref.fn == fn && !s.fate(k).filled
}

// namesDescriptor reports whether param is the number of an open file.
func namesDescriptor(param *types.Var) bool {
	b, ok := param.Type().Underlying().(*types.Basic)
	if !ok || b.Info()&types.IsInteger == 0 {
		return false
	}
	return b.Kind() == types.Uintptr || speaks(param.Name(), []string{"fd"})
}

// isFile reports whether t is *os.File.
func isFile(t types.Type) bool {
	p, ok := t.(*types.Pointer)
	if !ok {
		return false
	}
	named, ok := types.Unalias(p.Elem()).(*types.Named)
	return ok && named.Obj().Name() == "File" && named.Obj().Pkg() != nil && named.Obj().Pkg().Path() == "os"
}

// canWrite reports whether t is *os.File or an interface with a Write method.
func canWrite(t types.Type) bool {
	if isFile(t) {
		return true
	}
	iface, ok := t.Underlying().(*types.Interface)
	if !ok {
		return false
	}
	for i := range iface.NumMethods() {
		if iface.Method(i).Name() == "Write" {
			return true
		}
	}
	return false
}

// fileParam summarizes what happens to the file or writer that param holds.
func (s *summaries) fileParam(param *types.Var) paramSummary {
	var ft fate
	leaves := false
	visit := ft.visitor(s)
	w := s.walk(func(u use) bool {
		switch u.kind {
		case argument:
			leaves = leaves || s.role(s.flow, u.call, u.index).leaves
		case store, result, lost:
			leaves = true
		}
		return visit(u)
	})
	w.inside = true
	w.object(param)
	return paramSummary{
		Filled: ft.filled, Stream: ft.stream, Random: ft.random, Mapped: ft.mapped,
		Kept: ft.kept, Known: true, leaves: leaves,
	}
}

// results summarizes where the results of fn come from.
func (s *summaries) results(fn *function) []resultSummary {
	n := fn.sig.Results().Len()
	var sums []resultSummary
	for i := range n {
		t := fn.sig.Results().At(i).Type()
		if !isPath(t) && !isFile(t) {
			continue
		}
		if sums == nil {
			sums = make([]resultSummary, n)
			for j := range sums {
				sums[j].Param = -1
			}
		}
		sums[i] = s.resultOf(fn, i)
	}
	return sums
}

func (s *summaries) resultOf(fn *function, i int) resultSummary {
	sum := resultSummary{Param: -1}
	o := unset
	for _, ret := range fn.returns {
		results := ret.Node().(*ast.ReturnStmt).Results
		if i >= len(results) {
			return sum
		}
		o = worse(o, s.paths.of(site{expr: results[i], at: ret}))
		if ref, ok := s.flow.param[s.flow.objectOf(s.paths.base(results[i]))]; ok && ref.fn == fn {
			sum.Param = ref.index
		}
	}
	sum.Temporary = o == temporary
	return sum
}
