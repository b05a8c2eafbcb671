package rename

import (
	"fmt"
	"go/ast"
	"go/types"
	"regexp"
	"slices"
	"strings"
	"testing"

	"golang.org/x/tools/go/ast/inspector"

	"github.com/atomiclint/atomiclint/analyzer/internal/facts"
	"github.com/atomiclint/atomiclint/analyzer/internal/flow"
	"github.com/atomiclint/atomiclint/analyzer/internal/trace"
	"github.com/atomiclint/atomiclint/analyzer/internal/typecheck"
)

// A row is a source, and what is expected of it. The source is what save does
// before it renames the temporary f and, behind >>, after that, and other
// declarations behind ##; or all that stands behind header, if it has the
// function save itself.
type row[T any] struct {
	src  string
	want T
}

// A mark stands before a node that something is asked about.
const mark = "/*?*/"

// A subject is the last rename of a source with its first draft, if it has one,
// and the node behind the mark.
type subject struct {
	*judge
	t   testing.TB
	pkg *typecheck.Package
	src string
	d   *Draft
	c   inspector.Cursor
}

// ask asks something about the outermost node of type N behind the mark of each
// source, or of the rename if there is no mark.
func ask[N ast.Node, T comparable](t *testing.T, rows []row[T], question func(s *subject) T) {
	t.Helper()
	for i, r := range rows {
		t.Run(fmt.Sprint(i+1), func(t *testing.T) {
			t.Helper()
			s := newSubject[N](t, r.src)
			if got := question(s); got != r.want {
				t.Errorf("got %s, want %s of\n%s", show(got), show(r.want), r.src)
			}
		})
	}
}

func show(v any) string {
	if s, ok := v.(string); ok {
		return fmt.Sprintf("%q", s)
	}
	return fmt.Sprint(v)
}

var mentionsFile = regexp.MustCompile(`\bf\b`)

func newSubject[N ast.Node](t testing.TB, row string) *subject {
	t.Helper()
	src := row
	if !strings.Contains(src, "func save") && !strings.Contains(src, ") save(") {
		body, decls, _ := strings.Cut(src, " ## ")
		before, after, _ := strings.Cut(body, " >> ")
		if !mentionsFile.MatchString(before + after) {
			before += "; _ = f"
		}
		src = `
func save(path, other string, data []byte, n int, ok bool, list []string) (err error) {
	f, err := os.Create(path + ".tmp")
	if err != nil {
		return err
	}
	` + before + `
	if err := os.Rename(path+".tmp", path); err != nil {
		return err
	}
	` + after + `
	return nil
}
` + decls + "\n"
	}
	head, tail, isMarked := strings.Cut(src, mark)
	p, pkg := load(t, head+tail)
	s := &subject{judge: &judge{Checker: p}, t: t, pkg: pkg, src: header + head + tail}
	for c := range pkg.Root.Preorder((*ast.CallExpr)(nil)) {
		call := c.Node().(*ast.CallExpr)
		for i := range call.Args {
			if m, ok := trace.MoveBy(p.traitOf(call, i).Move(), flow.Use{At: c, Call: call, Index: i}); ok && len(call.Args) > 1 {
				s.move = m
			}
		}
	}
	if s.move.Src != nil {
		if found := p.drafts(s.move.Src, s.move.At); len(found) > 0 {
			s.d = found[0]
		}
	}
	if isMarked {
		s.c = marked[N](t, pkg, len(header+head))
	}
	return s
}

// marked returns the outermost node of type N at the offset.
func marked[N ast.Node](t testing.TB, pkg *typecheck.Package, offset int) inspector.Cursor {
	t.Helper()
	tok := pkg.Fset.File(pkg.File.FileStart)
	for c := range pkg.Root.Preorder() {
		if _, ok := c.Node().(N); ok && tok.Offset(c.Node().Pos()) == offset {
			return c
		}
	}
	t.Fatal("there is no such node behind the mark")
	return inspector.Cursor{}
}

func (s *subject) call() *ast.CallExpr { return s.c.Node().(*ast.CallExpr) }

func (s *subject) expr() ast.Expr { return s.c.Node().(ast.Expr) }

// text returns the source of n, or "" for nil.
func (s *subject) text(n ast.Node) string {
	if n == nil {
		return ""
	}
	tok := s.pkg.Fset.File(n.Pos())
	return s.src[tok.Offset(n.Pos()):tok.Offset(n.End())]
}

func TestOrder(t *testing.T) {
	ask[*ast.CallExpr](t, []row[string]{
		{"/*?*/f.Close()", "before"}, {"f.Sync() >> /*?*/f.Close()", "after"}, {"if ok { /*?*/f.Close(); return nil }", "failing"}, {"if ok { /*?*/f.Close() }", "before"}, {"defer /*?*/f.Close()", "after"},
		{"defer func() { /*?*/f.Close() }()", "after"}, {"func() { /*?*/f.Close() }()", "before"}, {"own := func() { /*?*/f.Close() }; own()", "before"}, {"go func() { /*?*/f.Close() }()", "before"}, {"for range n { /*?*/f.Close() }", "before"},
		{"_ = f >> own := func() { /*?*/f.Close() }; own()", "before"}, {"if /*?*/f.Close() != nil { return err }", "before"}, {"shut(f) ## func shut(f *os.File) { /*?*/f.Close() }", "before"}, {"shut(f) ## func shut(f *os.File) { if err := work(); err != nil { /*?*/f.Close(); return } }\nfunc work() error { return nil }", "failing"},
		{"func save(path string) error {\n\tf, _ := os.Create(path+\".tmp\")\n\tdefer func() {\n\t\tos.Rename(path+\".tmp\", path)\n\t}()\n\t/*?*/f.Close()\n\treturn nil\n}", "before"},
		{"func save(path string) error {\n\tf, _ := os.Create(path+\".tmp\")\n\tdefer func() {\n\t\tos.Rename(path+\".tmp\", path)\n\t}()\n\tdefer /*?*/f.Close()\n\treturn nil\n}", "before"},
		{"func save(path string) error {\n\tf, _ := os.Create(path+\".tmp\")\n\tdefer /*?*/f.Close()\n\tdefer func() {\n\t\tos.Rename(path+\".tmp\", path)\n\t}()\n\treturn nil\n}", "after"},
		{"func save(path string) error {\n\tf, _ := os.Create(path+\".tmp\")\n\t/*?*/f.Close()\n\tfunc() {\n\t\tos.Rename(path+\".tmp\", path)\n\t}()\n\treturn nil\n}", "before"},
		{"func save(path string) error {\n\tf, _ := os.Create(path+\".tmp\")\n\tfunc() {\n\t\tos.Rename(path+\".tmp\", path)\n\t}()\n\t/*?*/f.Close()\n\treturn nil\n}", "after"},
		{"func save(path string) error {\n\tf, _ := os.Create(path+\".tmp\")\n\tfor range 3 {\n\t\tos.Rename(path+\".tmp\", path)\n\t\t/*?*/f.Close()\n\t}\n\treturn nil\n}", "before"},
	}, func(s *subject) string { return []string{"before", "after", "failing"}[s.order(s.c)] })
	ask[*ast.CallExpr](t, []row[bool]{
		{"/*?*/f.Close()", false}, {"if err != nil { /*?*/f.Close(); return err }", true}, {"if err != nil { /*?*/f.Close() }", false}, {"if err == nil { /*?*/f.Close(); return err }", false}, {"if ok { /*?*/f.Close(); return err }", false},
		{"if err != nil { if ok { /*?*/f.Close() }; return err }", true}, {"if err != nil { } else { /*?*/f.Close(); return err }", false}, {"if err != nil || ok { /*?*/f.Close(); return err }", true}, {"if err != nil { func() { /*?*/f.Close() }(); return err }", true},
	}, func(s *subject) bool { return s.fails(s.c) })
}

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

