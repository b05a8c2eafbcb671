package control

import (
	"go/ast"
	"go/token"

	"golang.org/x/tools/go/cfg"
)

// A Machine follows every way through a function. Its client is told what
// happens, and keeps what it wants to remember of a way in a State, which is
// copied where ways part.
type Machine[S comparable] struct {
	*Graphs

	// Call, if set, is told of each call when it is made: after its arguments,
	// deferred calls when the function ends. It may change the way, and return
	// others that go on beside it.
	Call func(w *Way[S], call *ast.CallExpr) []Way[S]
	// Before and After, if set, are told of each statement before it begins
	// and when it is done and control goes on to what follows it. They are not
	// told of what leaves a statement by a jump.
	Before, After func(w *Way[S], stmt ast.Stmt) []Way[S]
	// Begin, if set, may prepare the way at the beginning of the function.
	Begin func(w *Way[S])
	// Enter, if set, is told of each if statement into whose body control goes.
	Enter func(w *Way[S], stmt *ast.IfStmt)
	// Declare, if set, is told of each declaration of variables.
	Declare func(w *Way[S], spec *ast.ValueSpec)
	// Test, if set, is told of each condition on which ways part.
	Test func(w *Way[S], cond ast.Expr)
	// Gone, if set, reports whether a statement is taken out, so that control
	// passes it.
	Gone func(n ast.Node) bool
	// Deferred, if set, may run a deferred call, other than the statement says.
	Deferred func(w *Way[S], stmt *ast.DeferStmt, kind ExitKind) (ways []Way[S], ok bool)
	// Decide, if set, may know the value of a condition, or an operand of one.
	Decide func(w *Way[S], cond ast.Expr) Known

	limit   int // of the blocks to visit
	visited int
	numbers map[any]int32
	objects []any // by number
	stacks  map[deferred]*deferred
}

// NewMachine returns a machine that visits at most limit blocks, counting one
// again for each state in which it is reached.
func NewMachine[S comparable](c *Graphs, limit int) *Machine[S] {
	return &Machine[S]{Graphs: c, limit: limit}
}

// A Way is one way through a function up to some point.
type Way[S comparable] struct {
	State S

	values   values
	graph    *graph
	deferred *deferred
	trouble  trouble
	// unseen is a watched call whose error was not looked at before the call
	// was made again, or nil.
	unseen int32
	// stuck is set if a call whose error is sticky has failed, and was made again.
	stuck  bool
	leaves departure // how the function ends here
	dead   bool
}

// A departure tells whether and how a way leaves the function other than by
// the statement that it has come to.
type departure uint8

const (
	stays departure = iota
	fails           // it returns with an error
	dies            // a call panics
	halts           // a call ends the program, with a failure
	quits           // a call ends the program, and there is no telling whether with a failure
)

// deferred is a stack of the calls that a way has deferred.
type deferred struct {
	stmt *ast.DeferStmt
	next *deferred
}

// A trouble is the part of a function that control reaches only with an error
// that is not nil, and was not told apart from failure.
type trouble struct {
	from, to token.Pos
	told     bool // something is done about it, other than to return
}

func (t trouble) active() bool { return t.to.IsValid() }

type key[S comparable] struct {
	block    int32
	state    S
	values   string
	deferred *deferred
	trouble  trouble
	unseen   int32
	stuck    bool
}

// An Exit is one end of a way through a function.
type Exit[S comparable] struct {
	Kind    ExitKind
	At      ast.Node // the statement that ends it; at the end of the body an *ast.ReturnStmt that is not in the source
	Way     Way[S]
	Outcome Outcome
	// Unsure is set if Outcome is one of two that are both possible.
	Unsure bool
	// Result is what is known of the last result, if that is an error or a
	// condition.
	Result Known
	// Err is the expression of that result where the function returns it, or nil.
	Err ast.Expr

	graph *graph
}

// ExitKind tells how a function ends.
type ExitKind uint8

const (
	Returned ExitKind = iota
	Panicked          // or runtime.Goexit: deferred calls have run
	Exited            // the program has ended; deferred calls have not run
)

// Outcome tells whether a function has failed.
type Outcome uint8

const (
	Undecided Outcome = iota
	Succeeded
	Failed
)

// Run follows fn, an *ast.FuncDecl or *ast.FuncLit, and calls exit for each
// way out. It reports false if there are too many ways to follow.
func (m *Machine[S]) Run(fn ast.Node, start S, exit func(Exit[S])) bool {
	g := m.graph(fn)
	if g == nil {
		return false
	}
	w := m.entry(g)
	w.State = start
	if m.Begin != nil {
		m.Begin(&w)
	}
	exits, ok := m.body(g, w)
	for _, e := range exits {
		exit(e)
	}
	return ok
}

