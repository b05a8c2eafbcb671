package rewrite

import (
	"go/ast"
	"testing"
)

func TestMakesOnlyErrors(t *testing.T) {
	ask[*ast.ReturnStmt](t, []row[bool]{
		{`/*?*/return errors.New("x")`, true}, {"/*?*/return err", true}, {"/*?*/return work()", false}, {`/*?*/return fmt.Errorf("%w", work())`, false}, {`/*?*/return fmt.Errorf("%w", errors.New("x"))`, true},
		{"/*?*/return hook(name)", false}, {`/*?*/return errors.Join(err, hook(name))`, false},
	}, func(s *subject) bool { return s.h.onlyMakesErrors(s.c.Node().(*ast.ReturnStmt)) })
}
