package rewrite

import (
	"go/ast"
	"testing"
)

// TestClosers defers functions that are given the file.
func TestClosers(t *testing.T) {
	of := func(call, decl string) string { return "f.Write(data); defer /*?*/" + call + " ## " + decl }
	ask[*ast.CallExpr](t, []row[bool]{
		{of("shut(f)", "func shut(f *os.File) { f.Close() }"), true}, {of("shut(f)", "func shut(f *os.File) { f.Sync() }"), false}, {of("shut(f)", "func shut(f *os.File) { lib.Take(f) }"), false}, {of("shut(f)", "func shut(f *os.File) { _ = f.Close }"), false}, {of("shut(f)", "func shut(f *os.File) { f.Close(); f.Close() }"), false}, {of("shut(f)", "func shut(f *os.File) { lib.Any(f.Close) }"), false},
		{of("shut(f)", "func shut(f *os.File) { f = nil; f.Close() }"), false}, {of("shut(f)", "func shut(f *os.File) { p := &f; _ = p }"), false}, {of("shut(f)", "func shut(f *os.File) { func() { f.Close() }() }"), false}, {of("func(f *os.File) { f.Close() }(f)", ""), true}, {of("func(f *os.File) { f = nil; f.Close() }(f)", ""), false}, {of("shut(f)", "func shut(f *os.File) { f.Close() }\nfunc other2(g *os.File) { shut(g) }"), true},
	}, func(s *subject) bool {
		fn := s.h.flow.Local(s.call())
		_, ok := s.h.closeOf(fn, fn.Sig.Params().At(0))
		return ok
	})
	ask[*ast.CallExpr](t, []row[bool]{
		{of("shut(f)", "func shut(f *os.File) { f.Close() }"), false}, {of("shut(f)", "func shut(f *os.File) { _ = f.Close() }"), false}, {of("shut(f)", "func shut(f *os.File) { check(f.Close()) }"), true}, {of("shut(f)", "func shut(f *os.File) { err := f.Close(); check(err) }"), true}, {of("shut(1, f)", "func shut(n int, f *os.File) { check(f.Close()) }"), true}, {of("shut(global)", "func shut(f *os.File) { check(f.Close()) }"), false},
		{of("lib.Close(f)", ""), false}, {of("shut(f)", "func shut(f *os.File) { f.Sync() }"), false}, {of("shut(nil, f)", "func shut(f ...*os.File) { f[0].Close() }"), false},
	}, func(s *subject) bool { return s.h.looksAtClose(s.call()) })
	ask[*ast.CallExpr](t, []row[bool]{
		{of("shut(f)", "func shut(f *os.File) { f.Close() }"), true}, {of("shut(f)", "func shut(f *os.File) { f.Close(); work() }"), false}, {of("shut(f)", "func shut(f *os.File) { work(); f.Close() }"), false}, {of("shut(f)", "func shut(f *os.File) { _ = f.Close() }"), true}, {of("shut(f)", "func shut(f *os.File) { err := f.Close(); if err != nil { work() } }"), true}, {of("shut(f)", "func shut(f *os.File) { failure = f.Close() }"), false},
		{of("shut(f)", "func shut(f *os.File) { work(); _ = f.Close() }"), false}, {of("shut(f)", "func shut(f *os.File) { err, n := f.Close(), 1; check(err); print(n) }"), false}, {of("shut(f)", "func shut(f *os.File) { if err := f.Close(); err != nil { work() } }"), true}, {of("shut(f)", "func shut(f *os.File) { if err := f.Close(); err == nil { work() } }"), false}, {of("shut(f)", "func shut(f *os.File) { if err := f.Close(); err != nil { work() } else { work() } }"), false},
		{of("shut(f)", "func shut(f *os.File) { if failure = f.Close(); failure != nil { work() } }"), false}, {of("shut(f)", "func shut(f *os.File) { if failure != nil { f.Close() } }"), false}, {of("shut(f)", "func shut(f *os.File) { err := f.Close(); if n := 1; err != nil { print(n) } }"), false}, {of("shut(f)", "func shut(f *os.File) { err := f.Close(); if err != nil { work() }; if err != nil { work() } }"), true}, {of("shut(f)", "func shut(f *os.File) { for { f.Close() } }"), false},
		{of("shut(f)", "func shut(f *os.File) { err := f.Close(); if err != nil { work() } else { work() } }"), false}, {of("shut(f)", "func shut(f *os.File) { _ = f.Close(); if failure != nil { work() } }"), false}, {of("shut(f)", "func shut(f *os.File) { if n, err := 1, f.Close(); err != nil { print(n) } }"), false},
	}, func(s *subject) bool {
		fn := s.h.flow.Local(s.call())
		closing, ok := s.h.closeOf(fn, fn.Sig.Params().At(fn.Sig.Params().Len()-1))
		return ok && s.h.onlyClosesIn(fn.Cursor.Node().(*ast.FuncDecl), closing.Node())
	})
}
