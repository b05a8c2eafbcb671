package rewrite

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ast/inspector"

	"github.com/atomiclint/atomiclint/analyzer/internal/flow"
)

// removalByName returns the reason that another function may remove the file at
// any time, or "": the function at c, or a caller of it, keeps the path in a field
// or a variable of the package before the position end, by which the file is
// written, and something removes what is kept there. At a signal, say, that would
// be the old file.
func (x *Fixer) removalByName(c inspector.Cursor, path ast.Expr, end token.Pos) string {
	if path == nil {
		return ""
	}
	parts := x.partsOf(path)
	n := x.lostByName(c, parts, end)
	if n == nil {
		check := &callerCheck{Fixer: x, seen: make(map[ast.Node]bool)}
		check.after = func(c, caller inspector.Cursor, path pathParts, _ []pathParts) ast.Node {
			return x.lostByName(caller, path, c.Node().Pos())
		}
		n = check.callers(c, parts)
	}
	if n == nil {
		return ""
	}
	return x.lineSeen(n.Pos(), path.Pos()) + " may remove the old file after a failure"
}

// lostByName returns the call elsewhere in the package that loses a file whose
// path is kept where the function at c keeps the path before end.
func (x *Fixer) lostByName(c inspector.Cursor, path pathParts, end token.Pos) ast.Node {
	kept := make(map[types.Object]bool)
	x.addKeepers(kept, c, path, end, make(map[*types.Var]bool))
	if len(kept) == 0 {
		return nil
	}
	for lc := range x.flow.Root.Preorder((*ast.CallExpr)(nil)) {
		call := lc.Node().(*ast.CallExpr)
		if flow.Within(call, c.Node()) {
			continue // where the proof sees it
		}
		for _, arg := range x.lostBy(call) {
			for obj := range x.partsOf(arg).objects {
				if kept[obj] {
					return call
				}
			}
		}
	}
	return nil
}

// addKeepers adds the fields and the variables of the package in which the function
// at c, or one of this package that it calls, keeps the path before end. Of the
// parameters that the path is given for those in seen are done.
func (x *Fixer) addKeepers(kept map[types.Object]bool, c inspector.Cursor, path pathParts, end token.Pos, seen map[*types.Var]bool) {
	for ac := range c.Preorder((*ast.AssignStmt)(nil), (*ast.CallExpr)(nil), (*ast.SendStmt)(nil)) {
		if ac.Node().Pos() >= end {
			continue
		}
		switch n := ac.Node().(type) {
		case *ast.AssignStmt:
			for i, lhs := range n.Lhs {
				if len(n.Lhs) == len(n.Rhs) && x.holds(n.Rhs[i], path) || x.keyed(lhs, path) {
					x.addKeeper(kept, lhs)
				}
			}
		case *ast.SendStmt:
			if x.isPath(n.Value, path) {
				x.addKeeper(kept, n.Chan)
			}
		case *ast.CallExpr:
			fn := x.flow.Local(n)
			if fn == nil {
				continue
			}
			for _, v := range x.paramsGiven(fn, n, path) {
				if seen[v] {
					continue
				}
				seen[v] = true
				within := newPathParts()
				within.objects[v] = true
				x.addKeepers(kept, fn.Cursor, within, fn.Cursor.Node().End(), seen)
			}
		}
	}
}

// holds reports whether e is the path, or a list to which it is added.
func (x *Fixer) holds(e ast.Expr, path pathParts) bool {
	if call, ok := ast.Unparen(e).(*ast.CallExpr); ok && x.pass.TypesInfo.Types[call.Fun].IsBuiltin() && flow.CalleeName(call) == "append" {
		return slices.ContainsFunc(call.Args[1:], func(arg ast.Expr) bool { return x.isPath(arg, path) })
	}
	return x.isPath(e, path)
}

// isPath reports whether e is the path.
func (x *Fixer) isPath(e ast.Expr, path pathParts) bool {
	return flow.IsPath(x.pass.TypesInfo.TypeOf(e)) && x.partsOf(e).same(path)
}

// keyed reports whether e is the element of a map whose key is the path.
func (x *Fixer) keyed(e ast.Expr, path pathParts) bool {
	index, ok := ast.Unparen(e).(*ast.IndexExpr)
	return ok && x.isPath(index.Index, path)
}

// addKeeper adds the field or the variable of the package that the expression
// names, or an element of which it is.
func (x *Fixer) addKeeper(kept map[types.Object]bool, e ast.Expr) {
	if index, ok := ast.Unparen(e).(*ast.IndexExpr); ok {
		e = index.X
	}
	if v, ok := x.flow.ObjectOf(e).(*types.Var); ok && !isLocalVar(v) {
		kept[v] = true
	}
}

// paramsGiven returns the parameters of fn for which call gives the path.
func (x *Fixer) paramsGiven(fn *flow.Function, call *ast.CallExpr, path pathParts) (given []*types.Var) {
	for v := range fn.Sig.Params().Variables() {
		p, ok := x.flow.Param[v]
		if ok && slices.ContainsFunc(p.Arguments(call), func(arg ast.Expr) bool { return x.isPath(arg, path) }) {
			given = append(given, v)
		}
	}
	return given
}
