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
	if n := x.lostByCallers(c, x.partsOf(path), make(map[ast.Node]bool)); n != nil {
		return x.lineSeen(n.Pos(), path.Pos()) + " removes the file after a failure"
	}
	return ""
}

// lostByCallers returns the call in a caller of the function at c, or in one of
// that, which loses the file whose path has the parts, because the function has
// failed.
func (x *Fixer) lostByCallers(c inspector.Cursor, path pathParts, seen map[ast.Node]bool) ast.Node {
	if seen[c.Node()] {
		return nil
	}
	seen[c.Node()] = true
	fn := x.flow.Funcs[c.Node()]
	if fn == nil {
		return nil
	}
	for _, cc := range fn.Calls {
		call := cc.Node().(*ast.CallExpr)
		whole, args := x.given(fn, call, path, false)
		isLost := func(parts pathParts) bool { return parts.madeOf(whole) || slices.ContainsFunc(args, parts.equal) }
		if n := x.lostAround(cc, whole, isLost, seen); n != nil {
			return n
		}
	}
	for _, cc := range x.handedTo(fn) {
		isLost := func(parts pathParts) bool { return parts.madeOf(path) }
		if n := x.lostAround(cc, path, isLost, seen); n != nil {
			return n
		}
	}
	return nil
}

// lostAround returns the call in the function around the call at c, or in a
// caller of that, which loses the file if the call at c has failed.
func (x *Fixer) lostAround(c inspector.Cursor, path pathParts, isLost func(pathParts) bool, seen map[ast.Node]bool) ast.Node {
	caller := flow.FunctionAround(c)
	if n := x.lostAfter(c, caller, isLost); n != nil {
		return n
	}
	return x.lostByCallers(caller, path, seen)
}

// handedTo returns the calls that the function literal fn is an argument of,
// which may call it, and fail with it.
func (x *Fixer) handedTo(fn *flow.Function) []inspector.Cursor {
	if !flow.IsLiteral(fn.Cursor) {
		return nil
	}
	var calls []inspector.Cursor
	for _, c := range append([]inspector.Cursor{fn.Cursor}, x.flow.Uses[fn.Obj]...) {
		if flow.ParentKind(c) == edge.CallExpr_Args {
			calls = append(calls, c.Parent())
		}
	}
	return calls
}

// A callState is what has become of a call, and of the file that it has written.
type callState struct{ succeeded, failed, lost bool }

// lostAfter returns the call in the function caller that loses the file which
// isLost tells if the call at c has failed, and otherwise not. A result that is
// no error, true or 0 say, does not tell which of both it is.
func (x *Fixer) lostAfter(c, caller inspector.Cursor, isLost func(pathParts) bool) ast.Node {
	call := c.Node().(*ast.CallExpr)
	var losses []*ast.CallExpr
	for lc := range caller.Preorder((*ast.CallExpr)(nil)) {
		if loss := lc.Node().(*ast.CallExpr); loss != call && slices.ContainsFunc(x.losses(loss), isLost) {
			losses = append(losses, loss)
		}
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

// losses returns the parts of the paths of the files that call removes, moves
// away or empties, itself or in functions of this package that it calls. What
// these are given stands for their parameters.
func (x *Fixer) losses(call *ast.CallExpr) []pathParts {
	if fn := x.flow.Callee(call); fn != nil && knowledge.Destroys[fn.FullName()] && len(call.Args) > 0 {
		return []pathParts{x.partsOf(call.Args[0])}
	}
	var paths []pathParts
	if fn := x.flow.Local(call); fn != nil {
		for _, path := range x.lossesIn(fn) {
			whole, _ := x.given(fn, call, path, false)
			paths = append(paths, whole)
		}
	}
	return paths
}

// lossesIn returns the parts of the paths of the files that fn loses.
func (x *Fixer) lossesIn(fn *flow.Function) []pathParts {
	paths, ok := x.lost[fn]
	if ok {
		return paths
	}
	x.lost[fn] = nil // fn may call itself
	for c := range fn.Cursor.Preorder((*ast.CallExpr)(nil)) {
		for _, path := range x.losses(c.Node().(*ast.CallExpr)) {
			if !slices.ContainsFunc(paths, path.same) {
				paths = append(paths, path)
			}
		}
	}
	x.lost[fn] = paths
	return paths
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
