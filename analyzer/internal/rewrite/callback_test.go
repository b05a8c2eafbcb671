package rewrite

import (
	"go/ast"
	"testing"
)

func TestDiffer(t *testing.T) {
	ask[*ast.CallExpr](t, []row[bool]{
		{"/*?*/texts(\"a\", \"b\")", true}, {"/*?*/texts(\"a\", \"a\")", false}, {"/*?*/texts(name, \"b\")", false}, {"/*?*/texts(\"a\", other)", false}, {"/*?*/texts(name, other)", false},
	}, func(s *subject) bool { return s.h.differ(s.call().Args[0], s.call().Args[1]) })
}
