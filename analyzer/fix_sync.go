package analyzer

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"
)

// dropSyncs takes out what flushes the file to the disk behind the last write,
// for publishing it does that. It comes after the proof: a flush that fails has
// publishing fail. A flush in any other form stays, which does no harm.
func (h *handle) dropSyncs(plan *rewrite) {
	for _, c := range h.flow.uses[h.v] {
		sel, ok := c.Parent().Node().(*ast.SelectorExpr)
		if !ok || sel.Sel.Name != "Sync" || parentKind(c.Parent()) != edge.CallExpr_Fun || functionAround(c) != h.fn {
			continue
		}
		stmt := h.stmtOf(c)
		n := stmt.Node().(ast.Stmt)
		drop := h.src.dropLines(n)
		if !inList(stmt) || len(drop) == 0 || len(statements(stmt.Parent().Node())) == 1 || !h.onlySyncs(stmt) || h.src.commentsOf(n) != "" || h.writesAfter(c.Node()) {
			continue
		}
		plan.edits = slices.DeleteFunc(plan.edits, func(e analysis.TextEdit) bool { return n.Pos() <= e.Pos && e.End <= n.End() })
		plan.edits = append(plan.edits, drop...)
		plan.gone = append(plan.gone, n)
	}
}

// onlySyncs reports whether the statement at c flushes the file and does
// nothing else, but to leave if that fails.
func (h *handle) onlySyncs(c inspector.Cursor) bool {
	switch n := c.Node().(type) {
	case *ast.ExprStmt:
		return h.isSync(n.X)
	case *ast.IfStmt:
		init, ok := n.Init.(*ast.AssignStmt)
		cond, isTest := ast.Unparen(n.Cond).(*ast.BinaryExpr)
		return ok && len(init.Rhs) == 1 && h.isSync(init.Rhs[0]) && n.Else == nil &&
			isTest && cond.Op == token.NEQ && h.isNil(cond.Y) && !h.flow.graphs().Passes(h.fn.Node(), n) && h.onlyReturns(n.Body)
	}
	return false
}

func (h *handle) isSync(e ast.Expr) bool {
	call, ok := ast.Unparen(e).(*ast.CallExpr)
	if !ok {
		return false
	}
	sel, ok := ast.Unparen(call.Fun).(*ast.SelectorExpr)
	return ok && sel.Sel.Name == "Sync" && h.isObject(sel.X, h.v)
}

// writesAfter reports whether control may come from n to a statement that
// writes to the file.
func (h *handle) writesAfter(n ast.Node) bool {
	return h.flow.graphs().Reaches(h.fn.Node(), n, h.writesThrough)
}

// onlyReturns reports whether body does no more than to discard the file and
// return, and mentions imports only to call a function, so that it is known
// which of them are left unused.
func (h *handle) onlyReturns(body *ast.BlockStmt) bool {
	for _, stmt := range body.List {
		call := plainCall(stmt)
		if _, ok := stmt.(*ast.ReturnStmt); !ok && (call == nil || !h.isCloseCall(call) && !h.removesDestination(call)) {
			return false
		}
	}
	called := make(map[ast.Node]bool)
	only := true
	ast.Inspect(body, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.CallExpr:
			if sel, ok := ast.Unparen(n.Fun).(*ast.SelectorExpr); ok {
				called[sel.X] = true
			}
		case *ast.Ident:
			_, isPkg := h.pass.TypesInfo.Uses[n].(*types.PkgName)
			only = only && (!isPkg || called[n])
		}
		return only
	})
	return only
}
