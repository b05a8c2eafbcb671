package analyzer

import (
	"go/ast"
	"go/token"
	"go/types"

	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"
	"golang.org/x/tools/go/cfg"
)

// paths are the ways through a function, with the steps of one pending file on
// them.
type paths struct {
	*account
	blocks []*cfg.Block
	steps  [][][]*step // by block and node
	// publishes tells of each block whether a way from its start leads to a
	// step that publishes the file.
	publishes []bool
	// after are the steps to which a way leads from one that publishes it.
	after map[*step]bool
}

func (a *account) paths() *paths {
	graph := cfg.New(bodyOf(a.fn.cursor).Node().(*ast.BlockStmt), a.flow.graphs().Returns)
	p := &paths{account: a, blocks: graph.Blocks, publishes: make([]bool, len(graph.Blocks))}
	for _, b := range p.blocks {
		nodes := make([][]*step, len(b.Nodes))
		for i, n := range b.Nodes {
			for k := range a.steps {
				if s := &a.steps[k]; b.Live && covers(n, s.at.Node().Pos()) {
					nodes[i] = append(nodes[i], s)
				}
			}
		}
		p.steps = append(p.steps, nodes)
	}
	for changed := true; changed; {
		changed = false
		for _, b := range p.blocks {
			if !p.publishes[b.Index] && p.leadsToCommit(b, 0) {
				p.publishes[b.Index], changed = true, true
			}
		}
	}
	p.after = make(map[*step]bool)
	for i := range a.steps {
		if s := &a.steps[i]; s.kind == commits && !s.deferred {
			if from, ok := p.next(s.at.Node()); ok {
				p.tour(from, func(s *step) bool {
					p.after[s] = true
					return s.kind == reopens
				}, func(*ast.ReturnStmt, way) {})
			}
		}
	}
	return p
}

// covers reports whether pos is in n.
func covers(n ast.Node, pos token.Pos) bool { return n.Pos() <= pos && pos < n.End() }

// leadsToCommit reports whether a way from node i of b leads to a step that
// publishes the file, as far as that is known of the blocks behind it.
func (p *paths) leadsToCommit(b *cfg.Block, i int) bool {
	for ; i < len(b.Nodes); i++ {
		for _, s := range p.steps[b.Index][i] {
			switch s.kind {
			case commits:
				return true
			case reopens:
				return false
			}
		}
	}
	for _, succ := range b.Succs {
		if p.publishes[succ.Index] {
			return true
		}
	}
	return false
}

// A way is what has happened to the file on the way to some point.
type way struct {
	opening   bool // nothing has changed the error of opening, which is nil
	filled    bool // something was written
	doomed    bool // and no way leads from there to where it is published, or back
	discarded bool
	covered   bool // a deferred call discards it
	kept      bool // a deferred call publishes it
}

// A place is a point in the graph, before node i of the block.
type place struct {
	block *cfg.Block
	i     int
	way   way
}

// next returns the place behind the node that n is in.
func (p *paths) next(n ast.Node) (place, bool) {
	for _, b := range p.blocks {
		for i, node := range b.Nodes {
			if b.Live && covers(node, n.Pos()) {
				return place{block: b, i: i + 1}, true
			}
		}
	}
	return place{}, false
}

// A tour goes through the graph from some place on. It visits what follows a
// branch only if the file can be there.
type tour struct {
	*paths
	past func(*step) (stop bool) // called at each step
	exit func(*ast.ReturnStmt, way)
	seen map[place]bool
}

func (p *paths) tour(from place, past func(*step) bool, exit func(*ast.ReturnStmt, way)) {
	t := &tour{paths: p, past: past, exit: exit, seen: make(map[place]bool)}
	t.visit(from)
}

func (t *tour) visit(at place) {
	if t.seen[at] {
		return
	}
	t.seen[at] = true
	for ; at.i < len(at.block.Nodes); at.i++ {
		n := at.block.Nodes[at.i]
		if t.reopened(n) || at.way.opening && t.passesError(n) {
			return
		}
		for _, s := range t.steps[at.block.Index][at.i] {
			if t.past(s) {
				return
			}
			t.advance(&at, s)
		}
		if ret, ok := n.(*ast.ReturnStmt); ok {
			t.exit(ret, at.way)
			return
		}
	}
	for i, succ := range at.block.Succs {
		if len(at.block.Succs) == 2 && t.impossible(at, i == 0) {
			continue
		}
		t.visit(place{block: succ, way: at.way})
	}
}

// reopened reports whether n is where the file comes from.
func (t *tour) reopened(n ast.Node) bool {
	return t.file.at.Node() != nil && covers(n, t.file.at.Node().Pos())
}

// advance notes what s, a step in node at.i, does.
func (t *tour) advance(at *place, s *step) {
	w := &at.way
	switch s.kind {
	case fills:
		w.filled = true
		if !s.deferred && !t.after[s] && !t.leadsToCommit(at.block, at.i) {
			w.doomed = true
		}
	case discards:
		if s.deferred {
			w.covered = true
		} else {
			w.discarded = true
		}
	case commits:
		w.kept = true
	case resets:
		w.opening = false
	}
}

// passesError reports whether n gives the error of opening to a function that
// may make another error of it, which will be tested next.
func (t *tour) passesError(n ast.Node) bool {
	assign, ok := n.(*ast.AssignStmt)
	if !ok {
		return false
	}
	for _, rhs := range assign.Rhs {
		if call, ok := ast.Unparen(rhs).(*ast.CallExpr); ok {
			for _, arg := range call.Args {
				if t.isVar(arg, t.file.err) {
					return true
				}
			}
		}
	}
	return false
}

