package control

import (
	"go/ast"
	"go/token"
	"go/types"

	"golang.org/x/tools/go/cfg"
)

// returns ends the way w, before its deferred calls, at the statement ret.
func (m *Machine[S]) returns(g *graph, w Way[S], ret *ast.ReturnStmt, exit func(Exit[S])) {
	ways := []Way[S]{w}
	for _, e := range ret.Results {
		var after []Way[S]
		for _, w := range ways {
			after = append(after, m.calls(g, w, e)...)
		}
		ways = after
	}
	for _, w := range ways {
		if w.leaves == dies {
			m.departed([]Way[S]{w}, ret, exit)
			continue
		}
		e := Exit[S]{Kind: Returned, At: ret, Way: w, graph: g}
		if n := len(ret.Results); n > 0 {
			e.Err = ret.Results[n-1]
		}
		m.setResults(g, &e.Way, ret)
		exit(e)
	}
}

// resultOf stands for the last result of a function that has no name for it.
type resultOf struct{ fn ast.Node }

// setResults sets the results of the function to what ret returns.
func (m *Machine[S]) setResults(g *graph, w *Way[S], ret *ast.ReturnStmt) {
	if g.sig == nil || g.sig.Results().Len() == 0 || len(ret.Results) == 0 {
		return
	}
	results := g.sig.Results()
	vals := make([]value, results.Len())
	for i := range vals {
		switch {
		case len(ret.Results) == len(vals):
			vals[i] = m.value(w.values, g, ret.Results[i])
		case i == len(vals)-1:
			vals[i] = m.value(w.values, g, ret.Results[0])
		}
	}
	for i, x := range vals {
		if v := results.At(i); v.Name() != "" && v.Name() != "_" {
			if tracked(v) && g.steady(v, token.NoPos) {
				w.values = w.values.with(m.number(v), x)
			}
		} else if i == len(vals)-1 {
			w.values = w.values.with(m.number(resultOf{g.fn}), x)
		}
	}
}

// lastResult returns the number of what holds the last result of g, and
// whether its value can be known.
func (m *Machine[S]) lastResult(g *graph) (int32, bool) {
	if g.sig == nil || g.sig.Results().Len() == 0 {
		return 0, false
	}
	v := g.sig.Results().At(g.sig.Results().Len() - 1)
	if v.Name() != "" && v.Name() != "_" {
		return m.number(v), tracked(v) && g.steady(v, token.NoPos)
	}
	return m.number(resultOf{g.fn}), true
}

// stops ends the way w where b ends without a way on: in a call that does not
// return, or in a wait without end, which is no end.
func (m *Machine[S]) stops(b *cfg.Block, w Way[S], exit func(Exit[S])) {
	end := m.blockEnd(b)
	if end == returns {
		return
	}
	e := Exit[S]{Kind: Exited, At: b.Nodes[len(b.Nodes)-1], Way: w, graph: w.graph}
	switch end {
	case panics:
		e.Kind, e.Outcome = Panicked, Failed
	case exits:
		e.Outcome = Failed
	case exitsWell:
		e.Outcome = Succeeded
	}
	exit(e)
}

// runDeferred runs the calls that the way of e has deferred, the last one
// first, and tells what has come of the function then.
func (m *Machine[S]) runDeferred(g *graph, e Exit[S]) []Exit[S] {
	if e.Kind == Exited {
		return []Exit[S]{e}
	}
	ends := []Exit[S]{e}
	for {
		var after []Exit[S]
		more := false
		for _, e := range ends {
			d := e.Way.deferred
			if d == nil {
				after = append(after, e)
				continue
			}
			more = true
			e.Way.deferred = d.next
			after = append(after, m.runOne(g, e, d.stmt)...)
		}
		ends = after
		if !more || m.visited > m.limit {
			break
		}
	}
	var told []Exit[S]
	for _, e := range ends {
		told = append(told, m.outcomes(g, e)...)
	}
	return told
}

