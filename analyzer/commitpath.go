package analyzer

import (
	"go/ast"
	"go/token"
	"go/types"

	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"

	"github.com/atomiclint/atomiclint/analyzer/internal/control"
)

// paths are the ways through a function, with what happens to one pending file
// on them.
type paths struct {
	*account
	machine *control.Machine[progress]
	byCall  map[*ast.CallExpr][]*step
	byStmt  map[ast.Stmt][]*step // of what is no call, or runs in a function literal within the statement

	exits  []pendingExit
	before map[*step]bool  // what happens while the file is pending
	after  map[*step]*step // what happens after a commit, and which
	known  bool            // all ways were followed
}

// A progress is what has happened to the file on the way to some point.
type progress struct {
	stage  stage
	filled bool  // something was written
	gaveUp bool  // it is discarded other than by a deferred call
	told   bool  // the error of publishing it was told apart from others
	by     int32 // 1 + index of the step that ended the work with it
}

type pendingWay = control.Way[progress]

// A pendingExit is one end of the function after the file was opened.
type pendingExit struct {
	ret     *ast.ReturnStmt // at the end of the body one that is not in the source
	outcome control.Outcome
	unsure  bool            // or another
	origins []*ast.CallExpr // what the error comes from that is returned
	progress
}

// paths follows the function.
func (a *account) paths() *paths {
	p := &paths{
		account: a,
		byCall:  make(map[*ast.CallExpr][]*step),
		byStmt:  make(map[ast.Stmt][]*step),
		before:  make(map[*step]bool),
		after:   make(map[*step]*step),
	}
	for i := range a.steps {
		p.place(&a.steps[i])
	}
	p.machine = control.NewMachine[progress](a.flow.graphs(), maxBlocks)
	p.machine.Call = p.call
	p.machine.After = p.afterStmt
	p.machine.Declare = func(w *pendingWay, spec *ast.ValueSpec) { p.made(w, spec) }
	p.machine.Decide = p.decide
	p.machine.Test = p.test
	p.known = p.machine.Run(a.fn.cursor.Node(), progress{}, func(e control.Exit[progress]) {
		ret, ok := e.At.(*ast.ReturnStmt)
		if !ok || e.Way.State.stage == unopened || e.Kind != control.Returned {
			return
		}
		unsure := e.Unsure || p.fn.sig.Results().Len() == 0 && p.flow.speaksBefore(p.fn.cursor.Node(), ret)
		p.exits = append(p.exits, pendingExit{ret, e.Outcome, unsure, p.machine.Origins(e), e.Way.State})
	})
	return p
}

// place finds out with which call or statement s happens.
func (p *paths) place(s *step) {
	lit, inside := p.literalAround(s.at)
	call, isCall := s.at.Node().(*ast.CallExpr)
	if isCall && (!inside || parentKind(lit) == edge.CallExpr_Fun && parentKind(lit.Parent()) == edge.DeferStmt_Call) {
		p.byCall[call] = append(p.byCall[call], s)
		return
	}
	c := s.at
	if inside {
		c = lit
	}
	for !inList(c) && parentKind(c) != edge.IfStmt_Init && c != p.fn.cursor {
		c = c.Parent()
	}
	if stmt, ok := c.Node().(ast.Stmt); ok {
		if n, ok := stmt.(*ast.IfStmt); ok && n.Init != nil {
			stmt = n.Init
		}
		p.byStmt[stmt] = append(p.byStmt[stmt], s)
	}
}

// literalAround returns the outermost function literal around c within the
// function.
func (p *paths) literalAround(c inspector.Cursor) (lit inspector.Cursor, ok bool) {
	for fc := range c.Enclosing((*ast.FuncDecl)(nil), (*ast.FuncLit)(nil)) {
		if fc == p.fn.cursor {
			break
		}
		lit, ok = fc, true
	}
	return lit, ok
}

// covers reports whether pos is in n.
func covers(n ast.Node, pos token.Pos) bool { return n.Pos() <= pos && pos < n.End() }

func (p *paths) call(w *pendingWay, call *ast.CallExpr) []pendingWay {
	if ast.Node(call) == p.file.at.Node() {
		return p.opening(w, call)
	}
	if w.State.stage == unopened {
		return nil
	}
	var more []pendingWay
	for _, s := range p.byCall[call] {
		if s.kind == commits {
			more = append(more, p.commit(w, s, call)...)
			continue
		}
		p.advance(w, s)
	}
	return more
}

// opening parts the ways on which the file can be opened and cannot.
func (p *paths) opening(w *pendingWay, call *ast.CallExpr) []pendingWay {
	zero, nonZero := p.machine.Fork(*w, call)
	zero.State, nonZero.State = progress{stage: pending}, progress{}
	*w = zero
	if p.file.err == nil {
		return nil
	}
	return []pendingWay{nonZero}
}

