package control

import (
	"go/ast"
	"go/token"
	"go/types"
)

// An argument is one that a function of this package is given.
type argument struct {
	fn    ast.Node
	index int
}

// A transfer is what a function of this package does with an error or a
// condition that it is given: what it returns, if that is zero and if it is
// not. It may not return at all.
type transfer struct {
	ifZero, ifNonZero outcome
}

type outcome struct {
	returns bool // on some way
	result  Known
	leaves  departure // how it ends if it does not return
}

// transfer follows argument i through fn.
func (c *Graphs) transfer(fn ast.Node, i int) transfer {
	key := argument{fn, i}
	if t, ok := c.wraps[key]; ok {
		return t
	}
	open := outcome{returns: true}
	c.wraps[key] = transfer{open, open} // as far as a recursive call tells
	g := c.graph(fn)
	if g == nil || g.sig == nil || i >= g.sig.Params().Len() {
		return c.wraps[key]
	}
	param := g.sig.Params().At(i)
	if !tracked(param) || !g.steady(param, token.NoPos) {
		return c.wraps[key]
	}
	t := transfer{c.outcome(g, param, Zero), c.outcome(g, param, NonZero)}
	c.wraps[key] = t
	return t
}

// outcome returns how fn ends if param, which is one of its parameters, is k.
func (c *Graphs) outcome(fn *graph, param *types.Var, k Known) outcome {
	m := &Machine[struct{}]{Graphs: c, limit: transferSteps}
	start := m.entry(fn)
	start.values = start.values.with(m.number(param), value{known: k})
	out := outcome{}
	exits, ok := m.body(fn, start)
	if !ok {
		return outcome{returns: true}
	}
	for _, e := range exits {
		switch {
		case e.Kind != Returned:
			out.leaves = max(out.leaves, departs(e.Kind, e.Outcome))
		case !out.returns:
			out.returns, out.result = true, e.Result
		case out.result != e.Result:
			out.result = Unknown
		}
	}
	return out
}

func departs(kind ExitKind, out Outcome) departure {
	switch {
	case kind == Panicked:
		return dies
	case out == Failed:
		return halts
	}
	return quits
}

// Keeps reports whether v, an error, is not nil behind fn, a function literal,
// if it is not nil before.
func (c *Graphs) Keeps(fn *ast.FuncLit, v *types.Var) bool {
	g := c.graph(fn)
	if g == nil || !tracked(v) || !g.steady(v, token.NoPos) {
		return false
	}
	m := &Machine[struct{}]{Graphs: c, limit: transferSteps}
	start := m.entry(g)
	start.values = start.values.with(m.number(v), value{known: NonZero})
	exits, ok := m.body(g, start)
	for _, e := range exits {
		if e.Kind == Returned && e.Way.values.known(e.Way.values.variable(m.number(v))) != NonZero {
			return false
		}
	}
	return ok
}

// transferSteps bounds the blocks that are visited to see what a function does
// with one argument. A function that takes more is taken for one that returns
// anything.
const transferSteps = 200

// throughLocal returns the value of a call of a function of this package that
// depends on one of its arguments alone, or on none.
func (m *Machine[S]) throughLocal(vs values, g *graph, call *ast.CallExpr) (value, bool) {
	fn := m.local(call)
	if fn == nil {
		return value{}, false
	}
	for i, arg := range call.Args {
		if t := m.info.TypeOf(arg); t == nil || !isError(t) && !isBool(t) && !m.info.Types[arg].IsNil() {
			continue
		}
		t := m.transfer(fn, i)
		x := m.value(vs, g, arg)
		switch k := vs.known(x); {
		case t.ifZero.result == Zero && t.ifNonZero.result == NonZero:
			return x, true
		case k == Zero && t.ifZero.result != Unknown:
			return value{known: t.ifZero.result}, true
		case k == NonZero && t.ifNonZero.result != Unknown:
			return value{known: t.ifNonZero.result}, true
		}
	}
	if always := m.always(fn); always != Unknown {
		return value{known: always}, true
	}
	return value{}, false
}

// always returns what the last result of fn is on every way.
func (c *Graphs) always(fn ast.Node) Known {
	key := argument{fn, -1}
	if t, ok := c.wraps[key]; ok {
		return t.ifZero.result
	}
	c.wraps[key] = transfer{}
	g := c.graph(fn)
	if g == nil || g.sig == nil || g.sig.Results().Len() == 0 {
		return Unknown
	}
	m := &Machine[struct{}]{Graphs: c, limit: transferSteps}
	exits, ok := m.body(g, m.entry(g))
	if !ok {
		return Unknown
	}
	common, seen := Unknown, false
	for _, e := range exits {
		if e.Kind != Returned {
			continue
		}
		if seen && e.Result != common {
			return Unknown
		}
		common, seen = e.Result, true
	}
	c.wraps[key] = transfer{ifZero: outcome{result: common}}
	return common
}
