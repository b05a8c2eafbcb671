package rewrite

import (
	"fmt"
	"go/ast"
	"go/token"
	"slices"

	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"

	"github.com/atomiclint/atomiclint/analyzer/internal/flow"
)

// callersReason returns why a caller of the function in this package, or a
// function literal that it makes, relies on what the function leaves behind when
// it fails: it removes the file, looks for it all the same, or takes some of the
// errors for success.
func (h *handle) callersReason() string {
	if reason := h.removalByCaller(h.fn, h.s.Path); reason != "" {
		return reason
	}
	if reason := h.lookByCaller(h.fn, h.s.Path, h.closeCalls()); reason != "" {
		return reason
	}
	if reason := h.removalByName(h.fn, h.s.Path, h.writtenBy()); reason != "" {
		return reason
	}
	for c := range h.fn.Preorder((*ast.CallExpr)(nil)) {
		if call := c.Node().(*ast.CallExpr); (h.removesDestination(call) || h.lostInside(call)) && h.apart(c) && !h.isCleaner(flow.FunctionAround(c).Node()) {
			return fmt.Sprintf("line %d may remove the old file after a failure", h.line(call.Pos()))
		} else if (flow.ParentKind(c) == edge.GoStmt_Call || h.mayRunLater(c, h.fn)) && slices.ContainsFunc(h.pathsGiven(call, h.sought), h.partsOf(h.s.Path).same) {
			return fmt.Sprintf("line %d may look for the file while it is written", h.line(call.Pos()))
		}
	}
	if n := h.forgiven(); n != nil {
		return h.lineSeen(n.Pos(), h.s.Call.Pos()) + " takes some errors of the function for success"
	}
	return ""
}

// writtenBy returns the end of the last statement that may write to the file.
func (h *handle) writtenBy() token.Pos {
	if last := h.lastUse(); last >= 0 {
		return h.body[last].End()
	}
	return h.assign.End()
}

// closeCalls returns the calls that close the file and whose error is looked at.
// That of the others is lost today, and will be that of the function.
func (h *handle) closeCalls() map[*ast.CallExpr]bool {
	fn := h.flow.Funcs[h.fn.Node()]
	if fn == nil {
		return nil
	}
	return h.callsThat(fn, func(c inspector.Cursor) bool {
		return h.isCloseCall(c.Node().(*ast.CallExpr)) && h.looksAtErrorOf(c)
	})
}
