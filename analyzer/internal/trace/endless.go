package trace

import (
	"go/ast"
	"go/token"
	"go/types"

	"golang.org/x/tools/go/ast/inspector"

	"github.com/atomiclint/atomiclint/analyzer/internal/flow"
)

// endless reports whether the file that k opens is written in a loop that the
// function never leaves. Such a file is never complete, and useful as it is.
func (s *Summaries) endless(k Sink) bool {
	assign, ok := flow.Assignment(k.Cursor)
	if !ok {
		return false
	}
	obj := s.Flow.ObjectOf(assign.Node().(*ast.AssignStmt).Lhs[0])
	fn := s.Flow.Enclosing(k.Cursor)
	for _, use := range s.Flow.Uses[obj] {
		for loop := range use.Enclosing((*ast.ForStmt)(nil), (*ast.RangeStmt)(nil)) {
			if s.Flow.Enclosing(loop) == fn && !flow.Within(k.Call, loop.Node()) && s.neverEnds(loop) {
				return true
			}
		}
	}
	return false
}

// neverEnds reports whether the loop at c has no condition, or waits for the
// ticks of a clock, and nothing in it leaves it but a panic.
func (s *Summaries) neverEnds(c inspector.Cursor) bool {
	switch n := c.Node().(type) {
	case *ast.ForStmt:
		if n.Cond != nil {
			return false
		}
	case *ast.RangeStmt:
		if !s.ticks(n.X) {
			return false
		}
	}
	for stmt := range c.Preorder((*ast.ReturnStmt)(nil), (*ast.BranchStmt)(nil)) {
		if s.Flow.Enclosing(stmt) == s.Flow.Enclosing(c) && leavesLoop(stmt, c) {
			return false
		}
	}
	return true
}

// ticks reports whether e is the channel of a time.Ticker, which nobody closes.
func (s *Summaries) ticks(e ast.Expr) bool {
	switch e := ast.Unparen(e).(type) {
	case *ast.CallExpr:
		fn := s.Flow.Callee(e)
		return fn != nil && fn.FullName() == "time.Tick"
	case *ast.SelectorExpr:
		return types.TypeString(s.Flow.Info.TypeOf(e.X), nil) == "*time.Ticker"
	}
	return false
}

// leavesLoop reports whether the statement at c, in the loop, may go on outside
// it. A label may be anywhere.
func leavesLoop(c, loop inspector.Cursor) bool {
	n, ok := c.Node().(*ast.BranchStmt)
	if !ok || n.Label != nil {
		return true
	}
	if n.Tok != token.BREAK {
		return false
	}
	for ; c != loop; c = c.Parent() {
		switch c.Node().(type) {
		case *ast.ForStmt, *ast.RangeStmt, *ast.SwitchStmt, *ast.TypeSwitchStmt, *ast.SelectStmt:
			return false
		}
	}
	return true
}
