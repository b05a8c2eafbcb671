package flow

import (
	"go/ast"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ast/edge"
)

// Definitions returns what obj may hold. The list is closed if it is complete:
// nothing outside this package, and nothing through a pointer, sets obj.
func (f *Flow) Definitions(obj types.Object) (defs []Value, closed bool) {
	v, ok := obj.(*types.Var)
	if !ok {
		return nil, false
	}
	defs = f.Defs[obj]
	if p, ok := f.Param[obj]; ok {
		return append(f.Arguments(p), defs...), !f.Open(p.Fn) && !f.Addr[obj]
	}
	if f.Addr[obj] {
		return append(f.setByPointer(obj), defs...), false
	}
	if v.IsField() || v.Parent() == f.Pkg.Scope() {
		return defs, !(v.Exported() && f.Importable()) && v.Pkg() == f.Pkg
	}
	return defs, true
}

// setByPointer returns what functions of this package that are given the address
// of obj set it to.
func (f *Flow) setByPointer(obj types.Object) []Value {
	var values []Value
	for _, c := range f.Uses[obj] {
		kind, i := c.Parent().ParentEdge()
		if ParentKind(c) != edge.UnaryExpr_X || kind != edge.CallExpr_Args {
			continue
		}
		fn := f.Local(c.Parent().Parent().Node().(*ast.CallExpr))
		if fn == nil || i >= fn.Sig.Params().Len() {
			continue
		}
		param := fn.Sig.Params().At(i)
		for _, d := range f.Defs[param] {
			if assign, ok := d.Cursor.Parent().Node().(*ast.AssignStmt); ok && f.setsTarget(assign, param) {
				values = append(values, d)
			}
		}
	}
	return values
}

// setsTarget reports whether n sets what the pointer p points to.
func (f *Flow) setsTarget(n *ast.AssignStmt, p types.Object) bool {
	return slices.ContainsFunc(n.Lhs, func(lhs ast.Expr) bool {
		star, ok := ast.Unparen(lhs).(*ast.StarExpr)
		return ok && f.ObjectOf(star.X) == p
	})
}

// Arguments returns what the calls in this package pass for p.
func (f *Flow) Arguments(p ParamRef) []Value {
	var args []Value
	for _, c := range p.Fn.Calls {
		for i, arg := range p.Arguments(c.Node().(*ast.CallExpr)) {
			args = append(args, Value{arg, c.ChildAt(edge.CallExpr_Args, p.Index+i), Whole})
		}
	}
	return args
}

// Arguments returns what call, a call of the function of p, passes for p: more
// or less than one argument where p is variadic.
func (p ParamRef) Arguments(call *ast.CallExpr) []ast.Expr {
	last := p.Fn.Sig.Params().Len() - 1
	args := call.Args
	if p.Fn.Sig.Recv() != nil && !p.Fn.Sig.Variadic() && len(args) == last+2 {
		args = args[1:] // a method expression, whose first argument is the receiver
	}
	switch {
	case p.Index >= len(args):
		return nil
	case p.Fn.Sig.Variadic() && p.Index == last && !call.Ellipsis.IsValid():
		return args[last:]
	}
	return args[p.Index : p.Index+1]
}
