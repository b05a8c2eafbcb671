package rename

import (
	"go/ast"
	"go/token"
	"go/types"
	"strings"

	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"

	"github.com/atomiclint/atomiclint/analyzer/internal/control"
	"github.com/atomiclint/atomiclint/analyzer/internal/flow"
	"github.com/atomiclint/atomiclint/analyzer/internal/knowledge"
	"github.com/atomiclint/atomiclint/analyzer/internal/trace"
)

// errorSeen reports whether the code looks at the error that the call at c
// returns: control goes on to a rename only where the error is nil. A call
// without an error counts as seen, and so does an error that is handed to other
// code.
func (p *Checker) errorSeen(c inspector.Cursor) bool {
	call := c.Node().(*ast.CallExpr)
	if !flow.ReturnsError(p.Info, call) {
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
			fn := runsWithin(c).Node()
			return id.Name != "_" && (p.handsOn(p.Info.ObjectOf(id), fn) || !p.forgotten(call, fn))
		}
	case edge.ValueSpec_Values:
		n := c.Parent().Node().(*ast.ValueSpec)
		return n.Names[len(n.Names)-1].Name != "_"
	}
	return true
}

// runsWithin returns the function that the call at c runs as a part of: the one
// around it or, if that is a literal that a defer statement calls, the one that
// defers it.
func runsWithin(c inspector.Cursor) inspector.Cursor {
	fn := flow.FunctionAround(c)
	for flow.IsDeferred(fn) {
		fn = flow.FunctionAround(fn.Parent())
	}
	return fn
}

// An attempt is how far control has come with the call that may fail.
type attempt uint8

const (
	untried attempt = iota
	worked
	broke
	attempts // how many there are
)

// forgotten reports whether control may go on to a rename where call has
// failed. If none comes after the call, the caller of the function fn may do
// that, and control goes on if the function succeeds.
func (p *Checker) forgotten(call *ast.CallExpr, fn ast.Node) bool {
	var renames, succeeds [attempts]bool // after which attempts
	m := control.NewMachine[attempt](p.Graphs(), knowledge.MaxBlocks)
	m.Call = func(w *control.Way[attempt], made *ast.CallExpr) []control.Way[attempt] {
		if made != call {
			if w.State != untried && !renames[w.State] {
				renames[w.State] = p.renaming(made)
			}
			return nil
		}
		zero, nonZero := m.Fork(*w, call)
		zero.State, nonZero.State = worked, broke
		*w = zero
		return []control.Way[attempt]{nonZero}
	}
	known := m.Run(fn, untried, func(e control.Exit[attempt]) {
		if e.Outcome == control.Succeeded && !e.Unsure {
			succeeds[e.Way.State] = true
		}
	})
	if renames[worked] || renames[broke] {
		return known && renames[broke]
	}
	return known && succeeds[broke]
}

// renaming reports whether call renames a file.
func (p *Checker) renaming(call *ast.CallExpr) bool {
	if len(call.Args) < 2 {
		return false
	}
	for i := range call.Args {
		if p.traitOf(call, i).MoveTo > 0 {
			return true
		}
	}
	return false
}

// handsOn reports whether the error in the variable obj is told apart from
// others, or goes to code that may do so, other than by a return statement or
// another variable of the function fn.
func (p *Checker) handsOn(obj types.Object, fn ast.Node) bool {
	v, ok := obj.(*types.Var)
	if !ok || p.Addr[v] || !flow.Covers(fn, v.Pos()) {
		return true
	}
	for _, c := range p.Uses[v] {
		switch kind, i := c.ParentEdge(); kind {
		case edge.CallExpr_Args:
			if !p.makesMessage(c.Parent().Node().(*ast.CallExpr)) {
				return true
			}
		case edge.AssignStmt_Rhs:
			n := c.Parent().Node().(*ast.AssignStmt)
			id, ok := n.Lhs[min(i, len(n.Lhs)-1)].(*ast.Ident)
			if !ok || id.Name != "_" && (!flow.IsError(p.Info.TypeOf(id)) || !flow.Covers(fn, p.Info.ObjectOf(id).Pos())) {
				return true
			}
		case edge.BinaryExpr_X, edge.BinaryExpr_Y:
			n := c.Parent().Node().(*ast.BinaryExpr)
			if !p.Info.Types[n.X].IsNil() && !p.Info.Types[n.Y].IsNil() {
				return true
			}
		case edge.KeyValueExpr_Value, edge.CompositeLit_Elts, edge.SendStmt_Value, edge.SwitchStmt_Tag, edge.TypeAssertExpr_X:
			return true
		}
	}
	return false
}

// makesMessage reports whether call makes a message, or another error, of its
// operands and returns. The functions of these packages that end the program are
// called Fatal, Panic and Exit.
func (p *Checker) makesMessage(call *ast.CallExpr) bool {
	fn := p.Callee(call)
	if fn == nil || !knowledge.MessagePackages[fn.Pkg().Path()] && !trace.Logs(fn.Pkg().Path()) {
		return false
	}
	if types.Identical(p.Info.TypeOf(call), types.Typ[types.Bool]) { // errors.Is
		return false
	}
	for _, ending := range []string{"Fatal", "Panic", "Exit"} {
		if strings.HasPrefix(fn.Name(), ending) {
			return false
		}
	}
	return true
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
