package rewrite

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"

	"github.com/atomiclint/atomiclint/analyzer/internal/flow"
)

// dropSyncs takes out what flushes the file to the disk behind the last write,
// for publishing it does that. It comes after the proof: a flush that fails has
// publishing fail. A flush in any other form stays, which does no harm.
func (h *handle) dropSyncs(plan *rewrite) {
	for _, c := range h.flow.Uses[h.v] {
		sel, ok := c.Parent().Node().(*ast.SelectorExpr)
		if !ok || sel.Sel.Name != "Sync" || flow.ParentKind(c.Parent()) != edge.CallExpr_Fun || flow.FunctionAround(c) != h.fn {
			continue
		}
		stmt := h.stmtOf(c)
		n := stmt.Node().(ast.Stmt)
		drop := h.src.dropLines(n)
		if !flow.InList(stmt) || len(drop) == 0 || len(flow.Statements(stmt.Parent().Node())) == 1 || !h.onlySyncs(stmt) || h.src.commentsOf(n) != "" || h.writesAfter(c.Node()) {
			continue
		}
		plan.edits = slices.DeleteFunc(plan.edits, func(e analysis.TextEdit) bool { return n.Pos() <= e.Pos && e.End <= n.End() })
		plan.edits = append(plan.edits, drop...)
		plan.gone = append(plan.gone, n)
	}
}

// commitAtSync publishes the file where the function returns what flushing it
// returns, which is the last thing that it does.
func (h *handle) commitAtSync() (*rewrite, string) {
	plan := newRewrite()
	var others []end
	for _, e := range h.survey.open {
		call := h.returnedSync(e.at)
		if call == nil {
			others = append(others, e)
			continue
		}
		plan.commits[call] = true
		plan.edits = append(plan.edits, h.src.replace(ast.Unparen(call.Fun).(*ast.SelectorExpr).Sel, "Commit"))
	}
	if len(plan.commits) == 0 {
		return nil, "the file is not flushed at the end"
	}
	if reason := h.commitEarly(plan, others); reason != "" {
		return nil, reason
	}
	h.discardElsewhere(plan)
	return plan, h.settle(plan)
}

// returnedSync returns the call that flushes the file if the statement at
// returns its error, or nil.
func (h *handle) returnedSync(at ast.Node) *ast.CallExpr {
	ret, ok := at.(*ast.ReturnStmt)
	if !ok || len(ret.Results) == 0 || !h.isSync(ret.Results[len(ret.Results)-1]) {
		return nil
	}
	return ast.Unparen(ret.Results[len(ret.Results)-1]).(*ast.CallExpr)
}

// syncsLast reports whether the function ends somewhere with returnedSync.
func (h *handle) syncsLast() bool {
	return slices.ContainsFunc(h.survey.open, func(e end) bool { return h.returnedSync(e.at) != nil })
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
			isTest && cond.Op == token.NEQ && h.isNil(cond.Y) && !h.flow.Graphs().Passes(h.fn.Node(), n) && h.onlyReturns(n.Body)
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
	return h.flow.Graphs().Reaches(h.fn.Node(), n, h.writesThrough)
}

// onlyReturns reports whether body does no more than to discard the file and
// return.
func (h *handle) onlyReturns(body *ast.BlockStmt) bool {
	for _, stmt := range body.List {
		call := plainCall(stmt)
		if _, ok := stmt.(*ast.ReturnStmt); !ok && (call == nil || !h.isCloseCall(call) && !h.removesDestination(call)) {
			return false
		}
	}
	return h.onlyCallsImports(body)
}

// onlyCallsImports reports whether n mentions imports only to call a function,
// so that it is known which of them are left unused without n.
func (h *handle) onlyCallsImports(n ast.Node) bool {
	called := make(map[ast.Node]bool)
	only := true
	ast.Inspect(n, func(n ast.Node) bool {
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