func TestSyncsOtherDir(t *testing.T) {
	ask[*ast.CallExpr](t, []row[bool]{
		{"_ = f >> /*?*/syncDir(filepath.Dir(path))", false}, {"_ = f >> /*?*/syncDir(\"x\")", false}, {"_ = f >> /*?*/syncDir(other)", false}, {"_ = f >> d, _ := os.Open(filepath.Dir(path)); /*?*/d.Sync()", false}, {"_ = f >> d, _ := os.Open(other); /*?*/d.Sync()", false},
		{"_ = f >> d, _ := os.Open(filepath.Dir(path)); /*?*/syncBy(d, filepath.Dir(filepath.Dir(path))) ## func syncBy(d *os.File, p string) {}", true}, {"_ = f >> /*?*/syscall.Sync()", false}, {"_ = f >> /*?*/syncDir(filepath.Dir(filepath.Dir(path)))", true}, {"_ = f >> d, _ := os.Open(filepath.Dir(filepath.Dir(path))); /*?*/d.Sync()", true}, {"_ = f >> d := opened(filepath.Dir(filepath.Dir(path))); /*?*/d.Sync() ## func opened(p string) *os.File { return nil }", true},
		{"_ = f >> d := opened(); /*?*/d.Sync() ## func opened() *os.File { return nil }", false}, {"_ = f >> d := opened(n); /*?*/d.Sync() ## func opened(n int) *os.File { return nil }", false}, {"_ = f >> var d *os.File; /*?*/d.Sync()", false}, {"_ = f >> d, _ := os.Open(filepath.Dir(filepath.Dir(path))); if ok { d, _ = os.Open(filepath.Dir(path)) }; /*?*/d.Sync()", false},
		{"_ = f >> d := kept; /*?*/d.Sync() ## var kept *os.File", false},
	}, func(s *subject) bool { return s.syncsOtherDir(s.call()) })
	ask[ast.Node](t, []row[bool]{
		{"_ = f", false}, {"_ = f >> syncDir(filepath.Dir(path))", true}, {"_ = f >> syncDir(filepath.Dir(filepath.Dir(path)))", false}, {"_ = f >> work() ## func work() {}", false}, {"_ = f >> f.Sync()", true}, {"f.Sync()", false}, {"defer syncDir(filepath.Dir(path))", true}, {"syncDir(filepath.Dir(path))", true},
		{"func save(path string) {\n\tput(path)\n\tsyncDir(filepath.Dir(path))\n}\nfunc put(path string) { os.WriteFile(path+\".tmp\", nil, 0); os.Rename(path+\".tmp\", path) }", true}, {"func save(path string) {\n\tput(path)\n}\nfunc put(path string) { os.WriteFile(path+\".tmp\", nil, 0); os.Rename(path+\".tmp\", path) }", false},
		{"func save(path string) {\n\tfsync()\n\tput(path)\n}\nfunc fsync() {}\nfunc put(path string) { os.WriteFile(path+\".tmp\", nil, 0); os.Rename(path+\".tmp\", path) }", false},
		{"func save(path string) {\n\tdefer fsync()\n\tdefer func() {\n\t\tos.Rename(path+\".tmp\", path)\n\t}()\n}\nfunc fsync() {}", false}, {"func save(path string) {\n\tdefer func() {\n\t\tos.Rename(path+\".tmp\", path)\n\t\tfsync()\n\t}()\n}\nfunc fsync() {}", true},
		{"func save(path string) {\n\tdefer func() {\n\t\tos.Rename(path+\".tmp\", path)\n\t}()\n\tfsync()\n}\nfunc fsync() {}", false}, {"func save(path string) {\n\tdefer os.Rename(path+\".tmp\", path)\n\tfsync()\n}\nfunc fsync() {}", false},
	}, func(s *subject) bool { return s.syncsDirAfter() })
	ask[ast.Node](t, []row[bool]{
		{"f.Write(data)", false}, {"syscall.Sync()", true}, {"fsync() ## func fsync() {}", true}, {"syncDir(path)", false}, {"lib.FlushPath(path + \".tmp\")", true}, {"lib.FlushPath(path)", false}, {"_ = f >> syscall.Sync()", false}, {"if err != nil { syscall.Sync(); return err }", false}, {"if err != nil { lib.FlushPath(path + \".tmp\"); return err }", false},
		{"g, _ := os.Open(path + \".tmp\"); g.Sync()", true}, {"g, _ := os.Open(path); g.Sync()", false}, {"g, _ := os.OpenFile(path+\".tmp\", 0, 0); g.Sync()", true}, {"g, _ := os.Create(path + \".tmp\"); g.Sync()", false}, {"g := kept; g.Sync() ## var kept *os.File", false}, {"g := opened(); g.Sync() ## func opened() *os.File { return nil }", false},
		{"lib.Flush(f)", false}, {"_ = f >> lib.FlushPath(path + \".tmp\")", false}, {"var s lib.Syncer; s.Sync()", false}, {"sync2(path+\".tmp\") ## var sync2 func(string)", false}, {"fsync(path+\".tmp\") ## var fsync func(string)", true}, {"fsync(path) ## var fsync func(string)", false},
		{"type T struct{ w interface{ Sync() error } }\nfunc (t *T) save(path string) {\n\tt.Sync()\n\tos.Rename(path+\".tmp\", path)\n}\nvar _ = 1\nfunc (t *T) Sync() {}", true}, {"type T struct{ lib.Syncer }\nfunc (t T) save(path string) {\n\tt.Sync()\n\tos.Rename(path+\".tmp\", path)\n}", true},
		{"type T struct{ lib.Syncer }\nfunc (t T) save(path string, u T) {\n\tu.Sync()\n\tos.Rename(path+\".tmp\", path)\n}", false}, {"type T struct{ lib.Syncer }\nfunc (T) save(path string, u T) {\n\tu.Sync()\n\tos.Rename(path+\".tmp\", path)\n}", false},
	}, func(s *subject) bool { return s.syncsByName() })
}

