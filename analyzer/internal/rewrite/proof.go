package rewrite

import (
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"path/filepath"
	"slices"

	"golang.org/x/tools/go/ast/edge"

	"github.com/atomiclint/atomiclint/analyzer/internal/control"
	"github.com/atomiclint/atomiclint/analyzer/internal/flow"
	"github.com/atomiclint/atomiclint/analyzer/internal/knowledge"
	"github.com/atomiclint/atomiclint/analyzer/internal/trace"
)

// A fileState is what has happened to the file on some way.
type fileState struct {
	stage     trace.Stage
	written   bool
	suspect   bool          // a condition has looked at what has to do with the content since it was last written
	weighed   bool          // the same, or before anything was written
	doubted   bool          // suspect or undone was set when it was published
	tested    bool          // a condition has parted the ways since it was published
	undone    ast.Node      // where control has last parted: the other way leads to more writes
	acted     token.Pos     // something that cannot be taken back was done since the last write
	beckoned  token.Pos     // others were told while the file was not yet published, who may look for it
	announced token.Pos     // a message about the file was made since the last write
	told      ast.Stmt      // what has told others since the last write that something is done
	confessed *ast.CallExpr // the last call that wrote to the file because of an error
	away      token.Pos     // a goroutine was started that writes to it
	group     types.Object  // who waits for that, or nil
	cleaned   bool          // ... a deferred one
	removed   token.Pos     // a call has removed it by its name
	vague     bool          // the function returns what it has made of an error that is nil
	shut      bool          // a call has closed it, or would have before the rewrite
	excused   bool          // it was closed because of an error
	closer    int32         // 1 + index of the closing that ended the work with the file
}

// A proof follows a rewrite through the function and finds out what is wrong
// with it.
type proof struct {
	*handle
	plan     *rewrite
	renamed  bool            // the rewrite publishes where a temporary is renamed now
	left     func(fileState) // if set, is told how far the file is when a loop is done with it
	looped   bool            // the file is opened in a loop
	added    *ast.DeferStmt  // of closeStmt
	machine  *control.Machine[fileState]
	content  map[types.Object]bool  // what has to do with the content of the file
	more     map[ast.Node]bool      // of moreWrites
	ignored  map[*ast.CallExpr]bool // closings whose error nothing looks at
	reached  map[ast.Stmt]bool      // what of plan.after control comes to
	wrong    string
	removals map[*ast.CallExpr]*unlinking
}

// An unlinking is a call that removes the destination.
type unlinking struct {
	before, after bool // it is made when the file is not published, and when it is
	quiet         bool // no error has led to it
}

// prove returns why the rewrite is not right, or "" if it is, and what removes
// the destination.
func (h *handle) prove(plan *rewrite) (reason string, removals map[*ast.CallExpr]*unlinking) {
	p := h.newProof(plan)
	if !p.run(p.exit) && p.wrong == "" {
		return "there are too many ways through the function", nil
	}
	for stmt := range plan.after {
		if p.wrong == "" && !p.reached[stmt] {
			return fmt.Sprintf("control never comes from line %d to what follows it", h.line(stmt.Pos())), nil
		}
	}
	return p.wrong, p.removals
}

func (h *handle) newProof(plan *rewrite) *proof {
	return &proof{
		handle: h, plan: plan, content: h.contentVars(),
		more: make(map[ast.Node]bool), reached: make(map[ast.Stmt]bool), removals: make(map[*ast.CallExpr]*unlinking),
	}
}

