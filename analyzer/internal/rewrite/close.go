package rewrite

import (
	"bytes"
	"go/ast"
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"

	"github.com/atomiclint/atomiclint/analyzer/internal/flow"
)

// commitAtClose makes Commit of each Close after which the function may
// succeed. A Close on ways that fail stays: it discards.
func (h *handle) commitAtClose() (*rewrite, string) {
	reason := ""
	ways := []func(closing, inspector.Cursor) (*rewrite, string){h.commitInstead, h.commitIfNil, h.commitKept}
	if h.closesUntested() {
		slices.Reverse(ways)
	}
	for _, commit := range ways {
		plan, why := h.closePlan(commit)
		if why == "" {
			why = h.settle(plan)
		}
		if why == "" {
			return plan, ""
		}
		if reason == "" {
			reason = why
		}
	}
	return nil, reason
}

// closesUntested reports whether the file is closed before the function has
// looked at the error of the last write.
func (h *handle) closesUntested() bool {
	for i, cl := range h.closings {
		if cl.kind == plainClose && h.survey.succeedsAfter(i) && h.pendingError(h.stmtOf(cl.call)) != nil {
			return true
		}
	}
	return false
}

// closePlan puts together what commit does with each Close.
func (h *handle) closePlan(commit func(closing, inspector.Cursor) (*rewrite, string)) (*rewrite, string) {
	plan := newRewrite()
	last := token.NoPos
	for i, cl := range h.closings {
		if cl.kind != plainClose || !h.survey.succeedsAfter(i) {
			continue
		}
		part, reason := commit(cl, h.stmtOf(cl.call))
		if reason != "" {
			return nil, reason
		}
		plan.add(part)
		last = max(last, cl.call.Node().End())
	}
	if !last.IsValid() {
		return nil, h.name + " is never closed where the function succeeds"
	}
	if reason := h.commitEarly(plan, h.survey.open); reason != "" {
		return nil, reason
	}
	h.discardElsewhere(plan)
	return plan, ""
}

// stmtOf returns the statement of a list that c belongs to.
func (h *handle) stmtOf(c inspector.Cursor) inspector.Cursor {
	for {
		switch kind, _ := c.ParentEdge(); kind {
		case edge.BlockStmt_List, edge.CaseClause_Body, edge.CommClause_Body:
			return c
		}
		c = c.Parent()
	}
}

// commitInstead publishes the file in the call that closes it.
func (h *handle) commitInstead(cl closing, stmt inspector.Cursor) (*rewrite, string) {
	plan := newRewrite()
	call := cl.call.Node().(*ast.CallExpr)
	if !h.dropsError(cl, stmt) {
		plan.commits[call] = true
		plan.edits = []analysis.TextEdit{h.src.replace(ast.Unparen(call.Fun).(*ast.SelectorExpr).Sel, "Commit")}
		return plan, ""
	}
	n := stmt.Node().(ast.Stmt)
	text := h.checkedCommit(flow.Statements(stmt.Parent().Node()), n)
	if text == "" {
		return nil, "there is no telling what to do if Commit fails"
	}
	indent := h.src.indent(n.Pos())
	plan.edits = []analysis.TextEdit{h.src.replace(n, h.src.indented(text, indent)[len(indent):])}
	plan.gone = []ast.Node{n}
	plan.after[n] = true
	return plan, ""
}

// commitIfNil commits before the statement at stmt, which closes the file, if
// the error of the last write, which nothing has looked at so far, is nil.
func (h *handle) commitIfNil(_ closing, stmt inspector.Cursor) (*rewrite, string) {
	n := stmt.Node().(ast.Stmt)
	err := h.pendingError(stmt)
	if err == nil {
		return nil, "the function goes on after a failed write"
	}
	plan := newRewrite()
	plan.ifNil[firstStmt(n)] = err
	plan.edits = []analysis.TextEdit{h.src.before(n, "if "+err.Name()+" == nil {\n\t"+err.Name()+" = "+h.name+".Commit()\n}")}
	return plan, ""
}

