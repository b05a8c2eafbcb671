package rewrite

import (
	"go/ast"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"

	"github.com/atomiclint/atomiclint/analyzer/internal/flow"
)

// openBeside returns the call that has opened the same file before, in the
// function or in a caller, if what it returns is used after that: it would write
// to the file that is replaced, or read that instead of the new one.
func (h *handle) openBeside() ast.Node {
	if n := h.openedBefore(h.fn, h.s.Call, h.namesFile); n != nil {
		return n
	}
	path := h.partsOf(h.s.Path)
	check := &callerCheck{Fixer: h.Fixer, after: h.openAround, seen: make(map[ast.Node]bool)}
	if n := check.callers(h.fn, path); n != nil {
		return n
	}
	return h.keptOpen(path)
}

// openAround returns the call in the function caller that has the file of the
// path open while the call at c writes it, and later.
func (h *handle) openAround(c, caller inspector.Cursor, path pathParts, _ []pathParts) ast.Node {
	return h.openedBefore(caller, c.Node().(*ast.CallExpr), func(e ast.Expr) bool { return h.partsOf(e).same(path) })
}

// openedBefore returns the call in fn, before the one that writes the file, that
// opens what names tells, and whose result is used later.
func (h *handle) openedBefore(fn inspector.Cursor, write *ast.CallExpr, names func(ast.Expr) bool) ast.Node {
	for c := range fn.Preorder((*ast.CallExpr)(nil)) {
		call := c.Node().(*ast.CallExpr)
		if call == write || call.Pos() > write.Pos() || flow.ParentKind(c) != edge.AssignStmt_Rhs || !h.opens(call) || !names(call.Args[0]) {
			continue
		}
		v, ok := h.flow.ObjectOf(c.Parent().Node().(*ast.AssignStmt).Lhs[0]).(*types.Var)
		if ok && v != h.v && h.usedAfter(v, fn, write) && !h.closedAhead(v, call, write) {
			return call
		}
	}
	return nil
}

// keptOpen returns the call that opens the file of the path, which is made of
// fields or variables of the package, and keeps it in another of these.
func (h *handle) keptOpen(path pathParts) ast.Node {
	if !path.outlive() {
		return nil
	}
	for c := range h.flow.Root.Preorder((*ast.CallExpr)(nil)) {
		call := c.Node().(*ast.CallExpr)
		if flow.ParentKind(c) != edge.AssignStmt_Rhs || !h.opens(call) || !h.partsOf(call.Args[0]).same(path) {
			continue
		}
		v, ok := h.flow.ObjectOf(c.Parent().Node().(*ast.AssignStmt).Lhs[0]).(*types.Var)
		if ok && !isLocalVar(v) {
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
func (h *handle) closedAhead(v *types.Var, call, write *ast.CallExpr) bool {
	for _, c := range h.flow.Uses[v] {
		if c.Node().Pos() < call.End() || c.Node().Pos() > write.Pos() {
			continue
		}
		stmt, ok := flow.StatementAround(c)
		if !ok {
			continue
		}
		_, plain := stmt.Node().(*ast.ExprStmt)
		sel, ok := c.Parent().Node().(*ast.SelectorExpr)
		if ok && plain && sel.Sel.Name == "Close" && flow.Within(write, stmt.Parent().Node()) {
			return true
		}
	}
	return false
}

// usedAfter reports whether v is used in fn, other than to close it, behind the
// call that opens or writes the file. What has its descriptor, a lock say, uses
// it until it is closed.
func (h *handle) usedAfter(v *types.Var, fn inspector.Cursor, write *ast.CallExpr) bool {
	for _, c := range h.flow.Uses[v] {
		if !flow.Within(c.Node(), fn.Node()) {
			continue
		}
		sel, ok := c.Parent().Node().(*ast.SelectorExpr)
		if ok && sel.Sel.Name == "Fd" || c.Node().Pos() > write.End() && !(ok && sel.Sel.Name == "Close") {
			return true
		}
	}
	return false
}
