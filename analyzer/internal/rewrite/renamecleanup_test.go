package rewrite

import (
	"fmt"
	"go/ast"
	"testing"
)

func TestPlainCall(t *testing.T) {
	ask[ast.Stmt](t, []row[bool]{
		{"/*?*/work()", true}, {"/*?*/defer work()", true}, {"/*?*/_ = work()", true}, {"/*?*/err = work()", false}, {"/*?*/_, _ = two()", false}, {"/*?*/go work()", false}, {"/*?*/n++", false},
		{"/*?*/<-ch", false}, {"/*?*/_ = n", false}, {"/*?*/_, _ = work(), work()", false}, {"/*?*/if ask() { }", false},
	}, func(s *subject) bool { return plainCall(s.stmt()) != nil })
}

func TestIsInline(t *testing.T) {
	ask[ast.Expr](t, []row[bool]{
		{renames("tmp := f.Name()\n\t_ = /*?*/tmp"), false}, {renames("_ = /*?*/f.Name()"), false}, {renames("_ = /*?*/(f.Name())"), false}, {renames("_ = /*?*/name"), false},
		{renames("_ = /*?*/global.Name()"), false}, {renames("_ = /*?*/text()"), false},
	}, func(s *subject) bool { return s.replacement().isInline(s.expr()) })
}

func TestCleans(t *testing.T) {
	ask[ast.Stmt](t, []row[string]{
		{renames("/*?*/os.Remove(f.Name())"), "true false true"},
		{renames("/*?*/os.RemoveAll(f.Name())"), "true false true"},
		{renames("/*?*/os.Remove(other)"), "false false false"},
		{renames("/*?*/f.Close()"), "false true true"},
		{renames("/*?*/_ = os.Remove(f.Name())"), "true false true"},
		{renames("/*?*/err = os.Remove(f.Name())"), "false false false"},
		{renames("/*?*/work()"), "false false false"},
		{renames("/*?*/global.Close()"), "false false false"},
		{renames("/*?*/if n > 0 {\n\t\tos.Remove(f.Name())\n\t}"), "false false true"},
		{renames("/*?*/if n > 0 {\n\t\tos.Remove(f.Name())\n\t\tf.Close()\n\t}"), "false false true"},
		{renames("/*?*/if n > 0 {\n\t\twork()\n\t}"), "false false false"},
		{renames("/*?*/if ask() {\n\t\tos.Remove(f.Name())\n\t}"), "false false false"},
		{renames("/*?*/if k := n; k > 0 {\n\t\tos.Remove(f.Name())\n\t}"), "false false false"},
		{renames("/*?*/if n > 0 {\n\t\tos.Remove(f.Name())\n\t} else {\n\t\twork()\n\t}"), "false false false"},
		{renames("tmp := f.Name()\n\t/*?*/os.Remove(tmp)"), "true false true"},
		{renames("/*?*/os.Chmod(f.Name(), 0)"), "false false false"},
		{renames("/*?*/defer os.Remove(f.Name())"), "true false true"},
		{renames("/*?*/lib.Any(f.Name())"), "false false false"},
		{renames("/*?*/hook(f.Name())"), "false false false"},
	}, func(s *subject) string {
		r := s.replacement()
		return fmt.Sprint(r.cleans(s.stmt()), " ", r.closes(s.stmt()), " ", r.onlyCleans([]ast.Stmt{s.stmt()}))
	})
}

func TestSettledAt(t *testing.T) {
	ask[ast.Expr](t, []row[bool]{
		{renames("_ = /*?*/n"), true}, {renames("if n > 0 {\n\t\tname := \"\"\n\t\t_, _ = name, /*?*/n\n\t}"), false}, {renames("if n > 0 {\n\t\tother := \"\"\n\t\t_, _ = other, /*?*/n\n\t}"), true},
	}, func(s *subject) bool { return s.replacement().settledAt(s.expr()) })
}
