package trace

import (
	"go/ast"
	"go/constant"
	"go/token"
	"go/types"
	"iter"
	"strings"

	"github.com/atomiclint/atomiclint/analyzer/internal/flow"
	"github.com/atomiclint/atomiclint/analyzer/internal/knowledge"
)

// SameExpr reports whether a and b spell the same path: the same operators
// and calls over the same variables and constants, or others that put the same
// pieces together.
func (p *Provenance) SameExpr(a, b ast.Expr, depth int) bool {
	a, b = ast.Unparen(a), ast.Unparen(b)
	if oa := p.ObjectOf(a); oa != nil && oa == p.ObjectOf(b) {
		return true
	}
	a, b = p.Expand(a), p.Expand(b)
	va, vb := p.Info.Types[a].Value, p.Info.Types[b].Value
	if va != nil || vb != nil {
		return va != nil && vb != nil && va.Kind() == vb.Kind() && constant.Compare(va, token.EQL, vb)
	}
	if depth > knowledge.MaxOperators {
		return false
	}
	return p.sameForm(a, b, depth) || (composite(a) || composite(b)) && p.sameSpelling(a, b, depth)
}

// composite reports whether e may put a path together of pieces.
func composite(e ast.Expr) bool {
	switch e.(type) {
	case *ast.BinaryExpr, *ast.CallExpr:
		return true
	}
	return false
}

// sameForm is SameExpr for expressions with the same operators and calls.
func (p *Provenance) sameForm(a, b ast.Expr, depth int) bool {
	switch a := a.(type) {
	case *ast.Ident, *ast.SelectorExpr:
		obj := p.ObjectOf(a)
		return obj != nil && obj == p.ObjectOf(b)
	case *ast.BinaryExpr:
		b, ok := b.(*ast.BinaryExpr)
		return ok && a.Op == b.Op && p.SameExpr(a.X, b.X, depth+1) && p.SameExpr(a.Y, b.Y, depth+1)
	case *ast.CallExpr:
		b, ok := b.(*ast.CallExpr)
		if !ok || len(a.Args) != len(b.Args) || p.Callee(a) == nil || p.Callee(a) != p.Callee(b) {
			return false
		}
		if ra, rb := Receiver(a), Receiver(b); ra != nil && rb != nil && !types.Identical(p.Info.TypeOf(ra), p.Info.TypeOf(rb)) {
			return false // the method may have been promoted from what both embed
		}
		for i := range a.Args {
			if !p.SameExpr(a.Args[i], b.Args[i], depth+1) {
				return false
			}
		}
		return true
	}
	return false
}

// Expand replaces a local variable that is set once by what it is set to.
func (p *Provenance) Expand(e ast.Expr) ast.Expr {
	for range knowledge.MaxAliases {
		e = ast.Unparen(e)
		id, ok := e.(*ast.Ident)
		if !ok {
			break
		}
		v, ok := p.Info.ObjectOf(id).(*types.Var)
		if !ok || v.IsField() || v.Parent() == p.Pkg.Scope() || p.Addr[v] {
			break
		}
		if _, isParam := p.Param[v]; isParam {
			break
		}
		defs := p.Defs[v]
		if len(defs) != 1 || defs[0].Index != flow.Whole {
			break
		}
		e = defs[0].Expr
	}
	return e
}

// Identifiers returns the identifiers in e, or none if e is nil: not every path
// that is followed has an expression where it is looked at.
func Identifiers(e ast.Expr) iter.Seq[*ast.Ident] {
	return func(yield func(*ast.Ident) bool) {
		if e == nil {
			return
		}
		more := true
		ast.Inspect(e, func(n ast.Node) bool {
			if id, ok := n.(*ast.Ident); ok && more {
				more = yield(id)
			}
			return more
		})
	}
}

// Portable reports whether e means the same path in every function: it holds
// a field, a method's result or a package variable, and no local variable but
// the receivers of those.
func (p *Provenance) Portable(e ast.Expr, depth int) bool {
	if depth > knowledge.MaxDepth {
		return false
	}
	e = p.Expand(e)
	switch e := e.(type) {
	case *ast.SelectorExpr:
		v, ok := p.ObjectOf(e).(*types.Var)
		return ok && v.IsField()
	case *ast.Ident:
		switch obj := p.ObjectOf(e).(type) {
		case *types.Const:
			return true
		case *types.Var:
			return obj.Parent() == p.Pkg.Scope()
		}
		return false
	case *ast.BasicLit:
		return true
	case *ast.BinaryExpr:
		return p.Portable(e.X, depth+1) && p.Portable(e.Y, depth+1)
	case *ast.CallExpr:
		if len(e.Args) == 0 {
			fn := p.Callee(e)
			return fn != nil && fn.Pkg() == p.Pkg
		}
		for _, arg := range e.Args {
			if !p.Portable(arg, depth+1) {
				return false
			}
		}
		return p.Callee(e) != nil
	}
	return false
}

// Receiver returns the operand of a method call.
func Receiver(call *ast.CallExpr) ast.Expr {
	if sel, ok := ast.Unparen(call.Fun).(*ast.SelectorExpr); ok {
		return sel.X
	}
	return nil
}

// extends reports whether e is src with something added.
func (p *Provenance) extends(e, src ast.Expr, depth int) bool {
	if depth > knowledge.MaxExtensions {
		return false
	}
	e = p.Expand(e)
	switch e := e.(type) {
	case *ast.BinaryExpr:
		return p.SameExpr(e.X, src, 0) || p.extends(e.X, src, depth+1)
	case *ast.CallExpr:
		fn := p.Callee(e)
		if fn == nil || len(e.Args) == 0 {
			return false
		}
		switch fn.FullName() {
		case "fmt.Sprintf":
			return len(e.Args) > 1 && (p.SameExpr(e.Args[1], src, 0) || p.extends(e.Args[1], src, depth+1))
		case "path/filepath.Join", "path.Join":
			for _, arg := range e.Args {
				if p.extends(arg, src, depth+1) {
					return true
				}
			}
		}
	}
	return false
}

// within reports whether the constant text that path begins with lies in the
// constant directory dir.
func (p *Provenance) within(path, dir ast.Expr) bool {
	tv := p.Info.Types[dir]
	if tv.Value == nil || tv.Value.Kind() != constant.String {
		return false
	}
	d := constant.StringVal(tv.Value)
	return d != "" && strings.HasPrefix(p.Head(path, 0), strings.TrimSuffix(d, "/")+"/")
}
