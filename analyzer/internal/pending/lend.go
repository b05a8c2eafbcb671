package pending

import (
	"go/ast"
	"go/token"
	"go/types"

	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"

	"github.com/atomiclint/atomiclint/analyzer/internal/flow"
	"github.com/atomiclint/atomiclint/analyzer/internal/knowledge"
	"github.com/atomiclint/atomiclint/analyzer/internal/trace"
)

// argument notes what the call at c does with the file, or with the writer on,
// which is its argument i.
func (a *Account) argument(c inspector.Cursor, i int, on *types.Var) {
	call := c.Node().(*ast.CallExpr)
	if tv := a.Info.Types[call.Fun]; tv.IsType() {
		if !a.onlyWrites(tv.Type) {
			a.escapes = true
			return
		}
		a.add(fills, c, on, "")
		a.wrapped(c)
		return
	} else if tv.IsBuiltin() {
		a.escapes = true
		return
	}
	if v := a.paramOfLiteral(call, i); v != nil {
		a.handedIn(v, on)
		return
	}
	t := trace.ParamType(a.Info, flow.Use{Call: call, Index: i})
	name := flow.CalleeName(call)
	switch {
	case on != nil, a.onlyWrites(t):
		a.add(fills, c, on, name)
		a.wrapped(c)
	case onlyCloses(t):
		a.add(discards, c, nil, name)
	case knowledge.PendingKindOf(t) != nil:
		u := a.heldBy(call, i)
		if !u.Known || u.Kept {
			a.escapes = true
			return
		}
		switch {
		case u.Commits:
			a.add(commits, c, nil, name)
		case u.Discards:
			a.add(discards, c, nil, name)
		default:
			a.add(fills, c, nil, name)
			a.wrapped(c)
		}
	default:
		a.escapes = true
	}
}

// paramOfLiteral returns the parameter for argument i of the function literal
// that call runs in place, or nil if it runs another function or the parameter
// may hold something else, too.
func (a *Account) paramOfLiteral(call *ast.CallExpr, i int) *types.Var {
	lit, ok := ast.Unparen(call.Fun).(*ast.FuncLit)
	if !ok {
		return nil
	}
	sig, ok := a.Info.TypeOf(lit).(*types.Signature)
	if !ok || sig.Variadic() {
		return nil
	}
	if v := sig.Params().At(i); len(a.Defs[v]) == 0 && !a.Addr[v] {
		return v
	}
	return nil
}

// handedIn notes what a function literal does with its parameter v, which is
// the file, or the writer on.
func (a *Account) handedIn(v, on *types.Var) {
	if a.seen[v] {
		return
	}
	a.seen[v] = true
	if on != nil {
		on = v
	}
	for _, c := range a.Uses[v] {
		a.use(c, on)
	}
}

// onlyCloses reports whether t is io.Closer or the like of it.
func onlyCloses(t types.Type) bool {
	if t == nil {
		return false
	}
	iface, ok := t.Underlying().(*types.Interface)
	return ok && iface.NumMethods() == 1 && iface.Method(0).Name() == "Close"
}

// wrapped follows the writers that the call at c, which was given the file,
// may have put on top of it.
func (a *Account) wrapped(c inspector.Cursor) {
	t := a.Info.TypeOf(c.Node().(ast.Expr))
	tuple, ok := t.(*types.Tuple)
	if !ok {
		tuple = types.NewTuple(types.NewVar(token.NoPos, nil, "", t))
	}
	for i := range tuple.Len() {
		if t := tuple.At(i).Type(); mayHold(t) {
			a.wrapper(c, i)
		}
	}
}

// mayHold reports whether a value of type t may lead to the file.
func mayHold(t types.Type) bool {
	if flow.IsError(t) {
		return false
	}
	_, basic := t.Underlying().(*types.Basic)
	return !basic
}

// wrapper follows result i of the expression at c.
func (a *Account) wrapper(c inspector.Cursor, i int) {
	parent := c.Parent()
	switch kind, k := c.ParentEdge(); kind {
	case edge.ExprStmt_X, edge.DeferStmt_Call, edge.GoStmt_Call, edge.SelectorExpr_X:
	case edge.ParenExpr_X:
		a.wrapper(parent, i)
	case edge.CallExpr_Args:
		if tv := a.Info.Types[parent.Node().(*ast.CallExpr).Fun]; tv.IsBuiltin() {
			a.escapes = true
			return
		}
		a.wrapped(parent)
	case edge.AssignStmt_Rhs:
		n := parent.Node().(*ast.AssignStmt)
		if len(n.Lhs) == len(n.Rhs) {
			i = k
		}
		a.store(c, n.Lhs[i])
	case edge.ValueSpec_Values:
		n := parent.Node().(*ast.ValueSpec)
		if len(n.Names) == len(n.Values) {
			i = k
		}
		a.store(c, n.Names[i])
	default:
		a.escapes = true
	}
}

// store follows the file, or a writer on top of it, into what lhs names.
func (a *Account) store(c inspector.Cursor, lhs ast.Expr) {
	if id, ok := ast.Unparen(lhs).(*ast.Ident); ok && id.Name == "_" {
		return
	}
	v, ok := a.ObjectOf(lhs).(*types.Var)
	switch {
	case !ok:
		a.escapes = true
	case a.lends(v):
		a.add(fills, c, nil, "")
	case v.IsField() || v.Parent() == a.Pkg.Scope() || !a.within(v):
		a.escapes = true
	case knowledge.PendingKindOf(v.Type()) != nil || flow.IsInterface(v.Type()) && !a.onlyWrites(v.Type()) && isPending(a.Info.TypeOf(c.Node().(ast.Expr))):
		a.escapes = true
	default:
		a.add(fills, c, v, "")
		a.follow(v)
	}
}
