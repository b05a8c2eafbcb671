package rewrite

import (
	"go/ast"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ast/edge"

	"github.com/atomiclint/atomiclint/analyzer/internal/flow"
	"github.com/atomiclint/atomiclint/analyzer/internal/knowledge"
)

// namesFile reports whether e is the path that the file was opened under, or
// known to be another name of it.
func (h *handle) namesFile(e ast.Expr) bool { return h.namedByPath(e) || h.sameFile(e, h.s.Path) }

// mayNameFile reports whether e is made of what the path is made of that the file
// was opened under, and so may be another name of it.
func (h *handle) mayNameFile(e ast.Expr) bool {
	if h.namesFile(e) {
		return true
	}
	if h.s.Path == nil {
		return false
	}
	parts := h.partsOf(e)
	return parts.same(h.partsOf(h.s.Path)) || h.shareElement(e, h.s.Path) || h.listsFile(parts)
}

// listsFile reports whether a path of these parts may be an element of a list to
// which the path of the file is added somewhere.
func (h *handle) listsFile(parts pathParts) bool {
	file := h.partsOf(h.s.Path)
	for list := range parts.objects {
		for _, d := range h.flow.Defs[list] {
			call, ok := ast.Unparen(d.Expr).(*ast.CallExpr)
			if !ok || !h.pass.TypesInfo.Types[call.Fun].IsBuiltin() || len(call.Args) < 2 {
				continue
			}
			if slices.ContainsFunc(call.Args[1:], func(e ast.Expr) bool { return h.partsOf(e).same(file) }) {
				return true
			}
		}
	}
	return false
}

// lostInside reports whether call, of a function of this package, loses the
// file there, or may do so.
func (h *handle) lostInside(call *ast.CallExpr) bool {
	fn := h.flow.Local(call)
	if fn == nil || flow.IsLiteral(fn.Cursor) || h.s.Path == nil {
		return false
	}
	losses := h.losses(call)
	if slices.ContainsFunc(losses, h.partsOf(h.s.Path).same) || slices.ContainsFunc(losses, h.listsFile) || h.elementLostInside(call, fn) {
		return true
	}
	for _, path := range h.lossesIn(fn) {
		for v := range path.objects {
			p, ok := h.flow.Param[v]
			if ok && p.Fn == fn && len(path.objects) == 1 && len(path.texts) == 0 && slices.ContainsFunc(p.Arguments(call), h.namesFile) {
				return true
			}
		}
	}
	return false
}

// elementLostInside reports whether call, of fn, loses an element there that may
// be the file, because which one it is varies.
func (h *handle) elementLostInside(call *ast.CallExpr, fn *flow.Function) bool {
	file, varies := h.parts(h.s.Path, true)
	for _, arg := range call.Args {
		_, v := h.parts(arg, true)
		varies = varies || v
	}
	return varies && slices.ContainsFunc(h.lossesIn(fn), func(path pathParts) bool {
		whole, _ := h.given(fn, call, path, true)
		return whole.same(file)
	})
}

// namedByPath reports whether e is the path that the file was opened under, as
// it is spelled there, or what its method Name returns.
func (h *handle) namedByPath(e ast.Expr) bool {
	names, path := h.pathNames()
	switch n := ast.Unparen(e).(type) {
	case *ast.Ident:
		return names[h.pass.TypesInfo.Uses[n]]
	case *ast.CallExpr:
		if sel, ok := n.Fun.(*ast.SelectorExpr); ok && sel.Sel.Name == "Name" && h.isObject(sel.X, h.v) {
			return true
		}
	case *ast.IndexExpr:
		if _, ok := n.Index.(*ast.CallExpr); ok {
			return false
		}
	case *ast.BasicLit, *ast.BinaryExpr, *ast.SelectorExpr, *ast.StarExpr:
	default:
		return false
	}
	return types.ExprString(e) == path
}

// sameFile reports whether a, which may be anything, and the path b, which may be
// nil, are known to name one file, though perhaps by different variables.
func (x *Fixer) sameFile(a, b ast.Expr) bool {
	return b != nil && x.paths.SameExpr(x.spelled(a), x.spelled(b), 0)
}

// spelled follows the path e to where it is spelled out: through variables that
// are set once, parameters of function literals that are called in place, and
// functions that return another name of the same file.
func (x *Fixer) spelled(e ast.Expr) ast.Expr {
	for range knowledge.MaxAliases {
		next := x.paths.Expand(e)
		switch n := next.(type) {
		case *ast.Ident:
			if arg := x.givenTo(x.flow.ObjectOf(n)); arg != nil {
				next = arg
			}
		case *ast.CallExpr:
			if fn := x.flow.Callee(n); fn != nil && knowledge.SameFile[fn.FullName()] && len(n.Args) > 0 {
				next = n.Args[0]
			}
		}
		if next == e {
			break
		}
		e = next
	}
	return e
}

// givenTo returns the argument that v stands for if it is a parameter of a
// function literal which is called in place, or nil.
func (x *Fixer) givenTo(v types.Object) ast.Expr {
	param, ok := x.flow.Param[v]
	if !ok || !flow.IsLiteral(param.Fn.Cursor) || flow.ParentKind(param.Fn.Cursor) != edge.CallExpr_Fun || x.flow.Addr[v] || len(x.flow.Defs[v]) > 0 {
		return nil
	}
	if args := param.Arguments(param.Fn.Cursor.Parent().Node().(*ast.CallExpr)); len(args) == 1 {
		return args[0]
	}
	return nil
}
