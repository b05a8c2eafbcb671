package control

import (
	"go/ast"
	"go/token"
	"go/types"
)

// Watch has the way remember the error of the call, which was just made.
func (m *Machine[S]) Watch(w *Way[S], call *ast.CallExpr, how Watching) {
	known := w.values.known(m.result(w.values, w.graph, call))
	w.values = w.values.withCall(result{m.number(call), known, how})
}

// Unsettled returns a call whose error must be seen, but may not be nil on the
// way, or nil.
func (m *Machine[S]) Unsettled(w *Way[S]) *ast.CallExpr {
	if w.unseen != 0 {
		return m.objects[w.unseen-1].(*ast.CallExpr)
	}
	for _, r := range w.values.calls {
		if r.watched == MustBeSeen && r.known != Zero {
			return m.objects[r.call-1].(*ast.CallExpr)
		}
	}
	return nil
}

// Unwatch has the way forget which errors were watched.
func (m *Machine[S]) Unwatch(w *Way[S]) {
	for _, r := range w.values.calls {
		if r.watched != NotWatched {
			w.values = w.values.withCall(result{r.call, r.known, NotWatched})
		}
	}
	w.unseen, w.stuck = 0, false
}

// Failing reports whether a watched call is known to have failed on the way.
func (m *Machine[S]) Failing(w *Way[S]) bool {
	for _, r := range w.values.calls {
		if r.watched != NotWatched && r.known == NonZero {
			return true
		}
	}
	return w.unseen != 0 || w.stuck
}

// Failed reports whether call, which is watched, is known to have failed on the
// way.
func (m *Machine[S]) Failed(w *Way[S], call *ast.CallExpr) bool {
	return w.values.call(m.number(call)).known == NonZero
}

// Unstick notes that no sticky error has come up, and reports whether that can
// be.
func (m *Machine[S]) Unstick(w *Way[S]) bool {
	if w.stuck {
		return false
	}
	for _, r := range w.values.calls {
		if r.watched != Sticky {
			continue
		}
		if r.known == NonZero {
			return false
		}
		w.values = w.values.withCall(result{r.call, Zero, Sticky})
	}
	return true
}

// Set notes that the last result of the call, which was just made, is k.
func (m *Machine[S]) Set(w *Way[S], call *ast.CallExpr, k Known) {
	r := w.values.call(m.number(call))
	w.values = w.values.withCall(result{m.number(call), k, r.watched})
}

// Fork returns the two ways on which the result of call, which was just
// made, is nil and is not.
func (m *Machine[S]) Fork(w Way[S], call *ast.CallExpr) (zero, nonZero Way[S]) {
	zero, nonZero = w, w
	m.Set(&zero, call, Zero)
	m.Set(&nonZero, call, NonZero)
	return zero, nonZero
}

// ByVar returns the two ways on which v is nil and is not, as far as they are
// possible. If v is nil, it means the error result of the function that the
// way is in, which has no name.
func (m *Machine[S]) ByVar(w Way[S], v *types.Var) (zero, nonZero []Way[S]) {
	g := w.graph
	var n int32
	steady := true
	if v == nil {
		n, steady = m.lastResult(g)
	} else {
		n, steady = m.number(v), g.steady(v, token.NoPos) && tracked(v)
	}
	var x value
	if steady {
		x = w.values.variable(n)
	}
	for _, k := range []Known{Zero, NonZero} {
		vs, ok := w.values.assume(x, k)
		if !ok {
			continue
		}
		way := w
		way.values = vs
		if steady && x.known == Unknown && x.origins[0] == 0 {
			way.values = vs.with(n, value{known: k})
		}
		if k == Zero {
			zero = append(zero, way)
		} else {
			nonZero = append(nonZero, way)
		}
	}
	return zero, nonZero
}

// SetVar notes that v is k; if v is nil, that the error result is which the
// function has no name for.
func (m *Machine[S]) SetVar(w *Way[S], v *types.Var, k Known) {
	n, ok := int32(0), true
	if v == nil {
		n, ok = m.lastResult(w.graph)
	} else {
		n, ok = m.number(v), tracked(v) && w.graph.steady(v, token.NoPos)
	}
	if ok {
		w.values = w.values.with(n, value{known: k})
	}
}

// Defer has the way call stmt, which is not in the source, when the function
// ends.
func (m *Machine[S]) Defer(w *Way[S], stmt *ast.DeferStmt) {
	if !stacked(w.deferred, stmt) {
		w.deferred = m.push(w.deferred, stmt)
	}
}

// Troubled reports whether control has come here only because of an error.
func (w *Way[S]) Troubled() bool { return w.trouble.active() }

// Inner reports whether the way is in a function literal inside of fn.
func (w *Way[S]) Inner(fn ast.Node) bool { return w.graph.fn != fn }

// Leave has the function fail here: it returns an error, if it can.
func (m *Machine[S]) Leave(w *Way[S]) {
	w.leaves = fails
	w.recovered()
	if t := lastType(w.graph.sig); isError(t) {
		m.SetVar(w, w.graph.result(), NonZero)
	}
}

// Panic has the call panic that is being made.
func (w *Way[S]) Panic() {
	w.leaves = dies
	w.recovered()
}

// Kill ends the way: control does not go on.
func (w *Way[S]) Kill() { w.dead = true }

// KnownOf returns what is known on the way of the value of e, an error or a
// condition.
func (m *Machine[S]) KnownOf(w *Way[S], e ast.Expr) Known {
	return w.values.known(m.value(w.values, w.graph, e))
}

// Origins returns the calls that the error comes from which the function
// returns at e, as far as they are known.
func (m *Machine[S]) Origins(e Exit[S]) []*ast.CallExpr {
	n, ok := m.lastResult(e.graph)
	if !ok {
		return nil
	}
	return m.callsOf(e.Way.values.variable(n))
}

// OriginsOf returns the calls that the error comes from which is the value of
// e, and whether they are known.
func (m *Machine[S]) OriginsOf(w *Way[S], e ast.Expr) ([]*ast.CallExpr, bool) {
	calls := m.callsOf(m.value(w.values, w.graph, e))
	return calls, len(calls) > 0
}

func (m *Machine[S]) callsOf(x value) []*ast.CallExpr {
	var list []*ast.CallExpr
	for _, o := range x.origins {
		if o == 0 {
			break
		}
		list = append(list, m.objects[o-1].(*ast.CallExpr))
	}
	return list
}
