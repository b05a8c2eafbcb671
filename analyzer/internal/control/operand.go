package control

import (
	"go/ast"
	"go/token"
)

// This file makes the calls in expressions in their order, and only as far as
// an expression is evaluated.

// calls makes the calls in n, outside of function literals, each after its
// operands. What is right of && or || is not evaluated on all ways.
func (m *Machine[S]) calls(g *graph, w Way[S], n ast.Node) []Way[S] {
	if !partly(n) {
		return m.inOrder(w, callsIn(n))
	}
	if e, ok := n.(*ast.BinaryExpr); ok && isLogical(e.Op) {
		return m.logical(g, w, e)
	}
	ways := []Way[S]{w}
	for _, child := range children(n) {
		var after []Way[S]
		for _, w := range ways {
			after = append(after, m.calls(g, w, child)...)
		}
		ways = after
	}
	call, ok := n.(*ast.CallExpr)
	if !ok {
		return ways
	}
	var after []Way[S]
	for _, w := range ways {
		after = append(after, m.call(w, call)...)
	}
	return after
}

// logical makes the calls in e, an operation by && or ||.
func (m *Machine[S]) logical(g *graph, w Way[S], e *ast.BinaryExpr) []Way[S] {
	decides := e.Op == token.LOR // the value of the left operand that decides
	ways := m.assume(g, w, e.X, decides)
	for _, w := range m.assume(g, w, e.X, !decides) {
		ways = append(ways, m.calls(g, w, e.Y)...)
	}
	for i := range ways {
		ways[i].trouble = w.trouble // there is no branch that deals with an error
	}
	return ways
}

func (m *Machine[S]) inOrder(w Way[S], calls []*ast.CallExpr) []Way[S] {
	ways := []Way[S]{w}
	for _, call := range calls {
		var after []Way[S]
		for _, w := range ways {
			after = append(after, m.call(w, call)...)
		}
		ways = after
	}
	return ways
}

// partly reports whether some calls in n, outside of function literals, are
// right of && or ||.
func partly(n ast.Node) bool {
	found := false
	ast.Inspect(n, func(n ast.Node) bool {
		if _, ok := n.(*ast.FuncLit); ok {
			return false
		}
		e, ok := n.(*ast.BinaryExpr)
		found = found || ok && isLogical(e.Op) && len(callsIn(e.Y)) > 0
		return !found
	})
	return found
}

func isLogical(op token.Token) bool { return op == token.LAND || op == token.LOR }

// children returns the nodes that n is made of, without function literals.
func children(n ast.Node) []ast.Node {
	var list []ast.Node
	ast.Inspect(n, func(c ast.Node) bool {
		if c == n {
			return true
		}
		if _, isLit := c.(*ast.FuncLit); c != nil && !isLit {
			list = append(list, c)
		}
		return false
	})
	return list
}

// operands makes the calls in the operands of a call that is made later.
func (m *Machine[S]) operands(g *graph, w Way[S], call *ast.CallExpr) []Way[S] {
	ways := []Way[S]{w}
	for _, e := range append([]ast.Expr{call.Fun}, call.Args...) {
		var after []Way[S]
		for _, w := range ways {
			after = append(after, m.calls(g, w, e)...)
		}
		ways = after
	}
	return ways
}

// callsIn returns the calls in n in the order in which they are made.
func callsIn(n ast.Node) []*ast.CallExpr {
	var list []*ast.CallExpr
	var stack []ast.Node
	ast.Inspect(n, func(n ast.Node) bool {
		if n == nil {
			if call, ok := stack[len(stack)-1].(*ast.CallExpr); ok {
				list = append(list, call)
			}
			stack = stack[:len(stack)-1]
			return true
		}
		if _, ok := n.(*ast.FuncLit); ok {
			return false
		}
		stack = append(stack, n)
		return true
	})
	return list
}
