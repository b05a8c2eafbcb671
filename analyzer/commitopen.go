package analyzer

import (
	"go/ast"
	"go/types"

	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"
)

// pendings judges how the files of a package are written that a call publishes.
type pendings struct {
	*flow
	sums  *summaries
	fresh map[*function]map[int]*pendingKind
	held  map[paramRef]pendingUse
}

// newPendings returns what judges the package that s tells of.
func newPendings(s *summaries) *pendings {
	return &pendings{
		flow:  s.flow,
		sums:  s,
		fresh: make(map[*function]map[int]*pendingKind),
		held:  make(map[paramRef]pendingUse),
	}
}

// opensPending reports whether the package can get hold of a pending file: it
// imports the writer, or a package that opens one for it.
func opensPending(s *summaries) bool {
	if definesPending(s.flow.pkg) {
		return false
	}
	if importsPending(s.flow.pkg) {
		return true
	}
	for _, imp := range s.flow.pkg.Imports() {
		if sum := s.imported(imp); sum != nil && sum.opensPending() {
			return true
		}
	}
	return false
}

// opensPending reports whether a function of the package returns a file that a
// call publishes.
func (s *packageSummary) opensPending() bool {
	for _, fn := range s.Funcs {
		for _, r := range fn.Results {
			if r.Pending {
				return true
			}
		}
	}
	return false
}

// A pendingFile is a file that the function which opens it has to see to.
type pendingFile struct {
	kind *pendingKind
	at   inspector.Cursor // the expression or declaration that makes it
	v    *types.Var       // holds it; nil if it is dropped
	err  types.Object     // holds the error of opening it, or nil
	// batched is set for a file of a Batch, which discards it by itself.
	batched bool
	// replaced is set if Close may publish it (renameio.WithReplaceOnClose).
	replaced bool
}

// opened returns the file that the node at c makes, if it makes one and a
// local variable, or nothing, holds it.
func (p *pendings) opened(c inspector.Cursor) (pendingFile, bool) {
	switch n := c.Node().(type) {
	case *ast.CallExpr:
		if kind, i := p.opens(n); kind != nil {
			f := pendingFile{kind: kind, at: c, batched: p.ofBatch(n), replaced: replacesOnClose(n)}
			return f, p.holds(&f, c, i)
		}
		if kind := p.newBatch(n); kind != nil {
			f := pendingFile{kind: kind, at: c}
			return f, p.holds(&f, c, 0)
		}
	case *ast.CompositeLit:
		if kind := pendingKindOf(p.info.TypeOf(n)); kind != nil && kind.isBatch() {
			f := pendingFile{kind: kind, at: c}
			return f, p.holds(&f, c, 0)
		}
	case *ast.ValueSpec:
		if len(n.Names) == 1 && len(n.Values) == 0 {
			v, ok := p.info.Defs[n.Names[0]].(*types.Var)
			if !ok || v.Parent() == p.pkg.Scope() {
				return pendingFile{}, false
			}
			if _, pointer := v.Type().Underlying().(*types.Pointer); !pointer {
				kind := pendingKindOf(v.Type())
				return pendingFile{kind: kind, at: c, v: v}, kind != nil
			}
		}
	}
	return pendingFile{}, false
}

// newBatch returns the kind of a batch that call makes by new.
func (p *pendings) newBatch(call *ast.CallExpr) *pendingKind {
	if tv := p.info.Types[call.Fun]; !tv.IsBuiltin() || calleeName(call) != "new" {
		return nil
	}
	if kind := pendingKindOf(p.info.TypeOf(call)); kind != nil && kind.isBatch() {
		return kind
	}
	return nil
}

