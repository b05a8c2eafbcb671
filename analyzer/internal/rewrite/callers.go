package rewrite

import (
	"fmt"
	"go/ast"
	"go/types"
	"maps"
	"slices"

	"golang.org/x/tools/go/ast/inspector"

	"github.com/atomiclint/atomiclint/analyzer/internal/control"
	"github.com/atomiclint/atomiclint/analyzer/internal/flow"
	"github.com/atomiclint/atomiclint/analyzer/internal/knowledge"
)

// callersReason returns why a caller of the function in this package, or a
// function literal that it makes, relies on what the function leaves behind when
// it fails: it removes the file, or takes some of the errors for success.
func (h *handle) callersReason() string {
	if reason := h.removalByCaller(h.fn, h.s.Path); reason != "" {
		return reason
	}
	for c := range h.fn.Preorder((*ast.CallExpr)(nil)) {
		if call := c.Node().(*ast.CallExpr); h.removesDestination(call) && h.inClosure(c) {
			return fmt.Sprintf("line %d may remove the old file after a failure", h.line(call.Pos()))
		}
	}
	if fn := h.flow.Funcs[h.fn.Node()]; fn != nil {
		for _, c := range fn.Calls {
			if n := h.forgiven(c, flow.FunctionAround(c)); n != nil {
				return fmt.Sprintf("line %d takes some errors of the function for success", h.line(n.Pos()))
			}
		}
	}
	return ""
}

// removalByCaller returns the reason that a caller of the function at c removes
// what it has given the function to make path of, once the function has failed,
// or "". It would be the old file, which the writer has kept, and the function
// fails where it has not failed before: when the file cannot be published.
func (x *Fixer) removalByCaller(c inspector.Cursor, path ast.Expr) string {
	fn := x.flow.Funcs[c.Node()]
	if fn == nil {
		return ""
	}
	if n := x.lostByCaller(fn, x.sources(path), make(map[*flow.Function]bool)); n != nil {
		return fmt.Sprintf("line %d removes the file after a failure", x.line(n.Pos()))
	}
	return ""
}

// lostByCaller returns the call in a caller of fn, or in one of that, which
// loses a file made of sources because fn has failed.
func (x *Fixer) lostByCaller(fn *flow.Function, sources map[types.Object]bool, seen map[*flow.Function]bool) ast.Node {
	if seen[fn] {
		return nil
	}
	seen[fn] = true
	for _, c := range fn.Calls {
		caller := flow.FunctionAround(c)
		given, made := x.given(fn, c.Node().(*ast.CallExpr), sources)
		isLost := func(e ast.Expr) bool {
			return flow.Within(e, caller.Node()) && given[types.ExprString(e)] || len(made) > 0 && containsAll(x.sources(e), made)
		}
		if n := x.lostAfter(c, caller, isLost); n != nil {
			return n
		}
		if outer := x.flow.Funcs[caller.Node()]; outer != nil {
			if n := x.lostByCaller(outer, made, seen); n != nil {
				return n
			}
		}
	}
	return nil
}

// A callState is what has become of a call, and of the file that it has written.
type callState struct{ succeeded, failed, lost bool }

// lostAfter returns the call in the function caller that loses the file which
// isLost tells if the call at c has failed, and otherwise not.
func (x *Fixer) lostAfter(c, caller inspector.Cursor, isLost func(ast.Expr) bool) ast.Node {
	call := c.Node().(*ast.CallExpr)
	losses := make(map[*ast.CallExpr]bool)
	for lc := range caller.Preorder((*ast.CallExpr)(nil)) {
		if loss := lc.Node().(*ast.CallExpr); loss != call && slices.ContainsFunc(x.losses(loss), isLost) {
			losses[loss] = true
		}
	}
	if len(losses) == 0 {
		return nil
	}
	var kept bool
	var lost ast.Node
	m := control.NewMachine[callState](x.flow.Graphs(), knowledge.MaxBlocks)
	m.Call = func(w *control.Way[callState], n *ast.CallExpr) []control.Way[callState] {
		switch {
		case n == call:
			zero, nonZero := m.Fork(*w, call)
			zero.State, nonZero.State = callState{succeeded: true}, callState{failed: true}
			*w = zero
			return []control.Way[callState]{nonZero}
		case losses[n]:
			w.State.lost = true
			if w.State.failed {
				lost = n
			}
		}
		return nil
	}
	if !m.Run(caller.Node(), callState{}, func(e control.Exit[callState]) {
		kept = kept || e.Way.State.succeeded && !e.Way.State.lost
	}) {
		return call
	}
	if kept {
		return lost
	}
	return nil
}

