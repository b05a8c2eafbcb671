package control

import (
	"go/ast"
	"go/token"
	"go/types"
)

// This file follows what does not branch: statements, and the calls in them.

// node follows one statement or expression that does not branch.
func (m *Machine[S]) node(g *graph, w Way[S], n ast.Node) []Way[S] {
	gone := m.Gone != nil && m.Gone(n)
	stmt, isStmt := n.(ast.Stmt)
	if !isStmt {
		if gone {
			return []Way[S]{w}
		}
		return m.part(g, w, n)
	}
	var done []Way[S]
	for _, w := range m.before(w, stmt) {
		ways := []Way[S]{w}
		if w.leaves != stays {
			done = append(done, w)
			continue
		}
		if !gone {
			ways = m.part(g, w, n)
		}
		for _, w := range ways {
			if m.After != nil {
				done = append(done, withMore(&w, m.After(&w, stmt))...)
			} else {
				done = append(done, w)
			}
		}
	}
	return alive(done)
}

func (m *Machine[S]) before(w Way[S], stmt ast.Stmt) []Way[S] {
	if m.Before == nil {
		return []Way[S]{w}
	}
	return alive(withMore(&w, m.Before(&w, stmt)))
}

func (m *Machine[S]) part(g *graph, w Way[S], n ast.Node) []Way[S] {
	switch n := n.(type) {
	case *ast.AssignStmt:
		return m.assign(g, w, n.Lhs, n.Rhs, n.Tok)
	case *ast.ValueSpec:
		lhs := make([]ast.Expr, len(n.Names))
		for i, name := range n.Names {
			lhs[i] = name
		}
		ways := m.assign(g, w, lhs, n.Values, token.DEFINE)
		for i := range ways {
			if m.Declare != nil {
				m.Declare(&ways[i], n)
			}
		}
		return ways
	case *ast.DeferStmt:
		ways := m.operands(g, w, n.Call)
		for i := range ways {
			if !stacked(ways[i].deferred, n) { // in a loop, once stands for all
				ways[i].deferred = m.push(ways[i].deferred, n)
			}
		}
		return ways
	case *ast.GoStmt:
		return m.operands(g, w, n.Call)
	case *ast.ExprStmt:
		ways := m.calls(g, w, n.X)
		return m.guarded(g, ways, n.X)
	case *ast.Ident: // perhaps the variable of a range statement
		if v, ok := m.info.Defs[n].(*types.Var); ok && tracked(v) {
			w.values = w.values.with(m.number(v), value{})
		}
		return []Way[S]{w}
	}
	return m.calls(g, w, n)
}

func stacked(d *deferred, stmt *ast.DeferStmt) bool {
	for ; d != nil; d = d.next {
		if d.stmt == stmt {
			return true
		}
	}
	return false
}

// push returns the stack d with stmt on top. Equal stacks are one.
func (m *Machine[S]) push(d *deferred, stmt *ast.DeferStmt) *deferred {
	top := deferred{stmt, d}
	if known := m.stacks[top]; known != nil {
		return known
	}
	if m.stacks == nil {
		m.stacks = make(map[deferred]*deferred)
	}
	m.stacks[top] = &top
	return &top
}

// call makes one call.
func (m *Machine[S]) call(w Way[S], call *ast.CallExpr) []Way[S] {
	if tv := m.info.Types[call.Fun]; tv.IsType() {
		return []Way[S]{w}
	}
	n := m.number(call)
	switch r := w.values.call(n); {
	case r.watched == MustBeSeen && r.known != Zero && w.unseen == 0:
		w.unseen = n
	case r.watched == Sticky && r.known == NonZero:
		w.stuck = true
	}
	w.values = w.values.forget(n)
	if m.Call == nil {
		return []Way[S]{w}
	}
	return alive(withMore(&w, m.Call(&w, call)))
}

// guarded returns the ways on which a call that stands alone returns, and
// those on which it does not: one that is given an error may panic or end the
// program if it is not nil.
func (m *Machine[S]) guarded(g *graph, ways []Way[S], e ast.Expr) []Way[S] {
	call, ok := ast.Unparen(e).(*ast.CallExpr)
	if !ok {
		return ways
	}
	fn := m.local(call)
	if fn == nil {
		return ways
	}
	for i, arg := range call.Args {
		if t := m.info.TypeOf(arg); !isError(t) && !isBool(t) {
			continue
		}
		t := m.transfer(fn, i)
		if t.ifZero.returns == t.ifNonZero.returns {
			continue
		}
		var after []Way[S]
		for _, w := range ways {
			if w.leaves != stays {
				after = append(after, w)
				continue
			}
			zero, nonZero := w, w
			if m.settle(g, &zero, arg, Zero) {
				after = append(after, ended(zero, t.ifZero)...)
			}
			if m.settle(g, &nonZero, arg, NonZero) {
				after = append(after, ended(nonZero, t.ifNonZero)...)
			}
		}
		ways = after
	}
	return ways
}

// ended returns the way w behind a call that ends like out.
func ended[S comparable](w Way[S], out outcome) []Way[S] {
	if !out.returns {
		if out.leaves == stays { // it never ends
			return nil
		}
		w.recovered()
		w.leaves = out.leaves
	}
	return []Way[S]{w}
}

// assign sets the variables lhs.
func (m *Machine[S]) assign(g *graph, w Way[S], lhs, rhs []ast.Expr, tok token.Token) []Way[S] {
	ways := []Way[S]{w}
	for _, e := range append(append([]ast.Expr{}, rhs...), lhs...) {
		var after []Way[S]
		for _, w := range ways {
			after = append(after, m.calls(g, w, e)...)
		}
		ways = after
	}
	for i := range ways {
		w := &ways[i]
		values := make([]value, len(lhs))
		for i := range lhs {
			switch {
			case tok != token.ASSIGN && tok != token.DEFINE:
			case len(rhs) == 0:
				values[i] = value{known: Zero}
			case len(lhs) == len(rhs):
				values[i] = m.value(w.values, g, rhs[i])
			case i == len(lhs)-1: // of the results of a call the last one is told
				values[i] = m.value(w.values, g, rhs[0])
			}
		}
		for i, e := range lhs {
			if v := m.varOf(e); v != nil && tracked(v) && g.steady(v, e.Pos()) {
				w.values = w.values.with(m.number(v), values[i])
			}
		}
	}
	return ways
}
