package rename

import (
	"go/ast"
	"go/types"
	"testing"
)

func TestElsewhere(t *testing.T) {
	ask[ast.Expr](t, []row[bool]{
		{`_ = /*?*/""`, true}, {`_ = /*?*/"/tmp"`, true}, {`_ = /*?*/"/tmp/x"`, true}, {`_ = /*?*/"/var"`, false}, {`_ = /*?*/"."`, false}, {`_ = /*?*/os.TempDir()`, true}, {`_ = /*?*/(os.TempDir())`, true}, {`_ = /*?*/os.Getenv("TMPDIR")`, true}, {`_ = /*?*/os.Getenv("HOME")`, false},
		{`_ = /*?*/filepath.Join(os.TempDir(), "x")`, true}, {`_ = /*?*/filepath.Join(path, "x")`, false}, {`_ = /*?*/filepath.Join(lib.Name(), "x")`, false}, {`_ = /*?*/lib.Name()`, false}, {`_ = /*?*/filepath.Dir(path)`, false}, {`_ = /*?*/path`, false}, {`_ = /*?*/filepath.Join()`, false},
		{`d := ""; _ = /*?*/d`, true}, {`d := ""; if d == "" { d = "x" }; _ = /*?*/d`, false}, {`d := os.TempDir(); _ = /*?*/d`, true}, {`d := os.TempDir(); d = "x"; _ = /*?*/d`, false}, {`d := os.TempDir(); if ok { d = "/tmp/y" }; _ = /*?*/d`, true}, {`d := path; _ = /*?*/d`, false},
		{`d := ""; if "" != d { }; _ = /*?*/d`, false}, {`d := ""; if d == "y" { }; _ = /*?*/d`, true}, {`d := ""; if d < "" { }; _ = /*?*/d`, true}, {`d := ""; d = lib.Name(); _ = /*?*/d`, false}, {`d, _ := os.MkdirTemp("", "x"); _ = /*?*/d`, true}, {`d, _ := os.MkdirTemp(path, "x"); _ = /*?*/d`, false},
		{`d, _ := filepath.Split("x"); _ = /*?*/d`, true}, {`d, _ := filepath.Split("a/x"); _ = /*?*/d`, false}, {`_, b := filepath.Split("x"); _ = /*?*/b`, false}, {`d, _ := filepath.Split(path); _ = /*?*/d`, true}, {`d, _ := filepath.Split(filepath.Join(path, other)); _ = /*?*/d`, false},
		{`d, _ := os.LookupEnv("TMPDIR"); _ = /*?*/d`, true}, {`const d = ""; _ = /*?*/d`, true}, {`var d string; _ = /*?*/d`, false}, {`_ = /*?*/func() string { return "" }()`, false}, {`h := lib.Name; _ = /*?*/h()`, false},
		{`d := filepath.Join(os.TempDir(), "a"); _ = /*?*/filepath.Join(d, "x")`, true}, {`_ = /*?*/list[0]`, false},
	}, func(s *subject) bool { return s.elsewhere(s.expr(), 0) })
	ask[ast.Expr](t, []row[bool]{
		{`_ = /*?*/"x"`, false}, {`_ = /*?*/"a/x"`, true}, {`_ = /*?*/(path + "/x")`, true}, {`_ = /*?*/("a/" + path)`, true}, {`_ = /*?*/(path + "x")`, false}, {`_ = /*?*/filepath.Join(path)`, false}, {`_ = /*?*/filepath.Join(path, other)`, true}, {`p, _ := filepath.Abs(path); _ = /*?*/p`, true},
		{`p, _ := os.Executable(); _ = /*?*/p`, true}, {`p, _ := filepath.EvalSymlinks(path); _ = /*?*/p`, true}, {`_ = /*?*/fmt.Sprintf("a/%s", path)`, true}, {`_ = /*?*/fmt.Sprintf("%s", path)`, false}, {`_ = /*?*/filepath.Clean("a/b")`, true}, {`_ = /*?*/filepath.Clean("b")`, false},
		{`p := "x"; _ = /*?*/p`, false}, {`p := "x"; p = "a/x"; _ = /*?*/p`, true}, {`p := "x"; p = p + "y"; _ = /*?*/p`, false}, {`_ = /*?*/made() ## func made() string { return "a/b" }`, true}, {`_ = /*?*/made() ## func made() string { return "b" }`, false}, {`_ = /*?*/made() ## func made() (s string) { s = "a/b"; return }`, true},
		{`_ = /*?*/made() ## func made() (s string) { s = "b"; return }`, false}, {`p, _ := made(); _ = /*?*/p ## func made() (string, error) { return "a/b", nil }`, true}, {`_, p := made(); _ = /*?*/p ## func made() (string, string) { return "a/b", "c" }`, false}, {`_, p := made(); _ = /*?*/p ## func made() (string, string) { return "a", "b/c" }`, true},
		{`_ = /*?*/made() ## func made() string { if true { return "b" }; return "a/b" }`, true}, {`_ = /*?*/lib.Name()`, false}, {`_ = /*?*/shared ## var shared = "a/b"`, true}, {`_ = /*?*/v.p ## var v struct{ p string }; func set() { v.p = "a/b" }`, true}, {`_ = /*?*/list[0]`, false},
		{`p := list[0]; _ = /*?*/p`, false}, {`for _, p := range []string{"a/b"} { _ = /*?*/p }`, false}, {`_ = /*?*/("a/b" > path)`, false}, {`_ = /*?*/made() ## func made() (s string) { s, _ = other2(); return }; func other2() (string, error) { return "a/b", nil }`, false},
	}, func(s *subject) bool { return s.hasDir(s.expr(), make(map[types.Object]bool)) })
	ask[ast.Expr](t, []row[bool]{
		{`_ = /*?*/"/tmp/x"`, true}, {`_ = /*?*/"x"`, false}, {`_ = /*?*/os.TempDir()`, true}, {`_ = /*?*/filepath.Join(os.TempDir(), "x")`, true}, {`_ = /*?*/filepath.Join(path, "x")`, false}, {`_ = /*?*/filepath.Join()`, false}, {`d, _ := os.MkdirTemp("", "x"); _ = /*?*/filepath.Join(d, "x")`, true},
		{`d, _ := os.MkdirTemp(path, "x"); _ = /*?*/filepath.Join(d, "x")`, false}, {`_ = /*?*/filepath.Join(filepath.Join(os.TempDir(), "a"), "x")`, true}, {`d := filepath.Join(os.TempDir(), "a"); _ = /*?*/filepath.Join(d, "x")`, true}, {`_ = /*?*/lib.Name()`, false}, {`h := lib.Name; _ = /*?*/h()`, false}, {`_ = /*?*/filepath.Dir(path)`, false},
		{`_, d := os.MkdirTemp("", "x"); _ = d; _ = /*?*/filepath.Join(path, "x")`, false}, {`_ = /*?*/(os.TempDir() + "/x")`, false},
	}, func(s *subject) bool { return s.inTemporary(s.expr()) })
}
