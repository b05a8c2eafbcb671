package rewrite

import (
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"
	"golang.org/x/tools/go/types/typeutil"

	"github.com/atomiclint/atomiclint/analyzer/internal/control"
	"github.com/atomiclint/atomiclint/analyzer/internal/flow"
	"github.com/atomiclint/atomiclint/analyzer/internal/knowledge"
)

// lastUse returns the index of the last statement of the body that may write
// to the file, or -1.
func (h *handle) lastUse() int {
	for i := len(h.body) - 1; i >= 0; i-- {
		if h.isClosing(h.body[i]) {
			continue
		}
		if h.writesThrough(h.body[i]) {
			return i
		}
	}
	return -1
}

// isClosing reports whether stmt is a defer statement that does nothing with
// the file but close it.
func (h *handle) isClosing(stmt ast.Stmt) bool {
	for _, cl := range h.closings {
		if cl.stmt != stmt {
			continue
		}
		return cl.kind != inDeferred || !h.writesThrough(stmt)
	}
	return false
}

// commitAfterLast commits the file after a statement, as soon after the last
// one that writes to it as nothing can refuse the content any more, and leaves
// the deferred Close to discard it on all other ways.
func (h *handle) commitAfterLast() (*rewrite, string) {
	last := h.lastUse()
	if last < 0 {
		return nil, "nothing is written to " + h.name
	}
	if reason := h.outOfSight(); reason != "" {
		return nil, reason
	}
	reason := ""
	first := h.withCheck(last)
	for i := first; i < len(h.body) && i < first+maxPlaces; i++ {
		plan, why := h.commitAfter(i)
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

// maxPlaces bounds the statements behind the last write after which it is tried
// to publish the file.
const maxPlaces = 10

// commitAfter commits the file after statement i of the body, and drops what
// closes it before.
func (h *handle) commitAfter(i int) (*rewrite, string) {
	stmt := h.body[i]
	switch stmt := stmt.(type) {
	case *ast.ReturnStmt, *ast.BranchStmt:
		return nil, "the last write ends the function"
	case *ast.AssignStmt:
		if _, ok := h.errorResult(); ok && h.errorVar(stmt.Lhs[len(stmt.Lhs)-1]) != nil && h.writesThrough(stmt) {
			return nil, "the function goes on after a failed write"
		}
	}
	plan := newRewrite()
	if reason := h.dropCloses(plan, stmt.End()); reason != "" {
		return nil, reason
	}
	h.dropLate(plan, stmt.End())
	h.discardElsewhere(plan)
	var early []end
	for _, e := range h.survey.open {
		if e.at.Pos() < stmt.End() {
			early = append(early, e)
		}
	}
	if reason := h.commitEarly(plan, early); reason != "" {
		return nil, reason
	}
	if ret := h.nilReturn(i + 1); ret != nil && !h.shared {
		plan.before[h.body[i+1].Pos()] = true
		plan.edits = append(plan.edits, h.src.replace(ret, h.name+".Commit()"))
		return plan, ""
	}
	if h.shared && h.mentionsOtherFile(stmt) {
		return nil, "the last write goes to several files"
	}
	text := h.checkedCommit(h.body, stmt)
	if text == "" {
		return nil, "there is no telling what to do if Commit fails"
	}
	plan.after[unlabeled(stmt)] = true
	plan.edits = append(plan.edits, h.src.after(unlabeled(stmt), text))
	return plan, ""
}

// unlabeled returns the statement that stmt labels, or stmt.
func unlabeled(stmt ast.Stmt) ast.Stmt {
	for {
		n, ok := stmt.(*ast.LabeledStmt)
		if !ok {
			return stmt
		}
		stmt = n.Stmt
	}
}

// dropCloses takes out the statements before pos that close the file where the
// function may succeed. They must do nothing else.
func (h *handle) dropCloses(plan *rewrite, pos token.Pos) string {
	for i, cl := range h.closings {
		if cl.kind != plainClose || !h.survey.succeedsAfter(i) {
			continue
		}
		c := h.stmtOf(cl.call)
		n := c.Node().(ast.Stmt)
		if n.Pos() > pos {
			return "the last write ends the function"
		}
		if len(flow.Statements(c.Parent().Node())) == 1 {
			return fmt.Sprintf("line %d closes the file, and nothing else would be left to do there", h.line(n.Pos()))
		}
		if !h.closesAlone(cl, n) {
			return fmt.Sprintf("line %d does more than to close the file", h.line(n.Pos()))
		}
		edits := h.src.dropLines(n)
		if edits == nil {
			return fmt.Sprintf("line %d closes the file beside other statements", h.line(n.Pos()))
		}
		plan.edits = append(plan.edits, edits...)
		plan.gone = append(plan.gone, n)
	}
	return ""
}

// dropLate takes out the statements of the body behind pos, where the file is
// published, that defer to close it. There is nothing left to discard.
func (h *handle) dropLate(plan *rewrite, pos token.Pos) {
	for _, cl := range h.closings {
		if cl.stmt == nil || cl.stmt.Pos() < pos || !slices.Contains(h.body, ast.Stmt(cl.stmt)) || !h.defersAlone(cl) {
			continue
		}
		if edits := h.src.dropLines(cl.stmt); edits != nil {
			plan.edits = append(plan.edits, edits...)
			plan.gone = append(plan.gone, cl.stmt)
		}
	}
}

// defersAlone reports whether the deferred closing cl closes the file, and does
// nothing else if that succeeds.
func (h *handle) defersAlone(cl closing) bool {
	if cl.kind != inDeferred {
		return cl.kind == deferredClose
	}
	list := cl.lit.Node().(*ast.FuncLit).Body.List
	return len(cl.stmt.Call.Args) == 0 && len(list) == 1 && h.closesAlone(cl, list[0])
}

// closesAlone reports whether stmt closes the file, and does nothing else if
// that succeeds.
func (h *handle) closesAlone(cl closing, stmt ast.Stmt) bool {
	call := cl.call.Node()
	switch n := stmt.(type) {
	case *ast.ExprStmt:
		return ast.Unparen(n.X) == call
	case *ast.IfStmt:
		assign, ok := n.Init.(*ast.AssignStmt)
		if !ok || n.Else != nil || len(assign.Rhs) != 1 || ast.Unparen(assign.Rhs[0]) != call || assign.Tok != token.DEFINE {
			return false
		}
		return h.idleWithout(n, h.errorVar(assign.Lhs[0]))
	}
	return false
}

// maxEarly bounds the statements before the last write at which a fix
// publishes the file. With more of them it defers Finish, or is not offered.
const maxEarly = 3

// commitEarly commits the file at ends, by which the function may succeed.
func (h *handle) commitEarly(plan *rewrite, ends []end) string {
	if len(ends) > maxEarly {
		return fmt.Sprintf("it would have to be published at %d places", len(ends))
	}
	for _, e := range ends {
		if reason := h.commitBefore(plan, e); reason != "" {
			return reason
		}
	}
	return ""
}

// commitBefore commits the file before the end e of the function.
func (h *handle) commitBefore(plan *rewrite, e end) string {
	here := fmt.Sprintf("line %d ", h.line(min(e.at.Pos(), h.fn.Node().End()-1)))
	ret, ok := e.at.(*ast.ReturnStmt)
	switch {
	case !ok:
		return h.commitBeforeExit(plan, e, here)
	case !e.succeeds():
		return here + "ends the function, and there is no telling whether it has failed"
	}
	plan.before[ret.Pos()] = true
	_, fails := h.errorResult()
	if fails && len(ret.Results) == 1 && h.signature().Results().Len() == 1 {
		plan.edits = append(plan.edits, h.src.replace(ret.Results[0], h.name+".Commit()"))
		return ""
	}
	list := h.listAround(ret)
	if list == nil { // the end of the body
		body := control.Body(h.fn.Node())
		if len(body.List) == 0 {
			return here + "ends an empty function"
		}
		last := body.List[len(body.List)-1]
		text := h.checkedCommit(body.List, last)
		if text == "" {
			return "there is no telling what to do if Commit fails"
		}
		plan.edits = append(plan.edits, h.src.after(last, text))
		return ""
	}
	text := h.checkedCommit(list, ret)
	if text == "" || !h.src.ownLines(ret.Pos(), ret.End()) {
		return "there is no telling what to do if Commit fails"
	}
	plan.edits = append(plan.edits, h.src.before(ret, text))
	return ""
}

// commitBeforeExit commits the file before a statement that ends the program
// successfully.
func (h *handle) commitBeforeExit(plan *rewrite, e end, here string) string {
	stmt, ok := e.at.(*ast.ExprStmt)
	list := h.listAround(e.at)
	if !ok || list == nil || !e.succeeds() || !h.src.ownLines(stmt.Pos(), stmt.End()) {
		return here + "ends the program, and there is no telling whether it has failed"
	}
	text := h.checkedCommit(list, stmt)
	if text == "" {
		return "there is no telling what to do if Commit fails"
	}
	plan.before[stmt.Pos()] = true
	plan.edits = append(plan.edits, h.src.before(stmt, text))
	return ""
}

// succeeds reports whether all ways that come to e are successful.
func (e end) succeeds() bool {
	return !slices.ContainsFunc(e.outcome, func(o control.Outcome) bool { return o != control.Succeeded })
}

// listAround returns the list that the statement n of fn is in, or nil.
func (h *handle) listAround(n ast.Node) []ast.Stmt {
	for c := range h.fn.Preorder((*ast.BlockStmt)(nil), (*ast.CaseClause)(nil), (*ast.CommClause)(nil)) {
		list := flow.Statements(c.Node())
		for _, stmt := range list {
			if ast.Node(stmt) == n {
				return list
			}
		}
	}
	return nil
}

// withCheck returns the index of the statement that acts on the error of
// statement i of the body, or i if the one that follows does not.
func (h *handle) withCheck(i int) int {
	assign, ok := h.body[i].(*ast.AssignStmt)
	if !ok || i+1 == len(h.body) {
		return i
	}
	for _, lhs := range assign.Lhs {
		v := h.errorVar(lhs)
		if v == nil {
			continue
		}
		switch next := h.body[i+1].(type) {
		case *ast.IfStmt:
			if h.mentions(next.Cond, map[types.Object]bool{v: true}) {
				return i + 1
			}
		case *ast.ExprStmt:
			if h.mentions(next, map[types.Object]bool{v: true}) {
				return i + 1
			}
		}
	}
	return i
}

// nilReturn returns the nil of statement i of the body if that is return nil.
func (h *handle) nilReturn(i int) ast.Expr {
	if last, ok := h.errorResult(); !ok || last != 0 || i >= len(h.body) {
		return nil
	}
	ret, ok := h.body[i].(*ast.ReturnStmt)
	if !ok || len(ret.Results) != 1 || !h.isNil(ret.Results[0]) {
		return nil
	}
	return ret.Results[0]
}

// mentionsOtherFile reports whether stmt mentions a file that another sink
// opens.
func (h *handle) mentionsOtherFile(stmt ast.Node) bool {
	found := false
	ast.Inspect(stmt, func(n ast.Node) bool {
		if id, ok := n.(*ast.Ident); ok && h.pass.TypesInfo.Uses[id] != h.v {
			if v, ok := h.pass.TypesInfo.Uses[id].(*types.Var); ok && isHandle(v.Type()) {
				found = true
			}
		}
		return !found
	})
	return found
}

// outOfSight returns why not all that may write to the file is in sight, or "":
// something gets the file that keeps it, or hands it on out of the package.
func (h *handle) outOfSight() string {
	if n := h.keptOut(); n != nil {
		return h.lineSeen(n.Pos(), h.s.Call.Pos()) + " keeps " + h.name + " where what writes to it cannot be followed"
	}
	for _, obj := range inOrder(h.carriers) {
		for _, c := range h.flow.Uses[obj] {
			if !h.inBody(c) || h.runsLater(c) {
				return fmt.Sprintf("line %d may write to %s at another time", h.line(c.Node().Pos()), h.name)
			}
		}
	}
	return ""
}

// keptOut returns the expression for the file, or what writes to it, that is
// stored, returned, or given to something which keeps it.
func (h *handle) keptOut() ast.Node {
	var kept ast.Node
	h.flow.Walk(func(u flow.Use) bool {
		keeps := u.Kind == flow.Store || u.Kind == flow.Result || u.Kind == flow.Lost || u.Kind == flow.Argument && !h.keepsNothing(u.Call)
		if keeps && kept == nil {
			kept = u.Cursor.Node()
		}
		return (u.Kind == flow.Argument || u.Kind == flow.Method) && u.Call != nil && holds(h.pass.TypesInfo.TypeOf(u.Call))
	}).Object(h.v)
	return kept
}

// runsLater reports whether the expression at c is in a function literal that is
// not called in place or handed to what calls it, or that a go statement starts.
func (h *handle) runsLater(c inspector.Cursor) bool {
	lit, inside := h.literalUnder(c)
	if !inside {
		return false
	}
	switch flow.ParentKind(lit) {
	case edge.CallExpr_Fun:
		return flow.ParentKind(lit.Parent()) == edge.GoStmt_Call
	case edge.CallExpr_Args, edge.AssignStmt_Rhs:
		return false
	}
	return true
}

// keepsNothing reports whether what call runs is done with a writer when it
// returns, or returns what is not. Functions that return nothing, outside of
// the standard library, are taken for setters, and Start for a beginning.
func (h *handle) keepsNothing(call *ast.CallExpr) bool {
	name := flow.CalleeName(call)
	if strings.HasPrefix(name, "Start") || strings.HasPrefix(name, "Set") {
		return false
	}
	if fn := typeutil.Callee(h.pass.TypesInfo, call); fn != nil && fn.Pkg() != nil && knowledge.IsStd(fn.Pkg().Path()) {
		return true
	}
	sig, ok := h.pass.TypesInfo.TypeOf(call.Fun).Underlying().(*types.Signature)
	return ok && sig.Results().Len() > 0
}
