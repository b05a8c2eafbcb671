package rename

import (
	"go/ast"
	"go/token"
	"slices"

	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"

	"github.com/atomiclint/atomiclint/analyzer/internal/flow"
	"github.com/atomiclint/atomiclint/analyzer/internal/trace"
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
	moved := j.move.At
	if j.move.Src == nil || !trace.SameFunction(c, moved) {
		if j.fails(c) {
			return failing
		}
		return before
	}
	fn := flow.FunctionAround(moved)
	at, o := j.runsIn(c, fn)
	if at == nil {
		return o
	}
	reaches := func(from, to ast.Node) bool {
		return j.Graphs().Reaches(fn.Node(), from, func(n ast.Node) bool { return flow.Within(to, n) })
	}
	switch {
	case flow.Within(at, moved.Node()), reaches(at, moved.Node()), flow.Within(moved.Node(), at):
		return before
	case reaches(moved.Node(), at):
		return after
	}
	return failing
}

// runsIn returns the node of the function fn, other than of its function
// literals, with which the call at c runs. If there is none, it tells when the
// call runs as seen from a move in fn.
func (j *judge) runsIn(c, fn inspector.Cursor) (ast.Node, order) {
	if !flow.Within(c.Node(), fn.Node()) { // of a function around fn
		later := c.Node().Pos() > fn.Node().End()
		if flow.IsDeferred(fn) { // what is deferred later runs before it, as does all that is not deferred
			later = !later && inDefer(c)
		}
		if later {
			return nil, after
		}
		return nil, before
	}
	for at := c; ; at = at.Parent() {
		switch {
		case flow.ParentKind(at) == edge.DeferStmt_Call && flow.FunctionAround(at) == fn:
			return nil, after
		case flow.IsLiteral(at) && flow.ParentKind(at) != edge.CallExpr_Fun:
			return nil, before // it may be called on the way
		case flow.FunctionAround(at) == fn && !flow.IsLiteral(at):
			return at.Node(), before
		}
	}
}

// inDefer reports whether a defer statement delays the call at c.
func inDefer(c inspector.Cursor) bool {
	for range c.Enclosing((*ast.DeferStmt)(nil)) {
		return true
	}
	return false
}

// premature reports whether the file is written to after sync has flushed it,
// in the same function, and not flushed by it again.
func (j *judge) premature(sync event, h *history) bool {
	fn := flow.FunctionAround(sync.at)
	reaches := func(from, to inspector.Cursor) bool {
		return j.Graphs().Reaches(fn.Node(), from.Node(), func(n ast.Node) bool { return flow.Within(to.Node(), n) })
	}
	for _, ev := range slices.Concat(h.writes, h.flushes) {
		if flow.FunctionAround(ev.at) == fn && ev.name != "Truncate" && j.order(ev.at) == before &&
			reaches(sync.at, ev.at) && !reaches(ev.at, sync.at) {
			return true
		}
	}
	return false
}

// fails reports whether the call at c runs only after something has failed:
// it stands in the body of a test of an error, and control does not go on from
// there.
func (j *judge) fails(c inspector.Cursor) bool {
	fn := flow.FunctionAround(c)
	for ; c.Node() != nil; c = c.Parent() {
		switch flow.ParentKind(c) {
		case edge.IfStmt_Body:
			test := c.Parent().Node().(*ast.IfStmt)
			if testsNil(test.Cond, token.NEQ, j.isErrorExpr) && !j.Graphs().Passes(fn.Node(), test) {
				return true
			}
		case edge.FuncDecl_Body:
			return false
		}
	}
	return false
}

func (p *Checker) isErrorExpr(e ast.Expr) bool {
	t := p.Info.TypeOf(e)
	return t != nil && flow.IsError(t)
}
