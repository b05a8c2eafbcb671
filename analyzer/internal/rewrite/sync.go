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
	for _, c := range h.syncs() {
		if plan.commits[c.Node().(*ast.CallExpr)] || h.writesAfter(c.Node()) {
			continue
		}
		list := h.syncing(c)
		if list == nil {
			continue
		}
		for _, n := range list {
			plan.edits = slices.DeleteFunc(plan.edits, func(e analysis.TextEdit) bool { return n.Pos() <= e.Pos && e.End <= n.End() })
			plan.edits = append(plan.edits, h.src.dropLines(n)...)
			plan.gone = append(plan.gone, n)
		}
	}
}

// syncs returns the calls that flush the file, but for those in function
// literals.
func (h *handle) syncs() []inspector.Cursor {
	var list []inspector.Cursor
	for _, c := range h.flow.Uses[h.v] {
		if c = c.Parent(); flow.ParentKind(c) != edge.CallExpr_Fun || flow.FunctionAround(c) != h.fn {
			continue
		}
		if c = c.Parent(); h.isSync(c.Node().(*ast.CallExpr)) {
			list = append(list, c)
		}
	}
	return list
}

// syncing returns the statements that do nothing but flush the file by the call
// at c, and leave if that fails, and without which something is left to do; or
// nil.
func (h *handle) syncing(c inspector.Cursor) []ast.Stmt {
	stmt := h.stmtOf(c)
	if flow.ParentKind(stmt.Parent()) == edge.IfStmt_Body && h.syncsIfNil(stmt.Parent().Parent()) {
		stmt = stmt.Parent().Parent()
	}
	list := []ast.Stmt{stmt.Node().(ast.Stmt)}
	switch {
	case !flow.InList(stmt):
		return nil
	case h.syncsTested(stmt):
		list = append(list, flow.Following(stmt)[0])
	case !h.onlySyncs(stmt):
		return nil
	}
	if len(flow.Statements(stmt.Parent().Node())) == len(list) {
		return nil
	}
	for _, n := range list {
		if len(h.src.dropLines(n)) == 0 || h.src.commentsOf(n) != "" {
			return nil
		}
	}
	return list
}

// commitAtSync publishes the file where the function flushes it, which is the
// last thing that it does with it, and returns the error of that or keeps it.
func (h *handle) commitAtSync() (*rewrite, string) {
	plan := newRewrite()
	kept := h.keptSyncs()
	calls := slices.Clone(kept)
	var others []end
	for _, e := range h.survey.open {
		if call := h.returnedSync(e.at); call != nil {
			calls = append(calls, call)
		} else if !slices.ContainsFunc(kept, func(call *ast.CallExpr) bool { return h.comesTo(call, e.at) }) {
			others = append(others, e)
		}
	}
	if len(calls) == 0 {
		return nil, "the file is not flushed at the end"
	}
	for _, call := range calls {
		plan.commits[call] = true
		plan.edits = append(plan.edits, h.src.replace(ast.Unparen(call.Fun).(*ast.SelectorExpr).Sel, "Commit"))
	}
	if reason := h.commitEarly(plan, others); reason != "" {
		return nil, reason
	}
	h.discardElsewhere(plan)
	return plan, h.settle(plan)
}

// keptSyncs returns the calls that flush the file behind the last write, and
// whose error a variable gets.
func (h *handle) keptSyncs() []*ast.CallExpr {
	var calls []*ast.CallExpr
	for _, c := range h.syncs() {
		call := c.Node().(*ast.CallExpr)
		assign, ok := c.Parent().Node().(*ast.AssignStmt)
		if ok && flow.InList(c.Parent()) && h.errorVar(assign.Lhs[0]) != nil && !h.writesAfter(call) {
			calls = append(calls, call)
		}
	}
	return calls
}

