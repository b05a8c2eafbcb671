package analyzer

import (
	"cmp"
	"go/ast"
	"go/types"
	"slices"
	"strings"

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

// AFact marks a packageSummary as an analysis.Fact.
func (*packageSummary) AFact() {}

// String names the functions that s tells of.
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

// lookup returns what s tells of the function with the name.
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
}

// newSummaries returns the summaries of a package that hold nothing of it yet.
// Imported returns the Fact of another package, or nil; extra holds the sinks
// that the settings and directives add.
func newSummaries(imported func(*types.Package) *packageSummary, extra map[string]sinkSpec) *summaries {
	return &summaries{imported: imported, local: make(map[*function][]paramSummary), extra: extra}
}

// prepare lets load index the package, with what root holds of its files.
func (s *summaries) prepare(pkg *types.Package, info *types.Info, root func() inspector.Cursor) {
	s.build = func() {
		s.root = root()
		s.flow = newFlow(pkg, info, s.root)
		s.paths = &provenance{flow: s.flow, sums: s, root: s.root}
		s.paths.forget()
		s.solve(s.summarizeParams)
	}
}

// load indexes the package unless that has been done, and reports whether the
// package holds anything to look at.
func (s *summaries) load() bool {
	if s.flow == nil && s.build != nil {
		s.build()
	}
	return s.flow != nil
}

// importsSummary reports whether a package that pkg imports has a Fact.
func (s *summaries) importsSummary(pkg *types.Package) bool {
	for _, imp := range pkg.Imports() {
		if s.imported(imp) != nil {
			return true
		}
	}
	return false
}

// tells reports whether fn holds anything that callers need to know.
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
