package rewrite

import (
	"go/ast"
	"go/token"
	"slices"

	"golang.org/x/tools/go/analysis"
)

// dropLeftovers takes out the deferred function literals that do nothing but
// close the file once plan has taken out the rest. It comes after the proof: a
// Close that is not deferred in a literal, or that comes after Finish, does the
// same.
func (h *handle) dropLeftovers(plan *rewrite) {
	for _, cl := range h.closings {
		if cl.kind != inDeferred || !h.src.ownLines(cl.stmt.Pos(), cl.stmt.End()) || h.src.commentsOf(cl.stmt) != "" {
			continue
		}
		body := cl.lit.Node().(*ast.FuncLit).Body
		left := slices.DeleteFunc(slices.Clone(body.List), func(stmt ast.Stmt) bool { return takesOut(plan.edits, stmt) })
		if !h.closesOnly(left, plan.finish != nil) || plan.isGone(cl.stmt) || plan.finish != nil && plan.finish.with == cl.stmt && plan.finish.place == finishInstead {
			continue
		}
		if len(left) == len(body.List) && plan.finish == nil {
			continue // it is as its author wants it
		}
		plan.edits = slices.DeleteFunc(plan.edits, func(e analysis.TextEdit) bool { return cl.stmt.Pos() <= e.Pos && e.End <= cl.stmt.End() })
		if plan.finish != nil {
			plan.edits = append(plan.edits, h.src.dropLines(cl.stmt)...)
			plan.gone = append(plan.gone, cl.stmt)
		} else {
			plan.edits = append(plan.edits, h.src.replace(cl.stmt, "defer "+h.name+".Close()"))
		}
	}
}

// takesOut reports whether one of edits deletes stmt.
func takesOut(edits []analysis.TextEdit, stmt ast.Stmt) bool {
	return slices.ContainsFunc(edits, func(e analysis.TextEdit) bool {
		return len(e.NewText) == 0 && e.Pos <= stmt.Pos() && stmt.End() <= e.End
	})
}

// closesOnly reports whether list does nothing but close the file and, if
// keeps is set, keep the error of that.
func (h *handle) closesOnly(list []ast.Stmt, keeps bool) bool {
	if len(list) != 1 {
		return false
	}
	if stmt, ok := list[0].(*ast.ExprStmt); ok {
		return h.isCloseCall(stmt.X)
	}
	return keeps && (h.onlyCloses(list[0]) || h.reportsClose(list[0]))
}

// reportsClose reports whether stmt closes the file and does something else
// only if that fails, as it cannot behind Finish.
func (h *handle) reportsClose(stmt ast.Stmt) bool {
	n, ok := stmt.(*ast.IfStmt)
	if !ok || n.Init == nil || n.Else != nil || !h.onlyCallsImports(n) {
		return false
	}
	init, ok := n.Init.(*ast.AssignStmt)
	if !ok || !h.onlyCloses(init) {
		return false
	}
	err := h.errorVar(init.Lhs[0])
	return err != nil && h.demands(n.Cond, token.NEQ, err)
}
