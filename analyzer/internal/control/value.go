package control

import (
	"encoding/binary"
	"go/ast"
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/types/typeutil"

	"github.com/atomiclint/atomiclint/analyzer/internal/knowledge"
)

// Known is what is known of a value: whether it is the zero value of its type,
// which is nil for an error, and false for a condition.
type Known uint8

const (
	Unknown Known = iota
	Zero
	NonZero
)

func (k Known) not() Known {
	switch k {
	case Zero:
		return NonZero
	case NonZero:
		return Zero
	}
	return Unknown
}

// A value is what is known of the value of an expression. If that is nothing,
// but it comes from calls whose results may still be told apart, origins lists
// them: the value is zero if and only if all of these results are.
type value struct {
	known   Known
	origins [maxOrigins]int32 // numbers of calls, the last ones 0
}

// maxOrigins bounds the calls that one value is known to come from. A value
// that comes from more is unknown.
const maxOrigins = 3

// values is what is known of variables and of the results of calls at some
// point of a way. It is never changed, only replaced, as ways share it.
type values struct {
	vars  []binding
	calls []result
}

type binding struct {
	v     int32 // number of the variable
	value value
}

// A result is what is known of the last result of a call that was made.
type result struct {
	call    int32
	known   Known
	watched Watching
}

// Watching tells how a client watches the error of a call.
type Watching uint8

const (
	NotWatched Watching = iota
	// MustBeSeen is an error that comes up only here.
	MustBeSeen
	// Sticky is an error that comes up again when the file is published.
	Sticky
)

// key returns a text that is the same for equal values.
func (vs values) key() string {
	b := make([]byte, 0, 20*len(vs.vars)+8*len(vs.calls))
	for _, x := range vs.vars {
		b = binary.AppendVarint(b, int64(x.v))
		b = append(b, byte(x.value.known))
		for _, o := range x.value.origins {
			b = binary.AppendVarint(b, int64(o))
		}
	}
	b = append(b, 0xff)
	for _, r := range vs.calls {
		b = binary.AppendVarint(b, int64(r.call))
		b = append(b, byte(r.known), byte(r.watched))
	}
	return string(b)
}

func (vs values) variable(v int32) value {
	i, ok := slices.BinarySearchFunc(vs.vars, v, func(b binding, v int32) int { return int(b.v - v) })
	if !ok {
		return value{}
	}
	return vs.vars[i].value
}

// call returns what is known of the call, which is nothing if there is none.
func (vs values) call(call int32) result {
	i, ok := slices.BinarySearchFunc(vs.calls, call, func(r result, c int32) int { return int(r.call - c) })
	if !ok {
		return result{}
	}
	return vs.calls[i]
}

// with returns vs with the variable set to x.
func (vs values) with(v int32, x value) values {
	i, ok := slices.BinarySearchFunc(vs.vars, v, func(b binding, v int32) int { return int(b.v - v) })
	vars := slices.Clone(vs.vars)
	switch {
	case ok && x == value{}:
		vars = slices.Delete(vars, i, i+1)
	case ok:
		vars[i].value = x
	case x != value{}:
		vars = slices.Insert(vars, i, binding{v, x})
	}
	return values{vars, vs.calls}
}

func (vs values) withCall(r result) values {
	i, ok := slices.BinarySearchFunc(vs.calls, r.call, func(o result, c int32) int { return int(o.call - c) })
	calls := slices.Clone(vs.calls)
	if ok {
		calls[i] = r
	} else {
		calls = slices.Insert(calls, i, r)
	}
	return values{vs.vars, calls}
}

// forget returns vs with nothing known of the call, which is about to be made
// again. What variables hold of it from before stays as it is known.
func (vs values) forget(call int32) values {
	if i, ok := slices.BinarySearchFunc(vs.calls, call, func(r result, c int32) int { return int(r.call - c) }); ok {
		vs.calls = slices.Delete(slices.Clone(vs.calls), i, i+1)
	}
	for _, b := range vs.vars {
		if slices.Contains(b.value.origins[:], call) {
			vs = vs.with(b.v, value{known: vs.known(b.value)})
		}
	}
	return vs
}

// known returns what is known of x.
func (vs values) known(x value) Known {
	if x.known != Unknown || x.origins[0] == 0 {
		return x.known
	}
	for _, o := range x.origins {
		if o == 0 {
			break
		}
		r := vs.call(o)
		switch r.known {
		case NonZero:
			return NonZero
		case Unknown:
			return Unknown
		}
	}
	return Zero
}

// assume returns what is known if x is k, or false if it cannot be.
func (vs values) assume(x value, k Known) (values, bool) {
	if now := vs.known(x); now != Unknown {
		return vs, now == k
	}
	open := int32(0)
	for _, o := range x.origins {
		if o == 0 {
			break
		}
		r := vs.call(o)
		if r.known != Unknown {
			continue
		}
		if k == Zero {
			vs = vs.withCall(result{o, Zero, r.watched})
			continue
		}
		if open != 0 {
			return vs, true // one of several
		}
		open = o
	}
	if k == NonZero && open != 0 {
		r := vs.call(open)
		vs = vs.withCall(result{open, NonZero, r.watched})
	}
	return vs, true
}

