package rewrite

import (
	"go/ast"
	"go/token"
	"go/types"

	"github.com/atomiclint/atomiclint/analyzer/internal/flow"
)

// This file reads conditions that compare an error with nil.

// testsOf reports whether cond compares obj with nil by op, perhaps among
// other conditions.
func (x *Fixer) testsOf(cond ast.Expr, op token.Token, obj types.Object) bool {
	return x.tests(cond, op, func(e ast.Expr) bool { return x.isObject(e, obj) })
}

// testsError reports whether cond compares an error with nil by op.
func (x *Fixer) testsError(cond ast.Expr, op token.Token) bool {
	return x.tests(cond, op, func(e ast.Expr) bool { return flow.IsError(x.pass.TypesInfo.TypeOf(e)) })
}

func (x *Fixer) tests(cond ast.Expr, op token.Token, match func(ast.Expr) bool) bool {
	switch e := ast.Unparen(cond).(type) {
	case *ast.BinaryExpr:
		switch e.Op {
		case token.LAND, token.LOR:
			return x.tests(e.X, op, match) || x.tests(e.Y, op, match)
		case op:
			return x.isNil(e.Y) && match(e.X) || x.isNil(e.X) && match(e.Y)
		}
	case *ast.UnaryExpr:
		if _, is := ast.Unparen(e.X).(*ast.CallExpr); !is {
			op = opposite(op)
		}
		return e.Op == token.NOT && x.tests(e.X, op, match)
	case *ast.CallExpr: // errors.Is(err, ...), os.IsExist(err)
		return op == token.NEQ && len(e.Args) > 0 && match(e.Args[0])
	}
	return false
}

// opposite returns the comparison that holds where op, token.EQL or token.NEQ,
// does not.
func opposite(op token.Token) token.Token {
	if op == token.EQL {
		return token.NEQ
	}
	return token.EQL
}

// idleWithout reports whether check does nothing if err, which it is about, is
// nil.
func (x *Fixer) idleWithout(check *ast.IfStmt, err types.Object) bool {
	if x.demands(check.Cond, token.NEQ, err) {
		return true
	}
	if len(check.Body.List) != 1 {
		return false
	}
	assign, ok := check.Body.List[0].(*ast.AssignStmt) // if err == nil { err = cerr }
	return ok && len(assign.Rhs) == 1 && x.isObject(assign.Rhs[0], err) && x.testsError(check.Cond, token.EQL)
}

// demands reports whether cond holds only if err op nil does, where op is token.EQL
// or token.NEQ.
func (x *Fixer) demands(cond ast.Expr, op token.Token, err types.Object) bool {
	e, ok := ast.Unparen(cond).(*ast.BinaryExpr)
	if !ok {
		return false
	}
	if e.Op == token.LAND {
		return x.demands(e.X, op, err) || x.demands(e.Y, op, err)
	}
	return e.Op == op && (x.isObject(e.X, err) && x.isNil(e.Y) || x.isObject(e.Y, err) && x.isNil(e.X))
}
