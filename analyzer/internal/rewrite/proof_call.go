package rewrite

import (
	"go/ast"
	"go/token"
	"go/types"

	"github.com/atomiclint/atomiclint/analyzer/internal/control"
	"github.com/atomiclint/atomiclint/analyzer/internal/flow"
	"github.com/atomiclint/atomiclint/analyzer/internal/trace"
)

// call notes what a call does to the file.
func (p *proof) call(w *fileWay, call *ast.CallExpr) []fileWay {
	st := &w.State
	switch {
	case call == p.s.Call:
		return p.opening(w, call)
	case st.stage == trace.Unopened:
		return nil
	case p.plan.commits[call]:
		st.shut = st.shut || p.isClosing(call) >= 0
		zero, nonZero := p.machine.Fork(*w, call)
		ways := append(p.publish(zero, call), p.refusedAt(nonZero))
		return p.instead(w, ways)
	case p.isClosing(call) >= 0:
		p.closed(w, call)
		return nil
	case p.cleaned[call] != nil:
		p.clean(w, call)
		return nil
	}
	if st.stage == trace.Visible && p.plan.risky == nil && !w.Inner(p.fn.Node()) && !p.calmCall(call) {
		p.plan.risky = call
	}
	if waits[p.calleeName(call)] {
		p.waited(w, call)
	}
	if !p.renamed && (p.removesDestination(call) || p.lostInside(call)) {
		p.removed(w, call)
		return nil
	}
	if !p.renamed {
		p.lookup(w, call)
	}
	if p.touches(call) {
		p.written(w, call)
		return nil
	}
	switch {
	case st.stage != trace.Pending || !st.written:
	case p.acts(call), p.answersPeer(call):
		st.acted = call.Pos()
	case p.announces(call):
		st.announced = call.Pos()
	}
	if w.Inner(p.fn.Node()) || !flow.ReturnsError(p.pass.TypesInfo, call) {
		return nil
	}
	p.part(w, call)
	return nil
}

// clean does what a cleaner does when call calls it.
func (p *proof) clean(w *fileWay, call *ast.CallExpr) {
	for _, inner := range p.cleaned[call] {
		p.call(w, inner)
	}
	if !w.Inner(p.fn.Node()) && flow.ReturnsError(p.pass.TypesInfo, call) {
		p.part(w, call)
	}
}

// isClosing returns the index of the closing that call is, or -1.
func (p *proof) isClosing(call *ast.CallExpr) int {
	for i, cl := range p.closings {
		if cl.call.Node() == call {
			return i
		}
	}
	return -1
}

// closed discards the file, unless it is published. The Close of the writer
// returns nil.
func (p *proof) closed(w *fileWay, call *ast.CallExpr) {
	if w.State.shut && !p.ignored[call] {
		p.refuse(call, "closes the file again, and looks at the error of that")
	}
	w.State.shut = true
	if w.State.stage == trace.Pending {
		p.drop(w)
		w.State.closer = int32(p.isClosing(call)) + 1
	}
	if p.isCloseCall(call) {
		p.machine.Set(w, call, control.Zero)
	}
}

// drop discards the file.
func (p *proof) drop(w *fileWay) {
	w.State.stage, w.State.excused = trace.Discarded, w.Troubled()
}

// removed notes that call removes the destination.
func (p *proof) removed(w *fileWay, call *ast.CallExpr) {
	w.State.removed, w.State.cleaned = call.Pos(), w.State.cleaned || w.Inner(p.fn.Node())
	p.judgeRemoval(w, call)
	r := p.removals[call]
	if r == nil {
		r = new(unlinking)
		p.removals[call] = r
	}
	if w.State.stage == trace.Visible {
		r.after = true
	} else {
		r.before, r.quiet = true, r.quiet || !w.Troubled()
	}
}

// lookup notes that call may look for the file by its name before it is there.
func (p *proof) lookup(w *fileWay, call *ast.CallExpr) {
	if w.State.stage == trace.Visible {
		return
	}
	switch {
	case p.runsCommand(call) && w.State.written && !p.moreWrites(call):
		p.refuse(call, "runs a command before the file is published")
	case p.looksUnseen(call):
		p.refuse(call, "calls %s, which may look for the file, before that is published", types.ExprString(call.Fun))
	case p.needsName(call):
		p.refuse(call, "gives %s the name of the file before it is published", types.ExprString(call.Fun))
	case w.State.written && w.State.stage == trace.Pending && p.callsBack(call) && !p.touches(call) && p.isLast(w, call) && !w.Troubled():
		p.refuse(call, "calls %s, which may look for the file, before that is published", types.ExprString(call.Fun))
	}
}

// isLast reports whether nothing is written to the file after call.
func (p *proof) isLast(w *fileWay, call *ast.CallExpr) bool {
	return w.Inner(p.fn.Node()) || !p.moreWrites(call)
}

// written notes that call may write to the file.
func (p *proof) written(w *fileWay, call *ast.CallExpr) {
	st := &w.State
	switch {
	case p.touchesOnly(call):
		if st.stage == trace.Visible {
			p.refuse(call, "uses the file after it is published")
		}
		return
	case st.stage == trace.Visible:
		p.refuse(call, "writes to the file after it is published")
	}
	if starts[p.calleeName(call)] {
		p.started(w, call)
	}
	if w.Troubled() && st.stage == trace.Pending && !ends(call) {
		st.confessed = call
	}
	st.written, st.suspect, st.weighed, st.acted, st.announced, st.told = true, false, false, token.NoPos, token.NoPos, nil
	if flow.ReturnsError(p.pass.TypesInfo, call) {
		p.machine.Watch(w, call, p.watching(call))
	}
}

// ends reports whether call is a method that hands on what was written before.
func ends(call *ast.CallExpr) bool {
	switch flow.CalleeName(call) {
	case "Close", "Flush", "Stop", "End":
		return true
	}
	return false
}