// made notes that n makes the file other than by a call.
func (p *paths) made(w *pendingWay, n ast.Node) {
	if _, isCall := p.file.at.Node().(*ast.CallExpr); !isCall && covers(n, p.file.at.Node().Pos()) {
		w.State = progress{stage: pending}
	}
}

// afterStmt notes what a statement does to the file other than by a call.
func (p *paths) afterStmt(w *pendingWay, stmt ast.Stmt) []pendingWay {
	if simple(stmt) {
		p.made(w, stmt)
	}
	if w.State.stage == unopened {
		return nil
	}
	for _, s := range p.byStmt[stmt] {
		if s.kind == commits {
			w.State.stage = visible
			continue
		}
		p.advance(w, s)
	}
	return nil
}

// commit parts the ways on which the step s, in call, publishes the file and
// does not.
func (p *paths) commit(w *pendingWay, s *step, call *ast.CallExpr) []pendingWay {
	if w.State.stage != pending {
		return nil
	}
	p.before[s] = true
	w.State.by = p.index(s) + 1
	if v := p.finishVar(s, call); v != nil {
		zero, nonZero := p.machine.ByVar(*w, v)
		for i := range zero {
			zero[i].State.stage = visible
		}
		for i := range nonZero {
			nonZero[i].State.stage, nonZero[i].State.gaveUp = discarded, true
		}
		ways := append(zero, nonZero...)
		*w = ways[0]
		return ways[1:]
	}
	zero, nonZero := p.machine.Fork(*w, call)
	zero.State.stage, nonZero.State.stage = visible, refused
	*w = zero
	return []pendingWay{nonZero}
}

func (p *paths) index(s *step) int32 {
	for i := range p.steps {
		if &p.steps[i] == s {
			return int32(i)
		}
	}
	return -1
}

// finishVar returns the variable whose address the step s gives to Finish.
func (p *paths) finishVar(s *step, call *ast.CallExpr) *types.Var {
	if p.file.kind.finish == "" || s.name != p.file.kind.finish || len(call.Args) != 1 {
		return nil
	}
	arg, ok := ast.Unparen(call.Args[0]).(*ast.UnaryExpr)
	if !ok || arg.Op != token.AND {
		return nil
	}
	v, _ := p.objectOf(arg.X).(*types.Var)
	return v
}

// advance notes what s does.
func (p *paths) advance(w *pendingWay, s *step) {
	st := &w.State
	switch st.stage {
	case pending:
		p.before[s] = true
	case visible:
		if st.by > 0 && p.after[s] == nil {
			p.after[s] = &p.steps[st.by-1]
		}
	}
	switch s.kind {
	case fills:
		st.filled = true
	case discards:
		if st.stage == pending {
			st.stage = discarded
			st.gaveUp = !s.deferred
			st.by = p.index(s) + 1
		}
	case reopens:
		*st = progress{}
	}
}

// test notes that the error of publishing the file is told apart from others.
func (p *paths) test(w *pendingWay, cond ast.Expr) {
	if w.State.stage != refused {
		return
	}
	ast.Inspect(cond, func(n ast.Node) bool {
		if call, ok := n.(*ast.CallExpr); ok && len(call.Args) > 0 && isError(p.info.TypeOf(call.Args[0])) {
			w.State.told = true
		}
		return true
	})
}

// decide knows that the file is not nil where it is open.
func (p *paths) decide(w *pendingWay, cond ast.Expr) control.Known {
	e, ok := cond.(*ast.BinaryExpr)
	if !ok || e.Op != token.EQL && e.Op != token.NEQ || !p.info.Types[e.Y].IsNil() || w.State.stage == unopened || !p.isVar(e.X, p.file.v) {
		return control.Unknown
	}
	if e.Op == token.NEQ {
		return control.NonZero
	}
	return control.Zero
}

// isVar reports whether e is the variable v; it is not if v is nil.
func (p *pendings) isVar(e ast.Expr, v types.Object) bool {
	id, ok := ast.Unparen(e).(*ast.Ident)
	return ok && v != nil && p.info.ObjectOf(id) == v
}

// succeeds reports whether the function is known to succeed.
func (e pendingExit) succeeds() bool { return e.outcome == control.Succeeded && !e.unsure }

// fails reports whether the function is known to fail.
func (e pendingExit) fails() bool { return e.outcome == control.Failed && !e.unsure }

// covered reports whether a deferred call discards the file.
func (e pendingExit) covered() bool { return e.stage == discarded && !e.gaveUp }