// commitKept commits in the place of the statement at stmt, which closes the
// file and keeps the error of that if there is no other one.
func (h *handle) commitKept(cl closing, stmt inspector.Cursor) (*rewrite, string) {
	n, _ := stmt.Node().(*ast.IfStmt)
	err := h.keptIn(n)
	if err == nil || h.inLoop() || n.Init.(*ast.AssignStmt).Rhs[0] != cl.call.Node() || !h.src.ownLines(n.Pos(), n.End()) {
		return nil, "the function goes on after a failed write"
	}
	plan := newRewrite()
	plan.ifNil[n.Init] = err
	plan.gone = []ast.Node{n}
	plan.edits = []analysis.TextEdit{
		h.src.edit(n.If, n.Body.Lbrace, "if "+err.Name()+" == nil "),
		h.src.replace(n.Body.List[0].(*ast.AssignStmt).Rhs[0], h.name+".Commit()"),
	}
	plan.discard = true
	plan.edits = append(plan.edits, h.deferClose()...)
	return plan, ""
}

// keptIn returns the variable err if n is
//
//	if cerr := f.Close(); err == nil { err = cerr }
//
// with whatever names, or nil.
func (h *handle) keptIn(n *ast.IfStmt) *types.Var {
	if n == nil || n.Init == nil || n.Else != nil || len(n.Body.List) != 1 || !h.onlyCloses(n) {
		return nil
	}
	assign, ok := n.Body.List[0].(*ast.AssignStmt)
	if !ok {
		return nil
	}
	err := h.errorVar(assign.Lhs[0])
	if err == nil || !h.demands(n.Cond, token.EQL, err) {
		return nil
	}
	return err
}

// firstStmt returns the part of stmt that runs first.
func firstStmt(stmt ast.Stmt) ast.Stmt {
	if n, ok := stmt.(*ast.IfStmt); ok && n.Init != nil {
		return n.Init
	}
	return stmt
}

// pendingError returns the variable that holds the error of the last statement
// before the one at c, in its list, that writes to the file.
func (h *handle) pendingError(c inspector.Cursor) *types.Var {
	_, i := c.ParentEdge()
	list := flow.Statements(c.Parent().Node())
	for i--; i >= 0; i-- {
		assign, ok := list[i].(*ast.AssignStmt)
		if !ok && looksAtError(h.pass.TypesInfo, list[i]) {
			return nil
		}
		if !ok || !h.writesThrough(assign) {
			continue
		}
		v := h.errorVar(assign.Lhs[len(assign.Lhs)-1])
		if v != nil && h.lookup(v.Name(), c.Node().Pos()) == v {
			return v
		}
		return nil
	}
	return nil
}

// looksAtError reports whether stmt mentions an error.
func looksAtError(info *types.Info, stmt ast.Stmt) bool {
	found := false
	ast.Inspect(stmt, func(n ast.Node) bool {
		if id, ok := n.(*ast.Ident); ok && flow.IsError(info.TypeOf(id)) {
			found = true
		}
		return !found
	})
	return found
}

func (h *handle) errorVar(e ast.Expr) *types.Var {
	id, ok := ast.Unparen(e).(*ast.Ident)
	if !ok || id.Name == "_" {
		return nil
	}
	v, ok := h.pass.TypesInfo.ObjectOf(id).(*types.Var)
	if !ok || !flow.IsError(v.Type()) {
		return nil
	}
	return v
}

// dropsError reports whether the statement at stmt ignores what Close returns.
func (h *handle) dropsError(cl closing, stmt inspector.Cursor) bool {
	switch n := stmt.Node().(type) {
	case *ast.ExprStmt:
		return ast.Unparen(n.X) == cl.call.Node()
	case *ast.AssignStmt:
		id, ok := n.Lhs[0].(*ast.Ident)
		return ok && len(n.Lhs) == 1 && id.Name == "_" && ast.Unparen(n.Rhs[0]) == cl.call.Node()
	}
	return false
}

