package rewrite

import (
	"fmt"
	"go/ast"
)

// heldReason says why call is not replaced if a variable, field or parameter
// holds the function: tests may set it, or callers pass another one.
func (x *Fixer) heldReason(call *ast.CallExpr) string {
	obj := x.flow.ObjectOf(call.Fun)
	if obj == nil {
		return ""
	}
	return fmt.Sprintf("%s, declared in %s, may hold another function", obj.Name(), x.lineSeen(obj.Pos(), call.Pos()))
}