// join returns the value that is zero if and only if x and y are.
func (vs values) join(x, y value) value {
	switch kx, ky := vs.known(x), vs.known(y); {
	case kx == NonZero || ky == NonZero:
		return value{known: NonZero}
	case kx == Zero:
		return y
	case ky == Zero:
		return x
	case x.origins[0] == 0 || y.origins[0] == 0:
		return value{}
	}
	n := 0
	for n < maxOrigins && x.origins[n] != 0 {
		n++
	}
	for _, o := range y.origins {
		if o == 0 || slices.Contains(x.origins[:n], o) {
			continue
		}
		if n == maxOrigins {
			return value{}
		}
		x.origins[n] = o
		n++
	}
	return x
}

// value returns the value of e, an error or a condition, or its last result.
func (m *Machine[S]) value(vs values, g *graph, e ast.Expr) value {
	e = ast.Unparen(e)
	tv := m.info.Types[e]
	switch {
	case tv.IsNil():
		return value{known: Zero}
	case tv.Value != nil:
		switch tv.Value.String() {
		case "false", "0":
			return value{known: Zero}
		}
		return value{known: NonZero}
	}
	switch e := e.(type) {
	case *ast.Ident:
		return m.variable(vs, g, e)
	case *ast.SelectorExpr:
		if _, isField := m.info.Selections[e]; !isField && m.isSentinel(m.info.Uses[e.Sel]) {
			return value{known: NonZero}
		}
	case *ast.CompositeLit, *ast.FuncLit:
		return value{known: NonZero}
	case *ast.UnaryExpr:
		switch e.Op {
		case token.AND:
			return value{known: NonZero}
		case token.NOT:
			return value{known: vs.known(m.value(vs, g, e.X)).not()}
		}
	case *ast.BinaryExpr:
		return value{known: m.operation(vs, g, e)}
	case *ast.CallExpr:
		return m.result(vs, g, e)
	}
	return value{}
}

// operation returns what is known of a condition with two operands.
func (m *Machine[S]) operation(vs values, g *graph, e *ast.BinaryExpr) Known {
	switch e.Op {
	case token.LAND, token.LOR:
		decides := Zero // the value of one operand that decides
		if e.Op == token.LOR {
			decides = NonZero
		}
		x, y := vs.known(m.value(vs, g, e.X)), vs.known(m.value(vs, g, e.Y))
		switch {
		case x == decides || y == decides:
			return decides
		case x == Unknown || y == Unknown:
			return Unknown
		}
		return decides.not()
	case token.EQL, token.NEQ:
		x, y := e.X, e.Y
		if m.info.Types[x].IsNil() {
			x, y = y, x
		}
		if !m.info.Types[y].IsNil() || !isErrorLike(m.info.TypeOf(x)) {
			return Unknown
		}
		k := vs.known(m.value(vs, g, x)) // nil is zero
		if e.Op == token.EQL {
			return k.not()
		}
		return k
	}
	return Unknown
}

func (m *Machine[S]) variable(vs values, g *graph, id *ast.Ident) value {
	v, ok := m.info.ObjectOf(id).(*types.Var)
	if !ok {
		return value{}
	}
	if m.isSentinel(v) {
		return value{known: NonZero}
	}
	if !g.steady(v, id.Pos()) || !tracked(v) {
		return value{}
	}
	return vs.variable(m.number(v))
}

// tracked reports whether the values of v are worth to be known.
func tracked(v *types.Var) bool {
	return !v.IsField() && (isError(v.Type()) || isBool(v.Type()))
}

// isSentinel reports whether obj is an error that a package defines, such as
// io.EOF.
func (m *Machine[S]) isSentinel(obj types.Object) bool {
	v, ok := obj.(*types.Var)
	return ok && v.Pkg() != nil && v.Parent() == v.Pkg().Scope() && isErrorLike(v.Type()) && m.sentinel(v)
}

// isErrorLike reports whether t is error or implements it.
func isErrorLike(t types.Type) bool {
	return types.Implements(t, types.Universe.Lookup("error").Type().Underlying().(*types.Interface))
}

// result returns the value of the last result of call, which was made.
func (m *Machine[S]) result(vs values, g *graph, call *ast.CallExpr) value {
	if tv := m.info.Types[call.Fun]; tv.IsType() && len(call.Args) == 1 {
		if types.IsInterface(tv.Type) {
			return m.value(vs, g, call.Args[0])
		}
		return value{known: NonZero} // an errno, a string
	}
	origin := value{origins: [maxOrigins]int32{m.number(call)}}
	if k := vs.known(origin); k != Unknown {
		return value{known: k}
	}
	fn := typeutil.StaticCallee(m.info, call)
	switch {
	case fn == nil:
	case knowledge.MakesError[fn.FullName()]:
		return value{known: NonZero}
	case knowledge.WrapsError[fn.FullName()] && isError(m.info.TypeOf(call.Args[0])):
		return m.value(vs, g, call.Args[0])
	case fn.FullName() == "errors.Join" && !call.Ellipsis.IsValid():
		x := value{known: Zero}
		for _, arg := range call.Args {
			x = vs.join(x, m.value(vs, g, arg))
		}
		return x
	}
	if x, ok := m.throughLocal(vs, g, call); ok {
		return x
	}
	return origin
}