// run follows the function with the rewrite. It reports false if there are too
// many ways.
func (p *proof) run(exit func(control.Exit[fileState])) bool {
	p.looped = p.inLoop()
	p.ignored = make(map[*ast.CallExpr]bool)
	for _, cl := range p.closings {
		switch flow.ParentKind(cl.call) {
		case edge.ExprStmt_X, edge.DeferStmt_Call:
			p.ignored[cl.call.Node().(*ast.CallExpr)] = !cl.says
		case edge.AssignStmt_Rhs:
			n := cl.call.Parent().Node().(*ast.AssignStmt)
			p.ignored[cl.call.Node().(*ast.CallExpr)] = isBlank(n.Lhs[0])
		}
	}
	p.machine = control.NewMachine[fileState](p.flow.Graphs(), knowledge.MaxBlocks)
	p.machine.Call = p.call
	p.machine.Before = p.beforeStmt
	p.machine.After = p.afterStmt
	p.machine.Test = p.test
	p.machine.Decide = p.decide
	p.machine.Gone = p.plan.isGone
	p.machine.Deferred = p.deferredCall
	p.machine.Enter = p.enter
	p.refuseLiterals()
	start := fileState{}
	if !flow.Within(p.assign, p.fn.Node()) {
		start.stage = trace.Pending
		p.machine.Begin = p.opened
	}
	return p.machine.Run(p.fn.Node(), start, exit)
}

type fileWay = control.Way[fileState]

// refuse notes a reason why the rewrite is not right.
func (p *proof) refuse(n ast.Node, format string, args ...any) {
	p.refuseAt(n.Pos(), format, args...)
}

func (p *proof) refuseAt(pos token.Pos, format string, args ...any) {
	if p.wrong == "" {
		p.wrong = fmt.Sprintf("line %d ", p.line(pos)) + fmt.Sprintf(format, args...)
	}
}

func (x *Fixer) line(pos token.Pos) int { return x.pass.Fset.Position(pos).Line }

// lineSeen names the line of pos to somebody who looks at from, which may be in
// another file.
func (x *Fixer) lineSeen(pos, from token.Pos) string {
	at, seen := x.pass.Fset.Position(pos), x.pass.Fset.Position(from)
	if at.Filename == seen.Filename {
		return fmt.Sprintf("line %d", at.Line)
	}
	return fmt.Sprintf("line %d of %s", at.Line, filepath.Base(at.Filename))
}

// instead has the ways take the place of w.
func (p *proof) instead(w *fileWay, ways []fileWay) []fileWay {
	if len(ways) == 0 {
		w.Kill()
		return nil
	}
	*w = ways[0]
	return ways[1:]
}

// opening parts the ways on which the file can be opened and cannot.
func (p *proof) opening(w *fileWay, call *ast.CallExpr) []fileWay {
	p.judge(w, call)
	p.machine.Unwatch(w)
	zero, nonZero := p.machine.Fork(*w, call)
	zero.State, nonZero.State = fileState{stage: trace.Pending}, fileState{}
	p.opened(&zero)
	return p.instead(w, []fileWay{zero, nonZero})
}

// opened does what the rewrite puts behind the opening of the file.
func (p *proof) opened(w *fileWay) {
	if p.plan.discard {
		p.machine.Defer(w, p.closeStmt())
	}
	if f := p.plan.finish; f != nil && f.with == nil {
		p.machine.Defer(w, f.stmt)
	}
}

// judge notes that a loop is done with the file that it has opened.
func (p *proof) judge(w *fileWay, n ast.Node) {
	if p.left != nil {
		p.left(w.State)
	}
	switch st := w.State; {
	case st.stage == trace.Pending:
		p.refuse(n, "is reached before the file is closed")
	case st.stage == trace.Discarded && !st.excused:
		p.refuse(n, "comes after the file is closed, and there is no telling whether that is a failure")
	}
	w.State = fileState{}
}

// leaves reports whether n is outside of the loop body that opens the file.
func (p *proof) leaves(w *fileWay, n ast.Node) bool {
	block := p.block.Node()
	return w.State.stage != trace.Unopened && p.looped && !w.Inner(p.fn.Node()) && (n.Pos() < block.Pos() || n.Pos() >= block.End())
}

// closeStmt stands for the deferred Close that the rewrite adds.
func (p *proof) closeStmt() *ast.DeferStmt {
	if p.added == nil {
		p.added = &ast.DeferStmt{Call: &ast.CallExpr{Fun: ast.NewIdent("Close")}}
	}
	return p.added
}

