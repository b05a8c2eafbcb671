package analyzer

import (
	"go/ast"
	"go/token"
	"go/types"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"

	"github.com/atomiclint/atomiclint/analyzer/internal/control"
)

// A remedy makes the fixes for one pending file.
type remedy struct {
	*paths
	*handle // of which only the function is known
}

// repair returns the fix for m, a finding of p, or nil if it is better made by
// hand.
func (x *fixer) repair(p *paths, m misuse) *analysis.SuggestedFix {
	src, reason := x.source(m.at.Pos())
	if reason != "" {
		return nil
	}
	r := &remedy{paths: p, handle: &handle{fixer: x, src: src, fn: p.account.fn.cursor}}
	f, k := p.file.v.Name(), p.file.kind
	switch m.kind {
	case leftBehind:
		if edit, ok := r.deferDiscard(); ok {
			return &analysis.SuggestedFix{
				Message:   "Defer " + f + "." + k.discard + ", which discards what was not published",
				TextEdits: []analysis.TextEdit{edit},
			}
		}
	case neverPublic:
		if edits, ok := r.commitAtEnd(); ok {
			return &analysis.SuggestedFix{Message: "Publish the file with " + f + "." + k.commit, TextEdits: edits}
		}
	}
	return nil
}

// deferDiscard returns the insertion of a deferred call that discards the file
// behind the statements that open it.
func (r *remedy) deferDiscard() (analysis.TextEdit, bool) {
	if inLoop(r.file.at) || len(r.paths.defs[r.file.v]) > 1 {
		return analysis.TextEdit{}, false
	}
	stmt, ok := r.openingStmt()
	if !ok {
		return analysis.TextEdit{}, false
	}
	return r.src.after(stmt, "defer "+r.file.v.Name()+"."+r.file.kind.discard+"()"), true
}

// openingStmt returns the statement behind which the file is open: the one
// that opens it, or the one that deals with the error of that.
func (r *remedy) openingStmt() (ast.Stmt, bool) {
	c := r.file.at
	for {
		stmt, ok := c.Node().(ast.Stmt)
		kind := parentKind(c)
		switch {
		case !ok:
		case kind == edge.IfStmt_Init:
			n := c.Parent().Node().(*ast.IfStmt)
			declared := n.Pos() <= r.file.v.Pos() && r.file.v.Pos() < n.End()
			return n, !declared && r.dealsWithError(n) && inList(c.Parent())
		case inList(c):
			if r.file.err == nil {
				return stmt, true
			}
			next := following(c)
			if len(next) == 0 {
				return nil, false
			}
			n, ok := next[0].(*ast.IfStmt)
			return n, ok && n.Init == nil && r.dealsWithError(n)
		default:
			return nil, false
		}
		if _, ok := c.Node().(*ast.FuncLit); ok || c == r.handle.fn {
			return nil, false
		}
		c = c.Parent()
	}
}

// inList reports whether the node at c is a statement of a list.
func inList(c inspector.Cursor) bool {
	switch parentKind(c) {
	case edge.BlockStmt_List, edge.CaseClause_Body, edge.CommClause_Body:
		return true
	}
	return false
}

// dealsWithError reports whether control passes n only if the file is open.
func (r *remedy) dealsWithError(n *ast.IfStmt) bool {
	cond, ok := ast.Unparen(n.Cond).(*ast.BinaryExpr)
	return ok && cond.Op == token.NEQ && n.Else == nil && r.isVar(cond.X, r.file.err) && r.isNil(cond.Y) && !r.handle.flow.graphs().Passes(r.handle.fn.Node(), n)
}

