package control

import (
	"go/ast"
	"go/token"

	"golang.org/x/tools/go/types/typeutil"

	"github.com/atomiclint/atomiclint/analyzer/internal/knowledge"
)

// assume returns the ways on which cond has the value truth. The calls in it
// are made as far as it is evaluated.
func (m *Machine[S]) assume(g *graph, w Way[S], cond ast.Expr, truth bool) []Way[S] {
	switch e := ast.Unparen(cond).(type) {
	case *ast.UnaryExpr:
		if e.Op == token.NOT {
			return m.assume(g, w, e.X, !truth)
		}
	case *ast.BinaryExpr:
		if e.Op == token.LAND || e.Op == token.LOR {
			decides := e.Op == token.LOR // the value of one operand that decides
			if truth != decides {
				var ways []Way[S]
				for _, w := range m.assume(g, w, e.X, truth) {
					ways = append(ways, m.assume(g, w, e.Y, truth)...)
				}
				return ways
			}
			ways := m.assume(g, w, e.X, truth)
			for _, w := range m.assume(g, w, e.X, !truth) {
				ways = append(ways, m.assume(g, w, e.Y, truth)...)
			}
			return ways
		}
	}
	var ways []Way[S]
	for _, w := range m.calls(g, w, cond) {
		if m.holds(g, &w, ast.Unparen(cond), truth) {
			ways = append(ways, w)
		}
	}
	return ways
}

// holds notes that cond, whose calls were made, has the value truth, and
// reports whether it can have.
func (m *Machine[S]) holds(g *graph, w *Way[S], cond ast.Expr, truth bool) bool {
	if m.Decide != nil {
		if k := m.Decide(w, cond); k != Unknown {
			return (k == NonZero) == truth
		}
	}
	want := Zero
	if truth {
		want = NonZero
	}
	switch e := cond.(type) {
	case *ast.BinaryExpr:
		if e.Op != token.EQL && e.Op != token.NEQ {
			return true
		}
		equal := truth == (e.Op == token.EQL)
		x, y := e.X, e.Y
		if m.plain(x) {
			x, y = y, x
		}
		return m.compared(g, w, x, y, equal)
	case *ast.CallExpr:
		if err, ok := m.toldApart(e); ok {
			return m.apart(g, w, e, err, truth)
		}
	}
	return m.settle(g, w, cond, want)
}

// plain reports whether e is nil, a constant or a sentinel.
func (m *Machine[S]) plain(e ast.Expr) bool {
	tv := m.info.Types[e]
	if tv.IsNil() || tv.Value != nil {
		return true
	}
	switch e := ast.Unparen(e).(type) {
	case *ast.Ident:
		return m.isSentinel(m.info.Uses[e])
	case *ast.SelectorExpr:
		return m.isSentinel(m.info.Uses[e.Sel])
	}
	return false
}

// compared notes that x equals y, or does not.
func (m *Machine[S]) compared(g *graph, w *Way[S], x, y ast.Expr, equal bool) bool {
	tv := m.info.Types[y]
	switch {
	case tv.IsNil():
		if !isErrorLike(m.info.TypeOf(x)) {
			return true
		}
		if !equal {
			return m.settle(g, w, x, NonZero)
		}
		return m.settle(g, w, x, Zero)
	case tv.Value != nil && isBool(tv.Type):
		if (tv.Value.String() == "true") == equal {
			return m.settle(g, w, x, NonZero)
		}
		return m.settle(g, w, x, Zero)
	case isError(m.info.TypeOf(x)) && equal && m.plain(y): // err == io.EOF
		if !m.settle(g, w, x, NonZero) {
			return false
		}
		w.trouble = trouble{} // the error was told apart
	}
	return true
}

// settle notes that the value of e is zero, or not, and reports whether it can
// be.
func (m *Machine[S]) settle(g *graph, w *Way[S], e ast.Expr, k Known) bool {
	x := m.value(w.values, g, e)
	vs, ok := w.values.assume(x, k)
	if !ok {
		return false
	}
	w.values = vs
	if v := m.varOf(e); v != nil && tracked(v) && g.steady(v, e.Pos()) && x.known == Unknown {
		n := m.number(v)
		if now := w.values.variable(n); now.origins[0] == 0 || k == NonZero && w.values.known(now) == Unknown {
			w.values = w.values.with(n, value{known: k})
		}
	}
	if isErrorLike(m.info.TypeOf(e)) && k == NonZero {
		w.trouble = trouble{to: 1} // its extent is that of the branch
	}
	return true
}

// toldApart returns the error that the call tells apart from others.
func (m *Machine[S]) toldApart(call *ast.CallExpr) (ast.Expr, bool) {
	if len(call.Args) == 0 || !isError(m.info.TypeOf(call.Args[0])) || !isBool(m.info.TypeOf(call)) {
		return nil, false
	}
	return call.Args[0], true
}

// apart notes that the predicate call holds for err, or does not. Those of the
// standard library hold only for errors.
func (m *Machine[S]) apart(g *graph, w *Way[S], call *ast.CallExpr, err ast.Expr, truth bool) bool {
	want := Zero
	if truth {
		want = NonZero
	}
	if !m.settle(g, w, call, want) {
		return false
	}
	if fn := m.local(call); fn != nil {
		return m.settleArgument(g, w, fn, err, want)
	}
	if !truth {
		return true
	}
	if knowledge.FalseOfNil[m.fullName(call)] && (m.fullName(call) != "errors.Is" || len(call.Args) == 2 && m.plain(call.Args[1]) && !m.info.Types[call.Args[1]].IsNil()) {
		if !m.settle(g, w, err, NonZero) {
			return false
		}
	}
	w.trouble = trouble{}
	return true
}

// settleArgument notes what it says of the error err, the first argument of a
// function of this package, that the result is k.
func (m *Machine[S]) settleArgument(g *graph, w *Way[S], fn ast.Node, err ast.Expr, k Known) bool {
	t := m.transfer(fn, 0)
	before := w.trouble
	if r := t.ifZero.result; r != Unknown && r != k && !m.settle(g, w, err, NonZero) {
		return false
	}
	if r := t.ifNonZero.result; r != Unknown && r != k && !m.settle(g, w, err, Zero) {
		return false
	}
	w.trouble = before
	if k == NonZero {
		w.trouble = trouble{}
	}
	return true
}

// fullName returns the full name of the function that call runs, or "".
func (c *Graphs) fullName(call *ast.CallExpr) string {
	if fn := typeutil.StaticCallee(c.info, call); fn != nil {
		return fn.FullName()
	}
	return ""
}
