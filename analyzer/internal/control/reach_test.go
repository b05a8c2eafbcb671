package control

import (
	"go/ast"
	"strings"
	"testing"
)

// TestReaches follows jumps, and does not follow what ends.
func TestReaches(t *testing.T) {
	_, g, decls := load(t, `
func f() {
	mark("a")
	for {
		mark("b")
		if step() == nil {
			break
		}
	}
	if err := step(); err != nil {
		mark("c")
		die(err)
	}
	mark("d")
	for wanted("e") {
		mark("f")
		return
	}
	mark("g")
}

func wanted(s string) bool { return s != "" }
`)
	calls := make(map[string]ast.Node)
	ast.Inspect(decls["f"], func(n ast.Node) bool {
		if call, ok := n.(*ast.CallExpr); ok && len(call.Args) == 1 {
			if lit, ok := call.Args[0].(*ast.BasicLit); ok {
				calls[strings.Trim(lit.Value, `"`)] = call
			}
		}
		return true
	})
	for _, tt := range []struct {
		from, to string
		want     bool
	}{{"a", "b", true}, {"b", "b", true}, {"b", "a", false}, {"a", "d", true}, {"c", "d", false}, {"b", "c", true}, {"e", "f", true}, {"e", "g", true}, {"f", "g", false}} {
		got := g.Reaches(decls["f"], calls[tt.from], func(n ast.Node) bool {
			return n.Pos() <= calls[tt.to].Pos() && calls[tt.to].Pos() < n.End()
		})
		if got != tt.want {
			t.Errorf("control comes from %s to %s: %v, want %v", tt.from, tt.to, got, tt.want)
		}
	}
}
