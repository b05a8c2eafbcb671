package pending

import (
	"go/ast"
	"go/token"
	"go/types"

	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"

	"github.com/atomiclint/atomiclint/analyzer/internal/control"
	"github.com/atomiclint/atomiclint/analyzer/internal/flow"
	"github.com/atomiclint/atomiclint/analyzer/internal/knowledge"
	"github.com/atomiclint/atomiclint/analyzer/internal/trace"
)

// Ways are the ways through a function, with what happens to one pending file
// on them.
type Ways struct {
	*Account
	machine *control.Machine[progress]
	byCall  map[*ast.CallExpr][]*step
	byStmt  map[ast.Stmt][]*step // of what is no call, or runs in a function literal within the statement

	Exits  []Exit
	before map[*step]bool  // what happens while the file is pending
	after  map[*step]*step // what happens after a commit, and which
	known  bool            // all ways were followed
}

// A progress is what has happened to the file on the way to some point.
type progress struct {
	Stage  trace.Stage
	filled bool  // something was written
	GaveUp bool  // it is discarded other than by a deferred call
	told   bool  // the error of publishing it was told apart from others
	By     int32 // 1 + index of the step that ended the work with it
}

type way = control.Way[progress]

// A Exit is one end of the function after the file was opened.
type Exit struct {
	Ret     *ast.ReturnStmt // at the end of the body one that is not in the source
	Outcome control.Outcome
	Unsure  bool            // or another
	origins []*ast.CallExpr // what the error comes from that is returned
	progress
}

// ways follows the function.
func (a *Account) ways() *Ways {
	p := &Ways{
		Account: a,
		byCall:  make(map[*ast.CallExpr][]*step),
		byStmt:  make(map[ast.Stmt][]*step),
		before:  make(map[*step]bool),
		after:   make(map[*step]*step),
	}
	for i := range a.Steps {
		p.place(&a.Steps[i])
	}
	p.machine = control.NewMachine[progress](a.Flow.Graphs(), knowledge.MaxBlocks)
	p.machine.Call = p.call
	p.machine.After = p.afterStmt
	p.machine.Declare = func(w *way, spec *ast.ValueSpec) { p.made(w, spec) }
	p.machine.Decide = p.decide
	p.machine.Test = p.test
	p.known = p.machine.Run(a.Fn.Cursor.Node(), progress{}, func(e control.Exit[progress]) {
		ret, ok := e.At.(*ast.ReturnStmt)
		if !ok || e.Way.State.Stage == trace.Unopened || e.Kind != control.Returned {
			return
		}
		unsure := e.Unsure || p.Fn.Sig.Results().Len() == 0 && p.Flow.SpeaksBefore(p.Fn.Cursor.Node(), ret)
		p.Exits = append(p.Exits, Exit{ret, e.Outcome, unsure, p.machine.Origins(e), e.Way.State})
	})
	return p
}

// place finds out with which call or statement s happens.
func (p *Ways) place(s *step) {
	lit, inside := p.literalAround(s.At)
	call, isCall := s.At.Node().(*ast.CallExpr)
	if isCall && (!inside || flow.IsDeferred(lit)) {
		p.byCall[call] = append(p.byCall[call], s)
		return
	}
	c := s.At
	if inside {
		c = lit
	}
	for !flow.InList(c) && flow.ParentKind(c) != edge.IfStmt_Init && c != p.Fn.Cursor {
		c = c.Parent()
	}
	if stmt, ok := c.Node().(ast.Stmt); ok {
		if n, ok := stmt.(*ast.IfStmt); ok && n.Init != nil {
			stmt = n.Init
		}
		p.byStmt[stmt] = append(p.byStmt[stmt], s)
	}
}

// LiteralAround returns the outermost function literal around c within the
// function.
func (p *Ways) literalAround(c inspector.Cursor) (lit inspector.Cursor, ok bool) {
	for fc := range c.Enclosing((*ast.FuncDecl)(nil), (*ast.FuncLit)(nil)) {
		if fc == p.Fn.Cursor {
			break
		}
		lit, ok = fc, true
	}
	return lit, ok
}