// commitAtEnd returns the edits that publish the file where the function ends
// successfully, if that is in one place and nothing is written later.
func (r *remedy) commitAtEnd() ([]analysis.TextEdit, bool) {
	if _, ok := r.errorResult(); !ok || r.hidden.Discards || r.file.batched && inLoop(r.file.at) {
		return nil, false
	}
	for i := range r.account.steps {
		if s := &r.account.steps[i]; s.deferred && s.on != nil {
			return nil, false // it would come after the commit
		}
	}
	if r.shut() {
		return nil, false
	}
	var good, bad []pendingExit
	for _, e := range r.exits {
		switch {
		case e.stage == visible || e.stage == refused:
		case e.outcome != control.Failed:
			good = append(good, e)
		case !e.unsure:
			bad = append(bad, e)
		}
	}
	for _, e := range good {
		if e.ret != good[0].ret || e.gaveUp != good[0].gaveUp || e.gaveUp && e.by != good[0].by {
			return nil, false
		}
	}
	if len(good) == 0 || r.fixer.lookup(r.file.v.Name(), good[0].ret.Pos()) != r.file.v {
		return nil, false
	}
	edits, fails, ok := r.commitAt(good[0])
	if !ok {
		return nil, false
	}
	covered := r.file.batched || good[0].covered() || !fails
	for _, e := range bad {
		covered = covered && (r.file.batched || e.stage == discarded)
	}
	if !covered {
		edit, ok := r.deferDiscard()
		if !ok {
			return nil, false
		}
		edits = append(edits, edit)
	}
	return edits, true
}

// shut reports whether the function closes a file whose Close does not discard
// it, before it returns.
func (r *remedy) shut() bool {
	if r.file.kind.discard == "Close" {
		return false
	}
	for _, use := range r.paths.uses[r.file.v] {
		sel := use.Parent()
		if n, ok := sel.Node().(*ast.SelectorExpr); ok && n.Sel.Name == "Close" {
			call := sel.Parent()
			switch parentKind(call) {
			case edge.DeferStmt_Call, edge.ReturnStmt_Results:
			default:
				return true
			}
		}
	}
	return false
}

// commitAt returns the edits that publish the file at the end e, and whether
// they make another way out, on which the file is not published.
func (r *remedy) commitAt(e pendingExit) (edits []analysis.TextEdit, fails, ok bool) {
	if e.gaveUp {
		sel, ok := r.onlyClose(e)
		if !ok {
			return nil, false, false
		}
		return []analysis.TextEdit{r.src.replace(sel, r.file.kind.commit)}, false, true
	}
	last, _ := r.errorResult()
	if len(e.ret.Results) != last+1 {
		return nil, false, false
	}
	commit := r.file.v.Name() + "." + r.file.kind.commit + "()"
	result := ast.Unparen(e.ret.Results[last])
	if r.isNil(result) {
		return []analysis.TextEdit{r.src.replace(result, commit)}, false, true
	}
	switch n := result.(type) {
	case *ast.Ident:
		for _, other := range e.ret.Results[:last] {
			if _, isIdent := other.(*ast.Ident); !isIdent && !r.isConstant(other) {
				return nil, false, false
			}
		}
		check := "if " + n.Name + " != nil {\n\t" + r.src.of(e.ret) + "\n}"
		return []analysis.TextEdit{r.src.before(e.ret, check), r.src.replace(result, commit)}, true, true
	case *ast.CallExpr:
		if sel, ok := n.Fun.(*ast.SelectorExpr); ok && r.isVar(sel.X, r.file.v) && sel.Sel.Name == "Close" {
			return []analysis.TextEdit{r.src.replace(sel.Sel, r.file.kind.commit)}, false, true
		}
		if last > 0 || !r.src.ownLines(e.ret.Pos(), e.ret.End()) {
			return nil, false, false
		}
		text := "if err := " + r.src.dedented(n) + "; err != nil {\n\treturn err\n}\nreturn " + commit
		indent := r.src.indent(e.ret.Pos())
		return []analysis.TextEdit{r.src.edit(e.ret.Pos(), e.ret.End(), r.src.indented(text, indent)[len(indent):])}, true, true
	}
	return nil, false, false
}

// onlyClose returns the name of the method in the call that discards the file
// before e, if the error of that call is looked at.
func (r *remedy) onlyClose(e pendingExit) (*ast.Ident, bool) {
	found := &r.account.steps[e.by-1]
	if found.at.Node().Pos() > e.ret.End() || functionAround(found.at) != r.handle.fn {
		return nil, false
	}
	sel, ok := found.at.Node().(*ast.CallExpr).Fun.(*ast.SelectorExpr)
	if !ok || sel.Sel.Name != r.file.kind.discard || !r.isVar(sel.X, r.file.v) {
		return nil, false
	}
	switch parentKind(found.at) {
	case edge.ReturnStmt_Results, edge.CallExpr_Args:
		return sel.Sel, true
	case edge.AssignStmt_Rhs:
		n := found.at.Parent().Node().(*ast.AssignStmt)
		id, ok := n.Lhs[0].(*ast.Ident)
		return sel.Sel, ok && id.Name != "_"
	}
	return nil, false
}

