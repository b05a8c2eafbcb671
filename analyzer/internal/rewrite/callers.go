package rewrite

import (
	"fmt"
	"go/ast"
	"go/types"
	"maps"

	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"

	"github.com/atomiclint/atomiclint/analyzer/internal/flow"
)

// callersReason returns why a caller of the function in this package, or a
// function literal that it makes, relies on what the function leaves behind when
// it fails: it removes the file, or takes some of the errors for success.
func (h *handle) callersReason() string {
	if reason := h.removalByCaller(h.s.Path); reason != "" {
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

// removalByCaller returns the reason that a caller of the function removes what
// it has given the function to make path of, or "".
func (h *handle) removalByCaller(path ast.Expr) string {
	fn := h.flow.Funcs[h.fn.Node()]
	if fn == nil {
		return ""
	}
	sources := h.sources(path)
	for _, c := range fn.Calls {
		if n := h.removedByCaller(fn, c, sources); n != nil {
			return fmt.Sprintf("line %d removes the file after a failure", h.line(n.Pos()))
		}
	}
	return ""
}

// removedByCaller returns the call in the function around c, a call of fn, that
// removes one of the arguments that are among the sources of the path, or what
// is made of everything that the path is made of. One that runs however the call
// at c ends is none.
func (h *handle) removedByCaller(fn *flow.Function, c inspector.Cursor, sources map[types.Object]bool) ast.Node {
	given, made := h.given(fn, c.Node().(*ast.CallExpr), sources)
	for rc := range flow.FunctionAround(c).Preorder((*ast.CallExpr)(nil)) {
		remove := rc.Node().(*ast.CallExpr)
		if !h.removes(remove) || len(remove.Args) != 1 || flow.ParentKind(rc) == edge.DeferStmt_Call && flow.Precedes(rc, c) {
			continue
		}
		if given[types.ExprString(remove.Args[0])] || len(made) > 0 && containsAll(h.sources(remove.Args[0]), made) {
			return remove
		}
	}
	return nil
}

// given returns the text of the arguments of call, a call of fn, that are among
// the sources of a path in fn, and the sources of that path in the caller.
func (h *handle) given(fn *flow.Function, call *ast.CallExpr, sources map[types.Object]bool) (given map[string]bool, made map[types.Object]bool) {
	given, made = make(map[string]bool), make(map[types.Object]bool)
	for v := range sources {
		p, ok := h.flow.Param[v]
		if !ok || p.Fn != fn {
			made[v] = true
			continue
		}
		for _, arg := range p.Arguments(call) {
			given[types.ExprString(arg)] = true
			maps.Copy(made, h.sources(arg))
		}
	}
	return given, made
}

// sources returns what e is made of: parameters, fields, package variables, and
// functions that do more than compute their result. A local variable stands for
// what it is set to.
func (h *handle) sources(e ast.Expr) map[types.Object]bool {
	found, seen := make(map[types.Object]bool), make(map[types.Object]bool)
	var add func(ast.Node) bool
	add = func(n ast.Node) bool {
		if call, ok := n.(*ast.CallExpr); ok {
			if fn := h.flow.Callee(call); fn != nil && !computesPath(fn) {
				found[fn] = true
			}
			return true
		}
		e, ok := n.(ast.Expr)
		if !ok {
			return true
		}
		v, ok := h.flow.ObjectOf(e).(*types.Var)
		if !ok || seen[v] {
			return !ok
		}
		seen[v] = true
		_, param := h.flow.Param[v]
		local := !v.IsField() && v.Parent() != v.Pkg().Scope()
		if defs := h.flow.Defs[v]; local && !param && len(defs) > 0 {
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
