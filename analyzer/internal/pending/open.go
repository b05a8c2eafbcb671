package pending

import (
	"go/ast"
	"go/types"

	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"

	"github.com/atomiclint/atomiclint/analyzer/internal/facts"
	"github.com/atomiclint/atomiclint/analyzer/internal/flow"
	"github.com/atomiclint/atomiclint/analyzer/internal/knowledge"
	"github.com/atomiclint/atomiclint/analyzer/internal/trace"
)

// Checker judges how the files of a package are written that a call publishes.
type Checker struct {
	*flow.Flow
	sums  *trace.Summaries
	fresh map[*flow.Function]map[int]*knowledge.PendingKind
	held  map[flow.ParamRef]facts.Pending
}

// New returns what judges the package that s tells of.
func New(s *trace.Summaries) *Checker {
	return &Checker{
		Flow:  s.Flow,
		sums:  s,
		fresh: make(map[*flow.Function]map[int]*knowledge.PendingKind),
		held:  make(map[flow.ParamRef]facts.Pending),
	}
}

// Opens reports whether the package can get hold of a pending file: it
// imports the writer, or a package that opens one for it.
func Opens(s *trace.Summaries) bool {
	if knowledge.DefinesPending(s.Flow.Pkg) {
		return false
	}
	if knowledge.ImportsPending(s.Flow.Pkg) {
		return true
	}
	for _, imp := range s.Flow.Pkg.Imports() {
		if sum := s.Imported(imp); sum != nil && sum.OpensPending() {
			return true
		}
	}
	return false
}

// A File is a file that the function which opens it has to see to.
type File struct {
	Kind *knowledge.PendingKind
	At   inspector.Cursor // the expression or declaration that makes it
	V    *types.Var       // holds it; nil if it is dropped
	Err  types.Object     // holds the error of opening it, or nil
	// Batched is set for a file of a Batch, which discards it by itself.
	Batched bool
	// replaced is set if Close may publish it (renameio.WithReplaceOnClose).
	replaced bool
}

// opened returns the file that the node at c makes, if it makes one and a
// local variable, or nothing, holds it.
func (p *Checker) opened(c inspector.Cursor) (File, bool) {
	switch n := c.Node().(type) {
	case *ast.CallExpr:
		if kind, i := p.opens(n); kind != nil {
			f := File{Kind: kind, At: c, Batched: p.ofBatch(n), replaced: replacesOnClose(n)}
			return f, p.holds(&f, c, i)
		}
		if kind := p.newBatch(n); kind != nil {
			f := File{Kind: kind, At: c}
			return f, p.holds(&f, c, 0)
		}
	case *ast.CompositeLit:
		if kind := knowledge.PendingKindOf(p.Info.TypeOf(n)); kind != nil && kind.IsBatch() {
			f := File{Kind: kind, At: c}
			return f, p.holds(&f, c, 0)
		}
	case *ast.ValueSpec:
		if len(n.Names) == 1 && len(n.Values) == 0 {
			v, ok := p.Info.Defs[n.Names[0]].(*types.Var)
			if !ok {
				return File{}, false
			}
			if _, pointer := v.Type().Underlying().(*types.Pointer); !pointer {
				kind := knowledge.PendingKindOf(v.Type())
				return File{Kind: kind, At: c, V: v}, kind != nil
			}
		}
	}
	return File{}, false
}

// newBatch returns the kind of a batch that call makes by new.
func (p *Checker) newBatch(call *ast.CallExpr) *knowledge.PendingKind {
	if tv := p.Info.Types[call.Fun]; !tv.IsBuiltin() || flow.CalleeName(call) != "new" {
		return nil
	}
	if kind := knowledge.PendingKindOf(p.Info.TypeOf(call)); kind != nil && kind.IsBatch() {
		return kind
	}
	return nil
}

// holds finds the variables that result i of the expression at c is assigned to.
func (p *Checker) holds(f *File, c inspector.Cursor, i int) bool {
	for {
		kind := flow.ParentKind(c)
		if kind != edge.ParenExpr_X && kind != edge.UnaryExpr_X {
			break
		}
		c = c.Parent()
	}
	var names []ast.Expr
	switch kind, k := c.ParentEdge(); kind {
	case edge.ExprStmt_X:
		return !f.Kind.IsBatch()
	case edge.AssignStmt_Rhs:
		n := c.Parent().Node().(*ast.AssignStmt)
		names = n.Lhs
		if len(n.Rhs) > 1 {
			names, i = n.Lhs[k:k+1], 0
		}
	case edge.ValueSpec_Values:
		n := c.Parent().Node().(*ast.ValueSpec)
		for _, name := range n.Names {
			names = append(names, name)
		}
		if len(n.Values) > 1 {
			names, i = names[k:k+1], 0
		}
	default:
		return false
	}
	if i >= len(names) {
		return false
	}
	id, ok := ast.Unparen(names[i]).(*ast.Ident)
	if !ok {
		return false
	}
	if call, ok := f.At.Node().(*ast.CallExpr); ok && flow.ReturnsError(p.Info, call) {
		f.Err = p.ObjectOf(names[len(names)-1])
	}
	if id.Name == "_" {
		return true
	}
	f.V, ok = p.Info.ObjectOf(id).(*types.Var)
	return ok && p.ownedBy(f.V, c)
}

