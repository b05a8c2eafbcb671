package flow

import (
	"go/ast"
	"go/types"
)

// PromotedBy returns the embedded field of sel.X that has the method sel.Sel,
// or nil if sel.X has it itself.
func PromotedBy(info *types.Info, sel *ast.SelectorExpr) *types.Var {
	s := info.Selections[sel]
	if s == nil || s.Kind() != types.MethodVal || len(s.Index()) < 2 {
		return nil
	}
	t := s.Recv()
	var field *types.Var
	for _, i := range s.Index()[:len(s.Index())-1] {
		st, ok := StructOf(t)
		if !ok || i >= st.NumFields() {
			return nil
		}
		field = st.Field(i).Origin()
		t = field.Type()
	}
	return field
}

// CalleeName returns the name by which call names its function, without what
// stands before a dot.
func CalleeName(call *ast.CallExpr) string {
	switch fun := ast.Unparen(call.Fun).(type) {
	case *ast.Ident:
		return fun.Name
	case *ast.SelectorExpr:
		return fun.Sel.Name
	}
	return ""
}