func TestRemoves(t *testing.T) {
	ask[*ast.CallExpr](t, []row[bool]{
		{"/*?*/os.Remove(path + \".tmp\")", true}, {"/*?*/os.Remove(path)", false}, {"/*?*/os.Remove(f.Name())", true}, {"/*?*/f.Close()", false}, {"/*?*/os.RemoveAll(path)", true}, {"/*?*/os.RemoveAll(other)", false}, {"/*?*/os.Remove(other)", false}, {"/*?*/cleanup(f) ## func cleanup(f *os.File) {}", true}, {"/*?*/cleanup() ## func cleanup() {}", true},
		{"/*?*/cleanup(n) ## func cleanup(n int) {}", false}, {"func(p string) { /*?*/os.Remove(p) }(path + \".tmp\")", true}, {"func(p string) { /*?*/os.Remove(p) }(path)", false}, {"func(p string) { /*?*/os.Remove(p) }(f.Name())", true}, {"own := func(p string) { /*?*/os.Remove(p) }; own(path + \".tmp\")", false}, {"var w io.Writer = f; /*?*/discard(w) ## func discard(w io.Writer) {}", false},
		{"func save(path string) {\n\t/*?*/cleanup()\n\tf, _ := os.Create(path+\".tmp\")\n\tf.Close()\n\tos.Rename(path+\".tmp\", path)\n}\nfunc cleanup() {}", false},
	}, func(s *subject) bool { return s.removes(s.call(), s.d) })
	ask[ast.Node](t, []row[string]{
		{"f.Close()", ""}, {"os.Remove(path + \".tmp\")", "plain"}, {"defer os.Remove(path + \".tmp\")", "deferred"}, {"defer func() { os.Remove(path + \".tmp\") }()", "deferred"}, {"defer func() { if err != nil { os.Remove(path + \".tmp\") } }()", "deferred"}, {"defer func() { if !ok { os.Remove(path + \".tmp\") } }()", "deferred ok false"},
		{"defer func() { if ok { os.Remove(path + \".tmp\") } }()", "deferred ok true"}, {"defer func() { if ok { } else { os.Remove(path + \".tmp\") } }()", "deferred"}, {"defer func() { own := true; if own { os.Remove(path + \".tmp\") } }()", "deferred"}, {"defer func() { if (!(ok)) { os.Remove(path + \".tmp\") } }()", "deferred ok false"},
		{"func() { os.Remove(path + \".tmp\") }()", "plain"}, {"own := func() { os.Remove(path + \".tmp\") }; own()", "plain"}, {"own := func() { os.Remove(path + \".tmp\") }; defer own()", "deferred"}, {"own := func() { os.Remove(path + \".tmp\") }; defer func() { own() }()", "deferred"}, {"own := func() { os.Remove(path + \".tmp\") }; own(); own()", "plain, plain"},
		{"own := func() { os.Remove(path + \".tmp\") }; atEnd(own) ## func atEnd(func()) {}", "deferred"}, {"list2 := []func(){func() { os.Remove(path + \".tmp\") }}; _ = list2", "deferred"}, {"defer func() { if t.ok { os.Remove(path + \".tmp\") } }() ## var t struct{ ok bool }", "deferred"},
		{"func save(path string) {\n\tos.Remove(path+\".tmp\")\n\tf, _ := os.Create(path+\".tmp\")\n\tf.Close()\n\tos.Rename(path+\".tmp\", path)\n}", ""}, {"func save(path string) {\n\tdefer os.Remove(path+\".tmp\")\n\tf, _ := os.Create(path+\".tmp\")\n\tf.Close()\n\tos.Rename(path+\".tmp\", path)\n}", "deferred"},
	}, func(s *subject) string {
		var all []string
		for _, r := range s.removals(s.d, s.d.Made) {
			text := "plain"
			if r.deferred {
				text = "deferred"
			}
			if r.guard != nil {
				text += fmt.Sprint(" ", r.guard.Name(), " ", r.armed)
			}
			all = append(all, text)
		}
		return strings.Join(all, ", ")
	})
	ask[*ast.BranchStmt](t, []row[bool]{
		{"func save(paths []string) {\n\tfor _, path := range paths {\n\t\tif path == \"\" {\n\t\t\t/*?*/continue\n\t\t}\n\t\tos.Rename(path+\".tmp\", path)\n\t}\n}", true}, {"func save(paths []string) {\n\tfor _, path := range paths {\n\t\tif path == \"\" {\n\t\t\t/*?*/break\n\t\t}\n\t\tos.Rename(path+\".tmp\", path)\n\t}\n}", true},
		{"func save(paths []string) {\n\tfor _, path := range paths {\n\t\tfor range 3 {\n\t\t\t/*?*/break\n\t\t}\n\t\tos.Rename(path+\".tmp\", path)\n\t}\n}", false}, {"func save(paths []string) {\n\tfor _, path := range paths {\n\t\tswitch {\n\t\tcase path == \"\":\n\t\t\t/*?*/break\n\t\t}\n\t\tos.Rename(path+\".tmp\", path)\n\t}\n}", false},
		{"func save(paths []string) {\n\tfor _, path := range paths {\n\t\tswitch {\n\t\tcase path == \"\":\n\t\t\t/*?*/continue\n\t\t}\n\t\tos.Rename(path+\".tmp\", path)\n\t}\n}", true}, {"func save(paths []string) {\nout:\n\tfor _, path := range paths {\n\t\tif path == \"\" {\n\t\t\t/*?*/break out\n\t\t}\n\t\tos.Rename(path+\".tmp\", path)\n\t}\n}", false},
		{"func save(path string) {\n\tif path == \"\" {\n\t\t/*?*/goto out\n\t}\n\tos.Rename(path+\".tmp\", path)\nout:\n}", false}, {"func save(path string) {\n\tfor i := 0; i < 3; i++ {\n\t\tif i > 1 {\n\t\t\t/*?*/continue\n\t\t}\n\t\tos.Rename(path+\".tmp\", path)\n\t}\n}", true}, {"func save(path string) {\n\tfor range 3 {\n\t\t/*?*/break\n\t}\n\tos.Rename(path+\".tmp\", path)\n}", false},
		{"func save(path string, c chan int) {\n\tfor {\n\t\tselect {\n\t\tcase <-c:\n\t\t\t/*?*/break\n\t\t}\n\t\tos.Rename(path+\".tmp\", path)\n\t}\n}", false}, {"func save(path string, v any) {\n\tfor {\n\t\tswitch v.(type) {\n\t\tcase int:\n\t\t\t/*?*/break\n\t\t}\n\t\tos.Rename(path+\".tmp\", path)\n\t}\n}", false},
	}, func(s *subject) bool { return s.leavesLoop(s.c, s.move.At) })
	ask[*ast.CallExpr](t, []row[bool]{
		{"/*?*/work() ## func work() error { return nil }", true}, {"_ = /*?*/work() ## func work() error { return nil }", true}, {"err = /*?*/work() ## func work() error { return nil }", false}, {"if /*?*/work() != nil { } ## func work() error { return nil }", false}, {"v.e = /*?*/work() ## func work() error { return nil }; var v struct{ e error }", false},
	}, func(s *subject) bool { return dropsError(s.c) })
	ask[*ast.ReturnStmt](t, []row[bool]{
		{"func save() (*os.File, error) { /*?*/return nil, errors.New(\"x\") }", true}, {"func save() (*os.File, error) { /*?*/return nil, nil }", false}, {"func save() (*os.File, error) { /*?*/return os.Stdout, errors.New(\"x\") }", false}, {"func save() error { /*?*/return errors.New(\"x\") }", false}, {"func save() (*os.File, *int) { /*?*/return nil, new(int) }", false},
		{"func save() (f *os.File, err error) { /*?*/return }", false}, {"func save() (*os.File, error) { /*?*/return os.Create(\"x\") }", false},
	}, func(s *subject) bool { return s.returnsError(s.c.Node().(*ast.ReturnStmt)) })
}

// TestExits lists by which statements control leaves the way to the rename, and
// which one is the test of the creation.
func TestExits(t *testing.T) {
	ask[ast.Node](t, []row[string]{
		{"f.Close()", "return err"}, {"if ok { return nil }", "return nil, return err"}, {"func() error { return nil }()", "return err"}, {"for range n { continue }", "return err"}, {"_ = f >> return nil", "return err"},
		{"func save(path string) error {\n\tos.WriteFile(path+\".tmp\", nil, 0)\n\terr := os.Rename(path+\".tmp\", path)\n\tif err != nil {\n\t\treturn err\n\t}\n\treturn nil\n}", "return err"}, {"func save(path string) error {\n\tos.WriteFile(path+\".tmp\", nil, 0)\n\terr := os.Rename(path+\".tmp\", path)\n\tif path == \"\" {\n\t\treturn err\n\t}\n\treturn nil\n}", ""},
		{"func save(path string) error {\n\tos.WriteFile(path+\".tmp\", nil, 0)\n\tos.Rename(path+\".tmp\", path)\n\treturn nil\n}", ""}, {"func save(path string) error {\n\terr := os.WriteFile(path+\".tmp\", nil, 0)\n\tif os.IsExist(err) {\n\t\treturn err\n\t}\n\tos.Rename(path+\".tmp\", path)\n\treturn nil\n}", ""},
		{"func save(path string) error {\n\terr := os.WriteFile(path+\".tmp\", nil, 0)\n\tif len(path) > 3 {\n\t\treturn err\n\t}\n\tos.Rename(path+\".tmp\", path)\n\treturn nil\n}", "return err"}, {"func save(path string) error {\n\tif err := os.WriteFile(path+\".tmp\", nil, 0); err != nil {\n\t\treturn err\n\t}\n\tos.Rename(path+\".tmp\", path)\n\treturn nil\n}", ""},
		{"func save(path string) error {\n\tvar err error\n\tif path != \"\" {\n\t\terr = os.WriteFile(path+\".tmp\", nil, 0)\n\t}\n\tif err != nil {\n\t\treturn err\n\t}\n\tos.Rename(path+\".tmp\", path)\n\treturn nil\n}", ""}, {"func save(path string) error {\n\tvar err error\n\tfor range 3 {\n\t\terr = os.WriteFile(path+\".tmp\", nil, 0)\n\t}\n\tif err != nil {\n\t\treturn err\n\t}\n\tos.Rename(path+\".tmp\", path)\n\treturn nil\n}", "return err"},
		{"func save(path string) error {\n\tif path != \"\" {\n\t\tif err := os.WriteFile(path+\".tmp\", nil, 0); err != nil {\n\t\t\treturn err\n\t\t}\n\t}\n\tos.Rename(path+\".tmp\", path)\n\treturn nil\n}", ""},
	}, func(s *subject) string {
		var all []string
		for _, c := range s.exitsBetween(s.d.Made, s.move.At) {
			all = append(all, s.text(c.Node()))
		}
		return strings.Join(all, ", ")
	})
	ask[ast.Node](t, []row[bool]{
		{"f.Close()", false}, {"_ = os.IsExist(err)", true}, {"_ = os.ErrExist", true}, {"_ = os.IsNotExist(err)", false}, {"_ = errors.Is(err, fs.ErrExist)", true},
	}, func(s *subject) bool { return s.expectsOld(s.d) })
}