// ownedBy reports whether v is a variable of the innermost function around c.
func (p *Checker) ownedBy(v *types.Var, c inspector.Cursor) bool {
	fn := p.Enclosing(c)
	if fn == nil {
		return false
	}
	for i := range fn.Sig.Results().Len() {
		if fn.Sig.Results().At(i) == v {
			return false // the caller gets it
		}
	}
	return p.inside(v, fn)
}

// inside reports whether v is declared in fn.
func (p *Checker) inside(v *types.Var, fn *flow.Function) bool {
	n := fn.Cursor.Node()
	return n.Pos() <= v.Pos() && v.Pos() < n.End()
}

// opens returns the kind of pending file that call opens for its caller, and
// which of its results that is.
func (p *Checker) opens(call *ast.CallExpr) (*knowledge.PendingKind, int) {
	fn := p.Callee(call)
	if fn == nil {
		return nil, 0
	}
	results := fn.Signature().Results()
	for i := range results.Len() {
		t := results.At(i).Type()
		kind := knowledge.PendingKindOf(t)
		if _, pointer := t.Underlying().(*types.Pointer); kind == nil || !pointer {
			continue
		}
		if kind.Pkg == fn.Pkg().Path() || p.opensFor(fn, i) {
			return kind, i
		}
	}
	return nil, 0
}

// opensFor reports whether result i of fn is a file that its caller has to see
// to.
func (p *Checker) opensFor(fn *types.Func, i int) bool {
	if local := flow.Only(p.ByObj[fn]); local != nil {
		return p.freshResult(local, i)
	}
	r, ok := p.sums.Result(fn, i)
	return ok && r.Pending
}

// freshResult reports whether result i of fn is a file that fn has opened and
// keeps nowhere.
func (p *Checker) freshResult(fn *flow.Function, i int) bool {
	if fresh, ok := p.fresh[fn][i]; ok {
		return fresh != nil
	}
	if p.fresh[fn] == nil {
		p.fresh[fn] = make(map[int]*knowledge.PendingKind)
	}
	p.fresh[fn][i] = nil // unless the rest of the cycle says so
	some := false
	for _, ret := range fn.Returns {
		results := ret.Node().(*ast.ReturnStmt).Results
		var fresh, isNil bool
		switch {
		case len(results) == 0:
			return false
		case len(results) == 1 && fn.Sig.Results().Len() > 1:
			call, ok := ast.Unparen(results[0]).(*ast.CallExpr)
			if ok {
				kind, k := p.opens(call)
				fresh = kind != nil && k == i
			}
		default:
			fresh, isNil = p.freshValue(fn, results[i])
		}
		if !fresh && !isNil {
			return false
		}
		some = some || fresh
	}
	if some {
		p.fresh[fn][i] = knowledge.PendingKindOf(fn.Sig.Results().At(i).Type())
	}
	return some
}

// freshValue reports whether e is a file that fn has just opened, or nil.
func (p *Checker) freshValue(fn *flow.Function, e ast.Expr) (fresh, isNil bool) {
	switch e := ast.Unparen(e).(type) {
	case *ast.CallExpr:
		kind, k := p.opens(e)
		return kind != nil && k == 0, false
	case *ast.Ident:
		if p.Info.Types[e].IsNil() {
			return false, true
		}
		v, ok := p.Info.ObjectOf(e).(*types.Var)
		if !ok || !p.inside(v, fn) || len(p.Defs[v]) == 0 {
			return false, false
		}
		if _, isParam := p.Param[v]; isParam {
			return false, false
		}
		for _, d := range p.Defs[v] {
			call, ok := ast.Unparen(d.Expr).(*ast.CallExpr)
			if !ok {
				return false, false
			}
			if kind, k := p.opens(call); kind == nil || k != max(d.Index, 0) {
				return false, false
			}
		}
		a := p.account(File{Kind: knowledge.PendingKindOf(v.Type()), V: v}, fn)
		return !a.escapes && !a.Hidden.Commits && !a.Hidden.Discards, false
	}
	return false, false
}

// ofBatch reports whether call, which opens a file, is a method of a batch.
func (p *Checker) ofBatch(call *ast.CallExpr) bool {
	fn := p.Callee(call)
	if fn.Signature().Recv() == nil {
		return false
	}
	kind := knowledge.PendingKindOf(fn.Signature().Recv().Type())
	return kind != nil && kind.IsBatch()
}

// replacesOnClose reports whether call may pass renameio.WithReplaceOnClose:
// an argument is a call of it, or an option of unknown make.
func replacesOnClose(call *ast.CallExpr) bool {
	if call.Ellipsis.IsValid() {
		return true
	}
	for _, arg := range call.Args {
		if option, ok := ast.Unparen(arg).(*ast.CallExpr); ok && flow.CalleeName(option) == "WithReplaceOnClose" {
			return true
		}
	}
	return false
}

// AddTo adds to sum what fn does with pending files.
func (p *Checker) AddTo(sum *facts.Func, fn *flow.Function) {
	for i := range sum.Params {
		if isPending(fn.Sig.Params().At(i).Type()) && flow.HasBody(fn) {
			sum.Params[i].Pending = p.heldParam(flow.ParamRef{Fn: fn, Index: i})
		}
	}
	for i := range fn.Sig.Results().Len() {
		if t := fn.Sig.Results().At(i).Type(); !isPending(t) || !isPointer(t) || !p.freshResult(fn, i) {
			continue
		}
		if sum.Results == nil {
			sum.Results = make([]facts.Result, fn.Sig.Results().Len())
			for j := range sum.Results {
				sum.Results[j].Param = -1
			}
		}
		sum.Results[i].Pending = true
	}
}
