package rewrite

import (
	"fmt"
	"go/ast"
	"go/token"
	"go/types"

	"golang.org/x/tools/go/ast/inspector"

	"github.com/atomiclint/atomiclint/analyzer/internal/knowledge"
)

// followReason returns what shows that the file is meant to be read while it
// grows, or to be ended by a signal: a loop that waits for more, and flushes what
// there is before, or a message that names the key. Until it ends nobody would
// see anything, and a program that is stopped would have written nothing.
func (h *handle) followReason() string {
	for c := range h.fn.Preorder((*ast.BasicLit)(nil)) {
		lit := c.Node().(*ast.BasicLit)
		if lit.Kind == token.STRING && lit.Pos() > h.assign.End() && knowledge.NamesInterrupt(lit.Value) {
			return fmt.Sprintf("line %d says how the program is stopped, which would lose what is written until then", h.line(lit.Pos()))
		}
	}
	for c := range h.fn.Preorder((*ast.ForStmt)(nil), (*ast.RangeStmt)(nil)) {
		loop := c.Node()
		if loop.Pos() < h.assign.End() || !h.waitsForMore(c) {
			continue
		}
		if call := h.flushIn(c); call != nil {
			return fmt.Sprintf("line %d flushes in a loop that waits for more, so the file may be read while it grows", h.line(call.Pos()))
		}
	}
	return ""
}

// waitsForMore reports whether each round of the loop at c waits for somebody
// else, or for some time to pass.
func (h *handle) waitsForMore(c inspector.Cursor) bool {
	if n, ok := c.Node().(*ast.RangeStmt); ok {
		if _, ok := h.pass.TypesInfo.TypeOf(n.X).Underlying().(*types.Chan); ok {
			return true
		}
	}
	for n := range c.Preorder((*ast.UnaryExpr)(nil), (*ast.SelectStmt)(nil), (*ast.CallExpr)(nil)) {
		switch n := n.Node().(type) {
		case *ast.UnaryExpr:
			if n.Op == token.ARROW {
				return true
			}
		case *ast.SelectStmt:
			return true
		case *ast.CallExpr:
			if h.calleeName(n) == "time.Sleep" {
				return true
			}
		}
	}
	return false
}

// flushIn returns a call in the loop at c that has what was written reach the
// file, or the disk, or nil.
func (h *handle) flushIn(c inspector.Cursor) *ast.CallExpr {
	for n := range c.Preorder((*ast.CallExpr)(nil)) {
		call := n.Node().(*ast.CallExpr)
		sel, ok := ast.Unparen(call.Fun).(*ast.SelectorExpr)
		if !ok || len(call.Args) != 0 || sel.Sel.Name != "Flush" && sel.Sel.Name != "Sync" {
			continue
		}
		if h.carriers[h.flow.ObjectOf(sel.X)] {
			return call
		}
	}
	return nil
}
