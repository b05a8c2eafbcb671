package flow

import (
	"go/ast"

	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"
)

// Precedes reports whether the call a runs before the call b: it stands before
// it in the same function body.
func Precedes(a, b inspector.Cursor) bool {
	return a.Node().Pos() < b.Node().Pos() && Body(a) == Body(b)
}

// Leads reports whether the call a precedes the call b, and control may go on
// from it to b: no block around a that b is not in ends in a return.
func Leads(a, b inspector.Cursor) bool {
	if !Precedes(a, b) {
		return false
	}
	for c := a; c.Node() != nil && !c.Contains(b); c = c.Parent() {
		if list := Statements(c.Node()); len(list) > 0 {
			if _, returns := list[len(list)-1].(*ast.ReturnStmt); returns {
				return false
			}
		}
	}
	return true
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
func Follows(a, b inspector.Cursor) bool {
	deferred := false
	for c := a; c.Node() != nil; c = c.Parent() {
		switch c.Node().(type) {
		case *ast.BlockStmt, *ast.CaseClause, *ast.CommClause:
			if c.Contains(b) {
				return deferred || a.Node().Pos() > b.Node().Pos() && !returnsWithin(b, c)
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
		case edge.FuncDecl_Body:
			return false
		}
	}
	return false
}

// returnsWithin reports whether a block around the call b, inside the block at
// outer, ends in a return of the function, so that nothing after it runs.
func returnsWithin(b, outer inspector.Cursor) bool {
	returns := false
	for c := b; c != outer; c = c.Parent() {
		if list := Statements(c.Node()); len(list) > 0 {
			_, ok := list[len(list)-1].(*ast.ReturnStmt)
			returns = returns || ok
		}
		if ParentKind(c) == edge.FuncLit_Body {
			returns = false // of the literal
		}
	}
	return returns
}