func TestModeQuestions(t *testing.T) {
	ask[*ast.CallExpr](t, []row[bool]{
		{"/*?*/f.Chmod(0)", false}, {"if info, err := os.Stat(path); err == nil { /*?*/f.Chmod(info.Mode()) }", true}, {"info, err := os.Stat(path); if err == nil { /*?*/f.Chmod(info.Mode()) }", true}, {"info, err := os.Stat(path); if err == nil { /*?*/f.Chmod(info.Mode()) } else { f.Chmod(0) }", false},
		{"info, err := os.Stat(path); if err == nil { /*?*/f.Chmod(info.Mode()) } else { return err }", false}, {"info, err := os.Stat(path); if err == nil { /*?*/f.Chmod(info.Mode()) } else { print() }", true}, {"info, err := os.Stat(path); if err != nil { print() } else { /*?*/f.Chmod(info.Mode()) }", true}, {"info, err := os.Stat(path); if err != nil { return err } else { /*?*/f.Chmod(info.Mode()) }", false},
		{"info, err := os.Stat(path); if err != nil { f.Chmod(0) } else { /*?*/f.Chmod(info.Mode()) }", false}, {"info, err := os.Lstat(path); if err == nil { /*?*/f.Chmod(info.Mode()) }", true}, {"info, err := os.Stat(path); if !os.IsNotExist(err) { /*?*/f.Chmod(info.Mode()) }", true}, {"if ok { /*?*/f.Chmod(0) }", false}, {"if err == nil { /*?*/f.Chmod(0) }", false},
		{"info, err := os.Stat(path); if info != nil { /*?*/f.Chmod(info.Mode()); _ = err }", true}, {"info, err := os.Stat(path); if err == io.EOF { /*?*/f.Chmod(info.Mode()) }", false}, {"info, serr := os.Stat(path); if ok { if serr == nil { /*?*/f.Chmod(info.Mode()) } }", true}, {"info, serr := os.Stat(path); if serr == nil { if ok { /*?*/f.Chmod(info.Mode()) } }", true},
		{"if err == nil { /*?*/f.Chmod(0) }; _, err = os.Stat(path)", false}, {"info, serr := os.Stat(path); if errors.Is(serr, io.EOF) { /*?*/f.Chmod(info.Mode()) }", true}, {"info, serr := os.Stat(path); if known(serr) { /*?*/f.Chmod(info.Mode()) } ## func known(error) bool { return false }", false}, {"_, serr := os.ReadFile(path); if serr == nil { /*?*/f.Chmod(0) }", false},
	}, func(s *subject) bool { return s.ifExists(s.c) })
	ask[ast.Node](t, []row[int]{
		{"f.Write(data)", 0}, {"f.Chmod(0)", 1}, {"os.Chmod(path+\".tmp\", 0)", 1}, {"os.Chmod(f.Name(), 0)", 1}, {"os.Chmod(path, 0)", 1}, {"os.Chmod(other, 0)", 0}, {"_ = f >> os.Chmod(path, 0)", 1}, {"lib.Perm(f)", 1}, {"f.Chmod(0); os.Chmod(path, 0)", 2}, {"set(path) ## func set(p string) { os.Chmod(p, 0) }", 1},
		{"func save(path string) {\n\ttmp := made(path)\n\tos.Rename(tmp, path)\n}\nfunc made(path string) string {\n\tf, _ := os.CreateTemp(\"\", \"x\")\n\tos.Chmod(f.Name(), 0)\n\treturn f.Name()\n}", 1},
		{"func save(path string) {\n\ttmp := made(path)\n\tos.Rename(tmp, path)\n}\nfunc made(path string) string {\n\tf, _ := os.CreateTemp(\"\", \"x\")\n\tos.Chmod(\"y\", 0)\n\treturn f.Name()\n}", 0},
		{"func save(path string) {\n\ttmp := made(path)\n\tos.Chmod(tmp, 0)\n\tos.Rename(tmp, path)\n}\nfunc made(path string) string {\n\tf, _ := os.CreateTemp(\"\", \"x\")\n\treturn f.Name()\n}", 1},
	}, func(s *subject) int { return len(s.modeChanges(s.d, s.historyOf(s.d))) })
	ask[ast.Node](t, []row[bool]{
		{"f.Close()", false}, {"_ = f >> syncDir(filepath.Dir(path))", true}, {"os.MkdirAll(other, 0o700)", true}, {"os.Mkdir(other, 0o700)", true}, {"os.MkdirAll(other, 0o755)", false}, {"os.MkdirAll(other, os.FileMode(n))", false}, {"os.Chmod(other, 0o700)", false}, {"mkdirAll(0o700) ## func mkdirAll(n int) {}", false}, {"Mkdir(0o700) ## func Mkdir(n int) {}", false},
		{"func save(secret string) {\n\tos.WriteFile(\"x.tmp\", nil, 0)\n\tos.Rename(\"x.tmp\", secret)\n}", true}, {"func saveToken(p string) {\n\tos.WriteFile(\"x.tmp\", nil, 0)\n\tos.Rename(\"x.tmp\", p)\n}\nfunc save() {}", true}, {"func save(secrets string) {\n\tdst := secrets + \".x\"\n\tos.WriteFile(\"x.tmp\", nil, 0)\n\tos.Rename(\"x.tmp\", dst)\n}", true},
		{"func save(p string) {\n\tos.WriteFile(\"x.tmp\", nil, 0)\n\tos.Rename(\"x.tmp\", \"credentials\")\n}", false}, {"func save(p string) {\n\tos.MkdirAll(p, 0o700)\n\tput(p)\n}\nfunc put(p string) { os.WriteFile(\"x.tmp\", nil, 0); os.Rename(\"x.tmp\", p) }", false},
		{"func save(path string) {\n\ttmp := made()\n\tos.Rename(tmp, path)\n}\nfunc made() string {\n\tos.MkdirAll(\"d\", 0o700)\n\tf, _ := os.CreateTemp(\"d\", \"x\")\n\treturn f.Name()\n}", true},
	}, func(s *subject) bool { return s.keepsToItself(s.d) })
	ask[ast.Expr](t, []row[bool]{
		{"_ = /*?*/(path + \".tmp\")", true}, {"_ = /*?*/path", false}, {"_ = /*?*/f.Name()", true}, {"_ = /*?*/other", false}, {"tmp := path + \".tmp\"; _ = /*?*/tmp", true}, {"g, _ := os.Open(other); _ = /*?*/g.Name()", false}, {"_ = /*?*/lib.Name()", false}, {"own := f.Name(); _ = /*?*/own", true}, {"_ = /*?*/err.Error()", false},
	}, func(s *subject) bool { return s.isDraft(s.expr(), s.d) })
}