// discardElsewhere makes sure that the file is discarded on all ways on which
// it is not published, panics among them.
func (h *handle) discardElsewhere(plan *rewrite) {
	deferred := false
	for _, cl := range h.closings {
		deferred = deferred || cl.stmt != nil && !plan.isGone(cl.stmt) && h.always(cl)
	}
	switch {
	case plan.discard, deferred, !h.survey.leaky && h.calm():
	case h.inLoop() && h.calm():
		h.closeInLoop(plan)
	default:
		if h.inLoop() {
			h.closeInLoop(plan)
		}
		plan.discard = true
		plan.edits = append(plan.edits, h.deferClose()...)
	}
	h.closeBeforeExits(plan)
}

// closeBeforeExits closes the file before the calls that end the program after
// a failure, for deferred calls do not run then, and before others are told of
// the failure, who may want to write the file themselves.
func (h *handle) closeBeforeExits(plan *rewrite) {
	stmts := h.survey.signals
	for _, stmt := range h.survey.exits {
		stmts = append(stmts, stmt)
	}
	for _, stmt := range stmts {
		if h.src.ownLines(stmt.Pos(), stmt.End()) {
			plan.closes[stmt] = true
			plan.edits = append(plan.edits, h.src.before(stmt, h.name+".Close()"))
		}
	}
}

// dropIdleCloses takes out of plan what closes the file before a statement that
// is only reached once it is published or discarded.
func (h *handle) dropIdleCloses(plan *rewrite) {
	for stmt := range plan.closes {
		if plan.discards[stmt] {
			continue
		}
		idle := h.src.before(stmt, h.name+".Close()")
		plan.edits = slices.DeleteFunc(plan.edits, func(e analysis.TextEdit) bool {
			return e.Pos == idle.Pos && e.End == idle.End && bytes.Equal(e.NewText, idle.NewText)
		})
	}
}

// always reports whether the deferred closing cl closes the file whatever has
// happened.
func (h *handle) always(cl closing) bool {
	if cl.kind != inDeferred {
		return true
	}
	c := h.stmtOf(cl.call)
	check, isIf := c.Node().(*ast.IfStmt)
	return c.Parent() == cl.lit.ChildAt(edge.FuncLit_Body, -1) && (flow.Simple(c.Node()) || isIf && check.Init != nil && flow.Within(cl.call.Node(), check.Init))
}

// closeInLoop closes the file before the statements that leave the body of the
// loop, or the function, after an error. A deferred Close alone would keep the
// file until the function ends.
func (h *handle) closeInLoop(plan *rewrite) {
	for c := range h.block.Preorder((*ast.ReturnStmt)(nil), (*ast.BranchStmt)(nil)) {
		n := c.Node().(ast.Stmt)
		if n.Pos() < h.assign.End() || h.whenFailed(n) || flow.FunctionAround(c) != h.fn || !h.afterError(c) || h.closedBefore(plan, c) {
			continue
		}
		if b, ok := n.(*ast.BranchStmt); ok && (b.Tok == token.FALLTHROUGH || b.Label == nil && h.staysInside(c, b)) {
			continue
		}
		_, i := c.ParentEdge()
		list := flow.Statements(c.Parent().Node())
		_, returns := n.(*ast.ReturnStmt)
		switch check, ok := c.Parent().Parent().Node().(*ast.IfStmt); {
		case returns:
			plan.closes[n] = true
		case i > 0:
			plan.closesAfter[list[i-1]] = true
		case ok && check.Body == c.Parent().Node():
			plan.closesIn[check] = true
		default:
			continue
		}
		plan.edits = append(plan.edits, h.src.before(n, h.name+".Close()"))
	}
}

// afterError reports whether the statement at c stands below the test of an
// error.
func (h *handle) afterError(c inspector.Cursor) bool {
	for ; c != h.block; c = c.Parent() {
		if check, ok := c.Parent().Node().(*ast.IfStmt); ok && flow.ParentKind(c) == edge.IfStmt_Body && h.testsError(check.Cond, token.NEQ) {
			return true
		}
	}
	return false
}

