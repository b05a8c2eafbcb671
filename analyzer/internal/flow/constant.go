package flow

import (
	"go/ast"
	"go/constant"
	"go/token"
	"go/types"

	"golang.org/x/tools/go/ast/edge"
)

// Constant returns the value of e if that is a constant, or a local variable
// that is declared with a constant and not set again.
func (f *Flow) Constant(e ast.Expr) constant.Value {
	if v, ok := f.ObjectOf(e).(*types.Var); ok && !v.IsField() && v.Parent() != f.Pkg.Scope() && !f.Addr[v] && len(f.Defs[v]) == 1 {
		d := f.Defs[v][0]
		assign, ok := Assignment(d.Cursor)
		if ok && assign.Node().(*ast.AssignStmt).Tok == token.DEFINE || ParentKind(d.Cursor) == edge.ValueSpec_Values {
			return f.Info.Types[d.Expr].Value
		}
	}
	return f.Info.Types[e].Value
}