func TestTemporaryNames(t *testing.T) {
	ask[ast.Expr](t, []row[bool]{
		{`_ = /*?*/"x.tmp"`, true}, {`_ = /*?*/"x"`, false}, {`_ = /*?*/(path + ".tmp")`, true}, {`_ = /*?*/(path + ".x")`, false}, {`_ = /*?*/path`, false}, {`tmp := path; _ = /*?*/tmp`, true}, {`name := path + ".new"; _ = /*?*/name`, true}, {`_ = /*?*/v.p ## var v struct{ p string }`, false}, {`_ = /*?*/v.p ## var v struct{ p string }; func set() { v.p = "x.tmp" }`, true},
		{`_ = /*?*/v.tmp ## var v struct{ tmp string }`, true}, {`_ = /*?*/v.p ## var v struct{ p string }; func set() { v.p = "x" }`, false}, {`_ = /*?*/filepath.Join(path, "temp")`, true}, {`_ = /*?*/filepath.Join(path, "x")`, false}, {`_ = /*?*/fmt.Sprintf("%s.tmp", path)`, true}, {`_ = /*?*/(tmp() + "x") ## func tmp() string { return "" }`, true},
		{`_ = /*?*/lib.Name()`, false}, {`_ = /*?*/shared ## const shared = "x.tmp"`, true}, {`_ = /*?*/shared ## var shared = "x"; func set() { shared = "x.tmp" }`, false},
	}, func(s *subject) bool { return s.looksTemporary(s.expr()) })
	ask[ast.Expr](t, []row[bool]{
		{`_ = /*?*/"x"`, false}, {`_ = /*?*/path`, false}, {`_ = /*?*/time.Now().String()`, true}, {`_ = /*?*/(path + time.Now().String())`, true}, {`_ = /*?*/(time.Now().String() + path)`, true}, {`_ = /*?*/(path + ".tmp")`, false}, {`_ = /*?*/fmt.Sprint(path, n)`, true}, {`_ = /*?*/fmt.Sprint(path, other)`, false}, {`_ = /*?*/fmt.Sprintf("%d", os.Getpid())`, true},
		{`_ = /*?*/filepath.Join(path, lib.Name())`, true}, {`_ = /*?*/filepath.Join(path, other)`, false}, {`_ = /*?*/filepath.Clean(path)`, false}, {`_ = /*?*/string(data)`, true}, {`_ = /*?*/string(path)`, false}, {`_ = /*?*/made() ## func made() string { return "x" }`, false}, {`_ = /*?*/made() ## func made() string { return time.Now().String() }`, true}, {`_ = /*?*/made(path) ## func made(s string) string { return s }`, false},
		{`_ = /*?*/made(lib.Name()) ## func made(s string) string { return s }`, true}, {`_ = /*?*/made(n) ## func made(n int) string { return "x" }`, false}, {`_ = /*?*/lib.Name()`, true}, {`own := "x"; _ = /*?*/own`, false}, {`own := time.Now().String(); _ = /*?*/own`, true}, {`own := path + ".x"; _ = /*?*/own`, false}, {`_ = /*?*/shared ## var shared = time.Now().String()`, false},
		{`_ = /*?*/v.p ## var v struct{ p string }; func set() { v.p = "x" + lib.Name() }`, true}, {`_ = /*?*/v.p ## var v struct{ p string }; func set() { v.p = lib.Name() }`, false}, {`_ = /*?*/v.p ## var v struct{ p string }; func set() { v.p = fmt.Sprintf("x%d", os.Getpid()) }`, true}, {`_ = /*?*/v.p ## var v struct{ p string }; func set() { v.p = filepath.Join("a", lib.Name()) }`, true},
		{`own := filepath.Join(path, lib.Name()); _ = /*?*/own`, true}, {`own := filepath.Join(path, other); _ = /*?*/own`, false}, {`own := filepath.Join(lib.Name(), "x"); _ = /*?*/own`, false}, {`dir, _ := os.MkdirTemp("", ""); own := filepath.Join(dir, "x"); _ = /*?*/own`, true}, {`dir := os.TempDir(); own := filepath.Join(dir, "x"); _ = /*?*/own`, false},
		{`own := os.Getenv("x"); _ = /*?*/own`, false}, {`own, _ := os.Getwd(); _ = /*?*/own`, false}, {`own := filepath.Dir(lib.Name()); _ = /*?*/own`, false}, {`for _, own := range list { _ = /*?*/own }`, true}, {`own := made(); _ = /*?*/own ## func made() string { return "x" }`, false}, {`_ = /*?*/list[0]`, true}, {`_ = /*?*/errors.New`, false}, {`_ = /*?*/n`, true}, {`last := path; own := filepath.Join("d", last); _ = /*?*/own`, false},
		{`var own string; _ = /*?*/own`, false}, {`_ = /*?*/func() string { return "x" }()`, false}, {`h := lib.Name; _ = /*?*/h()`, true}, {`own := []string{lib.Name()}[0]; _ = /*?*/own`, true},
	}, func(s *subject) bool { return s.ownName(s.expr(), 0) })
	ask[ast.Expr](t, []row[bool]{
		{`_ = /*?*/path`, true}, {`_ = /*?*/"x"`, false}, {`put(lib.Name()) ## func put(p string) { _ = /*?*/p }`, true}, {`put(path) ## func put(p string) { _ = /*?*/p }`, false}, {`put(lib.Name()); put(path) ## func put(p string) { _ = /*?*/p }`, false},
	}, func(s *subject) bool { return s.givenName(s.expr()) })
	ask[ast.Node](t, []row[bool]{
		{"func Save(path string) {\n\tos.WriteFile(\"x\", nil, 0)\n\tos.Rename(\"x\", path)\n}\nfunc save() {}", false}, {"func Save(dir string) {\n\tos.WriteFile(dir+\"/x\", nil, 0)\n\tos.Rename(dir+\"/x\", dir+\"/y\")\n}\nfunc save() {}", true}, {"func save(dir string) {\n\tos.WriteFile(dir+\"/x\", nil, 0)\n\tos.Rename(dir+\"/x\", dir+\"/y\")\n}\nfunc call() { save(\"\") }", false},
		{"func Save(dir string) {\n\tos.WriteFile(\"x\", nil, 0)\n\tos.Rename(\"x\", dir+\"/y\")\n}\nfunc save() {}", true}, {"func Save(n int) {\n\tos.WriteFile(\"x\", nil, 0)\n\tos.Rename(\"x\", \"y\")\n}\nfunc save() {}", false}, {"func Save(dir string) {\n\ttmp := dir + \"/x\"\n\tdst := dir + \"/y\"\n\tos.WriteFile(tmp, nil, 0)\n\tos.Rename(tmp, dst)\n}\nfunc save() {}", true},
	}, func(s *subject) bool { return s.callersName(s.d.Path) })
}

func TestFileSystems(t *testing.T) {
	const decls = " ## var (\n\tfsys lib.FS\n\tfar lib.Remote\n\tdisk lib.Disk\n\tonly interface{ Rename(a, b string) error }\n\topener interface{ Rename(a, b string) error; OpenFile(name string) error }\n\twhole interface{ Rename(a, b string) error; WriteFile(n int, name string, data []byte) error; Create() error; Rename2(n int, a, b string) error }\n\tctx lib.Context\n)"
	ask[*ast.CallExpr](t, []row[bool]{
		{"/*?*/fsys.Stat(path)" + decls, true}, {"/*?*/far.Rename(ctx, path, path, other)" + decls, true}, {"/*?*/disk.Rename(path, other)" + decls, false}, {"/*?*/only.Rename(path, other)" + decls, false}, {"/*?*/opener.Rename(path, other)" + decls, true}, {"/*?*/whole.Create()" + decls, true}, {"/*?*/os.Rename(path, other)", false}, {"/*?*/syncDir(path)", false},
	}, func(s *subject) bool { return isFileSystem(s.Info, s.call()) })
	ask[*ast.CallExpr](t, []row[int]{
		{"/*?*/fsys.Rename(path, other)" + decls, 0}, {"/*?*/far.Rename(ctx, path, path, other)" + decls, 2}, {"/*?*/fsys.Stat(path)" + decls, -1}, {"/*?*/whole.WriteFile(1, path, data)" + decls, -1}, {"/*?*/whole.Rename2(1, path, other)" + decls, 1}, {"/*?*/whole.Create()" + decls, -1},
	}, func(s *subject) int { return renamedAt(s.Info, s.call()) })
	ask[*ast.CallExpr](t, []row[string]{
		{"/*?*/fsys.Create(path)" + decls, "path"}, {"/*?*/fsys.OpenFile(path, n, 0)" + decls, "path n"}, {"/*?*/fsys.WriteFile(path, data, 0)" + decls, "path data"}, {"/*?*/fsys.Stat(path)" + decls, ""}, {"/*?*/far.Create(ctx, path)" + decls, "path"}, {"/*?*/far.WriteFile(ctx, path, data)" + decls, "path data"}, {"/*?*/whole.WriteFile(1, path, data)" + decls, "path data"},
		{"/*?*/whole.Create()" + decls, ""}, {"/*?*/opener.OpenFile(path)" + decls, "path"}, {"/*?*/os.Create(path)", ""}, {"/*?*/disk.Create(path)" + decls, ""}, {"_ = /*?*/len(path)", ""},
	}, func(s *subject) string {
		k, ok := fileSystemSink(s.Info, s.c)
		if !ok {
			return ""
		}
		if !k.Abstract {
			s.t.Error("got a sink of package os, want one of an interface")
		}
		got := s.text(k.Path)
		for _, e := range []ast.Expr{k.Flag, k.Data} {
			if e != nil {
				got += " " + s.text(e)
			}
		}
		return got
	})
}

