package rewrite

import (
	"go/ast"
	"go/token"
	"go/types"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"

	"github.com/atomiclint/atomiclint/analyzer/internal/control"
	"github.com/atomiclint/atomiclint/analyzer/internal/flow"
	"github.com/atomiclint/atomiclint/analyzer/internal/knowledge"
	"github.com/atomiclint/atomiclint/analyzer/internal/pending"
	"github.com/atomiclint/atomiclint/analyzer/internal/trace"
)

// A remedy makes the fixes for one pending file.
type remedy struct {
	*pending.Ways
	*handle // of which only the function is known
}

// Repair returns the fix for m, a finding of p, or nil if it is better made by
// hand.
func (x *Fixer) Repair(p *pending.Ways, m pending.Misuse) *analysis.SuggestedFix {
	src, reason := x.source(m.At.Pos())
	if reason != "" {
		return nil
	}
	r := &remedy{Ways: p, handle: &handle{Fixer: x, src: src, fn: p.Account.Fn.Cursor}}
	f, k := p.File.V.Name(), p.File.Kind
	switch m.Kind {
	case pending.LeftBehind:
		if edit, ok := r.deferDiscard(); ok {
			return &analysis.SuggestedFix{
				Message:   "Defer " + f + "." + k.Discard + ", which discards what was not published",
				TextEdits: []analysis.TextEdit{edit},
			}
		}
	case pending.NeverPublic:
		if edits, ok := r.commitAtEnd(); ok {
			return &analysis.SuggestedFix{Message: "Publish the file with " + f + "." + k.Commit, TextEdits: edits}
		}
	}
	return nil
}

// deferDiscard returns the insertion of a deferred call that discards the file
// behind the statements that open it.
func (r *remedy) deferDiscard() (analysis.TextEdit, bool) {
	if flow.InLoop(r.File.At) || len(r.Ways.Defs[r.File.V]) > 1 {
		return analysis.TextEdit{}, false
	}
	stmt, ok := r.openingStmt()
	if !ok {
		return analysis.TextEdit{}, false
	}
	return r.src.after(stmt, "defer "+r.File.V.Name()+"."+r.File.Kind.Discard+"()"), true
}

