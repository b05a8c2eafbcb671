package rewrite

import (
	"go/ast"
	"go/token"
	"slices"

	"github.com/atomiclint/atomiclint/analyzer/internal/control"
	"github.com/atomiclint/atomiclint/analyzer/internal/flow"
	"github.com/atomiclint/atomiclint/analyzer/internal/trace"
)

// test notes that ways part on cond.
func (p *proof) test(w *fileWay, cond ast.Expr) {
	if w.Inner(p.fn.Node()) {
		return
	}
	if p.leaves(w, cond) {
		p.judge(w, cond)
	}
	if p.looksAtContent(w, cond) {
		w.State.weighed, w.State.suspect = true, w.State.written
	}
	w.State.tested = true
	p.part(w, cond)
}

// part notes that ways part at n, a condition or a call that may fail. Below a
// condition whose other way leads to more writes that stays so.
func (p *proof) part(w *fileWay, n ast.Node) {
	st := &w.State
	switch {
	case p.moreWrites(n):
		st.undone = n
	case st.undone != nil && !p.below(n, st.undone):
		st.undone = nil
	}
}

// below reports whether n stands in the body of an if or switch statement whose
// conditions cond is one of.
func (p *proof) below(n, cond ast.Node) bool {
	if e, ok := cond.(*ast.BinaryExpr); ok { // the tag of a switch compared with a case
		cond = e.Y
	}
	for c := range p.fn.Preorder((*ast.IfStmt)(nil), (*ast.SwitchStmt)(nil)) {
		switch check := c.Node().(type) {
		case *ast.IfStmt:
			if flow.Within(cond, check.Cond) && (flow.Within(n, check.Body) || check.Else != nil && flow.Within(n, check.Else)) {
				return true
			}
		case *ast.SwitchStmt:
			if flow.Within(n, check.Body) && p.isCase(cond, check) {
				return true
			}
		}
	}
	return false
}

// isCase reports whether cond is in a case of check.
func (p *proof) isCase(cond ast.Node, check *ast.SwitchStmt) bool {
	for _, stmt := range check.Body.List {
		if slices.ContainsFunc(stmt.(*ast.CaseClause).List, func(e ast.Expr) bool { return flow.Within(cond, e) }) {
			return true
		}
	}
	return false
}

// decide knows that the file is not nil where it is open.
func (p *proof) decide(w *fileWay, cond ast.Expr) control.Known {
	e, ok := cond.(*ast.BinaryExpr)
	if !ok || e.Op != token.EQL && e.Op != token.NEQ || !p.isNil(e.Y) || !p.isObject(e.X, p.v) {
		return control.Unknown
	}
	if (w.State.stage != trace.Unopened) == (e.Op == token.NEQ) {
		return control.NonZero
	}
	return control.Zero
}