// TestDrafts lists what a path that is renamed may be.
func TestDrafts(t *testing.T) {
	of := func(body string) string {
		return "func save(path string, ok bool, list []string) error {\n\t" + body + "\n}"
	}
	ask[ast.Node](t, []row[string]{
		{of(`os.WriteFile(path+".tmp", nil, 0); return os.Rename(path+".tmp", path)`), "whole"}, {of(`os.WriteFile(path+".x", nil, 0); return os.Rename(path+".tmp", path)`), ""}, {of(`f, _ := os.Create("x"); f.Close(); return os.Rename(f.Name(), path)`), "opened"}, {of(`f, _ := os.Open("x"); f.Close(); return os.Rename(f.Name(), path)`), ""}, {of(`f, _ := os.CreateTemp("", "x"); return os.Rename(f.Name(), path)`), "temp private"},
		{of(`f, _ := os.CreateTemp("", "x"); tmp := f.Name(); return os.Rename(tmp, path)`), "temp private"}, {of(`f, _ := os.CreateTemp("", "x"); tmp := f.Name(); if ok { tmp = "y"; os.WriteFile(tmp, nil, 0) }; return os.Rename(tmp, path)`), "whole"}, {of(`f, _ := os.CreateTemp("", "x"); if ok { f, _ = os.Create("y") }; return os.Rename(f.Name(), path)`), "temp private"},
		{of(`f, _ := os.OpenFile("x", os.O_RDWR, 0); f.Close(); return os.Rename(f.Name(), path)`), ""}, {of(`f, _ := os.OpenFile("x", os.O_RDWR|os.O_CREATE, 0); f.Close(); return os.Rename(f.Name(), path)`), "opened"}, {of(`lib.Put("x"); return os.Rename("x", path)`), "written"}, {of(`f, _ := lib.Open("x"); f.Close(); return os.Rename("x", path)`), "opened"}, {of(`f, _ := lib.OpenDurable("x"); f.Close(); return os.Rename("x", path)`), "opened excl sync"},
		{of(`f, _ := lib.Temp(); f.Close(); return os.Rename(f.Name(), path)`), "temp private"}, {of(`x, _ := lib.Draft(); return os.Rename(x, path)`), "written private"}, {of(`return os.Rename(path, "x")`), ""}, {of(`return os.Rename(made(), path)`) + "\nfunc made() string { f, _ := os.CreateTemp(\"\", \"x\"); return f.Name() }", "temp private"}, {of(`f := made(); return os.Rename(f.Name(), path)`) + "\nfunc made() *os.File { f, _ := os.CreateTemp(\"\", \"x\"); return f }", "temp private"},
		{of(`f, _ := made(); return os.Rename(f.Name(), path)`) + "\nfunc made() (*os.File, error) { return os.CreateTemp(\"\", \"x\") }", "temp private"}, {of(`_, f := made(); return os.Rename(f.Name(), path)`) + "\nfunc made() (int, *os.File) { f, _ := os.CreateTemp(\"\", \"x\"); return 1, f }", "temp private"}, {of(`_, p := made(); return os.Rename(p, path)`) + "\nfunc made() (int, string) { f, _ := os.CreateTemp(\"\", \"x\"); return 1, f.Name() }", "temp private"},
		{of(`p := made(); return os.Rename(p, path)`) + "\nfunc made() (p string) { f, _ := os.CreateTemp(\"\", \"x\"); p = f.Name(); return }", "temp private"}, {of(`os.WriteFile("x.tmp", nil, 0); return put(path)`) + "\nfunc put(path string) error { return os.Rename(\"x.tmp\", path) }", "whole"}, {of(`os.WriteFile("x", nil, 0); return put(path)`) + "\nfunc put(path string) error { return os.Rename(\"x\", path) }", ""},
		{of(`os.WriteFile(filepath.Clean("x"), nil, 0); return os.Rename("x", path)`), ""}, {of(`os.WriteFile("x", nil, 0); return os.Rename(filepath.Clean("x"), path)`), "whole"}, {of(`f, _ := os.Create("d/x"); f.Close(); return os.Rename(filepath.Base(f.Name()), path)`), "opened"}, {of(`defer func() { os.Rename("x.tmp", path) }(); os.WriteFile("x.tmp", nil, 0); return nil`), "whole"}, {of(`os.Rename("x.tmp", path); os.WriteFile("x.tmp", nil, 0); return nil`), ""},
		{of(`f, _ := os.CreateTemp("", "x"); f.Close(); os.WriteFile(f.Name(), nil, 0); return os.Rename(f.Name(), path)`), "whole private"}, {of(`f, _ := os.CreateTemp("", "x"); f.Close(); os.Remove(f.Name()); os.WriteFile(f.Name(), nil, 0); return os.Rename(f.Name(), path)`), "whole"}, {of(`f, _ := os.CreateTemp("", "x"); f.Close(); os.WriteFile(f.Name(), nil, 0); os.Remove(f.Name()); return os.Rename(f.Name(), path)`), "whole private"},
		{of(`f, _ := os.CreateTemp("", "x"); defer os.Remove(f.Name()); os.WriteFile(f.Name(), nil, 0); return os.Rename(f.Name(), path)`), "whole private"}, {of(`f, _ := os.Create("x"); f.Close(); os.WriteFile(f.Name(), nil, 0); return os.Rename(f.Name(), path)`), "whole"}, {of(`m := map[string]string{}; f, _ := os.CreateTemp("", "x"); m[path] = f.Name(); for k, tmp := range m { os.Rename(tmp, k) }; return nil`), "temp private"},
		{of(`f, _ := os.CreateTemp("", "x"); f.Close(); g, _ := os.OpenFile(f.Name(), os.O_CREATE|os.O_EXCL, 0); g.Close(); return os.Rename(f.Name(), path)`), "opened excl"}, {of(`f, _ := os.CreateTemp("", "x"); f.Close(); g, _ := os.OpenFile(f.Name(), os.O_CREATE, 0); g.Close(); return os.Rename(f.Name(), path)`), "opened private"},
		{of(`m := map[string]string{}; f, _ := os.CreateTemp("", "x"); m[path] = f.Name(); for tmp := range m { os.Rename(tmp, path) }; return nil`), ""}, {of(`f, _ := os.OpenFile("x", os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0); f.Close(); return os.Rename("x", path)`), "opened appended"}, {of(`f, _ := os.OpenFile("x", os.O_CREATE|os.O_APPEND|os.O_TRUNC|os.O_WRONLY, 0); f.Close(); return os.Rename("x", path)`), "opened"},
		{of(`t := T{}; t.f, _ = os.CreateTemp("", "x"); return os.Rename(t.f.Name(), path)`) + "\ntype T struct{ f *os.File }", "temp private"}, {of(`t := T{}; t.File, _ = os.CreateTemp("", "x"); return os.Rename(t.Name(), path)`) + "\ntype T struct{ *os.File }", "temp private"}, {of(`return os.Rename(lib.Name(), path)`), ""}, {of(`made := func() *os.File { f, _ := os.CreateTemp("", "x"); return f }; return os.Rename(made().Name(), path)`), "temp private"},
		{of(`make2 := os.CreateTemp; f, _ := make2("", "x"); return os.Rename(f.Name(), path)`), "temp private"}, {of(`fd, _ := syscall.Open("x", 0, 0); syscall.Close(fd); return os.Rename("x", path)`), ""}, {of(`return os.Rename(list[0], path)`), ""}, {of(`type n interface{ Name() string }; var x n; return os.Rename(x.Name(), path)`), ""},
	}, func(s *subject) string {
		var all []string
		for _, d := range s.drafts(s.move.Src, s.move.At) {
			text := []string{"temp", "opened", "whole", "written"}[d.Kind]
			for _, is := range []struct {
				what string
				ok   bool
			}{{"private", d.private}, {"excl", d.flags.Has(trace.FlagExcl)}, {"sync", d.flags.Has(trace.FlagSync)}, {"appended", d.appended()}} {
				if is.ok {
					text += " " + is.what
				}
			}
			all = append(all, text)
		}
		slices.Sort(all)
		return strings.Join(all, ", ")
	})
}