// runOne runs one deferred call.
func (m *Machine[S]) runOne(g *graph, e Exit[S], stmt *ast.DeferStmt) []Exit[S] {
	if m.Deferred != nil {
		if ways, ok := m.Deferred(&e.Way, stmt, e.Kind); ok {
			return e.with(ways)
		}
	}
	lit, ok := stmt.Call.Fun.(*ast.FuncLit)
	if !ok {
		ends := e.with(m.call(e.Way, stmt.Call))
		if !m.tame(stmt.Call) {
			m.clobber(ends, stmt.Call)
		}
		return ends
	}
	inner := m.graph(lit)
	rest := e.Way.deferred
	e.Way.deferred = nil
	var ends []Exit[S]
	exits, _ := m.body(inner, e.Way)
	recovers := m.recovers(lit)
	for _, x := range exits {
		end := e
		end.Way = x.Way
		end.Way.deferred = rest
		end.Way.graph, end.Way.trouble = g, e.Way.trouble
		switch {
		case x.Kind != Returned:
			end.Kind, end.At, end.Outcome = x.Kind, x.At, x.Outcome
		case recovers && e.Kind == Panicked:
			end.Kind, end.Outcome = Returned, Undecided
			end.Way.recovered()
		}
		ends = append(ends, end)
	}
	m.clobber(ends, stmt.Call)
	return ends
}

// clobber forgets what is known of the variables whose address call is given.
func (m *Machine[S]) clobber(ends []Exit[S], call *ast.CallExpr) {
	for _, arg := range call.Args {
		u, ok := ast.Unparen(arg).(*ast.UnaryExpr)
		if !ok || u.Op != token.AND {
			continue
		}
		v := m.varOf(u.X)
		if v == nil {
			continue
		}
		for i := range ends {
			ends[i].Way.values = ends[i].Way.values.with(m.number(v), value{})
		}
	}
}

// with returns e at the end of each of ways.
func (e Exit[S]) with(ways []Way[S]) []Exit[S] {
	var ends []Exit[S]
	for _, w := range ways {
		e.Way = w
		ends = append(ends, e)
	}
	return ends
}

// recovered notes that the function returns after a panic, so that there was
// an error.
func (w *Way[S]) recovered() { w.trouble = trouble{from: 1, to: 1 << 40, told: true} }

// recovers reports whether lit calls recover.
func (c *Graphs) recovers(lit *ast.FuncLit) bool {
	for _, call := range callsIn(lit.Body) {
		if id := identOf(call.Fun); id != nil {
			if b, ok := c.info.Uses[id].(*types.Builtin); ok && b.Name() == "recover" {
				return true
			}
		}
	}
	return false
}

// outcomes tells whether the function has failed. Where that depends on an
// error that is not known it returns an exit for either case.
func (m *Machine[S]) outcomes(g *graph, e Exit[S]) []Exit[S] {
	if e.Kind == Exited || e.Kind == Panicked {
		if e.Outcome == Undecided && e.Kind == Panicked {
			e.Outcome = Failed
		}
		return []Exit[S]{e}
	}
	n, ok := m.lastResult(g)
	switch t := lastType(g.sig); {
	case isError(t):
		return m.byError(e, n, ok)
	case isBool(t):
		e.Result = e.Way.values.known(e.Way.values.variable(n))
		switch {
		case e.Result == NonZero:
			e.Outcome = Succeeded
		case e.Way.trouble.active() && e.Way.trouble.told:
			e.Outcome = Failed
		}
	case isInteger(t) && e.Err != nil && m.info.Types[e.Err].Value != nil:
		e.Result = e.Way.values.known(e.Way.values.variable(n))
		switch {
		case e.Result == Zero:
			e.Outcome = Succeeded
		case e.Way.trouble.active():
			e.Outcome = Failed
		}
	case !e.Way.trouble.active():
		e.Outcome = Succeeded
	case e.Way.trouble.told:
		e.Outcome = Failed
	}
	return []Exit[S]{e}
}

// byError tells by the error that the function returns whether it has failed.
func (m *Machine[S]) byError(e Exit[S], n int32, ok bool) []Exit[S] {
	var x value
	if ok {
		x = e.Way.values.variable(n)
	}
	var ends []Exit[S]
	for _, k := range []Known{Zero, NonZero} {
		vs, possible := e.Way.values.assume(x, k)
		if !possible {
			continue
		}
		end := e
		end.Way.values = vs
		end.Result = k
		end.Outcome = Failed
		if k == Zero {
			end.Outcome = Succeeded
		}
		ends = append(ends, end)
	}
	if len(ends) == 2 { // both are possible: what is returned is not known
		ends[0].Result, ends[1].Result = Unknown, Unknown
		ends[0].Unsure, ends[1].Unsure = true, true
	}
	return ends
}

// result returns the last result of g if it has a name, else nil.
func (g *graph) result() *types.Var {
	v := g.sig.Results().At(g.sig.Results().Len() - 1)
	if v.Name() == "" || v.Name() == "_" {
		return nil
	}
	return v
}

func lastType(sig *types.Signature) types.Type {
	if sig == nil || sig.Results().Len() == 0 {
		return nil
	}
	return sig.Results().At(sig.Results().Len() - 1).Type()
}