// publish publishes the file on the way w, at n. It returns no way if that
// cannot be.
func (p *proof) publish(w fileWay, n ast.Node) []fileWay {
	st := &w.State
	switch st.stage {
	case trace.Visible, trace.Unopened:
		return []fileWay{w}
	case trace.Refused, trace.Discarded:
		p.refuse(n, "would publish the file after it is closed")
		return []fileWay{w}
	}
	if !p.machine.Unstick(&w) {
		return nil
	}
	if call := p.machine.Unsettled(&w); call != nil {
		p.refuseUnsettled(n, call)
	}
	if st.removed.IsValid() && !p.renamed {
		p.refuse(n, "would publish the file though line %d removes it", p.line(st.removed))
	}
	if st.away.IsValid() {
		p.refuse(n, "ends the file, and there is no telling whether what line %d starts has written it", p.line(st.away))
	}
	if st.acted.IsValid() && !p.renamed {
		p.refuse(n, "would publish the file only after line %d, which cannot be undone", p.line(st.acted))
	}
	if st.beckoned.IsValid() && !p.renamed {
		p.refuse(n, "would publish the file only after line %d, by which others may know of it", p.line(st.beckoned))
	}
	st.doubted, st.tested = st.suspect || st.undone != nil, false
	st.stage, st.suspect = trace.Visible, false
	return []fileWay{w}
}

// refuseUnsettled refuses to publish at n, as nobody may have looked at the error
// of call.
func (p *proof) refuseUnsettled(n ast.Node, call *ast.CallExpr) {
	name := types.ExprString(call.Fun)
	if p.line(n.Pos()) == p.line(call.Pos()) {
		p.refuse(n, "goes on when %s fails", name)
	}
	p.refuse(n, "ends the file though the error of %s in line %d may not be nil", name, p.line(call.Pos()))
}

func (p *proof) refusedAt(w fileWay) fileWay {
	if w.State.stage == trace.Pending {
		w.State.stage = trace.Refused
	}
	return w
}

// commitAt publishes the file at n, in code that ends the function if that
// fails.
func (p *proof) commitAt(w *fileWay, n ast.Node) []fileWay {
	if w.State.stage == trace.Unopened {
		return nil
	}
	ways := p.publish(*w, n)
	if w.State.stage == trace.Pending && !w.Inner(p.fn.Node()) && !p.looped {
		failed := p.refusedAt(*w)
		p.machine.Leave(&failed)
		ways = append(ways, failed)
	}
	return p.instead(w, ways)
}

// beforeStmt does what the rewrite puts before stmt.
func (p *proof) beforeStmt(w *fileWay, stmt ast.Stmt) []fileWay {
	var more []fileWay
	if p.leaves(w, stmt) {
		p.judge(w, stmt)
	}
	if p.plan.closes[stmt] && w.State.stage == trace.Pending {
		p.plan.discards[stmt] = true
		p.drop(w)
	}
	if n, ok := stmt.(*ast.GoStmt); ok && w.State.stage == trace.Pending && p.writesThrough(n) {
		p.started(w, n)
	}
	if ret, ok := stmt.(*ast.ReturnStmt); ok && !w.Inner(p.fn.Node()) {
		w.State.vague = p.wrapsNil(w, ret)
		p.judgeRemoval(w, ret)
		if p.plan.before[ret.Pos()] {
			more = p.commitAt(w, stmt)
		}
	}
	if v := p.plan.ifNil[stmt]; v != nil && w.State.stage == trace.Pending {
		more = p.commitIf(w, v, stmt)
	}
	if f := p.plan.finish; f != nil && f.place == finishBefore && f.with == stmt && w.State.stage != trace.Unopened {
		p.machine.Defer(w, f.stmt)
	}
	return more
}

// judgeRemoval refuses what removes the file, but may return no error.
func (p *proof) judgeRemoval(w *fileWay, n ast.Node) {
	if w.State.removed.IsValid() && w.State.vague && !p.renamed {
		p.refuse(n, "may belong to a success, though line %d removes the file", p.line(w.State.removed))
	}
}