// holds finds the variables that result i of the expression at c is assigned to.
func (p *pendings) holds(f *pendingFile, c inspector.Cursor, i int) bool {
	for {
		kind := parentKind(c)
		if kind != edge.ParenExpr_X && kind != edge.UnaryExpr_X {
			break
		}
		c = c.Parent()
	}
	var names []ast.Expr
	switch kind, k := c.ParentEdge(); kind {
	case edge.ExprStmt_X:
		return !f.kind.isBatch()
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
	if call, ok := f.at.Node().(*ast.CallExpr); ok && len(names) > 1 && returnsError(p.info, call) {
		f.err = p.objectOf(names[len(names)-1])
	}
	if id.Name == "_" {
		return true
	}
	f.v, ok = p.info.ObjectOf(id).(*types.Var)
	return ok && p.ownedBy(f.v, c)
}

// ownedBy reports whether v is a variable of the innermost function around c.
func (p *pendings) ownedBy(v *types.Var, c inspector.Cursor) bool {
	fn := p.enclosing(c)
	if fn == nil || v.IsField() || v.Parent() == p.pkg.Scope() {
		return false
	}
	for i := range fn.sig.Results().Len() {
		if fn.sig.Results().At(i) == v {
			return false // the caller gets it
		}
	}
	return p.inside(v, fn)
}

// inside reports whether v is declared in fn, and not in a literal within it.
func (p *pendings) inside(v *types.Var, fn *function) bool {
	n := fn.cursor.Node()
	if v.Pos() < n.Pos() || v.Pos() >= n.End() {
		return false
	}
	for lit := range fn.cursor.Preorder((*ast.FuncLit)(nil)) {
		if lit != fn.cursor && lit.Node().Pos() <= v.Pos() && v.Pos() < lit.Node().End() {
			return false
		}
	}
	return true
}

// opens returns the kind of pending file that call opens for its caller, and
// which of its results that is.
func (p *pendings) opens(call *ast.CallExpr) (*pendingKind, int) {
	fn := p.callee(call)
	if fn == nil || fn.Pkg() == nil {
		return nil, 0
	}
	results := fn.Signature().Results()
	for i := range results.Len() {
		t := results.At(i).Type()
		kind := pendingKindOf(t)
		if _, pointer := t.Underlying().(*types.Pointer); kind == nil || !pointer {
			continue
		}
		if kind.pkg == fn.Pkg().Path() || p.opensFor(fn, i) {
			return kind, i
		}
	}
	return nil, 0
}

// opensFor reports whether result i of fn is a file that its caller has to see
// to.
func (p *pendings) opensFor(fn *types.Func, i int) bool {
	if local := only(p.byObj[fn]); local != nil {
		return p.freshResult(local, i)
	}
	r, ok := p.sums.result(fn, i)
	return ok && r.Pending
}

// freshResult reports whether result i of fn is a file that fn has opened and
// keeps nowhere.
func (p *pendings) freshResult(fn *function, i int) bool {
	if fresh, ok := p.fresh[fn][i]; ok {
		return fresh != nil
	}
	if p.fresh[fn] == nil {
		p.fresh[fn] = make(map[int]*pendingKind)
	}
	p.fresh[fn][i] = nil // unless the rest of the cycle says so
	some := false
	for _, ret := range fn.returns {
		results := ret.Node().(*ast.ReturnStmt).Results
		var fresh, isNil bool
		switch {
		case len(results) == 0:
			return false
		case len(results) == 1 && fn.sig.Results().Len() > 1:
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
		p.fresh[fn][i] = pendingKindOf(fn.sig.Results().At(i).Type())
	}
	return some
}

// freshValue reports whether e is a file that fn has just opened, or nil.
func (p *pendings) freshValue(fn *function, e ast.Expr) (fresh, isNil bool) {
	switch e := ast.Unparen(e).(type) {
	case *ast.CallExpr:
		kind, k := p.opens(e)
		return kind != nil && k == 0, false
	case *ast.Ident:
		if p.info.Types[e].IsNil() {
			return false, true
		}
		v, ok := p.info.ObjectOf(e).(*types.Var)
		if !ok || !p.inside(v, fn) || p.addr[v] || len(p.defs[v]) == 0 {
			return false, false
		}
		if _, isParam := p.param[v]; isParam {
			return false, false
		}
		for _, d := range p.defs[v] {
			call, ok := ast.Unparen(d.expr).(*ast.CallExpr)
			if !ok {
				return false, false
			}
			if kind, k := p.opens(call); kind == nil || k != max(d.index, 0) {
				return false, false
			}
		}
		a := p.account(pendingFile{kind: pendingKindOf(v.Type()), v: v}, fn)
		return !a.escapes && !a.hidden.Commits && !a.hidden.Discards, false
	}
	return false, false
}

// ofBatch reports whether call is a method of a batch.
func (p *pendings) ofBatch(call *ast.CallExpr) bool {
	fn := p.callee(call)
	if fn == nil || fn.Signature().Recv() == nil {
		return false
	}
	kind := pendingKindOf(fn.Signature().Recv().Type())
	return kind != nil && kind.isBatch()
}

// replacesOnClose reports whether call may pass renameio.WithReplaceOnClose:
// an argument is a call of it, or an option of unknown make.
func replacesOnClose(call *ast.CallExpr) bool {
	if call.Ellipsis.IsValid() {
		return true
	}
	for _, arg := range call.Args {
		if option, ok := ast.Unparen(arg).(*ast.CallExpr); ok && calleeName(option) == "WithReplaceOnClose" {
			return true
		}
	}
	return false
}

// addTo adds to sum what fn does with pending files.
func (p *pendings) addTo(sum *funcSummary, fn *function) {
	for i := range sum.Params {
		if isPending(fn.sig.Params().At(i).Type()) && hasBody(fn) {
			sum.Params[i].Pending = p.heldParam(paramRef{fn: fn, index: i})
		}
	}
	for i := range fn.sig.Results().Len() {
		if t := fn.sig.Results().At(i).Type(); !isPending(t) || !isPointer(t) || !p.freshResult(fn, i) {
			continue
		}
		if sum.Results == nil {
			sum.Results = make([]resultSummary, fn.sig.Results().Len())
			for j := range sum.Results {
				sum.Results[j].Param = -1
			}
		}
		sum.Results[i].Pending = true
	}
}
