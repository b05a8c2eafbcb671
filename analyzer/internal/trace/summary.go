package trace

import (
	"go/ast"
	"go/types"

	"golang.org/x/tools/go/ast/inspector"

	"github.com/atomiclint/atomiclint/analyzer/internal/facts"
	"github.com/atomiclint/atomiclint/analyzer/internal/flow"
	"github.com/atomiclint/atomiclint/analyzer/internal/knowledge"
)

// Summaries answers what functions do with paths and files, whether this
// package declares them or another.
type Summaries struct {
	Root     inspector.Cursor // of the files that are looked at
	Flow     *flow.Flow       // nil until load has been called
	Paths    *Provenance
	build    func() // makes flow and paths; nil if the package holds nothing to look at
	Imported func(*types.Package) *facts.Package
	local    map[*flow.Function][]facts.Param
	Extra    map[string]knowledge.Sink
}

// New returns the summaries of a package that hold nothing of it yet.
// Imported returns the Fact of another package, or nil; extra holds the sinks
// that the settings and directives add.
func New(imported func(*types.Package) *facts.Package, extra map[string]knowledge.Sink) *Summaries {
	return &Summaries{Imported: imported, local: make(map[*flow.Function][]facts.Param), Extra: extra}
}

// Prepare lets load index the package, with what root holds of its files.
func (s *Summaries) Prepare(pkg *types.Package, info *types.Info, root func() inspector.Cursor) {
	s.build = func() {
		s.Root = root()
		s.Flow = flow.New(pkg, info, s.Root)
		s.Paths = &Provenance{Flow: s.Flow, sums: s, Root: s.Root}
		s.Paths.forget()
		s.Solve(s.summarizeParams)
	}
}

// Load indexes the package unless that has been done, and reports whether the
// package holds anything to look at.
func (s *Summaries) Load() bool {
	if s.Flow == nil && s.build != nil {
		s.build()
	}
	return s.Flow != nil
}

// ImportsSummary reports whether a package that pkg imports has a Fact.
func (s *Summaries) ImportsSummary(pkg *types.Package) bool {
	for _, imp := range pkg.Imports() {
		if s.Imported(imp) != nil {
			return true
		}
	}
	return false
}

// Role returns what call does with its argument i, as far as one argument of
// a known function tells.
func (s *Summaries) Role(f *flow.Flow, call *ast.CallExpr, i int) facts.Param {
	if fn := f.Local(call); fn != nil {
		params := s.Params(fn)
		if len(params) == 0 {
			return facts.Param{}
		}
		return params[min(i, len(params)-1)]
	}
	fn := f.Runs(call)
	if fn == nil {
		return facts.Param{}
	}
	if roles, ok := knowledge.Roles[f.FullName(fn)]; ok {
		return roles[i]
	}
	if params := s.ParamsOf(fn); len(params) > 0 {
		return params[min(i, len(params)-1)]
	}
	return facts.Param{}
}

// ParamsOf returns the summaries of the parameters of a declared function.
func (s *Summaries) ParamsOf(fn *types.Func) []facts.Param {
	if local := flow.Only(s.Flow.ByObj[fn]); local != nil {
		return s.Params(local)
	}
	if sum := s.Imported(fn.Pkg()); sum != nil {
		fs, _ := sum.Lookup(facts.Name(fn))
		return fs.Params
	}
	return nil
}

// Result returns the summary of result i of a function of another package.
func (s *Summaries) Result(fn *types.Func, i int) (facts.Result, bool) {
	sum := s.Imported(fn.Pkg())
	if sum == nil {
		return facts.Result{}, false
	}
	fs, ok := sum.Lookup(facts.Name(fn))
	if !ok || i >= len(fs.Results) {
		return facts.Result{}, false
	}
	return fs.Results[i], true
}

// Params returns the summaries of the parameters of a function of this package.
func (s *Summaries) Params(fn *flow.Function) []facts.Param { return s.local[fn] }
