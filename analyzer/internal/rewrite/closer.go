package rewrite

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"

	"github.com/atomiclint/atomiclint/analyzer/internal/flow"
)

// lendToCloser has the function that the deferred call at c runs take an
// io.Closer as argument i, if all that it does with the file is to close it. It
// reports whether it does.
func (h *handle) lendToCloser(c inspector.Cursor, i int) bool {
	call := c.Node().(*ast.CallExpr)
	fn := h.flow.Local(call)
	if fn == nil || h.isGeneric(call) || flow.IsLiteral(fn.Cursor) && len(call.Args) > 1 {
		return false // what else a literal is given, its body may use to work with the file
	}
	field := h.paramField(fn, i)
	if field == nil || len(field.Names) != 1 {
		return false
	}
	closing, ok := h.closeOf(fn, h.pass.TypesInfo.Defs[field.Names[0]])
	if !ok {
		return false
	}
	if flow.IsLiteral(fn.Cursor) {
		if flow.ParentKind(fn.Cursor) != edge.CallExpr_Fun || h.widenTo("Closer", fn, field) != "" {
			return false
		}
		h.addInDeferred(closing, fn.Cursor, c)
		return true
	}
	return h.changeable(fn) && h.onlyClosesIn(fn.Cursor.Node().(*ast.FuncDecl), closing.Node()) && h.widenTo("Closer", fn, field) == "" && h.addClosing(c) == ""
}

// looksAtClose reports whether the function of this package that call runs, which
// closes the file that it is given, looks at the error of that.
func (h *handle) looksAtClose(call *ast.CallExpr) bool {
	fn := h.flow.Local(call)
	i := slices.IndexFunc(call.Args, func(arg ast.Expr) bool { return h.isObject(arg, h.v) })
	if fn == nil || i < 0 || i >= fn.Sig.Params().Len() {
		return false
	}
	closing, ok := h.closeOf(fn, fn.Sig.Params().At(i))
	if !ok {
		return false
	}
	n, assigned := closing.Parent().Node().(*ast.AssignStmt)
	return flow.ParentKind(closing) != edge.ExprStmt_X && !(assigned && isBlank(n.Lhs[0]))
}

// addInDeferred records that the call at c closes the file, in the function
// literal lit, which the deferred call at deferred runs.
func (h *handle) addInDeferred(c, lit, deferred inspector.Cursor) {
	h.closings = append(h.closings, closing{kind: inDeferred, call: c, lit: lit, stmt: deferred.Parent().Node().(*ast.DeferStmt)})
}

// isCloser reports whether call is deferred, and runs a function literal that
// closes the file: its own, or the one that it is given and only closes.
func (h *handle) isCloser(call *ast.CallExpr) bool {
	return slices.ContainsFunc(h.closings, func(cl closing) bool { return cl.kind == inDeferred && cl.stmt.Call == call })
}

// closeOf returns the call that closes the file in param, if that is all that fn
// does with it.
func (h *handle) closeOf(fn *flow.Function, param types.Object) (call inspector.Cursor, ok bool) {
	uses := h.flow.Uses[param]
	if len(uses) != 1 || len(h.flow.Defs[param]) > 0 || h.flow.Addr[param] {
		return call, false
	}
	sel := uses[0].Parent()
	if flow.ParentKind(uses[0]) != edge.SelectorExpr_X || sel.Node().(*ast.SelectorExpr).Sel.Name != "Close" || flow.ParentKind(sel) != edge.CallExpr_Fun {
		return call, false
	}
	call = sel.Parent()
	return call, flow.FunctionAround(call) == fn.Cursor
}

// onlyClosesIn reports whether the function declared by decl does nothing but
// closing, the call that closes the file, unless that fails. The Close of the
// writer does not fail.
func (h *handle) onlyClosesIn(decl *ast.FuncDecl, closing ast.Node) bool {
	var err *types.Var
	for i, stmt := range decl.Body.List {
		switch n := stmt.(type) {
		case *ast.ExprStmt:
			if i > 0 || n.X != closing {
				return false
			}
		case *ast.AssignStmt:
			if i > 0 || len(n.Lhs) != 1 || n.Rhs[0] != closing || n.Tok == token.ASSIGN && !isBlank(n.Lhs[0]) {
				return false
			}
			err = h.errorVar(n.Lhs[0])
		case *ast.IfStmt:
			if init, ok := n.Init.(*ast.AssignStmt); ok && i == 0 && len(init.Lhs) == 1 && init.Rhs[0] == closing && init.Tok == token.DEFINE {
				err = h.errorVar(init.Lhs[0])
			} else if n.Init != nil {
				return false
			}
			if err == nil || n.Else != nil || !h.demands(n.Cond, token.NEQ, err) {
				return false
			}
		default:
			return false
		}
	}
	return true
}