// entry returns the way at the beginning of g.
func (m *Machine[S]) entry(g *graph) Way[S] {
	w := Way[S]{graph: g}
	if g.sig != nil {
		for v := range g.sig.Results().Variables() {
			if tracked(v) && g.steady(v, token.NoPos) {
				w.values = w.values.with(m.number(v), value{known: Zero})
			}
		}
	}
	return w
}

// number returns the number of an object or a call.
func (m *Machine[S]) number(x any) int32 {
	if n, ok := m.numbers[x]; ok {
		return n
	}
	if m.numbers == nil {
		m.numbers = make(map[any]int32)
	}
	m.objects = append(m.objects, x)
	n := int32(len(m.objects))
	m.numbers[x] = n
	return n
}

// body follows the body of g and returns its exits, after deferred calls.
func (m *Machine[S]) body(g *graph, start Way[S]) ([]Exit[S], bool) {
	var exits []Exit[S]
	outer := start.graph
	start.graph = g
	ok := m.blocks(g, start, func(e Exit[S]) {
		for _, e := range m.runDeferred(g, e) {
			e.Way.graph = outer
			exits = append(exits, e)
		}
	})
	return exits, ok && m.visited <= m.limit
}

// blocks follows the blocks of g from the first.
func (m *Machine[S]) blocks(g *graph, start Way[S], exit func(Exit[S])) bool {
	type place struct {
		block *cfg.Block
		way   Way[S]
	}
	seen := make(map[key[S]]bool)
	work := []place{{g.blocks[0], start}}
	for len(work) > 0 {
		p := work[len(work)-1]
		work = work[:len(work)-1]
		ways := m.arrive(p.block, p.way)
		for _, w := range m.departed(ways, p.block.Stmt, exit) {
			k := key[S]{p.block.Index, w.State, w.values.key(), w.deferred, w.trouble, w.unseen, w.stuck}
			if seen[k] {
				continue
			}
			seen[k] = true
			if m.visited++; m.visited > m.limit {
				return false
			}
			m.block(g, p.block, w, func(b *cfg.Block, w Way[S]) { work = append(work, place{b, w}) }, exit)
		}
	}
	return true
}

// arrive notes that control has come to b by what the statement does that b
// follows.
func (m *Machine[S]) arrive(b *cfg.Block, w Way[S]) []Way[S] {
	switch b.Kind {
	case cfg.KindIfThen:
		if m.Enter != nil {
			m.Enter(&w, b.Stmt.(*ast.IfStmt))
		}
	case cfg.KindIfDone, cfg.KindForDone, cfg.KindRangeDone, cfg.KindSwitchDone, cfg.KindSelectDone:
		if m.After != nil && b.Stmt != nil {
			return alive(append([]Way[S]{}, withMore(&w, m.After(&w, b.Stmt))...))
		}
	}
	return []Way[S]{w}
}

func withMore[S comparable](w *Way[S], more []Way[S]) []Way[S] { return append([]Way[S]{*w}, more...) }

func alive[S comparable](ways []Way[S]) []Way[S] {
	kept := ways[:0]
	for _, w := range ways {
		if !w.dead {
			kept = append(kept, w)
		}
	}
	return kept
}

// block follows b, and hands what comes of it to next or exit.
func (m *Machine[S]) block(g *graph, b *cfg.Block, w Way[S], next func(*cfg.Block, Way[S]), exit func(Exit[S])) {
	ways := []Way[S]{w}
	nodes := b.Nodes
	cond, branches := condition(g, b)
	if cond != nil {
		nodes = nodes[:len(nodes)-1]
	}
	for _, n := range nodes {
		if ret, ok := n.(*ast.ReturnStmt); ok {
			for _, w := range ways {
				m.come(g, &w, n)
				for _, w := range m.departed(m.before(w, ret), ret, exit) {
					m.returns(g, w, ret, exit)
				}
			}
			return
		}
		var after []Way[S]
		for _, w := range ways {
			m.come(g, &w, n)
			after = append(after, m.node(g, w, n)...)
		}
		ways = m.departed(after, n, exit)
	}
	for _, w := range ways {
		switch {
		case branches && cond != nil:
			m.come(g, &w, cond)
			m.branch(g, b, w, cond, next)
		case branches:
			next(b.Succs[0], w)
			next(b.Succs[1], w)
		case len(b.Succs) == 1:
			next(b.Succs[0], w)
		default:
			m.stops(b, w, exit)
		}
	}
}

