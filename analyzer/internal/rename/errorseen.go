package rename

import (
	"go/ast"
	"go/token"
	"go/types"
	"strings"

	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"

	"github.com/atomiclint/atomiclint/analyzer/internal/flow"
)

// errorSeen reports whether the code looks at the error that the call at c
// returns. A call without an error counts as seen.
func (p *Checker) errorSeen(c inspector.Cursor) bool {
	if !flow.ReturnsError(p.Info, c.Node().(*ast.CallExpr)) {
		return true
	}
	for flow.ParentKind(c) == edge.ParenExpr_X {
		c = c.Parent()
	}
	switch flow.ParentKind(c) {
	case edge.ExprStmt_X, edge.DeferStmt_Call, edge.GoStmt_Call:
		return false
	case edge.AssignStmt_Rhs:
		n := c.Parent().Node().(*ast.AssignStmt)
		_, i := c.ParentEdge()
		if len(n.Lhs) != len(n.Rhs) {
			i = len(n.Lhs) - 1
		}
		if id, ok := n.Lhs[i].(*ast.Ident); ok {
			return id.Name != "_" && !p.overwritten(c.Parent(), p.Info.ObjectOf(id)) && !p.shrugged(c.Parent(), p.Info.ObjectOf(id))
		}
	case edge.ValueSpec_Values:
		n := c.Parent().Node().(*ast.ValueSpec)
		return n.Names[len(n.Names)-1].Name != "_"
	}
	return true
}

// overwritten reports whether the next statement that mentions the variable
// that the assignment at c sets gives it another value.
func (p *Checker) overwritten(c inspector.Cursor, obj types.Object) bool {
	for _, stmt := range flow.Following(c) {
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
func (p *Checker) shrugged(c inspector.Cursor, obj types.Object) bool {
	var test *ast.IfStmt
	if flow.ParentKind(c) == edge.IfStmt_Init {
		test = c.Parent().Node().(*ast.IfStmt)
	} else if next := flow.Following(c); len(next) > 0 {
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
		if !ok || !logsError(flow.CalleeName(call)) {
			return false
		}
	}
	return flow.ParentKind(c) == edge.IfStmt_Init || !p.mentionedIn(flow.Following(c)[1:], obj)
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

func (p *Checker) mentionedIn(stmts []ast.Stmt, obj types.Object) bool {
	for _, stmt := range stmts {
		if p.mentions(stmt, obj) {
			return true
		}
	}
	return false
}

func (p *Checker) is(e ast.Expr, obj types.Object) bool {
	id, ok := ast.Unparen(e).(*ast.Ident)
	return ok && p.Info.ObjectOf(id) == obj
}

func (p *Checker) mentions(n ast.Node, obj types.Object) bool {
	found := false
	ast.Inspect(n, func(n ast.Node) bool {
		if id, ok := n.(*ast.Ident); ok && p.Info.ObjectOf(id) == obj {
			found = true
		}
		if ret, ok := n.(*ast.ReturnStmt); ok && len(ret.Results) == 0 {
			found = true // it returns a named result
		}
		return !found
	})
	return found
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
