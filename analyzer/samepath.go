package analyzer

import (
	"go/ast"
	"go/constant"
	"go/token"
	"go/types"
	"iter"
	"strings"
)

// sameExpr reports whether a and b spell the same path: the same operators
// and calls over the same variables and constants.
func (p *provenance) sameExpr(a, b ast.Expr, depth int) bool {
	a, b = ast.Unparen(a), ast.Unparen(b)
	if oa := p.objectOf(a); oa != nil && oa == p.objectOf(b) {
		return true
	}
	a, b = p.expand(a), p.expand(b)
	va, vb := p.info.Types[a].Value, p.info.Types[b].Value
	if va != nil || vb != nil {
		return va != nil && vb != nil && constant.Compare(va, token.EQL, vb)
	}
	if depth > 8 {
		return false
	}
	switch a := a.(type) {
	case *ast.Ident, *ast.SelectorExpr:
		obj := p.objectOf(a)
		return obj != nil && obj == p.objectOf(b)
	case *ast.BinaryExpr:
		b, ok := b.(*ast.BinaryExpr)
		return ok && a.Op == b.Op && p.sameExpr(a.X, b.X, depth+1) && p.sameExpr(a.Y, b.Y, depth+1)
	case *ast.CallExpr:
		b, ok := b.(*ast.CallExpr)
		if !ok || len(a.Args) != len(b.Args) || p.callee(a) == nil || p.callee(a) != p.callee(b) {
			return false
		}
		ra, rb := receiver(a), receiver(b)
		if ra != nil && rb != nil && p.objectOf(ra) != nil && p.objectOf(rb) != nil && !types.Identical(p.info.TypeOf(ra), p.info.TypeOf(rb)) {
			return false
		}
		for i := range a.Args {
			if !p.sameExpr(a.Args[i], b.Args[i], depth+1) {
				return false
			}
		}
		return true
	}
	return false
}

// expand replaces a local variable that is set once by what it is set to.
func (p *provenance) expand(e ast.Expr) ast.Expr {
	for range 4 {
		e = ast.Unparen(e)
		id, ok := e.(*ast.Ident)
		if !ok {
			break
		}
		v, ok := p.info.ObjectOf(id).(*types.Var)
		if !ok || v.IsField() || v.Parent() == p.pkg.Scope() || p.addr[v] {
			break
		}
		if _, isParam := p.param[v]; isParam {
			break
		}
		defs := p.defs[v]
		if len(defs) != 1 || defs[0].index != whole {
			break
		}
		e = defs[0].expr
	}
	return e
}

// identifiers returns the identifiers in e, or none if e is nil: not every path
// that is followed has an expression where it is looked at.
func identifiers(e ast.Expr) iter.Seq[*ast.Ident] {
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

// portable reports whether e means the same path in every function: it holds
// a field, a method's result or a package variable, and no local variable but
// the receivers of those.
func (p *provenance) portable(e ast.Expr, depth int) bool {
	if depth > maxDepth {
		return false
	}
	e = p.expand(e)
	switch e := e.(type) {
	case *ast.SelectorExpr:
		v, ok := p.objectOf(e).(*types.Var)
		return ok && (v.IsField() || v.Parent() == p.pkg.Scope())
	case *ast.Ident:
		switch obj := p.objectOf(e).(type) {
		case *types.Const:
			return true
		case *types.Var:
			return obj.Parent() == p.pkg.Scope()
		}
		return false
	case *ast.BasicLit:
		return true
	case *ast.BinaryExpr:
		return p.portable(e.X, depth+1) && p.portable(e.Y, depth+1)
	case *ast.CallExpr:
		if len(e.Args) == 0 {
			fn := p.callee(e)
			return fn != nil && fn.Pkg() == p.pkg
		}
		for _, arg := range e.Args {
			if !p.portable(arg, depth+1) {
				return false
			}
		}
		return p.callee(e) != nil
	}
	return false
}

// receiver returns the operand of a method call.
func receiver(call *ast.CallExpr) ast.Expr {
	if sel, ok := ast.Unparen(call.Fun).(*ast.SelectorExpr); ok {
		return sel.X
	}
	return nil
}

// extends reports whether e is src with something added.
func (p *provenance) extends(e, src ast.Expr, depth int) bool {
	if depth > 4 {
		return false
	}
	e = p.expand(e)
	switch e := e.(type) {
	case *ast.BinaryExpr:
		return p.sameExpr(e.X, src, 0) || p.extends(e.X, src, depth+1)
	case *ast.CallExpr:
		fn := p.callee(e)
		if fn == nil || len(e.Args) == 0 {
			return false
		}
		switch fn.FullName() {
		case "fmt.Sprintf":
			return len(e.Args) > 1 && (p.sameExpr(e.Args[1], src, 0) || p.extends(e.Args[1], src, depth+1))
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
func (p *provenance) within(path, dir ast.Expr) bool {
	tv := p.info.Types[dir]
	if tv.Value == nil || tv.Value.Kind() != constant.String {
		return false
	}
	d := constant.StringVal(tv.Value)
	return d != "" && strings.HasPrefix(p.head(path, 0), strings.TrimSuffix(d, "/")+"/")
}
