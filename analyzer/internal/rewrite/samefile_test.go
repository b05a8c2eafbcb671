package rewrite

import (
	"go/ast"
	"go/types"
	"testing"
)

func TestSpelled(t *testing.T) {
	ask[ast.Expr](t, []row[string]{
		{"_ = /*?*/name", "name"},
		{"func(p string) { _ = /*?*/p }(name)", "name"},
		{"func(p string) { p = other; _ = /*?*/p }(name)", "p"},
		{"func(p string) { q := &p; _ = q; _ = /*?*/p }(name)", "p"},
		{"own := func(p string) { _ = /*?*/p }; own(name)", "p"},
		{"func(p, q string) { _ = /*?*/q }(name, other)", "other"},
		{"func(ps ...string) { _ = /*?*/ps[0] }(name)", "ps[0]"},
		{"_ = /*?*/filepath.Clean(name)", "name"},
		{"_ = /*?*/filepath.Clean(filepath.Clean(name))", "name"},
		{"tmp := filepath.Clean(name); _ = /*?*/tmp", "name"},
		{"tmp := name; _ = /*?*/tmp", "name"},
		{"tmp := name; tmp = other; _ = /*?*/tmp", "tmp"},
		{"_ = /*?*/filepath.Base(name)", "filepath.Base(name)"},
		{"_ = /*?*/text()", "text()"},
		{"func(p string) { func(r string) { _ = /*?*/r }(p) }(filepath.Clean(name))", "name"},
	}, func(s *subject) string { return types.ExprString(s.h.spelled(s.expr())) })
}

func TestMayNameFile(t *testing.T) {
	ask[ast.Expr](t, []row[bool]{
		{"_ = /*?*/name", true}, {"_ = /*?*/other", false}, {"_ = /*?*/f.Name()", true}, {"_ = /*?*/(name + \"/\")", true}, {"_ = /*?*/(name + \"x\")", false},
		{"lists = append(lists, name); _ = /*?*/lists[0] ## var lists []string", true}, {"lists = append(lists, other); _ = /*?*/lists[0] ## var lists []string", false},
		{"lists = texts2(lists, name); _ = /*?*/lists[0] ## var lists []string\nfunc texts2(s []string, t string) []string { return s }", false},
		{"lists = append(lists); _ = /*?*/lists[0] ## var lists []string", false}, {"lists = append(lists, other, name); _ = /*?*/lists[0] ## var lists []string", true},
		{"lists = nil; _ = /*?*/lists[0] ## var lists []string", false}, {"_ = /*?*/\"x\"", false},
	}, func(s *subject) bool { return s.h.mayNameFile(s.expr()) })
}

func TestLostInside(t *testing.T) {
	of := func(path, call, decls string) string {
		return "func save(name, other string, list []string, n int) error {\n\tf, err := os.Create(" + path + ")\n\tif err != nil {\n\t\treturn err\n\t}\n\t/*?*/" + call + "\n\treturn f.Close()\n}\n" + decls
	}
	ask[*ast.CallExpr](t, []row[bool]{
		{of("name", "lose(name)", "func lose(s string) { os.Remove(s) }"), true}, {of("name", "lose(other)", "func lose(s string) { os.Remove(s) }"), false},
		{of("name", "lose(name)", "func lose(s string) { os.Stat(s) }"), false}, {of("name", "lose(name)", "func lose(s string) { os.Remove(s + \".x\") }"), false},
		{of("name", "lose(f.Name())", "func lose(s string) { os.Remove(s) }"), true}, {of("name", "os.Remove(name)", ""), false}, {of("name", "func(s string) { os.Remove(s) }(name)", ""), false},
		{of("list[n]", "lose(list[0])", "func lose(s string) { os.Remove(s) }"), true}, {of("list[1]", "lose(list[0])", "func lose(s string) { os.Remove(s) }"), false},
		{of("list[0]", "lose(list[n])", "func lose(s string) { os.Remove(s) }"), true}, {of("list[n]", "lose(name)", "func lose(s string) { os.Remove(s) }"), false},
		{of("name", "lose(other, name)", "func lose(s, t string) { os.Remove(t) }"), true}, {of("name", "lose(name, other)", "func lose(s, t string) { os.Remove(t) }"), false},
		{of("name", "lose(other, f.Name())", "func lose(s, t string) { os.Remove(filepath.Join(s, t)) }"), false},
	}, func(s *subject) bool { return s.h.lostInside(s.call()) })
	ask[*ast.CallExpr](t, []row[bool]{
		{"/*?*/lose(name, other) ## func lose(s, t string) { os.Remove(s); os.Remove(t + s) }", true}, {"/*?*/lose(\"\", name) ## func lose(s, t string) { os.Remove(s + t) }", true},
		{"/*?*/lose() ## func lose() { os.Remove(lists[0]) }\nvar lists []string", false},
	}, func(s *subject) bool { return s.h.lostInside(s.call()) })
}
