package rewrite

import (
	"go/ast"
	"go/constant"
	"go/types"
	"maps"
	"slices"
	"strings"

	"github.com/atomiclint/atomiclint/analyzer/internal/flow"
)

// The pathParts are what a path is made of. Where two paths are made of the
// same, they may be those of one file.
type pathParts struct {
	// objects are parameters, fields, package variables, and functions that do
	// more than compute their result. A local variable stands for what it is
	// set to.
	objects map[types.Object]bool
	texts   map[string]bool // constants, as in the source
}

func newPathParts() pathParts {
	return pathParts{make(map[types.Object]bool), make(map[string]bool)}
}

// partsOf returns the parts of the path e.
func (x *Fixer) partsOf(e ast.Expr) pathParts {
	parts, _ := x.parts(e, false)
	return parts
}

// shareElement reports whether the paths a and b may be made of the same element
// of a slice, an array or a map, because which one it is varies in one of them.
func (x *Fixer) shareElement(a, b ast.Expr) bool {
	p, variesA := x.parts(a, true)
	q, variesB := x.parts(b, true)
	return (variesA || variesB) && p.same(q)
}

// parts returns the parts of the path e, and, if that is asked for, those of
// any element for one element, and whether there is one that varies.
func (x *Fixer) parts(e ast.Expr, elements bool) (parts pathParts, varies bool) {
	parts = newPathParts()
	seen := make(map[types.Object]bool)
	var add func(ast.Node) bool
	add = func(n ast.Node) bool {
		e, ok := n.(ast.Expr)
		if !ok {
			return true
		}
		if v := x.pass.TypesInfo.Types[e].Value; v != nil {
			if v.Kind() != constant.String || strings.Trim(constant.StringVal(v), `/\`) != "" { // what separates elements
				parts.texts[v.ExactString()] = true
			}
			return false
		}
		if list, index := x.elementOf(e); list != nil && elements {
			varies = varies || index != nil && x.pass.TypesInfo.Types[index].Value == nil
			ast.Inspect(list, add)
			return false
		}
		if call, ok := e.(*ast.CallExpr); ok {
			fn := x.flow.Callee(call)
			switch made := x.madeBy(call); {
			case made != nil && !seen[fn]:
				seen[fn] = true
				for _, e := range append(slices.Clone(call.Args), made) {
					ast.Inspect(e, add)
				}
				return false
			case fn != nil && !computesPath(fn):
				parts.objects[fn] = true
			}
			return true
		}
		v, ok := x.flow.ObjectOf(e).(*types.Var)
		if !ok || seen[v] {
			return !ok
		}
		seen[v] = true
		if p, param := x.flow.Param[v]; param && seen[p.Fn.Obj] && p.Fn.Obj != nil {
			return false // of a function that is looked into: the argument stands for it
		} else if arg := x.givenTo(v); arg != nil {
			ast.Inspect(arg, add)
			return false
		} else if param || !isLocalVar(v) || len(x.flow.Defs[v]) == 0 {
			parts.objects[v] = true
			return false
		}
		for _, d := range x.flow.Defs[v] {
			varies = varies || d.Index == flow.Element
			ast.Inspect(d.Expr, add)
		}
		return false
	}
	ast.Inspect(e, add)
	return parts, varies
}

// elementOf returns the slice, array or map that e takes an element from, and
// the index of that, or which e is a part of, and where that begins.
func (x *Fixer) elementOf(e ast.Expr) (list, index ast.Expr) {
	switch n := e.(type) {
	case *ast.IndexExpr:
		list, index = n.X, n.Index
	case *ast.SliceExpr:
		list, index = n.X, n.Low
	default:
		return nil, nil
	}
	switch t := x.pass.TypesInfo.TypeOf(list).Underlying().(type) {
	case *types.Slice, *types.Array, *types.Map:
		return list, index
	case *types.Pointer:
		if _, ok := t.Elem().Underlying().(*types.Array); ok {
			return list, index
		}
	}
	return nil, nil
}

// madeBy returns the expression that is the result of the function of this
// package that call runs, if that does nothing but return it, or nil.
func (x *Fixer) madeBy(call *ast.CallExpr) ast.Expr {
	fn := x.flow.Local(call)
	if fn == nil || flow.IsLiteral(fn.Cursor) || !flow.HasBody(fn) {
		return nil
	}
	body := fn.Cursor.Node().(*ast.FuncDecl).Body.List
	if len(body) != 1 {
		return nil
	}
	ret, ok := body[0].(*ast.ReturnStmt)
	if !ok || len(ret.Results) != 1 {
		return nil
	}
	return ret.Results[0]
}

// isLocalVar reports whether v is declared in a function.
func isLocalVar(v *types.Var) bool { return !v.IsField() && v.Parent() != v.Pkg().Scope() }

func (p pathParts) add(q pathParts) {
	maps.Copy(p.objects, q.objects)
	p.addTexts(q)
}

func (p pathParts) addTexts(q pathParts) { maps.Copy(p.texts, q.texts) }

// madeOf reports whether a path of the parts p may name the file whose path has
// the parts q: all the objects of q are in it, and no text that is not in q.
func (p pathParts) madeOf(q pathParts) bool {
	if len(q.objects) == 0 { // a constant
		return len(p.objects) == 0 && len(p.texts) > 0 && contains(q.texts, p.texts)
	}
	return contains(p.objects, q.objects) && contains(q.texts, p.texts)
}

// outlive reports whether the path is made of fields and variables of the package
// alone, which are the same in functions that do not call each other.
func (p pathParts) outlive() bool {
	for obj := range p.objects {
		if v, ok := obj.(*types.Var); !ok || isLocalVar(v) {
			return false
		}
	}
	return len(p.objects) > 0
}

// equal reports whether the objects of p are those of q, and p has no text that
// is not in q.
func (p pathParts) equal(q pathParts) bool { return p.madeOf(q) && contains(q.objects, p.objects) }

// same reports whether p and q are made of the same.
func (p pathParts) same(q pathParts) bool { return p.equal(q) && contains(p.texts, q.texts) }

// contains reports whether all that is in b is in a.
func contains[K comparable](a, b map[K]bool) bool {
	for k := range b {
		if !a[k] {
			return false
		}
	}
	return true
}