// closedBefore reports whether the file is closed, with plan, when control comes
// to the statement at c: by a statement before it, in its list or one around
// that, or by the beginning of an if statement that it is in.
func (h *handle) closedBefore(plan *rewrite, c inspector.Cursor) bool {
	for ; c != h.block; c = c.Parent() {
		if check, ok := c.Node().(*ast.IfStmt); ok && check.Init != nil && h.closesIn(check.Init) {
			return true
		}
		if !flow.InList(c) {
			continue
		}
		_, i := c.ParentEdge()
		for _, stmt := range flow.Statements(c.Parent().Node())[:i] {
			if flow.Simple(stmt) && h.closesIn(stmt) && !plan.isGone(stmt) {
				return true
			}
		}
	}
	return false
}

func (h *handle) closesIn(n ast.Node) bool {
	return slices.ContainsFunc(h.closings, func(cl closing) bool { return cl.kind == plainClose && flow.Within(cl.call.Node(), n) })
}

// staysInside reports whether the branch at c, which has no label, ends up
// within h.block.
func (h *handle) staysInside(c inspector.Cursor, b *ast.BranchStmt) bool {
	for ; c != h.block; c = c.Parent() {
		switch c.Node().(type) {
		case *ast.ForStmt, *ast.RangeStmt:
			return true
		case *ast.SwitchStmt, *ast.TypeSwitchStmt, *ast.SelectStmt:
			if b.Tok == token.BREAK {
				return true
			}
		}
	}
	return false
}

// deferClose returns the insertion of a deferred Close after the check of the
// error of opening.
func (h *handle) deferClose() []analysis.TextEdit {
	return []analysis.TextEdit{h.src.atStart(h, "defer "+h.name+".Close()")}
}

// atStart returns the insertion of a statement before the body of h, where the
// file is open.
func (s *source) atStart(h *handle, stmt string) analysis.TextEdit {
	if list := h.onlyIfOpen(); len(list) > 0 {
		return s.before(list[0], stmt)
	}
	switch {
	case h.switchOnError() != nil:
		return s.after(h.switchOnError(), stmt)
	case h.opened() != nil:
		return s.after(h.opened(), stmt)
	case len(h.body) > 0:
		return s.before(h.body[0], stmt)
	}
	end := h.block.Node().End() - 1
	return s.edit(end, end, "\n"+stmt+"\n")
}

// onlyIfOpen returns the statements that run if the error of opening the file is
// nil, where an if statement begins the body so.
func (h *handle) onlyIfOpen() []ast.Stmt {
	if h.failed != nil || h.must != nil || len(h.body) == 0 {
		return nil
	}
	check, ok := h.body[0].(*ast.IfStmt)
	if !ok || check.Init != nil || !h.onlyTests(check.Cond, token.EQL, h.openErr) {
		return nil
	}
	return check.Body.List
}

// switchOnError returns the switch statement that deals with the error of opening
// the file, and not with the file, or nil.
func (h *handle) switchOnError() ast.Stmt {
	if h.failed != nil || h.must != nil || len(h.body) == 0 {
		return nil
	}
	if _, ok := h.body[0].(*ast.SwitchStmt); !ok || h.openErr == nil || !h.mentionsAny(h.body[0], map[types.Object]bool{h.openErr: true}) || h.mentionsAny(h.body[0], map[types.Object]bool{h.v: true}) {
		return nil
	}
	return h.body[0]
}

// opened returns the statement of the list of h.body that comes before it and
// deals with opening the file, or nil.
func (h *handle) opened() ast.Stmt {
	list := flow.Statements(h.block.Node())
	if i := len(list) - len(h.body); i > 0 {
		return list[i-1]
	}
	return nil
}

// InLoop reports whether the file is opened in a loop of its function.
func (h *handle) inLoop() bool {
	for c := h.block; c != h.fn; c = c.Parent() {
		switch c.Node().(type) {
		case *ast.ForStmt, *ast.RangeStmt:
			return true
		}
	}
	return false
}
