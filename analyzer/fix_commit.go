package analyzer

import (
	"go/ast"
	"go/types"
	"strings"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/types/typeutil"
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

// commitAfterLast commits the file after the statement that last writes to it,
// and leaves the deferred Close to discard it on all other paths.
func (h *handle) commitAfterLast() ([]analysis.TextEdit, string) {
	last := h.lastUse()
	if last < 0 {
		return nil, "nothing is written to " + h.name
	}
	if !h.contained() {
		return nil, "what writes to " + h.name + " cannot be followed"
	}
	if h.writesDeferred() {
		return nil, "a deferred call writes to " + h.name
	}
	last = h.withCheck(last)
	stmt := h.body[last]
	if h.leaves([]ast.Stmt{stmt}) {
		return nil, "the last write ends the function"
	}
	pending, lost := h.overlooked(h.body[:last+1])
	if pending != nil || lost {
		return nil, "the function goes on after a failed write"
	}
	for _, e := range h.exits(h.body[0].Pos(), stmt.End()) {
		if !h.failing(e.cursor) && !h.fails(e.stmt) {
			return nil, "the function returns before the last write"
		}
	}
	if reason := h.namedBefore(stmt.End()); reason != "" {
		return nil, reason
	}
	var edits []analysis.TextEdit
	if len(h.closings) == 0 || h.onlyAfterFailure() {
		edits = h.deferClose()
	}
	if ret := h.nilReturn(last + 1); ret != nil && !h.shared {
		return append(edits, h.src.replace(ret, h.name+".Commit()")), ""
	}
	if h.shared && h.mentionsOtherFile(stmt) {
		return nil, "the last write goes to several files"
	}
	text := h.checkedCommit(h.body, stmt)
	if text == "" {
		return nil, "there is no telling what to do if Commit fails"
	}
	return append(edits, h.src.after(stmt, text)), ""
}

// onlyAfterFailure reports whether nothing but plain calls close the file.
func (h *handle) onlyAfterFailure() bool {
	for _, cl := range h.closings {
		if cl.kind != plainClose {
			return false
		}
	}
	return true
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
			if h.isMust(next, v) {
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
	if !ok || h.returned(ret) != success {
		return nil
	}
	return ret.Results[0]
}

// writesDeferred reports whether a deferred call may write to the file.
func (h *handle) writesDeferred() bool {
	for c := range h.fn.Preorder((*ast.DeferStmt)(nil)) {
		n := c.Node().(*ast.DeferStmt)
		if functionAround(c) == h.fn && n.Pos() > h.assign.End() && !h.isClosing(n) && h.writesThrough(n) {
			return true
		}
	}
	return false
}

// mentionsOtherFile reports whether stmt mentions a file that another sink
// opens.
func (h *handle) mentionsOtherFile(stmt ast.Stmt) bool {
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

// contained reports whether all that may write to the file is in sight: what
// gets the file neither keeps it, nor hands it on out of the package.
func (h *handle) contained() bool {
	ok := true
	h.flow.walk(func(u use) bool {
		switch u.kind {
		case argument:
			if !h.keepsNothing(u.call) {
				ok = false
			}
			return u.call != nil && holds(h.pass.TypesInfo.TypeOf(u.call))
		case method:
			return u.call != nil && holds(h.pass.TypesInfo.TypeOf(u.call))
		case store, result, lost:
			ok = false
		}
		return false
	}).object(h.v)
	if !ok {
		return false
	}
	for obj := range h.carriers {
		for _, c := range h.flow.uses[obj] {
			if lit, inside := h.literalUnder(c); inside {
				kind, _ := lit.ParentEdge()
				if kind == edge.CallExpr_Fun {
					kind, _ = lit.Parent().ParentEdge()
					ok = ok && kind != edge.GoStmt_Call
				} else if kind != edge.CallExpr_Args && kind != edge.AssignStmt_Rhs {
					ok = false
				}
			}
			if !h.inBody(c) {
				ok = false
			}
		}
	}
	return ok
}

// keepsNothing reports whether what call runs is done with a writer when it
// returns, or returns what is not. Functions that return nothing, outside of
// the standard library, are taken for setters, and Start for a beginning.
func (h *handle) keepsNothing(call *ast.CallExpr) bool {
	name := calleeName(call)
	if strings.HasPrefix(name, "Start") || strings.HasPrefix(name, "Set") {
		return false
	}
	if fn := typeutil.Callee(h.pass.TypesInfo, call); fn != nil && fn.Pkg() != nil && isStd(fn.Pkg().Path()) {
		return true
	}
	sig, ok := h.pass.TypesInfo.TypeOf(call.Fun).Underlying().(*types.Signature)
	return ok && sig.Results().Len() > 0
}
