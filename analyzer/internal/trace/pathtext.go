package trace

import (
	"go/ast"
	"go/constant"
	"strings"

	"github.com/atomiclint/atomiclint/analyzer/internal/knowledge"
)

// Tail returns the constant text that e ends in, if any.
func (p *Provenance) Tail(e ast.Expr) string {
	if tv := p.Info.Types[e]; tv.Value != nil && tv.Value.Kind() == constant.String {
		return constant.StringVal(tv.Value)
	}
	switch e := ast.Unparen(e).(type) {
	case *ast.BinaryExpr:
		return p.Tail(e.Y)
	case *ast.CallExpr:
		if fn := p.Callee(e); fn != nil && fn.FullName() == "fmt.Sprintf" && len(e.Args) > 0 {
			return p.Tail(e.Args[0])
		}
	}
	return ""
}

// base returns what the path e is made from by adding to its end.
func (p *Provenance) base(e ast.Expr) ast.Expr {
	for range knowledge.MaxDepth {
		e = p.Expand(e)
		switch n := e.(type) {
		case *ast.BinaryExpr:
			e = n.X
			continue
		case *ast.CallExpr:
			if fn := p.Callee(n); fn != nil && len(n.Args) > 0 {
				name := fn.FullName()
				if k, ok := knowledge.KeepsPath[name]; ok && k < len(n.Args) {
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

// Head returns the constant text that e begins with.
func (p *Provenance) Head(e ast.Expr, depth int) string {
	if depth > knowledge.MaxDepth {
		return ""
	}
	e = p.Expand(e)
	if tv := p.Info.Types[e]; tv.Value != nil && tv.Value.Kind() == constant.String {
		return constant.StringVal(tv.Value)
	}
	switch e := e.(type) {
	case *ast.BinaryExpr:
		return p.Head(e.X, depth+1)
	case *ast.CallExpr:
		fn := p.Callee(e)
		if fn == nil || len(e.Args) == 0 {
			return ""
		}
		switch fn.FullName() {
		case "fmt.Sprintf":
			format, _, _ := strings.Cut(p.Head(e.Args[0], depth+1), "%")
			return format
		case "path/filepath.Join", "path.Join":
			if h := p.Head(e.Args[0], depth+1); h != "" {
				return h + "/"
			}
		}
	}
	return ""
}
