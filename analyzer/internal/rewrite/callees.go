package rewrite

import (
	"go/ast"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ast/inspector"
	"golang.org/x/tools/go/types/typeutil"

	"github.com/atomiclint/atomiclint/analyzer/internal/flow"
)

// callees returns the functions of this package that call may run, as far as
// they are known: also behind an interface, or in a field, a variable or a
// parameter.
func (x *Fixer) callees(call *ast.CallExpr) []*flow.Function {
	if fn := x.flow.Local(call); fn != nil {
		return []*flow.Function{fn}
	}
	v, ok := x.flow.ObjectOf(call.Fun).(*types.Var)
	if !ok {
		if fn := typeutil.Callee(x.pass.TypesInfo, call); fn != nil {
			return x.flow.Implementations(fn)
		}
		return x.ofType(x.pass.TypesInfo.TypeOf(call.Fun))
	}
	var fns []*flow.Function
	defs, _ := x.flow.Definitions(v)
	for _, d := range defs {
		switch e := ast.Unparen(d.Expr).(type) {
		case *ast.FuncLit:
			fns = append(fns, x.flow.Funcs[e])
		case *ast.Ident:
			fns = append(fns, x.flow.ByObj[x.pass.TypesInfo.Uses[e]]...)
		case *ast.SelectorExpr:
			fns = append(fns, x.flow.ByObj[x.pass.TypesInfo.Uses[e.Sel]]...)
		}
	}
	return fns
}

// ofType returns the functions of the type t that are used as values. An element
// of a map, and the result of a call, may be any of them.
func (x *Fixer) ofType(t types.Type) (fns []*flow.Function) {
	if t == nil {
		return nil
	}
	sig, ok := t.Underlying().(*types.Signature)
	if !ok {
		return nil
	}
	for _, fn := range x.flow.Order {
		if fn.Escapes && types.Identical(fn.Sig, sig) {
			fns = append(fns, fn)
		}
	}
	return fns
}

// callsOf returns the calls in this package that run fn, or may do so by an
// interface, or a variable that holds it.
func (x *Fixer) callsOf(fn *flow.Function) []inspector.Cursor {
	if x.dynamic == nil {
		x.dynamic = make(map[*flow.Function][]inspector.Cursor)
		for c := range x.flow.Root.Preorder((*ast.CallExpr)(nil)) {
			call := c.Node().(*ast.CallExpr)
			if tv := x.pass.TypesInfo.Types[call.Fun]; tv.IsType() || tv.IsBuiltin() || x.flow.Local(call) != nil {
				continue
			}
			for _, fn := range x.callees(call) {
				x.dynamic[fn] = append(x.dynamic[fn], c)
			}
		}
	}
	return append(slices.Clone(fn.Calls), x.dynamic[fn]...)
}

// reaches reports whether one of fns, or what they call, makes a call that match
// tells. Memo keeps what is known of the functions from earlier questions with
// the same match.
func (x *Fixer) reaches(memo map[*flow.Function]bool, fns []*flow.Function, match func(*ast.CallExpr) bool) bool {
	for _, fn := range fns {
		if x.reachesFrom(memo, fn, match) {
			return true
		}
	}
	return false
}

// reachesFrom is reaches for one function. Where it finds nothing, nothing that it
// has seen finds anything.
func (x *Fixer) reachesFrom(memo map[*flow.Function]bool, start *flow.Function, match func(*ast.CallExpr) bool) bool {
	seen := make(map[*flow.Function]bool)
	work := []*flow.Function{start}
	for len(work) > 0 {
		fn := work[len(work)-1]
		work = work[:len(work)-1]
		known, answered := memo[fn]
		if fn == nil || seen[fn] || answered && !known {
			continue
		}
		seen[fn] = true
		found := known
		for c := range fn.Cursor.Preorder((*ast.CallExpr)(nil)) {
			call := c.Node().(*ast.CallExpr)
			found = found || match(call)
			work = append(work, x.callees(call)...)
		}
		if found {
			memo[start] = true
			return true
		}
	}
	for fn := range seen {
		memo[fn] = false
	}
	return false
}
