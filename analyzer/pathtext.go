package analyzer

import (
	"go/ast"
	"go/constant"
	"strings"
)

// tail returns the constant text that e ends in, if any.
func (p *provenance) tail(e ast.Expr) string {
	if tv := p.info.Types[e]; tv.Value != nil && tv.Value.Kind() == constant.String {
		return constant.StringVal(tv.Value)
	}
	switch e := ast.Unparen(e).(type) {
	case *ast.BinaryExpr:
		return p.tail(e.Y)
	case *ast.CallExpr:
		if fn := p.callee(e); fn != nil && fn.FullName() == "fmt.Sprintf" && len(e.Args) > 0 {
			return p.tail(e.Args[0])
		}
	}
	return ""
}

// base returns what the path e is made from by adding to its end.
func (p *provenance) base(e ast.Expr) ast.Expr {
	for range maxDepth {
		e = p.expand(e)
		switch n := e.(type) {
		case *ast.BinaryExpr:
			e = n.X
			continue
		case *ast.CallExpr:
			if fn := p.callee(n); fn != nil && len(n.Args) > 0 {
				name := fn.FullName()
				if k, ok := keepsPath[name]; ok && k < len(n.Args) {
					e = n.Args[k]
					continue
				}
				if name == "path/filepath.Join" || name == "path.Join" {
					e = n.Args[0]
					continue
				}
			}
		}
		break
	}
	return e
}

func startsWithSlash(text string) bool { return text != "" && strings.ContainsAny(text[:1], `/\`) }

func endsInSlash(text string) bool {
	return text != "" && strings.ContainsAny(text[len(text)-1:], `/\`)
}

// head returns the constant text that e begins with.
func (p *provenance) head(e ast.Expr, depth int) string {
	if depth > maxDepth {
		return ""
	}
	e = p.expand(e)
	if tv := p.info.Types[e]; tv.Value != nil && tv.Value.Kind() == constant.String {
		return constant.StringVal(tv.Value)
	}
	switch e := e.(type) {
	case *ast.BinaryExpr:
		return p.head(e.X, depth+1)
	case *ast.CallExpr:
		fn := p.callee(e)
		if fn == nil || len(e.Args) == 0 {
			return ""
		}
		switch fn.FullName() {
		case "fmt.Sprintf":
			format, _, _ := strings.Cut(p.head(e.Args[0], depth+1), "%")
			return format
		case "path/filepath.Join", "path.Join":
			if h := p.head(e.Args[0], depth+1); h != "" {
				return h + "/"
			}
		}
	}
	return ""
}
