package analyzer

import (
	"go/ast"
	"go/token"

	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"
)

// An order tells when something happens, as seen from a move.
type order uint8

const (
	before  order = iota // on the way to the move, or in a function that may be called on the way
	after                // when the move is done
	failing              // only where control does not come to the move
)

// order returns when the call at c runs. If the judge has no move, the end of
// the function takes its place.
func (j *judge) order(c inspector.Cursor) order {
	moved := j.move.at
	if j.move.src == nil || !sameFunction(c, moved) {
		if j.fails(c) {
			return failing
		}
		return before
	}
	start := c
	for ; c.Node() != nil && !within(moved.Node(), c.Node()); c = c.Parent() {
		switch kind, _ := c.ParentEdge(); kind {
		case edge.DeferStmt_Call:
			if within(moved.Node(), body(c)) {
				return after
			}
		case edge.BlockStmt_List, edge.CaseClause_Body, edge.CommClause_Body:
			list := c.Parent().Node()
			if !within(moved.Node(), list) && body(c) == body(moved) && j.leavesList(statements(list)) {
				return failing
			}
		case edge.FuncLit_Body:
			lit := c.Parent()
			if parentKind(lit) != edge.CallExpr_Fun {
				return before
			}
		}
	}
	if start.Node().Pos() > moved.Node().Pos() && body(start) == body(moved) {
		return after
	}
	if c.Node() != nil && start.Node().Pos() > moved.Node().End() {
		return after
	}
	return before
}

// fails reports whether the call at c runs only after something has failed:
// it stands in the body of a test of an error.
func (j *judge) fails(c inspector.Cursor) bool {
	for ; c.Node() != nil; c = c.Parent() {
		switch parentKind(c) {
		case edge.IfStmt_Body:
			test := c.Parent().Node().(*ast.IfStmt)
			if testsNil(test.Cond, token.NEQ, j.isErrorExpr) && j.leavesList(test.Body.List) {
				return true
			}
		case edge.FuncDecl_Body:
			return false
		}
	}
	return false
}

func (p *protocol) isErrorExpr(e ast.Expr) bool {
	t := p.info.TypeOf(e)
	return t != nil && isError(t)
}

// leavesList reports whether control never goes from list to what follows it.
func (p *protocol) leavesList(list []ast.Stmt) bool {
	if len(list) == 0 {
		return false
	}
	switch n := list[len(list)-1].(type) {
	case *ast.ReturnStmt, *ast.BranchStmt:
		return true
	case *ast.ExprStmt:
		call, ok := n.X.(*ast.CallExpr)
		return ok && endsProgram(calleeName(call))
	case *ast.BlockStmt:
		return p.leavesList(n.List)
	case *ast.IfStmt:
		els, ok := n.Else.(*ast.BlockStmt)
		return ok && p.leavesList(n.Body.List) && p.leavesList(els.List)
	}
	return false
}

// endsProgram reports whether a function of this name does not return.
func endsProgram(name string) bool {
	switch name {
	case "panic", "Exit", "Goexit", "exit", "die", "fatal", "fatalf", "FailNow", "Fatal", "Fatalf", "Fatalln", "Panic", "Panicf", "Panicln":
		return true
	}
	return false
}
