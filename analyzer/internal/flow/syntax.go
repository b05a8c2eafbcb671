package flow

import (
	"go/ast"
	"go/token"
	"slices"

	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"
)

// calls reports whether e holds a call.
func calls(e ast.Expr) bool {
	found := false
	ast.Inspect(e, func(n ast.Node) bool {
		_, isCall := n.(*ast.CallExpr)
		found = found || isCall
		return !found
	})
	return found
}

// Following returns the statements of its list that follow the one at c.
func Following(c inspector.Cursor) []ast.Stmt {
	kind, i := c.ParentEdge()
	switch kind {
	case edge.BlockStmt_List, edge.CaseClause_Body, edge.CommClause_Body:
		return Statements(c.Parent().Node())[i+1:]
	}
	return nil
}

// Statements returns the list of statements of a block or clause.
func Statements(n ast.Node) []ast.Stmt {
	switch n := n.(type) {
	case *ast.BlockStmt:
		return n.List
	case *ast.CaseClause:
		return n.Body
	case *ast.CommClause:
		return n.Body
	}
	return nil
}

// StatementAround returns the statement of a list that holds c.
func StatementAround(c inspector.Cursor) (inspector.Cursor, bool) {
	for ; c.Node() != nil; c = c.Parent() {
		switch ParentKind(c) {
		case edge.BlockStmt_List, edge.CaseClause_Body, edge.CommClause_Body:
			return c, true
		}
	}
	return c, false
}

// InList reports whether the node at c is a statement of a list.
func InList(c inspector.Cursor) bool {
	switch ParentKind(c) {
	case edge.BlockStmt_List, edge.CaseClause_Body, edge.CommClause_Body:
		return true
	}
	return false
}

// Within reports whether n stands in outer, or is all of it.
func Within(n, outer ast.Node) bool { return outer.Pos() <= n.Pos() && n.End() <= outer.End() }

// IsLiteral reports whether the node at c is a function literal.
func IsLiteral(c inspector.Cursor) bool {
	_, ok := c.Node().(*ast.FuncLit)
	return ok
}

// IsDeferred reports whether the node at c is a function literal whose call a
// defer statement delays, and so a part of the function around it.
func IsDeferred(c inspector.Cursor) bool {
	return IsLiteral(c) && ParentKind(c) == edge.CallExpr_Fun && ParentKind(c.Parent()) == edge.DeferStmt_Call
}

// InLoop reports whether a loop is around c in its function.
func InLoop(c inspector.Cursor) bool {
	for c := range c.Enclosing((*ast.ForStmt)(nil), (*ast.RangeStmt)(nil), (*ast.FuncDecl)(nil), (*ast.FuncLit)(nil)) {
		switch c.Node().(type) {
		case *ast.ForStmt, *ast.RangeStmt:
			return true
		}
		return false
	}
	return false
}

// FunctionAround returns the innermost function around c, which is in one.
func FunctionAround(c inspector.Cursor) inspector.Cursor {
	for fc := range c.Parent().Enclosing((*ast.FuncDecl)(nil), (*ast.FuncLit)(nil)) {
		return fc
	}
	return c
}

// Simple reports whether stmt has no statements inside.
func Simple(stmt ast.Node) bool {
	switch stmt.(type) {
	case *ast.AssignStmt, *ast.ExprStmt, *ast.ReturnStmt, *ast.DeclStmt:
		return true
	}
	return false
}

// HasBody reports whether fn is written in Go, and so has a body.
func HasBody(fn *Function) bool {
	d, ok := fn.Cursor.Node().(*ast.FuncDecl)
	return !ok || d.Body != nil
}

// BodyOf returns the body of the function at c.
func BodyOf(c inspector.Cursor) inspector.Cursor {
	if _, ok := c.Node().(*ast.FuncLit); ok {
		return c.ChildAt(edge.FuncLit_Body, -1)
	}
	return c.ChildAt(edge.FuncDecl_Body, -1)
}

// LiteralAround returns the innermost function literal around c.
func LiteralAround(c inspector.Cursor) (inspector.Cursor, bool) {
	for fc := range c.Enclosing((*ast.FuncLit)(nil)) {
		return fc, true
	}
	return inspector.Cursor{}, false
}

// AfterAssignments returns the statements that follow the one at c, without
// those at their beginning that only assign what is known already.
func AfterAssignments(c inspector.Cursor) []ast.Stmt {
	list := Following(c)
	for len(list) > 0 {
		assign, ok := list[0].(*ast.AssignStmt)
		if !ok || slices.ContainsFunc(assign.Rhs, calls) {
			break
		}
		list = list[1:]
	}
	return list
}

// Covers reports whether pos is in n.
func Covers(n ast.Node, pos token.Pos) bool { return n.Pos() <= pos && pos < n.End() }

// AssertedTypes returns the types that the type assertion at c, which may be
// that of a type switch, asks for.
func AssertedTypes(c inspector.Cursor) []ast.Expr {
	if t := c.Node().(*ast.TypeAssertExpr).Type; t != nil {
		return []ast.Expr{t}
	}
	var list []ast.Expr
	for sc := range c.Enclosing((*ast.TypeSwitchStmt)(nil)) {
		for _, clause := range sc.Node().(*ast.TypeSwitchStmt).Body.List {
			list = append(list, clause.(*ast.CaseClause).List...)
		}
		break
	}
	return list
}
