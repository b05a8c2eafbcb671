package flow

import (
	"go/ast"

	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"

	"github.com/atomiclint/atomiclint/analyzer/internal/control"
	"github.com/atomiclint/atomiclint/analyzer/internal/knowledge"
)

// Precedes reports whether the call a runs before the call b: it stands before
// it in the same function body.
func Precedes(a, b inspector.Cursor) bool {
	return a.Node().Pos() < b.Node().Pos() && Body(a) == Body(b)
}

// Leads reports whether the call a precedes the call b, and control may go on
// from it to b.
func (f *Flow) Leads(a, b inspector.Cursor) bool {
	return Precedes(a, b) && f.goesOn(a, b)
}

// goesOn reports whether control may go on from a to b, which stands in the same
// function, or in one around that of a.
func (f *Flow) goesOn(a, b inspector.Cursor) bool {
	for Body(a) != Body(b) {
		a = FunctionAround(a).Parent()
	}
	return f.Graphs().Reaches(Body(b), a.Node(), func(n ast.Node) bool {
		return Within(b.Node(), n) || Within(n, b.Node())
	})
}

// Body returns the innermost function node around c.
func Body(c inspector.Cursor) ast.Node {
	for fc := range c.Enclosing((*ast.FuncDecl)(nil), (*ast.FuncLit)(nil)) {
		return fc.Node()
	}
	return nil
}

// Follows reports whether the call a runs after the call b on every path that
// goes on normally: it is deferred, or stands further down, and no condition
// leads to it that does not also lead to b.
func (f *Flow) Follows(a, b inspector.Cursor) bool {
	deferred := false
	stmt := a // in the list of the block at c
	for c := a; c.Node() != nil; c = c.Parent() {
		switch c.Node().(type) {
		case *ast.BlockStmt, *ast.CaseClause, *ast.CommClause:
			if c.Contains(b) {
				return deferred || a.Node().Pos() > b.Node().Pos() && f.goesOn(b, stmt)
			}
		}
		switch c.Node().(type) {
		case *ast.CaseClause, *ast.CommClause:
			return false // a condition that b need not meet
		}
		switch ParentKind(c) {
		case edge.DeferStmt_Call:
			deferred = true
		case edge.IfStmt_Body, edge.IfStmt_Else, edge.ForStmt_Body, edge.RangeStmt_Body:
			return false // as well
		case edge.FuncLit_Body:
			lit := c.Parent()
			if ParentKind(lit) != edge.CallExpr_Fun {
				return false
			}
			if kind := ParentKind(lit.Parent()); kind != edge.DeferStmt_Call && kind != edge.GoStmt_Call {
				return false
			}
			if !f.returnsAfter(lit.Node(), a.Node()) {
				return false // it ends the program, as at a signal
			}
		case edge.FuncDecl_Body:
			return false
		}
		stmt = c
	}
	return false
}

// FollowsSuccess reports whether a follows b on a way on which b, if that returns
// an error, returns none.
func (f *Flow) FollowsSuccess(a, b inspector.Cursor) bool {
	call, ok := b.Node().(*ast.CallExpr)
	if !f.Follows(a, b) {
		return false
	}
	if !ok || !ReturnsError(f.Info, call) || Body(a) != Body(b) {
		return true
	}
	follows := false
	m := control.NewMachine[bool](f.Graphs(), knowledge.MaxBlocks)
	m.Call = func(w *control.Way[bool], n *ast.CallExpr) []control.Way[bool] {
		switch n {
		case call:
			zero, nonZero := m.Fork(*w, n)
			zero.State, nonZero.State = true, false
			*w = zero
			return []control.Way[bool]{nonZero}
		case a.Node():
			follows = follows || w.State
		}
		return nil
	}
	return !m.Run(Body(b), false, func(control.Exit[bool]) {}) || follows
}

// returnsAfter reports whether the function fn may return after the call a in it.
func (f *Flow) returnsAfter(fn, a ast.Node) bool {
	returns := false
	m := control.NewMachine[bool](f.Graphs(), knowledge.MaxBlocks)
	m.Call = func(w *control.Way[bool], call *ast.CallExpr) []control.Way[bool] {
		w.State = w.State || call == a
		return nil
	}
	done := m.Run(fn, false, func(e control.Exit[bool]) {
		returns = returns || e.Way.State && e.Kind == control.Returned
	})
	return returns || !done
}