// TestKept asks what becomes of drafts that a type keeps until it moves them.
func TestKept(t *testing.T) {
	of := func(typ, move, more string) string {
		return "type " + typ + "\nfunc (t *T) begin() error {\n\tvar err error\n\tt.f, err = os.CreateTemp(\".\", \"x\")\n\treturn err\n}\nfunc (t *T) save(path string) error {\n\t" + move + "\n}\n" + more
	}
	const (
		kept = "T struct{ f *os.File }"
		move = "if err := os.Rename(t.f.Name(), path); err != nil {\n\t\treturn err\n\t}\n\treturn nil"
	)
	ask[ast.Node](t, []row[string]{
		{of(kept, move, ""), "return err"}, {of(kept, "return os.Rename(t.f.Name(), path)", ""), "return os.Rename(t.f.Name(), path)"}, {of(kept, "os.Rename(t.f.Name(), path)\n\treturn nil", ""), ""}, {of(kept, move, "func (t *T) abort() { os.Remove(t.f.Name()) }"), ""}, {of(kept, move, "func (t T) abort() { os.Remove(t.f.Name()) }"), ""}, {of(kept, move, "func abort(t *T) { os.Remove(t.f.Name()) }"), ""},
		{of(kept, move, "type U struct{ f *os.File }\nfunc (u *U) begin() { u.f, _ = os.CreateTemp(\".\", \"x\") }\nfunc (u *U) abort() { os.Remove(u.f.Name()) }"), "return err"}, {of(kept, move, "func abort(f *os.File) { os.Remove(f.Name()) }"), ""}, {of(kept, move, "func abort() { os.Remove(\"y\") }"), "return err"}, {of(kept, move, "func abort(t *T) { print(t.f.Name()) }"), "return err"},
		{of("T struct{ F, f *os.File }", move, ""), "return err"}, {"func save(path string) error {\n\treturn put(path)\n}\nvar f *os.File\nfunc begin() { f, _ = os.CreateTemp(\".\", \"x\") }\nfunc put(path string) error { return os.Rename(f.Name(), path) }", ""},
	}, func(s *subject) string { return s.text(s.keptLeaks(s.d)) })
}

func TestRenamesAtAll(t *testing.T) {
	for _, test := range []struct {
		src  string
		want bool
	}{
		{"func f() { os.Rename(\"\", \"\") }", true}, {"func f() { os.Remove(\"\") }", false}, {"var _ = os.Rename", true}, {"func f() { lib.Move(\"\", \"\") }", true}, {"func f() { lib.Put(\"\") }", false}, {"func f(fs lib.FS) { fs.Rename(\"\", \"\") }", true}, {"func f() { syscall.Rename(\"\", \"\") }", true}, {"func f() { g() }; func g() {}", false}, {"func f() { Rename() }; func Rename() {}", true},
		{"func f() { os.Link(\"\", \"\") }", true}, {"func f() { error(nil).Error() }", false},
	} {
		p, _ := load(t, test.src+"\n")
		if got := Renames(p.sums); got != test.want {
			t.Errorf("%s: got %t, want %t", test.src, got, test.want)
		}
	}
}

func TestJudgeQuestions(t *testing.T) {
	for _, q := range []struct {
		name string
		ask  func(s *subject) bool
		rows []row[bool]
	}{
		{"aside", func(s *subject) bool { return s.asideMove(s.move) }, []row[bool]{
			{"f.Close()", false}, {"func save(p string) { os.Rename(p, p+\".bak\") }", true}, {"func save(p string) { os.Rename(p, \"/tmp/x\") }", false}, {"func save(p string) { os.Rename(p, os.DevNull) }", true}, {"func save(p string) { os.Rename(p, p+\".tmp\") }", true}, {"func save(p, q string) { os.Rename(p, q) }", false},
		}},
		{"late", func(s *subject) bool { return s.late(s.d) }, []row[bool]{
			{"f.Close()", false},
			{"func save(p string) {\n\tvar f *os.File\n\tos.Rename(f.Name(), p)\n\tf, _ = os.Create(\"x\")\n}", true},
			{"func save(p string) {\n\tvar f *os.File\n\tfor range 3 {\n\t\tos.Rename(f.Name(), p)\n\t\tf, _ = os.Create(\"x\")\n\t}\n}", false},
			{"type T struct{ f *os.File }\nfunc (t *T) save(p string) {\n\tos.Rename(t.f.Name(), p)\n}\nfunc (t *T) open() { t.f, _ = os.Create(\"x\") }", false},
		}},
		{"rotates", func(s *subject) bool { return s.rotates(s.d) }, []row[bool]{
			{"f.Close()", false}, {"func save(p string) {\n\tf, _ := os.OpenFile(\"log\", os.O_APPEND|os.O_CREATE, 0)\n\tf.Close()\n\tos.Rename(\"log\", p)\n}", true}, {"func save(p string) {\n\tf, _ := os.OpenFile(\"log.tmp\", os.O_APPEND|os.O_CREATE, 0)\n\tf.Close()\n\tos.Rename(\"log.tmp\", p)\n}", false},
			{"func save(p string) {\n\topen()\n\tos.Rename(\"log.tmp\", p)\n}\nfunc open() *os.File { f, _ := os.OpenFile(\"log.tmp\", os.O_APPEND|os.O_CREATE, 0); return f }", true},
		}},
		{"blocks", func(s *subject) bool { return s.blocks(s.d) }, []row[bool]{
			{"f.Close()", false}, {"func save(p string) {\n\tf, _ := os.OpenFile(\"x.tmp\", os.O_CREATE|os.O_EXCL, 0)\n\tf.Close()\n\tos.Rename(\"x.tmp\", p)\n}", true}, {"func save(p string) {\n\tos.Remove(\"x.tmp\")\n\tf, _ := os.OpenFile(\"x.tmp\", os.O_CREATE|os.O_EXCL, 0)\n\tf.Close()\n\tos.Rename(\"x.tmp\", p)\n}", false},
			{"func save(p string) {\n\tos.Remove(\"y.tmp\")\n\tf, _ := os.OpenFile(\"x.tmp\", os.O_CREATE|os.O_EXCL, 0)\n\tf.Close()\n\tos.Rename(\"x.tmp\", p)\n}", true}, {"func save(p string) {\n\tf, _ := os.OpenFile(\"x.tmp\", os.O_CREATE|os.O_EXCL, 0)\n\tf.Close()\n\tos.Remove(\"x.tmp\")\n\tos.Rename(\"x.tmp\", p)\n}", true},
			{"func save(p string) {\n\tf, err := os.OpenFile(\"x.tmp\", os.O_CREATE|os.O_EXCL, 0)\n\tif os.IsExist(err) {\n\t\treturn\n\t}\n\tf.Close()\n\tos.Rename(\"x.tmp\", p)\n}", false}, {"func save(p string) {\n\tn := lib.Name()\n\tf, _ := os.OpenFile(n, os.O_CREATE|os.O_EXCL, 0)\n\tf.Close()\n\tos.Rename(n, p)\n}", false},
			{"func save(p string, n int) {\n\tf, _ := os.OpenFile(\"x.tmp\", n, 0)\n\tf.Close()\n\tos.Rename(\"x.tmp\", p)\n}", false}, {"func save(p string) {\n\tos.WriteFile(\"x.tmp\", nil, 0)\n\tos.Rename(\"x.tmp\", p)\n}", false},
		}},
		{"locked", func(s *subject) bool { return s.locked(s.move.At, 0) }, []row[bool]{
			{"f.Close()", false}, {"lock() ## func lock() {}", true}, {"var mu sync.Mutex; mu.Lock()", true}, {"func saveUnderLock(p string) { os.Rename(\"x\", p) }\nfunc save() {}", true}, {"f.Close() ## func call() { save(\"\", \"\", nil, 0, true, nil) }", false}, {"f.Close() ## func call() { lock(); save(\"\", \"\", nil, 0, true, nil) }\nfunc lock() {}", true},
			{"type T struct{ mu sync.Mutex }\nfunc (t *T) save(p string) { os.Rename(\"x\", p) }", true}, {"type T struct{ n int }\nfunc (t *T) save(p string) { os.Rename(\"x\", p) }", false}, {"type T struct{ n int }\nfunc (t *T) save(p string) { os.Rename(\"x\", p) }\nfunc start() { t := new(T); go t.save(\"\") }", false}, {"type T struct{ n int }\nfunc (t *T) save(p string) { os.Rename(\"x\", p) }\nfunc start() { t := &T{}; go t.save(\"\") }", true},
			{"type T struct{ n int }\nfunc (t *T) save(p string) { os.Rename(\"x\", p) }\nfunc start() { t := &T{}; t.save(\"\") }", false}, {"type T struct{ n int }\nfunc (t T) save(p string) { os.Rename(\"x\", p) }\nfunc start() { t := T{}; go t.save(\"\") }", true}, {"type T struct{ n int }\nfunc (t *T) save(p string) { os.Rename(\"x\", p) }\nvar t = &T{}\nfunc start() { go t.save(\"\") }", false},
		}},
	} {
		t.Run(q.name, func(t *testing.T) {
			ask[ast.Node](t, q.rows, q.ask)
		})
	}
}

