package rewrite

import (
	"fmt"
	"go/ast"
	"testing"
)

func TestMakesOnlyErrors(t *testing.T) {
	ask[*ast.ReturnStmt](t, []row[bool]{
		{`/*?*/return errors.New("x")`, true}, {"/*?*/return err", true}, {"/*?*/return work()", false}, {`/*?*/return fmt.Errorf("%w", work())`, false}, {`/*?*/return fmt.Errorf("%w", errors.New("x"))`, true},
		{"/*?*/return hook(name)", false}, {`/*?*/return errors.Join(err, hook(name))`, false},
	}, func(s *subject) bool { return s.h.onlyMakesErrors(s.c.Node().(*ast.ReturnStmt)) })
}

func TestCleanerOf(t *testing.T) {
	ask[*ast.FuncLit](t, []row[string]{
		{"own := /*?*/func() { f.Close() }; own()", "1 1 false"},
		{"own := /*?*/func() { f.Close() }; own(); own()", "1 2 false"},
		{"own := /*?*/func() { f.Close() }; lib.Any(own)", ""},
		{"own := /*?*/func() { f.Close() }; func() { own() }()", ""},
		{"own := /*?*/func() { f.Close() }; own = nil; own()", ""},
		{"own := /*?*/func() { f.Close() }; _ = &own", ""},
		{"own, k := /*?*/func() { f.Close() }, 1; own(); _ = k", ""},
		{"pkgHook = /*?*/func(string) { f.Close() }", ""},
		{"func() { own := /*?*/func() { f.Close() }; own() }()", ""},
		{"own := /*?*/func(err error) error { f.Close(); return err }; return own(err)", "1 1 true"},
		{"own := /*?*/func(err error) error { f.Close(); return errKnown }; return own(err)", "1 1 false"},
		{"own := /*?*/func(err error, n int) error { f.Close(); return err }; return own(err, 1)", "1 1 false"},
		{"own := /*?*/func(error) error { f.Close(); return err }; return own(err)", "1 1 false"},
		{"own := /*?*/func(err error) (int, error) { f.Close(); return 0, err }; own(err)", "1 1 false"},
		{"own := /*?*/func(n int) int { f.Close(); return n }; own(1)", "1 1 false"},
		{"own := /*?*/func(err error) error { f.Close(); return work() }; return own(err)", ""},
		{"own := /*?*/func() { f.Close(); return }; own()", "1 1 false"},
		{"own := /*?*/func() { }; own()", "0 1 false"},
		{"lib.Any(/*?*/func() { f.Close() })", ""},
		{"own := /*?*/func(a, b error) error { f.Close(); return a }; return own(err, err)", "1 1 false"},
	}, func(s *subject) string {
		c := s.h.cleanerOf(s.c, s.h.fn)
		if c == nil {
			return ""
		}
		return fmt.Sprint(len(c.clean), " ", len(c.calls), " ", c.ret != nil && s.h.handsBack(c))
	})
}