func (p *Ways) call(w *way, call *ast.CallExpr) []way {
	if ast.Node(call) == p.File.At.Node() {
		return p.opening(w, call)
	}
	if w.State.Stage == trace.Unopened {
		return nil
	}
	var more []way
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
func (p *Ways) opening(w *way, call *ast.CallExpr) []way {
	zero, nonZero := p.machine.Fork(*w, call)
	zero.State, nonZero.State = progress{Stage: trace.Pending}, progress{}
	*w = zero
	if p.File.Err == nil {
		return nil
	}
	return []way{nonZero}
}

// made notes that n makes the file other than by a call.
func (p *Ways) made(w *way, n ast.Node) {
	if _, isCall := p.File.At.Node().(*ast.CallExpr); !isCall && flow.Covers(n, p.File.At.Node().Pos()) {
		w.State = progress{Stage: trace.Pending}
	}
}

// afterStmt notes what a statement does to the file other than by a call.
func (p *Ways) afterStmt(w *way, stmt ast.Stmt) []way {
	for _, s := range p.byStmt[stmt] {
		switch {
		case w.State.Stage == trace.Unopened:
		case s.kind == commits:
			w.State.Stage = trace.Visible
		default:
			p.advance(w, s)
		}
	}
	if flow.Simple(stmt) {
		p.made(w, stmt) // its variable held another before
	}
	return nil
}

// commit parts the ways on which the step s, in call, publishes the file and
// does not.
func (p *Ways) commit(w *way, s *step, call *ast.CallExpr) []way {
	if w.State.Stage != trace.Pending {
		return nil
	}
	p.before[s] = true
	w.State.By = p.index(s) + 1
	if v := p.finishVar(s, call); v != nil {
		zero, nonZero := p.machine.ByVar(*w, v)
		for i := range zero {
			zero[i].State.Stage = trace.Visible
		}
		for i := range nonZero {
			nonZero[i].State.Stage, nonZero[i].State.GaveUp = trace.Discarded, true
		}
		ways := append(zero, nonZero...)
		*w = ways[0]
		return ways[1:]
	}
	zero, nonZero := p.machine.Fork(*w, call)
	zero.State.Stage, nonZero.State.Stage = trace.Visible, trace.Refused
	*w = zero
	return []way{nonZero}
}

func (p *Ways) index(s *step) int32 {
	for i := range p.Steps {
		if &p.Steps[i] == s {
			return int32(i)
		}
	}
	return -1
}

// finishVar returns the variable whose address the step s gives to Finish.
func (p *Ways) finishVar(s *step, call *ast.CallExpr) *types.Var {
	if s.name != p.File.Kind.Finish {
		return nil
	}
	arg, ok := ast.Unparen(call.Args[0]).(*ast.UnaryExpr)
	if !ok || arg.Op != token.AND {
		return nil
	}
	v, _ := p.ObjectOf(arg.X).(*types.Var)
	return v
}

// advance notes what s does.
func (p *Ways) advance(w *way, s *step) {
	st := &w.State
	switch st.Stage {
	case trace.Pending:
		p.before[s] = true
	case trace.Visible:
		if st.By > 0 && p.after[s] == nil {
			p.after[s] = &p.Steps[st.By-1]
		}
	}
	switch s.kind {
	case fills:
		st.filled = true
	case discards:
		if st.Stage == trace.Pending {
			st.Stage = trace.Discarded
			st.GaveUp = !s.Deferred
			st.By = p.index(s) + 1
		}
	case reopens:
		*st = progress{}
	}
}

// test notes that the error of publishing the file is told apart from others.
func (p *Ways) test(w *way, cond ast.Expr) {
	if w.State.Stage != trace.Refused {
		return
	}
	ast.Inspect(cond, func(n ast.Node) bool {
		if call, ok := n.(*ast.CallExpr); ok && len(call.Args) > 0 && flow.IsError(p.Info.TypeOf(call.Args[0])) {
			w.State.told = true
		}
		return true
	})
}

// decide knows that the file is not nil where it is open.
func (p *Ways) decide(w *way, cond ast.Expr) control.Known {
	e, ok := cond.(*ast.BinaryExpr)
	if !ok || e.Op != token.EQL && e.Op != token.NEQ || !p.Info.Types[e.Y].IsNil() || w.State.Stage == trace.Unopened || !p.IsVar(e.X, p.File.V) {
		return control.Unknown
	}
	if e.Op == token.NEQ {
		return control.NonZero
	}
	return control.Zero
}

// IsVar reports whether e is the variable v; it is not if v is nil.
func (p *Checker) IsVar(e ast.Expr, v types.Object) bool {
	id, ok := ast.Unparen(e).(*ast.Ident)
	return ok && v != nil && p.Info.ObjectOf(id) == v
}

// succeeds reports whether the function is known to succeed.
func (e Exit) succeeds() bool { return e.Outcome == control.Succeeded && !e.Unsure }

// fails reports whether the function is known to fail.
func (e Exit) fails() bool { return e.Outcome == control.Failed && !e.Unsure }

// Covered reports whether a deferred call discards the file.
func (e Exit) Covered() bool { return e.Stage == trace.Discarded && !e.GaveUp }
