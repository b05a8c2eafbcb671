package rewrite

import (
	"go/ast"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ast/edge"

	"github.com/atomiclint/atomiclint/analyzer/internal/flow"
)

// openBeside returns the call that has opened the same file before, if what it
// returns is used after that: it would write to the file that is replaced, or
// read that instead of the new one.
func (h *handle) openBeside() ast.Node {
	for c := range h.fn.Preorder((*ast.CallExpr)(nil)) {
		call := c.Node().(*ast.CallExpr)
		if call == h.s.Call || call.Pos() > h.s.Call.Pos() || flow.ParentKind(c) != edge.AssignStmt_Rhs || !h.opens(call) || !h.namesFile(call.Args[0]) {
			continue
		}
		v, ok := h.flow.ObjectOf(c.Parent().Node().(*ast.AssignStmt).Lhs[0]).(*types.Var)
		if ok && v != h.v && h.usedAfter(v) && !h.closedAhead(v, call) {
			return call
		}
	}
	return nil
}

// linked returns the call in the function that makes a hard link to the file, or
// from it, before the file is written.
func (h *handle) linked() ast.Node {
	for c := range h.fn.Preorder((*ast.CallExpr)(nil)) {
		call := c.Node().(*ast.CallExpr)
		if h.calleeName(call) == "os.Link" && call.Pos() < h.s.Call.Pos() && slices.ContainsFunc(call.Args, h.namesFile) {
			return call
		}
	}
	return nil
}

// opens reports whether call returns an open file.
func (h *handle) opens(call *ast.CallExpr) bool {
	switch h.calleeName(call) {
	case "os.Create", "os.Open", "os.OpenFile", "(*os.Root).Create", "(*os.Root).Open", "(*os.Root).OpenFile":
		return true
	}
	return false
}

// closedAhead reports whether v, which call has set, is closed on each way from
// there to the call that opens or writes the file.
func (h *handle) closedAhead(v *types.Var, call *ast.CallExpr) bool {
	for _, c := range h.flow.Uses[v] {
		if c.Node().Pos() < call.End() || c.Node().Pos() > h.s.Call.Pos() {
			continue
		}
		stmt, ok := flow.StatementAround(c)
		if !ok {
			continue
		}
		_, plain := stmt.Node().(*ast.ExprStmt)
		sel, ok := c.Parent().Node().(*ast.SelectorExpr)
		if ok && plain && sel.Sel.Name == "Close" && flow.Within(h.s.Call, stmt.Parent().Node()) {
			return true
		}
	}
	return false
}

// usedAfter reports whether v is used, other than to close it, behind the call
// that opens or writes the file.
func (h *handle) usedAfter(v *types.Var) bool {
	for _, c := range h.flow.Uses[v] {
		sel, ok := c.Parent().Node().(*ast.SelectorExpr)
		if c.Node().Pos() > h.s.Call.End() && !(ok && sel.Sel.Name == "Close") && flow.Within(c.Node(), h.fn.Node()) {
			return true
		}
	}
	return false
}
