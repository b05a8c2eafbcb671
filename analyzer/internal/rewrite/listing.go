package rewrite

import (
	"fmt"
	"go/ast"
	"go/token"

	"github.com/atomiclint/atomiclint/analyzer/internal/control"
	"github.com/atomiclint/atomiclint/analyzer/internal/flow"
	"github.com/atomiclint/atomiclint/analyzer/internal/trace"
)

// listingReason returns what may list a directory while the file is open.
func (h *handle) listingReason() string {
	body := control.Body(h.fn.Node())
	if body == nil {
		return ""
	}
	m, ok := h.flow.ListingIn(body, h.assign.End(), h.openUntil(body))
	if !ok {
		return ""
	}
	return fmt.Sprintf("%s may list the directory while %s is open (line %d)", trace.CalleeText(m.Fn), h.name, h.src.tok.Line(m.Pos))
}

// openUntil returns where the file is last used: at the end of the last
// statement that mentions it or, if something uses it that is deferred, of the
// function.
func (h *handle) openUntil(body *ast.BlockStmt) token.Pos {
	if h.writesDeferred() {
		return body.End()
	}
	for _, cl := range h.closings {
		if cl.stmt != nil {
			return body.End()
		}
	}
	last := h.assign.End()
	for _, stmt := range h.body {
		if h.mentions(stmt, h.carriers) {
			last = stmt.End()
		}
	}
	return last
}

// writesDeferred reports whether a deferred call may write to the file.
func (h *handle) writesDeferred() bool {
	for c := range h.fn.Preorder((*ast.DeferStmt)(nil)) {
		n := c.Node().(*ast.DeferStmt)
		if flow.FunctionAround(c) == h.fn && n.Pos() > h.assign.End() && !h.isClosing(n) && h.writesThrough(n) {
			return true
		}
	}
	return false
}
