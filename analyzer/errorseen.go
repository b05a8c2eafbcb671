package analyzer

import (
	"go/ast"
	"go/token"
	"go/types"
	"strings"

	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"
)

// errorSeen reports whether the code looks at the error that the call at c
// returns. A call without an error counts as seen.
func (p *protocol) errorSeen(c inspector.Cursor) bool {
	if !returnsError(p.info, c.Node().(*ast.CallExpr)) {
		return true
	}
	for parentKind(c) == edge.ParenExpr_X {
		c = c.Parent()
	}
	switch parentKind(c) {
	case edge.ExprStmt_X, edge.DeferStmt_Call, edge.GoStmt_Call:
		return false
	case edge.AssignStmt_Rhs:
		n := c.Parent().Node().(*ast.AssignStmt)
		_, i := c.ParentEdge()
		if len(n.Lhs) != len(n.Rhs) {
			i = len(n.Lhs) - 1
		}
		if id, ok := n.Lhs[i].(*ast.Ident); ok {
			return id.Name != "_" && !p.overwritten(c.Parent(), p.info.ObjectOf(id)) && !p.shrugged(c.Parent(), p.info.ObjectOf(id))
		}
	case edge.ValueSpec_Values:
		n := c.Parent().Node().(*ast.ValueSpec)
		return n.Names[len(n.Names)-1].Name != "_"
	}
	return true
}

// returnsError reports whether the last result of call is an error.
func returnsError(info *types.Info, call *ast.CallExpr) bool {
	t := info.TypeOf(call)
	if tuple, ok := t.(*types.Tuple); ok {
		if tuple.Len() == 0 {
			return false
		}
		t = tuple.At(tuple.Len() - 1).Type()
	}
	return t != nil && isError(t)
}

// overwritten reports whether the next statement that mentions the variable
// that the assignment at c sets gives it another value.
func (p *protocol) overwritten(c inspector.Cursor, obj types.Object) bool {
	for _, stmt := range following(c) {
		if assign, ok := stmt.(*ast.AssignStmt); ok && assign.Tok != token.DEFINE {
			sets := false
			for _, lhs := range assign.Lhs {
				sets = sets || p.is(lhs, obj)
			}
			if sets {
				for _, rhs := range assign.Rhs {
					sets = sets && !p.mentions(rhs, obj)
				}
				return sets
			}
		}
		if p.mentions(stmt, obj) {
			return false
		}
	}
	return false
}

// shrugged reports whether the statement that tests the error which the
// assignment at c sets does nothing about it but to log it.
func (p *protocol) shrugged(c inspector.Cursor, obj types.Object) bool {
	var test *ast.IfStmt
	if parentKind(c) == edge.IfStmt_Init {
		test = c.Parent().Node().(*ast.IfStmt)
	} else if next := following(c); len(next) > 0 {
		test, _ = next[0].(*ast.IfStmt)
	}
	if test == nil || test.Else != nil || len(test.Body.List) == 0 || !testsNil(test.Cond, token.NEQ, func(e ast.Expr) bool { return p.is(e, obj) }) {
		return false
	}
	for _, stmt := range test.Body.List {
		expr, ok := stmt.(*ast.ExprStmt)
		if !ok {
			return false
		}
		call, ok := expr.X.(*ast.CallExpr)
		if !ok || !logsError(calleeName(call)) {
			return false
		}
	}
	return parentKind(c) == edge.IfStmt_Init || !p.mentionedIn(following(c)[1:], obj)
}

// logsError reports whether a function of this name prints and returns.
func logsError(name string) bool {
	for _, prefix := range []string{"Debug", "Error", "Info", "Log", "Print", "Warn", "Fprint"} {
		if strings.HasPrefix(name, prefix) || strings.HasPrefix(name, strings.ToLower(prefix)) {
			return true
		}
	}
	return false
}

func (p *protocol) mentionedIn(stmts []ast.Stmt, obj types.Object) bool {
	for _, stmt := range stmts {
		if p.mentions(stmt, obj) {
			return true
		}
	}
	return false
}

func (p *protocol) is(e ast.Expr, obj types.Object) bool {
	id, ok := ast.Unparen(e).(*ast.Ident)
	return ok && p.info.ObjectOf(id) == obj
}

func (p *protocol) mentions(n ast.Node, obj types.Object) bool {
	found := false
	ast.Inspect(n, func(n ast.Node) bool {
		if id, ok := n.(*ast.Ident); ok && p.info.ObjectOf(id) == obj {
			found = true
		}
		if ret, ok := n.(*ast.ReturnStmt); ok && len(ret.Results) == 0 {
			found = true // it returns a named result
		}
		return !found
	})
	return found
}

// following returns the statements of its list that follow the one at c.
func following(c inspector.Cursor) []ast.Stmt {
	kind, i := c.ParentEdge()
	switch kind {
	case edge.BlockStmt_List, edge.CaseClause_Body, edge.CommClause_Body:
		return statements(c.Parent().Node())[i+1:]
	}
	return nil
}

// testsNil reports whether cond compares what match accepts with nil by op,
// perhaps among other conditions.
func testsNil(cond ast.Expr, op token.Token, match func(ast.Expr) bool) bool {
	e, ok := ast.Unparen(cond).(*ast.BinaryExpr)
	if !ok {
		return false
	}
	switch e.Op {
	case token.LAND, token.LOR:
		return testsNil(e.X, op, match) || testsNil(e.Y, op, match)
	case op:
		y, ok := ast.Unparen(e.Y).(*ast.Ident)
		return ok && y.Name == "nil" && match(e.X)
	}
	return false
}
