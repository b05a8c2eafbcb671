package rewrite

import (
	"go/ast"
	"slices"

	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"

	"github.com/atomiclint/atomiclint/analyzer/internal/control"
	"github.com/atomiclint/atomiclint/analyzer/internal/flow"
	"github.com/atomiclint/atomiclint/analyzer/internal/knowledge"
)

// removalByCaller returns the reason that a caller of the function at c removes
// what it has given the function to make path of, once the function has failed,
// or "". It would be the old file, which the writer has kept, and the function
// fails where it has not failed before: when the file cannot be published.
func (x *Fixer) removalByCaller(c inspector.Cursor, path ast.Expr) string {
	check := &callerCheck{Fixer: x, after: x.lostAfter, seen: make(map[ast.Node]bool)}
	if n := check.callers(c, x.partsOf(path)); n != nil {
		return x.lineSeen(n.Pos(), path.Pos()) + " removes the file after a failure"
	}
	return ""
}

// A callState is what has become of a call, and of the file that it has written.
type callState struct{ succeeded, failed, lost bool }

// lostAfter returns the call in the function caller that loses the file of the
// path if the call at c has failed, and otherwise not. A result that is no error,
// true or 0 say, does not tell which of both it is.
func (x *Fixer) lostAfter(c, caller inspector.Cursor, path pathParts, args []pathParts) ast.Node {
	call := c.Node().(*ast.CallExpr)
	isLost := func(parts pathParts) bool { return parts.madeOf(path) || slices.ContainsFunc(args, parts.equal) }
	var losses []*ast.CallExpr
	for lc := range caller.Preorder((*ast.CallExpr)(nil)) {
		loss := lc.Node().(*ast.CallExpr)
		if loss == call || !slices.ContainsFunc(x.losses(loss), isLost) {
			continue
		}
		if flow.ParentKind(c) == edge.GoStmt_Call || flow.ParentKind(lc) == edge.GoStmt_Call || x.mayRunLater(lc, caller) {
			return loss
		}
		losses = append(losses, loss)
	}
	if len(losses) == 0 {
		return nil
	}
	var kept bool
	var lost ast.Node
	m := control.NewMachine[callState](x.flow.Graphs(), knowledge.MaxBlocks)
	m.Call = func(w *control.Way[callState], n *ast.CallExpr) []control.Way[callState] {
		switch {
		case n == call:
			zero, nonZero := m.Fork(*w, call)
			tells := flow.ReturnsError(x.pass.TypesInfo, call)
			zero.State = callState{succeeded: true, failed: !tells}
			nonZero.State = callState{succeeded: !tells, failed: true}
			*w = zero
			return []control.Way[callState]{nonZero}
		case slices.Contains(losses, n):
			w.State.lost = true
			if w.State.failed {
				lost = n
			}
		}
		return nil
	}
	if !m.Run(caller.Node(), callState{}, func(e control.Exit[callState]) {
		kept = kept || e.Way.State.succeeded && !e.Way.State.lost
	}) {
		return losses[0]
	}
	if kept {
		return lost
	}
	return nil
}

// mayRunLater reports whether the call at c is in a function literal of the
// function outer of which it is not known when it runs: it is kept, or handed on.
func (x *Fixer) mayRunLater(c, outer inspector.Cursor) bool {
	for lit := flow.FunctionAround(c); lit != outer; lit = flow.FunctionAround(lit.Parent()) {
		if flow.ParentKind(lit) == edge.CallExpr_Fun && flow.ParentKind(lit.Parent()) != edge.GoStmt_Call {
			continue
		}
		fn := x.flow.Funcs[lit.Node()]
		if fn == nil || fn.Obj == nil || len(fn.Calls) < len(x.flow.Uses[fn.Obj]) {
			return true
		}
	}
	return false
}

// losses returns the parts of the paths of the files that call removes, moves
// away or empties, itself or in functions of this package that it calls.
func (x *Fixer) losses(call *ast.CallExpr) []pathParts {
	return x.pathsGiven(call, x.lost)
}

// lostBy returns the path of the file that call removes, moves away or empties.
func (x *Fixer) lostBy(call *ast.CallExpr) []ast.Expr {
	if fn := x.flow.Callee(call); fn != nil && knowledge.Destroys[fn.FullName()] {
		return call.Args[:1]
	}
	return nil
}

// lossesIn returns the parts of the paths of the files that fn loses.
func (x *Fixer) lossesIn(fn *flow.Function) []pathParts {
	return x.pathsIn(fn, x.lost)
}

// given returns the parts in the caller of a path that fn makes, and those of
// each argument of call, a call of fn, that the path is made of. With elements,
// those of any element stand for one element.
func (x *Fixer) given(fn *flow.Function, call *ast.CallExpr, path pathParts, elements bool) (whole pathParts, args []pathParts) {
	whole = newPathParts()
	whole.addTexts(path)
	for v := range path.objects {
		p, ok := x.flow.Param[v]
		if !ok || p.Fn != fn {
			whole.objects[v] = true
			continue
		}
		for _, arg := range p.Arguments(call) {
			parts, _ := x.parts(arg, elements)
			args = append(args, parts)
			whole.add(parts)
		}
	}
	return whole, args
}