// losses returns the paths of the files that call removes, moves away or
// empties, itself or in functions of this package that it calls. What these are
// given stands for their parameters.
func (x *Fixer) losses(call *ast.CallExpr) []ast.Expr {
	if fn := x.flow.Callee(call); fn != nil && knowledge.Destroys[fn.FullName()] && len(call.Args) > 0 {
		return call.Args[:1]
	}
	var paths []ast.Expr
	if fn := x.flow.Local(call); fn != nil {
		for _, path := range x.lossesIn(fn) {
			if p, ok := x.flow.Param[x.flow.ObjectOf(path)]; ok && p.Fn == fn {
				paths = append(paths, p.Arguments(call)...)
			} else {
				paths = append(paths, path)
			}
		}
	}
	return paths
}

// lossesIn returns the paths of the files that fn loses.
func (x *Fixer) lossesIn(fn *flow.Function) []ast.Expr {
	paths, ok := x.lost[fn]
	if ok {
		return paths
	}
	x.lost[fn] = nil // fn may call itself
	for c := range fn.Cursor.Preorder((*ast.CallExpr)(nil)) {
		for _, path := range x.losses(c.Node().(*ast.CallExpr)) {
			if !slices.Contains(paths, path) {
				paths = append(paths, path)
			}
		}
	}
	x.lost[fn] = paths
	return paths
}

// given returns the text of the arguments of call, a call of fn, that are among
// the sources of a path in fn, and the sources of that path in the caller.
func (x *Fixer) given(fn *flow.Function, call *ast.CallExpr, sources map[types.Object]bool) (given map[string]bool, made map[types.Object]bool) {
	given, made = make(map[string]bool), make(map[types.Object]bool)
	for v := range sources {
		p, ok := x.flow.Param[v]
		if !ok || p.Fn != fn {
			made[v] = true
			continue
		}
		for _, arg := range p.Arguments(call) {
			given[types.ExprString(arg)] = true
			maps.Copy(made, x.sources(arg))
		}
	}
	return given, made
}

// sources returns what e is made of: parameters, fields, package variables, and
// functions that do more than compute their result. A local variable stands for
// what it is set to.
func (x *Fixer) sources(e ast.Expr) map[types.Object]bool {
	found, seen := make(map[types.Object]bool), make(map[types.Object]bool)
	var add func(ast.Node) bool
	add = func(n ast.Node) bool {
		if call, ok := n.(*ast.CallExpr); ok {
			if fn := x.flow.Callee(call); fn != nil && !computesPath(fn) {
				found[fn] = true
			}
			return true
		}
		e, ok := n.(ast.Expr)
		if !ok {
			return true
		}
		v, ok := x.flow.ObjectOf(e).(*types.Var)
		if !ok || seen[v] {
			return !ok
		}
		seen[v] = true
		_, param := x.flow.Param[v]
		local := !v.IsField() && v.Parent() != v.Pkg().Scope()
		if defs := x.flow.Defs[v]; local && !param && len(defs) > 0 {
			for _, d := range defs {
				ast.Inspect(d.Expr, add)
			}
		} else {
			found[v] = true
		}
		return false
	}
	ast.Inspect(e, add)
	return found
}

// containsAll reports whether all that is in b is in a.
func containsAll(a, b map[types.Object]bool) bool {
	for v := range b {
		if !a[v] {
			return false
		}
	}
	return true
}

// forgiven returns the condition in the function around c that tells errors of
// the call at c apart from others.
func (h *handle) forgiven(c, around inspector.Cursor) ast.Node {
	assign, ok := c.Parent().Node().(*ast.AssignStmt)
	if !ok {
		return nil
	}
	err := h.errorVar(assign.Lhs[len(assign.Lhs)-1])
	if err == nil {
		return nil
	}
	for pc := range around.Preorder((*ast.CallExpr)(nil), (*ast.BinaryExpr)(nil)) {
		switch n := pc.Node().(type) {
		case *ast.CallExpr:
			if len(n.Args) > 0 && h.isObject(n.Args[0], err) && types.Identical(h.pass.TypesInfo.TypeOf(n), types.Typ[types.Bool]) {
				return n
			}
		case *ast.BinaryExpr:
			if h.isObject(n.X, err) && !h.isNil(n.Y) && flow.IsError(h.pass.TypesInfo.TypeOf(n.X)) {
				return n
			}
		}
	}
	return nil
}