// repairDropped returns the fix for the call at cur of the method that
// publishes recv, whose error is dropped.
func (x *fixer) repairDropped(p *pendings, cur inspector.Cursor, recv ast.Expr, kind *pendingKind, deferred bool) *analysis.SuggestedFix {
	call := cur.Node().(*ast.CallExpr)
	src, reason := x.source(call.Pos())
	if reason != "" {
		return nil
	}
	h := &handle{fixer: x, src: src, fn: functionAround(cur)}
	if _, ok := h.errorResult(); !ok {
		return nil
	}
	if deferred {
		return h.finishInstead(p, cur, recv, kind)
	}
	stmt := cur
	for !inList(stmt) {
		if stmt = stmt.Parent(); stmt == h.fn {
			return nil
		}
	}
	n := stmt.Node().(ast.Stmt)
	if !src.ownLines(n.Pos(), n.End()) {
		return nil
	}
	ret := h.errorReturn(n.End())
	if ret == "" {
		return nil
	}
	indent := src.indent(n.Pos())
	text := "if err := " + src.of(call) + "; err != nil {\n\t" + ret + "\n}"
	return &analysis.SuggestedFix{
		Message:   "Return the error of " + pathText(recv) + "." + kind.commit,
		TextEdits: []analysis.TextEdit{src.edit(n.Pos(), n.End(), src.indented(text, indent)[len(indent):])},
	}
}

// finishInstead returns the fix that defers Finish in place of the call at cur.
func (h *handle) finishInstead(p *pendings, cur inspector.Cursor, recv ast.Expr, kind *pendingKind) *analysis.SuggestedFix {
	v, ok := p.objectOf(recv).(*types.Var)
	if _, isIdent := ast.Unparen(recv).(*ast.Ident); !ok || !isIdent || kind.finish == "" {
		return nil
	}
	for _, use := range p.uses[v] {
		sel, ok := use.Parent().Node().(*ast.SelectorExpr)
		if ok && sel.Sel.Name == kind.discard && use.Node().Pos() > cur.Node().Pos() {
			return nil // which, if deferred, runs first
		}
	}
	name, edits := h.resultName(cur.Node().Pos())
	if name == "" {
		return nil
	}
	return &analysis.SuggestedFix{
		Message:   "Publish only if the function succeeds",
		TextEdits: append(edits, h.src.replace(cur.Node(), h.src.of(recv)+"."+kind.finish+"(&"+name+")")),
	}
}

// resultName is like nameResult, and makes sure that the name means the result
// at pos.
func (h *handle) resultName(pos token.Pos) (string, []analysis.TextEdit) {
	name, edits := h.nameResult(pos)
	if name == "" {
		return "", nil
	}
	obj := h.lookup(name, pos)
	if obj == nil || obj.Parent() == h.fnScope() || obj.Pos() < h.fn.Node().Pos() || obj.Pos() >= h.fn.Node().End() {
		return name, edits
	}
	return "", nil
}

// repairFinish returns the fix that makes the variable whose address the call
// of Finish at cur gets the result of the function.
func (x *fixer) repairFinish(cur inspector.Cursor) *analysis.SuggestedFix {
	call := cur.Node().(*ast.CallExpr)
	src, reason := x.source(call.Pos())
	arg, ok := ast.Unparen(call.Args[0]).(*ast.UnaryExpr)
	if reason != "" || !ok || parentKind(cur) != edge.DeferStmt_Call {
		return nil
	}
	h := &handle{fixer: x, src: src, fn: functionAround(cur)}
	if _, ok := h.errorResult(); !ok {
		return nil
	}
	id, ok := ast.Unparen(arg.X).(*ast.Ident)
	name, edits := h.resultName(call.Pos())
	if !ok || name != id.Name || len(edits) == 0 {
		return nil
	}
	return &analysis.SuggestedFix{Message: "Name the result " + name, TextEdits: edits}
}