// departed ends the ways by which the function leaves at n, and returns the
// others.
func (m *Machine[S]) departed(ways []Way[S], n ast.Node, exit func(Exit[S])) []Way[S] {
	var stay []Way[S]
	for _, w := range ways {
		e := Exit[S]{Kind: Returned, At: n, graph: w.graph}
		switch w.leaves {
		case stays:
			stay = append(stay, w)
			continue
		case dies:
			e.Kind, e.Outcome = Panicked, Failed
		case halts:
			e.Kind, e.Outcome = Exited, Failed
		case quits:
			e.Kind = Exited
		}
		w.leaves = stays
		e.Way = w
		exit(e)
	}
	return stay
}

// condition returns the condition that b ends with, if it is one to be judged,
// and whether b branches.
func condition(g *graph, b *cfg.Block) (cond ast.Expr, branches bool) {
	if len(b.Succs) != 2 {
		return nil, false
	}
	if len(b.Nodes) == 0 {
		return nil, true
	}
	switch b.Succs[0].Kind {
	case cfg.KindIfThen, cfg.KindForBody:
		cond, _ = b.Nodes[len(b.Nodes)-1].(ast.Expr)
	case cfg.KindSwitchCaseBody:
		if s := g.clauses[b.Succs[0].Stmt]; s != nil {
			cond, _ = b.Nodes[len(b.Nodes)-1].(ast.Expr)
			if cond != nil && s.Tag != nil {
				cond = &ast.BinaryExpr{X: s.Tag, OpPos: cond.Pos(), Op: token.EQL, Y: cond}
			}
		}
	}
	return cond, true
}

// branch follows both ways that the condition at the end of b leaves.
func (m *Machine[S]) branch(g *graph, b *cfg.Block, w Way[S], cond ast.Expr, next func(*cfg.Block, Way[S])) {
	if m.Gone != nil && m.Gone(cond) {
		next(b.Succs[1], w)
		return
	}
	if m.Test != nil {
		m.Test(&w, cond)
	}
	for i, truth := range []bool{true, false} {
		for _, w := range m.assume(g, w, cond, truth) {
			if w.trouble.active() && !w.trouble.from.IsValid() {
				w.trouble.from, w.trouble.to = extent(b.Succs[i])
			}
			next(b.Succs[i], w)
		}
	}
}

// extent returns the part of the source in which control is when it comes to b
// from the condition that b depends on.
func extent(b *cfg.Block) (from, to token.Pos) {
	const end = token.Pos(1 << 40)
	switch b.Kind {
	case cfg.KindIfThen:
		body := b.Stmt.(*ast.IfStmt).Body
		return body.Pos(), body.End()
	case cfg.KindIfElse:
		els := b.Stmt.(*ast.IfStmt).Else
		return els.Pos(), els.End()
	case cfg.KindSwitchCaseBody:
		return b.Stmt.Pos(), b.Stmt.End()
	}
	if b.Stmt != nil {
		return b.Stmt.Pos(), end
	}
	return 1, end
}

// come notes that control comes to n.
func (m *Machine[S]) come(g *graph, w *Way[S], n ast.Node) {
	for _, u := range g.unsteady {
		if u.from < n.End() {
			w.values = w.values.with(m.number(u.v), value{})
		}
	}
	m.leave(w, n)
}

// leave notes that control may have left where there is trouble, or does
// something about it.
func (m *Machine[S]) leave(w *Way[S], n ast.Node) {
	if !w.trouble.active() {
		return
	}
	if n.Pos() < w.trouble.from || n.Pos() > w.trouble.to {
		w.trouble = trouble{}
		return
	}
	switch n := n.(type) {
	case *ast.ReturnStmt:
		w.trouble.told = w.trouble.told || len(n.Results) > 0
	case *ast.ExprStmt:
		w.trouble.told = w.trouble.told || !m.tidies(n.X)
	default:
		w.trouble.told = true
	}
}

// tidies reports whether e only closes or removes something.
func (m *Machine[S]) tidies(e ast.Expr) bool {
	call, ok := ast.Unparen(e).(*ast.CallExpr)
	if !ok {
		return false
	}
	sel, ok := ast.Unparen(call.Fun).(*ast.SelectorExpr)
	return ok && (sel.Sel.Name == "Close" && len(call.Args) == 0 || m.fullName(call) == "os.Remove")
}