// wrapsNil reports whether ret returns what a function makes of an error that
// is nil on the way.
func (p *proof) wrapsNil(w *fileWay, ret *ast.ReturnStmt) bool {
	if len(ret.Results) == 0 {
		return false
	}
	call, ok := ast.Unparen(ret.Results[len(ret.Results)-1]).(*ast.CallExpr)
	return ok && slices.ContainsFunc(call.Args, func(arg ast.Expr) bool {
		return flow.IsError(p.pass.TypesInfo.TypeOf(arg)) && p.machine.KnownOf(w, arg) == control.Zero
	})
}

// afterStmt does what the rewrite puts after stmt.
func (p *proof) afterStmt(w *fileWay, stmt ast.Stmt) []fileWay {
	if w.State.stage != trace.Unopened && p.plan.isGone(stmt) {
		w.State.shut = w.State.shut || p.closesIn(stmt)
		if call := plainCall(stmt); p.renamed && call != nil && (p.plan.cleaners[p.flow.ObjectOf(call.Fun)] || p.flow.Callee(call) != nil && p.removes(call)) {
			w.State.removed = call.Pos()
		}
	}
	if f := p.plan.finish; f != nil && f.place == finishAfter && f.with == stmt && w.State.stage != trace.Unopened {
		p.machine.Defer(w, f.stmt)
	}
	if w.State.stage == trace.Pending && p.signals(stmt) {
		p.tell(w, stmt)
	}
	if w.State.stage == trace.Pending && p.beckons(stmt) {
		w.State.beckoned = stmt.Pos()
	}
	if p.plan.closesAfter[stmt] && w.State.stage == trace.Pending {
		p.drop(w)
	}
	if p.plan.after[stmt] {
		p.reached[stmt] = true
		return p.commitAt(w, stmt)
	}
	return nil
}

// tell notes that stmt tells others that something is done.
func (p *proof) tell(w *fileWay, stmt ast.Stmt) {
	w.State.told = stmt
	if _, sends := stmt.(*ast.SendStmt); sends && w.State.written {
		w.State.acted = stmt.Pos()
	}
}

// enter does what the rewrite puts at the beginning of the body of stmt.
func (p *proof) enter(w *fileWay, stmt *ast.IfStmt) {
	if p.plan.closesIn[stmt] && w.State.stage == trace.Pending {
		p.drop(w)
	}
}

// commitIf publishes the file if the error v, or the result of the function,
// is nil, and keeps the error of that in it.
func (p *proof) commitIf(w *fileWay, v *types.Var, n ast.Node) []fileWay {
	zero, nonZero := p.machine.ByVar(*w, v)
	if w.State.removed.IsValid() && len(nonZero) > 0 {
		zero = nil // what is removed is no success
	}
	ways := nonZero
	for _, z := range zero {
		failed := p.refusedAt(z)
		p.machine.SetVar(&failed, v, control.NonZero)
		ways = append(append(ways, p.publish(z, n)...), failed)
	}
	return p.instead(w, ways)
}

// deferredCall runs the deferred calls that the rewrite adds or changes.
func (p *proof) deferredCall(w *fileWay, stmt *ast.DeferStmt, kind control.ExitKind) ([]fileWay, bool) {
	f := p.plan.finish
	switch {
	case p.added != nil && stmt == p.added:
		if w.State.stage == trace.Pending {
			w.State.stage = trace.Discarded
		}
	case f != nil && (stmt == f.stmt || f.place == finishInstead && f.with == stmt):
		if w.State.stage == trace.Unopened || w.State.stage == trace.Visible {
			break
		}
		if kind == control.Panicked {
			w.State.stage = trace.Discarded
			break
		}
		more := p.commitIf(w, f.result, p.where(&ast.ReturnStmt{Return: p.fn.Node().End() - 1}))
		ways := append([]fileWay{*w}, more...)
		for i := range ways {
			if ways[i].State.stage == trace.Pending {
				ways[i].State.stage = trace.Discarded
			}
		}
		return ways, true
	default:
		return nil, false
	}
	return []fileWay{*w}, true
}
