package rewrite

import (
	"go/ast"
	"testing"
)

func TestOpens(t *testing.T) {
	ask[*ast.CallExpr](t, []row[bool]{
		{"/*?*/os.Create(name)", true}, {"/*?*/os.Open(name)", true}, {"/*?*/os.OpenFile(name, 0, 0)", true}, {"var root *os.Root; /*?*/root.Create(name)", true}, {"var root *os.Root; /*?*/root.Open(name)", true},
		{"var root *os.Root; /*?*/root.OpenFile(name, 0, 0)", true}, {"/*?*/os.ReadFile(name)", false}, {"/*?*/os.CreateTemp(name, name)", false}, {"/*?*/hook(name)", false},
	}, func(s *subject) bool { return s.h.opens(s.call()) })
}
