package rewrite

import (
	"fmt"
	"go/ast"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"

	"github.com/atomiclint/atomiclint/analyzer/internal/control"
	"github.com/atomiclint/atomiclint/analyzer/internal/flow"
	"github.com/atomiclint/atomiclint/analyzer/internal/knowledge"
	"github.com/atomiclint/atomiclint/analyzer/internal/trace"
)

// A wholeState is what has become of a file that one call writes.
type wholeState struct {
	written, failed bool
	removed         bool
}

// A wholeRemoval follows a function that writes a whole file by one call, to
// see what of it removes the file once the call has failed. With the writer it
// would remove the old file, which is still there.
type wholeRemoval struct {
	*handle
	machine  *control.Machine[wholeState]
	removals map[*ast.CallExpr]*unlinking
	meant    bool // a success removes the file: it is a temporary
}

// removalsAfter returns the edits that take out what removes the file only
// because the call at c, which writes all of path, has failed, the calls in
// them, and the reason why that cannot be done: what removes it may be in a
// caller, too.
func (x *Fixer) removalsAfter(c inspector.Cursor, path ast.Expr, src *source) ([]analysis.TextEdit, []*ast.CallExpr, string) {
	call := c.Node().(*ast.CallExpr)
	r := &wholeRemoval{
		handle:   &handle{Fixer: x, src: src, s: trace.Sink{Call: call, Cursor: c, Path: path}, fn: flow.FunctionAround(c)},
		removals: make(map[*ast.CallExpr]*unlinking),
	}
	if n := r.openBeside(); n != nil {
		return nil, nil, r.lineSeen(n.Pos(), r.s.Call.Pos()) + " has the same file open, which is used later"
	}
	if n := r.identified(r.fn, path); n != nil {
		return nil, nil, r.lineSeen(n.Pos(), r.s.Call.Pos()) + " finds out whether the file is the same one, and it would be another"
	}
	if n := r.linked(); n != nil {
		return nil, nil, fmt.Sprintf("line %d gives the file another name, which would keep the old content", r.line(n.Pos()))
	}
	if reason := r.lookByCaller(r.fn, path, map[*ast.CallExpr]bool{call: true}); reason != "" {
		return nil, nil, reason
	}
	if reason := r.lookAfterFailure(c, path); reason != "" {
		return nil, nil, reason
	}
	if reason := r.removalByName(r.fn, path, call.Pos()); reason != "" {
		return nil, nil, reason
	}
	if !r.anyRemoval() {
		return nil, nil, r.removalByCaller(r.fn, path)
	}
	r.machine = control.NewMachine[wholeState](x.flow.Graphs(), knowledge.MaxBlocks)
	r.machine.Call = r.call
	if !r.machine.Run(r.fn.Node(), wholeState{}, r.exit) {
		return nil, nil, "there are too many ways through the function"
	}
	if r.meant {
		return nil, nil, ""
	}
	return r.drop()
}

// anyRemoval reports whether the function does away with the file anywhere.
func (r *wholeRemoval) anyRemoval() bool {
	for c := range r.fn.Preorder((*ast.CallExpr)(nil)) {
		if r.losesDestination(c.Node().(*ast.CallExpr)) {
			return true
		}
	}
	return false
}

// losesDestination reports whether call removes the file, moves it away or
// empties it, by its name.
func (r *wholeRemoval) losesDestination(call *ast.CallExpr) bool {
	return r.removesDestination(call) || r.lostInside(call) || knowledge.Destroys[r.calleeName(call)] && r.namesFile(call.Args[0])
}

// removesElement reports whether call removes an element of what the path of the
// file is an element of. That may be another file, as which one it is varies.
func (r *wholeRemoval) removesElement(call *ast.CallExpr) bool {
	return r.removesDestination(call) && r.shareElement(call.Args[0], r.s.Path)
}

func (r *wholeRemoval) call(w *control.Way[wholeState], call *ast.CallExpr) []control.Way[wholeState] {
	switch {
	case call == r.s.Call:
		zero, nonZero := r.machine.Fork(*w, call)
		zero.State, nonZero.State = wholeState{written: true}, wholeState{failed: true}
		*w = zero
		return []control.Way[wholeState]{nonZero}
	case r.losesDestination(call) && (w.State.written || w.State.failed):
		w.State.removed = w.State.removed || !r.removesElement(call)
		u := r.removals[call]
		if u == nil {
			u = new(unlinking)
			r.removals[call] = u
		}
		u.before = u.before || w.State.failed
		u.after = u.after || w.State.written
	}
	return nil
}

func (r *wholeRemoval) exit(e control.Exit[wholeState]) {
	if e.Outcome != control.Failed && e.Way.State.written && e.Way.State.removed {
		r.meant = true
	}
}

// drop takes out the removals that a failed write has led to.
func (r *wholeRemoval) drop() (edits []analysis.TextEdit, gone []*ast.CallExpr, reason string) {
	for c := range r.fn.Preorder((*ast.CallExpr)(nil)) {
		call := c.Node().(*ast.CallExpr)
		u := r.removals[call]
		if (u == nil || flow.ParentKind(c) == edge.GoStmt_Call) && r.losesDestination(call) && r.apart(c) {
			return nil, nil, fmt.Sprintf("line %d may remove the old file after a failure", r.line(call.Pos()))
		}
		if u == nil || !u.before {
			continue
		}
		if !r.removesDestination(call) {
			return nil, nil, fmt.Sprintf("line %d does away with the old file after a failure", r.line(call.Pos()))
		}
		here := fmt.Sprintf("line %d removes ", r.line(call.Pos()))
		if n := r.pathChanged(); n != nil {
			return nil, nil, here + fmt.Sprintf("what line %d has made another name", r.line(n.Pos()))
		}
		stmt := r.stmtOf(c)
		switch {
		case u.after:
			return nil, nil, here + "the file, whether it is written or not"
		case !r.namedByPath(call.Args[0]):
			return nil, nil, here + "the old file by another name"
		case plainCall(stmt.Node().(ast.Stmt)) != call || flow.ParentKind(c) == edge.DeferStmt_Call:
			return nil, nil, here + "the old file as a part of something else"
		}
		more, why := r.dropStatement(stmt)
		if why != "" {
			return nil, nil, here + why
		}
		edits = append(edits, more...)
		gone = append(gone, r.callsIn(more)...)
	}
	return edits, gone, r.removalByCaller(r.fn, r.s.Path)
}

// apart reports whether the call at c runs at a time that is not known: in another
// goroutine, or in a function literal that is kept or handed on.
func (h *handle) apart(c inspector.Cursor) bool {
	if flow.ParentKind(c) == edge.GoStmt_Call {
		return true
	}
	for lit := flow.FunctionAround(c); lit != h.fn; lit = flow.FunctionAround(lit.Parent()) {
		if flow.ParentKind(lit) != edge.CallExpr_Fun || flow.ParentKind(lit.Parent()) == edge.GoStmt_Call {
			return true
		}
	}
	return false
}
