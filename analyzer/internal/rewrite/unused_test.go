package rewrite

import (
	"fmt"
	"go/ast"
	"go/types"
	"testing"
)

func TestIdle(t *testing.T) {
	ask[ast.Expr](t, []row[bool]{
		{renames("_ = /*?*/-n"), true}, {renames("_ = /*?*/<-ch"), false}, {renames("_ = /*?*/func() {}"), false}, {renames("_ = /*?*/work()"), true}, {renames("_ = /*?*/filepath.Base(name)"), true},
		{renames("_ = /*?*/f.Name()"), true}, {renames("_ = /*?*/twice(n) ## func twice(n int) int { return n * 2 }"), true},
		{renames("_ = /*?*/twice(n) ## func twice(n int) int { return n * number() }"), true}, {renames("_ = /*?*/twice(n) ## func twice(n int) int { return twice(n) }"), false},
		{renames("_ = /*?*/[]int{number()}"), true}, {renames("_ = /*?*/[]int{n}"), true}, {renames("_ = /*?*/text()"), true}, {renames("_ = /*?*/[]int{<-ch, n}"), false},
	}, func(s *subject) bool { return s.replacement().idle(s.expr()) })
}

func TestSets(t *testing.T) {
	ask[ast.Stmt](t, []row[string]{
		{renames("/*?*/own := 1\n\t_ = own"), "1 true"},
		{renames("/*?*/own := number()\n\t_ = own"), "1 true"},
		{renames("own := 1\n\t/*?*/own = 2\n\t_ = own"), "1 true"},
		{renames("own := 1\n\t/*?*/n = 2\n\t_ = own"), "1 false"},
		{renames("/*?*/own, k := 1, 2\n\t_, _ = own, k"), "1 false"},
		{renames("/*?*/own, _ := 1, 2\n\t_ = own"), "1 true"},
		{renames("/*?*/own, _ := n, number()\n\t_ = own"), "1 true"},
		{renames("own := 1\n\t/*?*/own, n = 1, 2\n\t_ = own"), "1 false"},
		{renames("/*?*/var own int\n\t_ = own"), "0 true"},
		{renames("/*?*/var own = 1\n\t_ = own"), "1 true"},
		{renames("/*?*/var own = number()\n\t_ = own"), "1 true"},
		{renames("/*?*/var own, k int\n\t_, _ = own, k"), "0 false"},
		{renames("/*?*/var (\n\t\town int\n\t\tk   int\n\t)\n\t_, _ = own, k"), "0 false"},
		{renames("/*?*/const k = 1\n\town := 1\n\t_ = own"), "0 false"},
		{renames("own := 1\n\t/*?*/var k int\n\t_, _ = own, k"), "0 false"},
		{renames("own := 1\n\t/*?*/if n > 0 {\n\t\town = 2\n\t}\n\t_ = own"), "1 true"},
		{renames("own := 1\n\t/*?*/if n > 0 {\n\t\town = 2\n\t\town = 3\n\t}\n\t_ = own"), "2 true"},
		{renames("own := 1\n\t/*?*/if n > 0 {\n\t\tn = 2\n\t}\n\t_ = own"), "0 false"},
		{renames("own := 1\n\t/*?*/if n > 0 {\n\t\town = 2\n\t} else {\n\t\town = 3\n\t}\n\t_ = own"), "0 false"},
		{renames("own := 1\n\t/*?*/if k := n; k > 0 {\n\t\town = 2\n\t}\n\t_ = own"), "0 false"},
		{renames("own := 1\n\t/*?*/if ask() {\n\t\town = 2\n\t}\n\t_ = own"), "1 true"},
		{renames("own := 1\n\t/*?*/if n > 0 {\n\t\town += 2\n\t}\n\t_ = own"), "0 false"},
		{renames("own := 1\n\t/*?*/if n > 0 {\n\t\town := 2\n\t\t_ = own\n\t}\n\t_ = own"), "0 false"},
		{renames("own := 1\n\t/*?*/if n > 0 {\n\t\town = number()\n\t}\n\t_ = own"), "1 true"},
		{renames("own := 1\n\t/*?*/if n > 0 {\n\t\town, n = 1, 2\n\t}\n\t_ = own"), "0 false"},
		{renames("own := 1\n\t/*?*/if n > 0 {\n\t\twork()\n\t}\n\t_ = own"), "0 false"},
		{renames("own := 1\n\t/*?*/work()\n\t_ = own"), "0 false"},
	}, func(s *subject) string {
		values, ok := s.replacement().sets(s.stmt(), s.Object(s.t, "own").(*types.Var))
		return fmt.Sprint(values, " ", ok)
	})
}

func TestOnlyErrors(t *testing.T) {
	ask[*ast.AssignStmt](t, []row[bool]{
		{renames("/*?*/k, kerr := two()\n\t_, _ = k, kerr"), true}, {renames("/*?*/k, _ := two()\n\t_ = k"), true}, {renames("/*?*/kerr, k := work(), 1\n\t_, _ = k, kerr"), false},
		{renames("/*?*/k := 1\n\t_ = k"), true},
	}, func(s *subject) bool {
		assign := s.c.Node().(*ast.AssignStmt)
		return s.replacement().onlyErrors(assign, assign.Lhs[0])
	})
}

func TestDeclares(t *testing.T) {
	ask[ast.Node](t, []row[bool]{
		{renames("own := 1\n\t_ = own"), true}, {renames("k, own := 1, 2\n\t_, _ = k, own"), true}, {renames("var own int\n\town = 1\n\t_ = own"), false},
		{renames("for own := range n {\n\t\t_ = own\n\t}"), false},
	}, func(s *subject) bool {
		_, ok := s.replacement().declares(s.Object(s.t, "own").(*types.Var))
		return ok
	})
}

func TestOthersUsed(t *testing.T) {
	ask[*ast.AssignStmt](t, []row[string]{
		{renames("/*?*/own := 1\n\t_ = own"), "false the declaration of own would be left over"},
		{renames("/*?*/own, k := 1, 2\n\t_, _ = own, k"), "true the declaration of own would be left over"},
		{renames("/*?*/own, _ := 1, 2\n\t_ = own"), "false the declaration of own would be left over"},
		{renames("/*?*/own, _ := two()\n\t_ = own"), "false "},
		{renames("/*?*/own, kerr := two()\n\t_, _ = own, kerr"), "true "},
		{renames("/*?*/own, kerr := pick()\n\t_, _ = own, kerr ## func pick() (int, error) { return lib.Count(\"\") }"), "true "},
		{renames("/*?*/own, k := pick()\n\t_, _ = own, k ## func pick() (int, int) { return 1, 2 }"), "true "},
		{renames("own := 1\n\t/*?*/n = 2\n\t_ = own"), "true the declaration of n would be left over"},
		{renames("own := 1\n\t/*?*/own, t.n = 2, 3\n\t_ = own"), "true the declaration of own would be left over"},
	}, func(s *subject) string {
		assign, r := s.c.Node().(*ast.AssignStmt), s.replacement()
		own := s.Object(s.t, "own")
		return fmt.Sprint(r.othersUsed(assign, own.(*types.Var)), " ", r.blank(assign, assign.Lhs[0]))
	})
}
