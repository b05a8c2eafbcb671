package rewrite

import (
	"fmt"
	"go/ast"
	"go/types"

	"golang.org/x/tools/go/ast/inspector"

	"github.com/atomiclint/atomiclint/analyzer/internal/flow"
)

// callersReason returns why a caller of the function in this package, or a
// function literal that it makes, relies on what the function leaves behind when
// it fails: it removes the file, or takes some of the errors for success.
func (h *handle) callersReason() string {
	if reason := h.removalByCaller(h.fn, h.s.Path); reason != "" {
		return reason
	}
	for c := range h.fn.Preorder((*ast.CallExpr)(nil)) {
		if call := c.Node().(*ast.CallExpr); h.removesDestination(call) && h.inClosure(c) {
			return fmt.Sprintf("line %d may remove the old file after a failure", h.line(call.Pos()))
		}
	}
	if fn := h.flow.Funcs[h.fn.Node()]; fn != nil {
		for _, c := range fn.Calls {
			if n := h.forgiven(c, flow.FunctionAround(c)); n != nil {
				return fmt.Sprintf("line %d takes some errors of the function for success", h.line(n.Pos()))
			}
		}
	}
	return ""
}

// forgiven returns the condition in the function around c that tells errors of
// the call at c apart from others.
func (h *handle) forgiven(c, around inspector.Cursor) ast.Node {
	assign, ok := c.Parent().Node().(*ast.AssignStmt)
	if !ok {
		return nil
	}
	err := h.errorVar(assign.Lhs[len(assign.Lhs)-1])
	if err == nil {
		return nil
	}
	for pc := range around.Preorder((*ast.CallExpr)(nil), (*ast.BinaryExpr)(nil)) {
		switch n := pc.Node().(type) {
		case *ast.CallExpr:
			if len(n.Args) > 0 && h.isObject(n.Args[0], err) && types.Identical(h.pass.TypesInfo.TypeOf(n), types.Typ[types.Bool]) {
				return n
			}
		case *ast.BinaryExpr:
			if h.isObject(n.X, err) && !h.isNil(n.Y) && flow.IsError(h.pass.TypesInfo.TypeOf(n.X)) {
				return n
			}
		}
	}
	return nil
}