func (p *pendings) isVar(e ast.Expr, v types.Object) bool {
	id, ok := ast.Unparen(e).(*ast.Ident)
	return ok && v != nil && p.info.ObjectOf(id) == v
}

// impossible reports whether the condition that ends the block cannot have
// this value while the file is open.
func (t *tour) impossible(at place, value bool) bool {
	if len(at.block.Nodes) == 0 {
		return false
	}
	cond, ok := at.block.Nodes[len(at.block.Nodes)-1].(ast.Expr)
	if !ok {
		return false
	}
	got, known := t.eval(cond, at.way)
	return known && got != value
}

// eval returns the value of a condition, if that follows from the file being
// open.
func (t *tour) eval(cond ast.Expr, w way) (value, known bool) {
	switch e := ast.Unparen(cond).(type) {
	case *ast.UnaryExpr:
		if e.Op == token.NOT {
			value, known = t.eval(e.X, w)
			return !value, known
		}
	case *ast.BinaryExpr:
		switch e.Op {
		case token.LAND, token.LOR:
			x, knowX := t.eval(e.X, w)
			y, knowY := t.eval(e.Y, w)
			decides := e.Op == token.LOR // the value of one operand that decides
			switch {
			case knowX && x == decides, knowY && y == decides:
				return decides, true
			}
			return !decides, knowX && knowY
		case token.EQL, token.NEQ:
			x, y := e.X, e.Y
			if t.info.Types[x].IsNil() {
				x, y = y, x
			}
			switch {
			case !t.info.Types[y].IsNil():
			case w.opening && t.isVar(x, t.file.err):
				return e.Op == token.EQL, true
			case t.file.v != nil && t.isVar(x, t.file.v):
				return e.Op == token.NEQ, true
			}
		}
	case *ast.CallExpr: // errors.Is(err, ...), os.IsExist(err)
		if w.opening && len(e.Args) > 0 && t.isVar(e.Args[0], t.file.err) {
			return false, true
		}
	}
	return false, false
}

// outcome tells whether the function has failed if it ends with ret.
func (a *account) outcome(ret *ast.ReturnStmt) outcome {
	c, ok := a.cursorOf(ret)
	if ok && a.guarded(c) {
		return failure
	}
	results := a.fn.sig.Results()
	if results.Len() == 0 {
		return success
	}
	last := results.Len() - 1
	if len(ret.Results) != last+1 {
		return unclear
	}
	e := ast.Unparen(ret.Results[last])
	if !isError(results.At(last).Type()) {
		return a.status(e)
	}
	if a.info.Types[e].IsNil() {
		return success
	}
	if v, ok := a.objectOf(e).(*types.Var); ok && !v.IsField() && v.Pkg() != nil && v.Parent() == v.Pkg().Scope() {
		return failure // such as io.EOF
	}
	switch e := e.(type) {
	case *ast.CompositeLit, *ast.UnaryExpr:
		return failure
	case *ast.CallExpr:
		switch calleeName(e) {
		case "Errorf", "New", "Wrap", "Wrapf", "WithMessage", "WithStack":
			return failure
		}
	}
	return unclear
}

// status tells whether e, the last result of a function, says that it has
// failed: false, or a status other than 0.
func (a *account) status(e ast.Expr) outcome {
	tv := a.info.Types[e]
	if tv.Value == nil {
		return unclear
	}
	switch text := tv.Value.ExactString(); text {
	case "false":
		return failure
	case "true", "0":
		return success
	}
	if b, ok := tv.Type.Underlying().(*types.Basic); ok && b.Info()&types.IsInteger != 0 {
		return failure
	}
	return unclear
}

// cursorOf returns the cursor of a return statement of the function.
func (a *account) cursorOf(ret *ast.ReturnStmt) (inspector.Cursor, bool) {
	for _, c := range a.fn.returns {
		if c.Node() == ret {
			return c, true
		}
	}
	return inspector.Cursor{}, false
}

// guarded reports whether the statement at c runs only after something failed.
func (a *account) guarded(c inspector.Cursor) bool {
	isErr := func(e ast.Expr) bool { return isError(a.info.TypeOf(e)) }
	for ; c != a.fn.cursor; c = c.Parent() {
		parent := c.Parent().Node()
		switch kind, _ := c.ParentEdge(); kind {
		case edge.IfStmt_Body:
			if a.failing(parent.(*ast.IfStmt).Cond) {
				return true
			}
		case edge.IfStmt_Else:
			if testsNil(parent.(*ast.IfStmt).Cond, token.EQL, isErr) {
				return true
			}
		case edge.CaseClause_Body:
			for _, cond := range parent.(*ast.CaseClause).List {
				if a.failing(cond) {
					return true
				}
			}
		}
	}
	return false
}

// failing reports whether cond holds only after something failed: it tests an
// error, or that something is not ok.
func (a *account) failing(cond ast.Expr) bool {
	switch e := ast.Unparen(cond).(type) {
	case *ast.BinaryExpr:
		if e.Op == token.LAND || e.Op == token.LOR {
			return a.failing(e.X) || a.failing(e.Y)
		}
		return testsNil(e, token.NEQ, func(e ast.Expr) bool { return isError(a.info.TypeOf(e)) })
	case *ast.UnaryExpr:
		return e.Op == token.NOT
	case *ast.CallExpr: // errors.Is(err, ...), os.IsExist(err)
		return len(e.Args) > 0 && isError(a.info.TypeOf(e.Args[0]))
	}
	return false
}

type outcome uint8

const (
	unclear outcome = iota
	success
	failure
)
