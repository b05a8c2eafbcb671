package flow

import (
	"go/ast"
	"go/types"
)

// neverNil reports whether v, a variable of a package, whose type is an error,
// never is nil: it belongs to another package, which so names one of its
// errors, or it is made an error where it is declared and set nowhere else.
func (f *Flow) neverNil(v *types.Var) bool {
	if v.Pkg() != f.Pkg {
		return true
	}
	if len(f.Defs[v]) != 1 || f.Addr[v] {
		return false
	}
	switch e := ast.Unparen(f.Defs[v][0].Expr).(type) {
	case *ast.CallExpr:
		fn := f.Callee(e)
		return fn != nil && (fn.FullName() == "errors.New" || fn.FullName() == "fmt.Errorf") || f.Info.Types[e.Fun].IsType()
	case *ast.CompositeLit, *ast.UnaryExpr:
		return true
	}
	return false
}