// TestDropped asks where an error of writing or closing is dropped, and whether
// the file is flushed to the disk.
func TestDropped(t *testing.T) {
	const seen = "; err != nil { return err }"
	ask[ast.Node](t, []row[string]{
		{"f.Write(data)", "f.Write(data)"}, {"if _, err := f.Write(data)" + seen, ""}, {"_ = f >> f.Write(data)", ""}, {"w := bufio.NewWriter(f); w.Write(data)", "bufio.NewWriter(f)"}, {"w := bufio.NewWriter(f); w.Write(data); w.Flush()", "w.Flush()"}, {"w := bufio.NewWriter(f); w.Write(data); if err := w.Flush()" + seen, ""}, {"w := bufio.NewWriter(f); w.Write(data); defer w.Flush()", "bufio.NewWriter(f)"}, {"w := bufio.NewWriter(f); w.Write(data) >> w.Flush()", "bufio.NewWriter(f)"},
		{"w := lib.NewArchive(f); w.Write(data); w.Close()", "w.Close()"}, {"w := lib.NewArchive(f); w.Write(data); if err := w.Close()" + seen, ""}, {"w := lib.NewArchive(f); w.Write(data)", "lib.NewArchive(f)"}, {"w := lib.NewArchive(f); x := bufio.NewWriter(w); x.Flush(); if err := w.Close()" + seen, "x.Flush()"}, {"w := lib.NewArchive(f); x := bufio.NewWriter(w); if err := x.Flush(); err != nil { return err }; if err := w.Close()" + seen, ""}, {"w := lib.NewArchive(f); x := bufio.NewWriter(w); if err := x.Flush()" + seen, "lib.NewArchive(f)"},
		{"var w io.WriteCloser = lib.NewArchive(f); w.Write(data); w.Close()", "w.Write(data)"}, {"var w io.WriteCloser = lib.NewArchive(f); w.Write(data); if err := w.Close()" + seen, "w.Write(data)"}, {"w := lib.NewArchive(f); w.Write(data); if err := lib.Shut(w)" + seen, "lib.NewArchive(f)"}, {"w := lib.NewArchive(f); w.Write(data); lib.Shut(w)", "lib.NewArchive(f)"}, {"w := bufio.NewWriter(f); lend(w) ## var lend func(*bufio.Writer)", ""}, {"w := bufio.NewWriter(f); if err := w.Flush(); err != nil { return err }; w.Flush()", ""},
		{"w, err := made(f); _ = err; w.Write(data); w.Flush() ## func made(w io.Writer) (*bufio.Writer, error) { return bufio.NewWriter(w), nil }", "w.Flush()"}, {"io.Copy(f, nil)", "io.Copy(f, nil)"}, {"if _, err := io.Copy(f, nil)" + seen, ""}, {"if err != nil { f.Write(data); return err }", ""},
		{"func save(p string) error { os.WriteFile(\"x\", []byte{1}, 0); return os.Rename(\"x\", p) }", "os.WriteFile(\"x\", []byte{1}, 0)"}, {"func save(p string) error { if err := os.WriteFile(\"x\", []byte{1}, 0); err != nil { return err }; return os.Rename(\"x\", p) }", ""}, {"func save(p string) error { if err := lib.Put(\"x\"); err != nil { return err }; return os.Rename(\"x\", p) }", "lib.Put(\"x\")"}, {"func save(p string) error { if err := lib.PutSafely(\"x\"); err != nil { return err }; return os.Rename(\"x\", p) }", ""}, {"func save(p string) error { lib.PutSafely(\"x\"); return os.Rename(\"x\", p) }", "lib.PutSafely(\"x\")"},
	}, func(s *subject) string {
		if at, ok := s.unwritten(s.d, s.historyOf(s.d)); ok {
			return s.text(at)
		}
		return ""
	})
	ask[ast.Node](t, []row[string]{
		{"f.Close()", "f.Close()"}, {"if err := f.Close()" + seen, ""}, {"_ = f >> f.Close()", "os.Create(path + \".tmp\")"}, {"defer f.Close()", "os.Create(path + \".tmp\")"}, {"f.Close(); if err := f.Close()" + seen, ""}, {"f.Close(); f.Close()", "f.Close()"}, {"lib.Take(f)", ""}, {"f.Write(data)", "os.Create(path + \".tmp\")"}, {"_ = f.Close()", "f.Close()"}, {"if err != nil { f.Close(); return err }", "os.Create(path + \".tmp\")"},
		{"func save(p string) error { os.WriteFile(\"x\", []byte{1}, 0); return os.Rename(\"x\", p) }", ""}, {"func save(p string) error { lib.Put(\"x\"); return os.Rename(\"x\", p) }", "lib.Put(\"x\")"}, {"func save(p string) error { lib.PutSafely(\"x\"); return os.Rename(\"x\", p) }", ""},
	}, func(s *subject) string {
		if at, ok := s.unclosed(s.d, s.historyOf(s.d)); ok {
			return s.text(at)
		}
		return ""
	})
	ask[ast.Node](t, []row[string]{
		{"f.Sync()", "true, unseen true"}, {"if err := f.Sync()" + seen, "true, unseen false"}, {"f.Sync(); if err := f.Sync()" + seen, "true, unseen false"}, {"f.Write(data)", "false, unseen false"}, {"lib.Take(f)", "true, unseen false"}, {"syscall.Sync(); _ = f", "true, unseen false"}, {"f.Sync(); f.Write(data)", "false, unseen false"}, {"f.Sync(); f.Truncate(0)", "true, unseen true"}, {"for range n { f.Write(data); f.Sync() }", "true, unseen true"}, {"_ = f >> f.Sync()", "false, unseen false"},
		{"f.Sync(); w := bufio.NewWriter(f); w.Flush()", "false, unseen false"}, {"f.Sync() >> f.Write(data)", "true, unseen true"}, {"func save(p string) error { lib.Put(\"x\"); return os.Rename(\"x\", p) }", "false, unseen false"}, {"func save(p string) error { lib.PutSafely(\"x\"); return os.Rename(\"x\", p) }", "true, unseen false"}, {"func save(p string) error { lib.OpenDurable(\"x\"); return os.Rename(\"x\", p) }", "true, unseen false"},
		{"func save(p string, n int) error { f, _ := os.OpenFile(\"x\", n, 0); f.Write(nil); return os.Rename(\"x\", p) }", "true, unseen false"},
	}, func(s *subject) string {
		ok, unseen := s.synced(s.d, s.historyOf(s.d))
		return fmt.Sprintf("%t, unseen %t", ok, unseen)
	})
}

// TestAddTo asks which temporaries that functions return are private.
func TestAddTo(t *testing.T) {
	for _, test := range []struct {
		fn   string
		want bool
	}{
		{`func F() (*os.File, error) { return os.CreateTemp("", "x") }`, true}, {`func F() (*os.File, error) { f, err := os.CreateTemp("", "x"); return f, err }`, true}, {`func F() (*os.File, error) { f, err := os.CreateTemp("", "x"); f.Chmod(0); return f, err }`, false}, {`func F() (*os.File, error) { if true { return os.Create("x") }; return os.CreateTemp("", "x") }`, false},
		{`func F() (string, error) { f, err := os.CreateTemp("", "x"); return f.Name(), err }`, false}, {`func F() (*os.File, error) { return nil, nil }`, false}, {`func F() (*os.File, error) { return lib.Temp() }`, true}, {`func F() (*os.File, error) { return os.Open("x") }`, false},
	} {
		p, _ := load(t, test.fn+"\n")
		results := []facts.Result{{Temporary: true}, {}}
		p.AddTo(results, typecheck.Func(t, p.Funcs, "F"))
		if results[0].Private != test.want || results[1].Private {
			t.Errorf("%s: got %+v, want that the first is private: %t", test.fn, results, test.want)
		}
		others := []facts.Result{{}, {}}
		if p.AddTo(others, typecheck.Func(t, p.Funcs, "F")); others[0].Private {
			t.Errorf("%s: got %+v of what is no temporary", test.fn, others)
		}
	}
}
