package rewrite

import (
	"go/ast"
	"testing"

	"github.com/atomiclint/atomiclint/analyzer/internal/flow"
)

// TestCallees follows calls to the functions that they may run.
func TestCallees(t *testing.T) {
	ask[*ast.CallExpr](t, []row[int]{
		{"/*?*/work()", 1}, {"/*?*/lib.Name()", 0}, {"var a asker; /*?*/a.Ask(name)", 1}, {"own := func() {}; /*?*/own()", 1}, {"own := func() {}; own = func() {}; /*?*/own()", 2}, {"own := work; own = other2; /*?*/own() ## func other2() error { return nil }", 2}, {"own := looker{}.Run; own = work; /*?*/own()", 2}, {"/*?*/hook(name)", 0}, {"/*?*/t.hook(name)", 0}, {"_ = /*?*/len(name)", 0},
	}, func(s *subject) int { return len(s.h.callees(s.call())) })
	is := func(call *ast.CallExpr) bool { return len(call.Args) == 3 }
	ask[*ast.CallExpr](t, []row[bool]{
		{"/*?*/work()", false}, {"/*?*/a() ## func a() { b() }\nfunc b() { print(1, 2, 3) }", true}, {"/*?*/a() ## func a() { b() }\nfunc b() { a() }", false}, {"/*?*/a() ## func a() { print(1, 2, 3) }", true}, {"/*?*/print(1, 2, 3)", false}, {"/*?*/a() ## func a() { func() { print(1, 2, 3) }() }", true},
	}, func(s *subject) bool {
		memo := make(map[*flow.Function]bool)
		first := s.h.reaches(memo, s.h.callees(s.call()), is)
		if again := s.h.reaches(memo, s.h.callees(s.call()), is); again != first {
			s.t.Errorf("got %t, and %t when asked again", first, again)
		}
		return first
	})
}

// TestCallsOf counts the calls that may run the function own.
func TestCallsOf(t *testing.T) {
	const own = " ## func own(string) error { return nil }\n"
	ask[ast.Node](t, []row[int]{
		{"own(name); own(other)" + own, 2}, {"work()" + own, 0}, {"fn := own; fn(name)" + own, 1}, {"lib.Any(own)" + own, 0},
		{"runs(own)" + own + "func runs(f func(string) error) { f(\"x\"); f(\"y\") }", 2},
		{"table[name](other)" + own + "var table = map[string]func(string) error{\"a\": own}", 1},
		{"table[name](other)" + own + "var table map[string]func(string) error", 0},
		{"table[name](other)" + own + "type saver func(string) error\nvar table = map[string]saver{\"a\": own}", 1},
		{"table[name](2)" + own + "var table = map[string]func(int) error{}\nvar held = own", 0},
		{"h := holder{own}; h.fn(name)" + own + "type holder struct{ fn func(string) error }", 1},
		{"var d doer = thing{}; d.own(name) ## type doer interface{ own(string) error }\ntype thing struct{}\nfunc (thing) own(string) error { return nil }", 1},
		{"var d doer; d.own(name) ## type doer interface{ own(string) error }\ntype thing struct{}\nfunc (thing) own(int) error { return nil }", 0},
		{"_ = string(name); _ = len(name)" + own, 0},
	}, func(s *subject) int {
		for _, fn := range s.h.flow.Order {
			if fn.Obj != nil && fn.Obj.Name() == "own" {
				return len(s.h.callsOf(fn))
			}
		}
		return -1
	})
}
