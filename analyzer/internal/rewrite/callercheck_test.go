package rewrite

import (
	"go/ast"
	"strings"
	"testing"
)

func TestHandedTo(t *testing.T) {
	ask[*ast.FuncLit](t, []row[int]{
		{"/*?*/func() {}()", 0}, {"lib.Any(/*?*/func() {})", 1}, {"own := /*?*/func() {}; own()", 0}, {"own := /*?*/func() {}; lib.Any(own)", 1},
		{"own := /*?*/func() {}; lib.Any(own); lib.Any(own); own()", 2}, {"pkgHook = /*?*/func(string) {}", 0},
	}, func(s *subject) int { return len(s.h.handedTo(s.h.flow.Funcs[s.c.Node()])) })
}

func TestPathsGiven(t *testing.T) {
	ask[*ast.CallExpr](t, []row[string]{
		{"/*?*/os.Remove(name)", "name"},
		{"/*?*/work()", ""},
		{"/*?*/lose(name) ## func lose(s string) { os.Remove(s) }", "name"},
		{"/*?*/lose(name) ## func lose(s string) { os.Remove(s); os.Remove(s) }", "name"},
		{"/*?*/lose(name) ## func lose(s string) { os.Remove(s); os.Remove(s + \"x\") }", "name name \"x\""},
		{"/*?*/lose(name) ## func lose(s string) { lose(s) }", ""},
		{"/*?*/lose(name) ## func lose(s string) { more(s + \".a\") }\nfunc more(t string) { os.Remove(t + \".b\") }", "name \".a\" \".b\""},
		{"/*?*/lose(name, other) ## func lose(s, t string) { os.Rename(s, t) }", "name"},
		{"/*?*/hook(name)", ""},
		{"/*?*/lose(name) ## func lose(s string) { os.Remove(\"x\") }", "\"x\""},
	}, func(s *subject) string {
		var all []string
		for _, path := range s.h.pathsGiven(s.call(), s.h.lost) {
			all = append(all, path.String())
		}
		return strings.Join(all, " ")
	})
}