// comesTo reports whether control may come from call to the statement at.
func (h *handle) comesTo(call *ast.CallExpr, at ast.Node) bool {
	return h.flow.Graphs().Reaches(h.fn.Node(), call, func(n ast.Node) bool { return n == at })
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

// syncsLast reports whether there is something for commitAtSync to do.
func (h *handle) syncsLast() bool {
	return len(h.keptSyncs()) > 0 || slices.ContainsFunc(h.survey.open, func(e end) bool { return h.returnedSync(e.at) != nil })
}

// syncsIfNil reports whether the statement at c is
//
//	if err == nil { err = f.Sync() }
func (h *handle) syncsIfNil(c inspector.Cursor) bool {
	n := c.Node().(*ast.IfStmt)
	if n.Init != nil || n.Else != nil || len(n.Body.List) != 1 {
		return false
	}
	err := h.syncedTo(n.Body.List[0])
	return err != nil && h.onlyTests(n.Cond, token.EQL, err)
}

// syncsAnyway reports whether n is
//
//	if err1 := f.Sync(); err == nil { err = err1 }
func (h *handle) syncsAnyway(n *ast.IfStmt) bool {
	init, ok := n.Init.(*ast.AssignStmt)
	if !ok || init.Tok != token.DEFINE || len(init.Rhs) != 1 || !h.isSync(init.Rhs[0]) || n.Else != nil || len(n.Body.List) != 1 {
		return false
	}
	assign, ok := n.Body.List[0].(*ast.AssignStmt)
	if !ok || assign.Tok != token.ASSIGN || len(assign.Rhs) != 1 || !h.isObject(assign.Rhs[0], h.flow.ObjectOf(init.Lhs[0])) {
		return false
	}
	err := h.errorVar(assign.Lhs[0])
	return err != nil && h.onlyTests(n.Cond, token.EQL, err)
}

// syncsTested reports whether the statement at c is err = f.Sync(), the one
// behind it does nothing but leave if err is not nil, and the one before it has
// left in that case, so that err stays nil without them.
func (h *handle) syncsTested(c inspector.Cursor) bool {
	err := h.syncedTo(c.Node().(ast.Stmt))
	_, i := c.ParentEdge()
	list := flow.Statements(c.Parent().Node())
	return err != nil && i > 0 && i+1 < len(list) && h.leavesIf(list[i-1], err) && h.leavesIf(list[i+1], err) &&
		list[i+1].(*ast.IfStmt).Init == nil && h.onlyReturns(list[i+1].(*ast.IfStmt).Body)
}

// leavesIf reports whether stmt is an if statement that control does not pass if
// err is not nil.
func (h *handle) leavesIf(stmt ast.Stmt, err *types.Var) bool {
	n, ok := stmt.(*ast.IfStmt)
	return ok && n.Else == nil && h.onlyTests(n.Cond, token.NEQ, err) && !h.flow.Graphs().Passes(h.fn.Node(), n)
}

// onlyTests reports whether cond compares err with nil by op, and asks nothing
// else.
func (h *handle) onlyTests(cond ast.Expr, op token.Token, err types.Object) bool {
	e, ok := ast.Unparen(cond).(*ast.BinaryExpr)
	return ok && e.Op == op && h.testsOf(e, op, err)
}

// syncedTo returns the variable that stmt sets to the error of flushing the
// file, or nil.
func (h *handle) syncedTo(stmt ast.Stmt) *types.Var {
	assign, ok := stmt.(*ast.AssignStmt)
	if !ok || assign.Tok != token.ASSIGN || len(assign.Rhs) != 1 || !h.isSync(assign.Rhs[0]) {
		return nil
	}
	return h.errorVar(assign.Lhs[0])
}

// onlySyncs reports whether the statement at c flushes the file and does
// nothing else, but to leave if that fails.
func (h *handle) onlySyncs(c inspector.Cursor) bool {
	switch n := c.Node().(type) {
	case *ast.ExprStmt:
		return h.isSync(n.X)
	case *ast.IfStmt:
		if h.syncsIfNil(c) || h.syncsAnyway(n) {
			return true
		}
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