// openingStmt returns the statement behind which the file is open: the one
// that opens it, or the one that deals with the error of that.
func (r *remedy) openingStmt() (ast.Stmt, bool) {
	c := r.File.At
	for {
		stmt, ok := c.Node().(ast.Stmt)
		kind := flow.ParentKind(c)
		switch {
		case !ok:
		case kind == edge.IfStmt_Init:
			n := c.Parent().Node().(*ast.IfStmt)
			declared := n.Pos() <= r.File.V.Pos() && r.File.V.Pos() < n.End()
			return n, !declared && r.dealsWithError(n) && flow.InList(c.Parent())
		case flow.InList(c):
			if r.File.Err == nil {
				return stmt, true
			}
			next := flow.Following(c)
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

// dealsWithError reports whether control passes n only if the file is open.
func (r *remedy) dealsWithError(n *ast.IfStmt) bool {
	cond, ok := ast.Unparen(n.Cond).(*ast.BinaryExpr)
	return ok && cond.Op == token.NEQ && n.Else == nil && r.IsVar(cond.X, r.File.Err) && r.isNil(cond.Y) && !r.handle.flow.Graphs().Passes(r.handle.fn.Node(), n)
}

// commitAtEnd returns the edits that publish the file where the function ends
// successfully, if that is in one place and nothing is written later.
func (r *remedy) commitAtEnd() ([]analysis.TextEdit, bool) {
	if _, ok := r.errorResult(); !ok || r.Hidden.Discards || r.File.Batched && flow.InLoop(r.File.At) {
		return nil, false
	}
	for i := range r.Account.Steps {
		if r.Account.Steps[i].AtEnd() {
			return nil, false // it would come after the commit
		}
	}
	if r.shut() {
		return nil, false
	}
	var good, bad []pending.Exit
	for _, e := range r.Exits {
		switch {
		case e.Stage == trace.Visible || e.Stage == trace.Refused:
		case e.Outcome != control.Failed:
			good = append(good, e)
		case !e.Unsure:
			bad = append(bad, e)
		}
	}
	for _, e := range good {
		if e.Ret != good[0].Ret || e.GaveUp != good[0].GaveUp || e.GaveUp && e.By != good[0].By {
			return nil, false
		}
	}
	if len(good) == 0 || r.Fixer.lookup(r.File.V.Name(), good[0].Ret.Pos()) != r.File.V {
		return nil, false
	}
	edits, fails, ok := r.commitAt(good[0])
	if !ok {
		return nil, false
	}
	covered := r.File.Batched || good[0].Covered() || !fails
	for _, e := range bad {
		covered = covered && (r.File.Batched || e.Stage == trace.Discarded)
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
	if r.File.Kind.Discard == "Close" {
		return false
	}
	for _, use := range r.Ways.Uses[r.File.V] {
		sel := use.Parent()
		if n, ok := sel.Node().(*ast.SelectorExpr); ok && n.Sel.Name == "Close" {
			call := sel.Parent()
			switch flow.ParentKind(call) {
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
func (r *remedy) commitAt(e pending.Exit) (edits []analysis.TextEdit, fails, ok bool) {
	if e.GaveUp {
		sel, ok := r.onlyClose(e)
		if !ok {
			return nil, false, false
		}
		return []analysis.TextEdit{r.src.replace(sel, r.File.Kind.Commit)}, false, true
	}
	last, _ := r.errorResult()
	if len(e.Ret.Results) != last+1 {
		return nil, false, false
	}
	commit := r.File.V.Name() + "." + r.File.Kind.Commit + "()"
	result := ast.Unparen(e.Ret.Results[last])
	if r.isNil(result) {
		return []analysis.TextEdit{r.src.replace(result, commit)}, false, true
	}
	switch n := result.(type) {
	case *ast.Ident:
		for _, other := range e.Ret.Results[:last] {
			if _, isIdent := other.(*ast.Ident); !isIdent && !r.isConstant(other) {
				return nil, false, false
			}
		}
		check := "if " + n.Name + " != nil {\n\t" + r.src.of(e.Ret) + "\n}"
		return []analysis.TextEdit{r.src.before(e.Ret, check), r.src.replace(result, commit)}, true, true
	case *ast.CallExpr:
		if sel, ok := n.Fun.(*ast.SelectorExpr); ok && r.IsVar(sel.X, r.File.V) && sel.Sel.Name == "Close" {
			return []analysis.TextEdit{r.src.replace(sel.Sel, r.File.Kind.Commit)}, false, true
		}
		if last > 0 || !r.src.ownLines(e.Ret.Pos(), e.Ret.End()) {
			return nil, false, false
		}
		text := "if err := " + r.src.dedented(n) + "; err != nil {\n\treturn err\n}\nreturn " + commit
		indent := r.src.indent(e.Ret.Pos())
		return []analysis.TextEdit{r.src.edit(e.Ret.Pos(), e.Ret.End(), r.src.indented(text, indent)[len(indent):])}, true, true
	}
	return nil, false, false
}

// onlyClose returns the name of the method in the call that discards the file
// before e, if the error of that call is looked at.
func (r *remedy) onlyClose(e pending.Exit) (*ast.Ident, bool) {
	found := &r.Account.Steps[e.By-1]
	if found.At.Node().Pos() > e.Ret.End() || flow.FunctionAround(found.At) != r.handle.fn {
		return nil, false
	}
	sel, ok := found.At.Node().(*ast.CallExpr).Fun.(*ast.SelectorExpr)
	if !ok || sel.Sel.Name != r.File.Kind.Discard || !r.IsVar(sel.X, r.File.V) {
		return nil, false
	}
	switch flow.ParentKind(found.At) {
	case edge.ReturnStmt_Results, edge.CallExpr_Args:
		return sel.Sel, true
	case edge.AssignStmt_Rhs:
		n := found.At.Parent().Node().(*ast.AssignStmt)
		id, ok := n.Lhs[0].(*ast.Ident)
		return sel.Sel, ok && id.Name != "_"
	}
	return nil, false
}

// RepairDropped returns the fix for the call at cur of the method that
// publishes recv, whose error is dropped.
func (x *Fixer) RepairDropped(p *pending.Checker, cur inspector.Cursor, recv ast.Expr, kind *knowledge.PendingKind, deferred bool) *analysis.SuggestedFix {
	call := cur.Node().(*ast.CallExpr)
	src, reason := x.source(call.Pos())
	if reason != "" {
		return nil
	}
	h := &handle{Fixer: x, src: src, fn: flow.FunctionAround(cur)}
	if _, ok := h.errorResult(); !ok {
		return nil
	}
	if deferred {
		return h.finishInstead(p, cur, recv, kind)
	}
	stmt := cur
	for !flow.InList(stmt) {
		if stmt = stmt.Parent(); stmt == h.fn {
			return nil
		}
	}
	n := stmt.Node().(ast.Stmt)
	if plainCall(n) != call || !src.ownLines(n.Pos(), n.End()) {
		return nil
	}
	ret := h.errorReturn(n.End())
	if ret == "" {
		return nil
	}
	indent := src.indent(n.Pos())
	text := "if err := " + src.of(call) + "; err != nil {\n\t" + ret + "\n}"
	return &analysis.SuggestedFix{
		Message:   "Return the error of " + trace.PathText(recv) + "." + kind.Commit,
		TextEdits: []analysis.TextEdit{src.edit(n.Pos(), n.End(), src.indented(text, indent)[len(indent):])},
	}
}

// finishInstead returns the fix that defers Finish in place of the call at cur.
func (h *handle) finishInstead(p *pending.Checker, cur inspector.Cursor, recv ast.Expr, kind *knowledge.PendingKind) *analysis.SuggestedFix {
	v, ok := p.ObjectOf(recv).(*types.Var)
	if _, isIdent := ast.Unparen(recv).(*ast.Ident); !ok || !isIdent || kind.Finish == "" {
		return nil
	}
	for _, use := range p.Uses[v] {
		sel, ok := use.Parent().Node().(*ast.SelectorExpr)
		if ok && sel.Sel.Name == kind.Discard && use.Node().Pos() > cur.Node().Pos() {
			return nil // which, if deferred, runs first
		}
	}
	name, edits := h.resultName(cur.Node().Pos())
	if name == "" {
		return nil
	}
	return &analysis.SuggestedFix{
		Message:   "Publish only if the function succeeds",
		TextEdits: append(edits, h.src.replace(cur.Node(), h.src.of(recv)+"."+kind.Finish+"(&"+name+")")),
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

// RepairFinish returns the fix that makes the variable whose address the call
// of Finish at cur gets the result of the function.
func (x *Fixer) RepairFinish(cur inspector.Cursor) *analysis.SuggestedFix {
	call := cur.Node().(*ast.CallExpr)
	src, reason := x.source(call.Pos())
	arg, ok := ast.Unparen(call.Args[0]).(*ast.UnaryExpr)
	if reason != "" || !ok || flow.ParentKind(cur) != edge.DeferStmt_Call {
		return nil
	}
	h := &handle{Fixer: x, src: src, fn: flow.FunctionAround(cur)}
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
