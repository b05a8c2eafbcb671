package trust

import (
	"fmt"
	"go/ast"
	"go/types"
	"strings"
	"testing"

	"golang.org/x/tools/go/ast/inspector"

	"github.com/atomiclint/atomiclint/analyzer/internal/flow"
	"github.com/atomiclint/atomiclint/analyzer/internal/trace"
	"github.com/atomiclint/atomiclint/analyzer/internal/typecheck"
)

// A row is what save does before it writes p, or all that it does if that calls
// os.WriteFile, and other declarations behind ##; and what is expected of it.
type row[T any] struct {
	src  string
	want T
}

// A subject is a function that writes a file, with the node behind the mark.
type subject struct {
	*Finder
	pkg *typecheck.Package
	src string
	s   trace.Sink
	c   inspector.Cursor
}

// ask asks something about the outermost node of type N behind the mark of each
// source, or of the file if there is no mark.
func ask[N ast.Node, T comparable](t *testing.T, rows []row[T], question func(s *subject) T) {
	t.Helper()
	for i, r := range rows {
		t.Run(fmt.Sprint(i+1), func(t *testing.T) {
			t.Helper()
			if got := question(newSubject[N](t, r.src)); got != r.want {
				t.Errorf("got %v, want %v of\n%s", got, r.want, r.src)
			}
		})
	}
}

func newSubject[N ast.Node](t *testing.T, row string) *subject {
	t.Helper()
	body, decls, _ := strings.Cut(row, " ## ")
	if !strings.Contains(body, "os.WriteFile(") {
		body += "; return os.WriteFile(p, b, 0)"
	}
	src := `type pair struct {
	n int
	ok bool
}

func (pair) IsDir() bool { return false }
func (pair) Size() int   { return 0 }

var (
	global  string
	failure error
	known   bool
)

func there(p string) bool { _, err := os.Stat(p); return err == nil }
func gone(p string) bool  { _, err := os.Stat(p); return err != nil }
func both(p string) (bool, bool) { _, err := os.Stat(p); return err == nil, true }
func other(n int, p string) bool { _, err := os.Stat(p); return err == nil }
func verify(p string) error { return nil }
func work() error { return nil }

func save(p, q string, b []byte, n int, t pair, hook func(string) bool) error { ` + body + " }\n" + decls + "\n"
	head, tail, isMarked := strings.Cut(src, typecheck.Mark)
	f, pkg := load(t, head+tail)
	s := &subject{Finder: f, pkg: pkg, src: head + tail}
	var ok bool
	if s.s, ok = trace.SinkOf(pkg.Info, pkg.Call(t, "os.WriteFile"), nil); !ok {
		t.Fatal("os.WriteFile is no sink")
	}
	if isMarked {
		s.c = typecheck.Marked[N](t, pkg, s.offset(head))
	}
	return s
}

// offset returns where what follows head begins in the file.
func (s *subject) offset(head string) int {
	return s.pkg.Fset.File(s.pkg.File.FileStart).Size() - len(s.src) + len(head)
}

func (s *subject) expr() ast.Expr { return s.c.Node().(ast.Expr) }

func (s *subject) text(n ast.Node) string {
	tok, skipped := s.pkg.Fset.File(n.Pos()), s.offset("")
	return s.src[tok.Offset(n.Pos())-skipped : tok.Offset(n.End())-skipped]
}

// condition returns the condition whose expression stands behind the mark.
func (s *subject) condition(t *testing.T) condition {
	t.Helper()
	decl, _ := flow.Declaration(s.s.Cursor)
	for cond := range conditions(decl) {
		if cond.expr == s.c.Node() {
			return cond
		}
	}
	t.Fatal("what is marked is no condition")
	return condition{}
}

// TestAnswer asks what an expression tells of the file if it is true, and if it
// is false.
func TestAnswer(t *testing.T) {
	ask[ast.Expr](t, []row[string]{
		{`_ = /*?*/there(p)`, "exists, absent"}, {`_ = /*?*/!there(p)`, "absent, exists"}, {`_ = /*?*/(there(p))`, "exists, absent"}, {`_ = /*?*/gone(p)`, "absent, exists"}, {`_ = /*?*/there(q)`, "unknown, unknown"}, {`_ = /*?*/other(1, p)`, "exists, absent"}, {`_ = /*?*/hook(p)`, "unknown, unknown"}, {`_ = /*?*/known`, "unknown, unknown"}, {`_ = /*?*/t.ok`, "unknown, unknown"},
		{`_, err := os.Stat(p); _ = /*?*/(err == nil)`, "exists, absent"}, {`_, err := os.Stat(p); _ = /*?*/(err != nil)`, "absent, exists"}, {`_, err := os.Stat(q); _ = /*?*/(err == nil)`, "unknown, unknown"}, {`_, err := os.Stat(p); _ = /*?*/(err == failure)`, "unknown, unknown"}, {`fi, _ := os.Stat(p); _ = /*?*/(fi == nil)`, "unknown, unknown"}, {`err := work(); _ = /*?*/(err == nil)`, "unknown, unknown"},
		{`_, err := os.Lstat(p); _ = /*?*/(err == nil)`, "exists, absent"}, {`_, err := os.Open(p); _ = /*?*/(err == nil)`, "exists, absent"}, {`_, err := os.ReadFile(p); _ = /*?*/(err == nil)`, "exists, absent"}, {`err := os.Remove(p); _ = /*?*/(err == nil)`, "unknown, unknown"}, {`_ = /*?*/(failure == nil)`, "unknown, unknown"},
		{`_, err := os.Stat(p); _ = /*?*/os.IsNotExist(err)`, "absent, exists"}, {`_, err := os.Stat(p); _ = /*?*/errors.Is(err, fs.ErrNotExist)`, "absent, exists"}, {`_, err := os.Stat(p); _ = /*?*/errors.Is(err, os.ErrNotExist)`, "absent, exists"}, {`_, err := os.Stat(p); _ = /*?*/errors.Is(err, fs.ErrExist)`, "unknown, unknown"}, {`_, err := os.Stat(p); _ = /*?*/os.IsExist(err)`, "unknown, unknown"},
		{`_, err := os.Stat(p); _ = /*?*/errors.Is(err, failure)`, "unknown, unknown"}, {`_, err := os.Stat(p); _ = /*?*/errors.Is(err, work())`, "unknown, unknown"}, {`_, err := os.Stat(q); _ = /*?*/os.IsNotExist(err)`, "unknown, unknown"}, {`_, err := os.Stat(p); _ = /*?*/errors.Is(err, ErrNotExist) ## var ErrNotExist error`, "unknown, unknown"}, {`_ = /*?*/os.IsNotExist(failure)`, "unknown, unknown"},
		{`_ = /*?*/(there(p) && known)`, "exists, unknown"}, {`_ = /*?*/(known && there(p))`, "exists, unknown"}, {`_ = /*?*/(there(p) || known)`, "unknown, absent"}, {`_ = /*?*/(known || there(p))`, "unknown, absent"}, {`_ = /*?*/(there(p) && verify(p) == nil)`, "unknown, unknown"}, {`_ = /*?*/(verify(p) == nil && there(p))`, "unknown, unknown"}, {`_ = /*?*/(gone(p) || known)`, "unknown, exists"}, {`_ = /*?*/!(there(p) && known)`, "unknown, exists"},
		{`_ = /*?*/(gone(p) && known)`, "absent, unknown"}, {`_ = /*?*/(known && known)`, "unknown, unknown"}, {`_ = /*?*/(n == 0)`, "unknown, unknown"}, {`_ = /*?*/(n > 0)`, "unknown, unknown"}, {`_ = /*?*/-n`, "unknown, unknown"}, {`_ = /*?*/n`, "unknown, unknown"},
		{`c, _ := os.ReadFile(p); _ = /*?*/(len(c) == 0)`, "unknown, exists"}, {`c, _ := os.ReadFile(p); _ = /*?*/(len(c) != 0)`, "exists, unknown"}, {`c, _ := os.ReadFile(p); _ = /*?*/(len(c) > 0)`, "exists, unknown"}, {`c, _ := os.ReadFile(p); _ = /*?*/(len(c) < 0)`, "unknown, unknown"}, {`c, _ := os.ReadFile(p); _ = /*?*/(len(c) > 1)`, "unknown, unknown"}, {`c, _ := os.ReadFile(q); _ = /*?*/(len(c) > 0)`, "unknown, unknown"},
		{`_ = /*?*/(len(b) > 0)`, "unknown, unknown"}, {`c, _ := os.ReadFile(p); _ = /*?*/(cap(c) > 0)`, "unknown, unknown"}, {`c, _ := os.ReadFile(p); _ = /*?*/(len(c[1:]) > 0)`, "unknown, unknown"}, {`fi, _ := os.Stat(p); _ = /*?*/(fi.Size() > 0)`, "exists, unknown"}, {`fi, _ := os.Stat(p); _ = /*?*/(fi.Size() == 0)`, "unknown, exists"}, {`fi, _ := os.Stat(q); _ = /*?*/(fi.Size() > 0)`, "unknown, unknown"},
		{`_ = /*?*/(t.Size() > 0)`, "unknown, unknown"}, {`fi, _ := os.Stat(p); _ = /*?*/(fi.Mode() > 0)`, "unknown, unknown"}, {`fi := info(); _ = /*?*/(fi.Size() > 0) ## func info() fs.FileInfo { return nil }`, "unknown, unknown"}, {`c, _ := os.ReadFile(p); _ = /*?*/(len(c) > (0))`, "exists, unknown"},
		{`ok := there(p); _ = /*?*/ok`, "exists, absent"}, {`ok, more := both(p); _ = more; _ = /*?*/ok`, "exists, absent"}, {`ok, more := both(p); _ = ok; _ = /*?*/more`, "unknown, unknown"}, {`ok := there(p) && known; _ = /*?*/ok`, "exists, unknown"}, {`ok := true; _ = /*?*/ok`, "unknown, unknown"}, {`ok := there(p); ok = known; _ = /*?*/ok`, "unknown, unknown"},
		{`ok := false; if there(p) { ok = true }; _ = /*?*/ok`, "exists, absent"}, {`ok := true; if there(p) { ok = false }; _ = /*?*/ok`, "absent, exists"}, {`var ok bool; if there(p) { ok = true }; _ = /*?*/ok`, "exists, absent"}, {`ok := known; if there(p) { ok = true }; _ = /*?*/ok`, "unknown, absent"}, {`ok := false; if there(p) { ok = false }; _ = /*?*/ok`, "unknown, unknown"},
		{`ok := false; if there(p) { ok = known }; _ = /*?*/ok`, "unknown, unknown"}, {`ok := false; if there(p) { } else { ok = true }; _ = /*?*/ok`, "absent, exists"}, {`ok := false; if there(p) { ok = true }; if n > 0 { ok = true }; _ = /*?*/ok`, "unknown, absent"}, {`ok := false; if n > 0 { ok = true }; if there(p) { ok = true }; _ = /*?*/ok`, "unknown, absent"}, {`ok := false; if there(p) { ok = true }; if n > 0 { ok = false }; _ = /*?*/ok`, "unknown, unknown"},
		{`ok := false; if n > 0 { if there(p) { ok = true } }; _ = /*?*/ok`, "exists, unknown"}, {`ok := false; if there(p) { if n > 0 { ok = true } }; _ = /*?*/ok`, "exists, unknown"}, {`ok := false; if there(p) { if verify(p) == nil { ok = true } }; _ = /*?*/ok`, "unknown, unknown"}, {`ok := false; if there(p) { verify(p); ok = true }; _ = /*?*/ok`, "unknown, unknown"}, {`ok := false; if fi, err := os.Stat(p); err == nil && fi.IsDir() { ok = true }; _ = /*?*/ok`, "unknown, unknown"},
		{`ok := false; at := &ok; _ = at; if there(p) { ok = true }; _ = /*?*/ok`, "unknown, unknown"}, {`ok := false; _ = /*?*/ok; if there(p) { ok = true }`, "unknown, unknown"}, {`ok := false; if there(p) { ok, n = true, 1 }; _ = /*?*/ok`, "exists, absent"}, {`ok := false; if there(p) { ok, _ = both(q) }; _ = /*?*/ok`, "unknown, unknown"}, {`var ok = false; if there(p) { ok = true }; _ = /*?*/ok`, "exists, absent"},
		{`ok := true; if there(p) { ok = known }; _ = /*?*/ok`, "unknown, unknown"}, {`ok := known; if there(p) { ok = true }; if n > 0 { ok = false }; _ = /*?*/ok`, "unknown, unknown"}, {`ok := known; if there(p) { ok = false }; _ = /*?*/ok`, "absent, unknown"}, {`var fi fs.FileInfo; _ = /*?*/(fi.Size() > 0)`, "unknown, unknown"},
		{`ok := false; for range 2 { if there(p) { ok = true } }; _ = /*?*/ok`, "exists, unknown"}, {`ok := false; switch { case there(p): ok = true }; _ = /*?*/ok`, "unknown, unknown"}, {`ok := false; func() { if there(p) { ok = true } }(); _ = /*?*/ok`, "exists, unknown"}, {`ok := false; if there(p) { ok = true }; if there(p) { ok = true }; _ = /*?*/ok`, "exists, absent"}, {`ok := false; if there(p) { ok = true }; if gone(p) { ok = true }; _ = /*?*/ok`, "unknown, absent"},
	}, func(s *subject) string {
		a := s.answer(s.expr(), s.s.Path)
		names := [...]string{"unknown", "exists", "absent"}
		return names[a.ifTrue] + ", " + names[a.ifFalse]
	})
}

// TestUnseen asks whether a condition stands where it is known already that
// there is no file to be seen.
func TestUnseen(t *testing.T) {
	ask[ast.Expr](t, []row[bool]{
		{`if _, err := os.Stat(p); err != nil { if /*?*/!os.IsNotExist(err) { return err } }`, true}, {`if _, err := os.Stat(p); err == nil { n = 1 } else if /*?*/!os.IsNotExist(err) { return err }`, true}, {`if _, err := os.Stat(p); err == nil { n = 1 } else { if /*?*/!errors.Is(err, fs.ErrNotExist) { return err } }`, true}, {`_, err := os.Stat(p); if err != nil { if /*?*/(err != nil) { return err } }`, true},
		{`if _, err := os.Stat(p); /*?*/!os.IsNotExist(err) { return err }`, false}, {`if _, err := os.Stat(p); err == nil { if /*?*/!os.IsNotExist(err) { return err } }`, false}, {`if _, err := os.Stat(p); err != nil { n = 1 } else if /*?*/!os.IsNotExist(err) { return err }`, false}, {`if _, err := os.Stat(p); err != nil { n = 1 } else { if /*?*/(err == nil) { return nil } }`, false},
		{`if _, err := os.Stat(p); err != nil { _, err := os.Lstat(p); if /*?*/!os.IsNotExist(err) { return err } }`, false}, {`if _, err := os.Stat(p); err != nil { if /*?*/there(p) { return nil } }`, false}, {`if gone(p) { if _, err := os.Stat(p); /*?*/!os.IsNotExist(err) { return err } }`, false}, {`_, err := os.Stat(p); if n > 0 { if /*?*/!os.IsNotExist(err) { return err } }`, false},
		{`if _, err := os.Stat(q); err != nil { if /*?*/!os.IsNotExist(err) { return err } }`, false}, {`if _, err := os.Stat(p); err != nil { n = 1; if /*?*/known { return err } }`, false},
	}, func(s *subject) bool {
		decl, _ := flow.Declaration(s.s.Cursor)
		for cond := range conditions(decl) {
			if flow.Within(s.c.Node(), cond.expr) {
				return s.unseen(cond, s.answer(cond.expr, s.s.Path), s.s.Path)
			}
		}
		t.Fatal("what is marked is in no condition")
		return false
	})
}

func TestLooksCloser(t *testing.T) {
	ask[ast.Expr](t, []row[bool]{
		{`_ = /*?*/known`, false}, {`_ = /*?*/(n > 0)`, false}, {`fi, _ := os.Stat(p); _ = /*?*/fi.IsDir()`, true}, {`fi, _ := os.Stat(p); _ = /*?*/!fi.IsDir()`, false}, {`fi, _ := os.Stat(p); _ = /*?*/(fi.Size() > 1)`, true}, {`fi, _ := os.Stat(p); _ = /*?*/(fi.Size() > 0)`, false}, {`fi, _ := os.Stat(p); _ = /*?*/(fi.Mode() > 0)`, true}, {`fi, _ := os.Stat(p); _ = /*?*/fi.Mode().IsRegular()`, false},
		{`fi, _ := os.Stat(p); _ = /*?*/(fi.Name() == q)`, false}, {`_ = /*?*/t.IsDir()`, false}, {`_ = /*?*/(t.Size() > 1)`, false}, {`c, _ := os.ReadFile(p); _ = /*?*/(c == nil)`, true}, {`c, _ := os.ReadFile(p); _ = /*?*/(len(c) > 0)`, false}, {`c, _ := os.ReadFile(p); _ = /*?*/(len(c) > 1)`, true}, {`c, _ := os.ReadFile(q); _ = /*?*/(c == nil)`, false}, {`_, err := os.ReadFile(p); _ = /*?*/(err == nil)`, false},
		{`_ = /*?*/(verify(q) == nil)`, true}, {`_ = /*?*/(work() == nil)`, false}, {`_ = /*?*/-n`, false}, {`_ = /*?*/!hook(p)`, false}, {`f, _ := os.Open(p); _ = /*?*/(f == nil)`, true}, {`_ = /*?*/(known && verify(q) == nil)`, true},
	}, func(s *subject) bool { return s.looksCloser(s.expr(), s.s.Path) })
	ask[ast.Expr](t, []row[bool]{
		{`_ = /*?*/p`, true}, {`_ = /*?*/q`, false}, {`c, _ := os.ReadFile(p); _ = /*?*/c`, true}, {`c, _ := os.ReadFile(q); _ = /*?*/c`, false}, {`c := work(); _ = /*?*/c`, false}, {`c := b; _ = /*?*/c`, false}, {`_ = /*?*/work()`, false},
	}, func(s *subject) bool { return s.leadsTo(s.expr(), s.s.Path) })
	ask[ast.Expr](t, []row[string]{
		{`c := work(); _ = /*?*/c`, "work()"}, {`c := work(); c = failure; _ = /*?*/c`, ""}, {`c := failure; c = work(); _ = /*?*/c`, "work()"}, {`c := work(); _ = /*?*/c; c = verify(p)`, "work()"}, {`failure = work(); _ = /*?*/failure`, ""}, {`_ = /*?*/p`, ""}, {`_ = /*?*/t.n`, ""}, {`c := (work()); _ = /*?*/c`, "work()"}, {`c := work(); _ = /*?*/(c)`, "work()"}, {`_ = /*?*/work`, ""},
	}, func(s *subject) string {
		if call := s.maker(s.expr()); call != nil {
			return s.text(call)
		}
		return ""
	})
	ask[ast.Expr](t, []row[bool]{
		{`_ = /*?*/(failure == nil)`, true}, {`_ = /*?*/(n == 0)`, false}, {`_ = /*?*/known`, false}, {`_ = /*?*/(failure == (nil))`, true}, {`_ = /*?*/(p == q)`, false},
	}, func(s *subject) bool { return comparesWithNil(s.expr()) })
	ask[*ast.CallExpr](t, []row[bool]{
		{`/*?*/os.WriteFile(p, b, 0); return nil`, true}, {`os.WriteFile(p, b, 0); /*?*/os.WriteFile(q, b, 0); return nil`, false}, {`os.WriteFile(p, b, 0); /*?*/os.Create(p); return nil`, true}, {`/*?*/put(p) ## func put(s string) { os.WriteFile(s, []byte{1}, 0) }`, true}, {`/*?*/put(q) ## func put(s string) { os.WriteFile(s, []byte{1}, 0) }`, false}, {`/*?*/put(p) ## func put(s string) { os.Open(s) }`, false}, {`/*?*/hook(p)`, false}, {`_ = /*?*/len(p)`, false},
		{`/*?*/put(1, p) ## func put(n int, s string) { os.WriteFile(s, []byte{1}, 0) }`, true}, {`/*?*/put(p, p) ## func put(s ...string) {}`, false}, {`/*?*/failure.Error()`, false}, {`/*?*/filepath.Clean(p)`, false},
	}, func(s *subject) bool { return s.writes(s.c, s.s.Path) })
}

// TestConditions looks at what depends on a condition.
func TestConditions(t *testing.T) {
	ask[ast.Node](t, []row[string]{
		{`if known { } else if there(p) { }`, "known; there(p)"}, {`switch { case known: case there(p), n > 0: default: }`, "known"}, {`switch n { case 1: }`, ""}, {`switch { case known: case there(p): }`, "known; there(p)"}, {`for known { }`, ""}, {`switch any(n).(type) { case int: }`, ""}, {`func() { if known { } }()`, "known"},
	}, func(s *subject) string {
		decl, _ := flow.Declaration(s.s.Cursor)
		var all []string
		for cond := range conditions(decl) {
			all = append(all, s.text(cond.expr))
		}
		return strings.Join(all, "; ")
	})
	for _, src := range []string{"if known { }; if there(p) { }", "switch { case known: case there(p): }"} {
		for range conditions(newSubject[ast.Node](t, src).decl()) {
			break // which the sequence has to bear
		}
	}
	ask[ast.Expr](t, []row[string]{
		{`if /*?*/known { work() } else { verify(p) }; work()`, "{ verify(p) }"}, {`if /*?*/known { return nil }; work()`, "work() | return os.WriteFile(p, b, 0)"}, {`if /*?*/known { work() }; work()`, ""}, {`switch { case /*?*/known: return nil }; work()`, ""}, {`for range n { if /*?*/known { continue }; work() }`, "work()"}, {`for range n { if /*?*/known { break }; work() }`, "work()"},
		{`for range n { if /*?*/known { goto out } }; out: work()`, ""}, {`if /*?*/known { { return nil } }; work()`, "work() | return os.WriteFile(p, b, 0)"}, {`if /*?*/known { }; work()`, ""}, {`if /*?*/known { return nil } else { work() }; work()`, "{ work() }"},
	}, func(s *subject) string { return s.list(s.condition(t).otherwise().list) })
	ask[ast.Expr](t, []row[string]{
		{`if /*?*/known { work() } else { os.WriteFile(p, b, 0) }; verify(p); return nil`, "work() | verify(p) | return nil"}, {`if /*?*/known { os.WriteFile(p, b, 0) } else { work() }; return nil`, "{ work() } | return nil"}, {`switch { case /*?*/known: work() }; verify(p)`, "work()"}, {`if /*?*/known { work() }; verify(p)`, "work() | verify(p) | return os.WriteFile(p, b, 0)"},
	}, func(s *subject) string { return s.list(s.condition(t).meanwhile(s.s.Call)[1:]) })
	ask[ast.Expr](t, []row[bool]{
		{`if /*?*/known { }`, true}, {`os.WriteFile(p, b, 0); if /*?*/known { }; return nil`, false}, {`if n > 0 { if /*?*/known { } }`, true}, {`if n > 0 { } else { if /*?*/known { } }`, true}, {`if n > 0 { } else if /*?*/known { }`, true}, {`for range n { if /*?*/known { } }`, false}, {`switch { case /*?*/known: }`, true}, {`switch n { case 1: if /*?*/known { } }`, false}, {`func() { if /*?*/known { } }()`, false},
		{`if /*?*/known { os.WriteFile(p, b, 0) }; return nil`, false}, {`{ if /*?*/known { } }`, false},
	}, func(s *subject) bool { return s.condition(t).precedes(s.s.Cursor) })
	ask[*ast.BlockStmt](t, []row[string]{
		{`/*?*/{ work(); return nil }`, "return nil ends, succeeds"}, {`/*?*/{ }`, ""}, {`/*?*/{ { work() } }`, "work()"}, {`for { /*?*/{ continue } }`, "continue ends, succeeds"}, {`for { /*?*/{ break } }`, "break ends, succeeds"}, {`for { /*?*/{ goto out } }; out: work()`, "goto out"}, {`/*?*/{ return failure }`, "return failure ends, fails"}, {`/*?*/{ return work() }`, "return work() ends, fails"},
		{`/*?*/{ return verify(p) }`, "return verify(p) ends, succeeds"}, {`/*?*/{ return errors.New("x") }`, `return errors.New("x") ends, fails`}, {`/*?*/{ log.Fatal("x") }`, `log.Fatal("x") fails`}, {`/*?*/{ log.Print("x") }`, `log.Print("x")`}, {`/*?*/{ <-make(chan int) }`, "<-make(chan int)"}, {`/*?*/{ if n > 0 { work() }; return nil }`, "return nil ends"}, {`/*?*/{ if failure != nil { work() }; return nil }`, "return nil ends, succeeds"},
		{`func() bool { /*?*/{ return false } }()`, "return false ends, fails"}, {`func() bool { /*?*/{ return true } }()`, "return true ends, succeeds"}, {`func() bool { /*?*/{ return known } }()`, "return known ends, succeeds"}, {`func() (bool, int) { /*?*/{ return false, 1 } }()`, "return false, 1 ends, fails"}, {`func() { /*?*/{ return } }()`, "return ends, succeeds"}, {`func() (int, error) { /*?*/{ return 1, verify(p) } }()`, "return 1, verify(p) ends, fails"},
		{`func() int { /*?*/{ return 0 } }()`, "return 0 ends, succeeds"},
	}, func(s *subject) string {
		b := block{s.c.Node().(*ast.BlockStmt).List}
		if b.last() == nil {
			return ""
		}
		got := s.text(b.last())
		var is []string
		for _, q := range []struct {
			what string
			ok   bool
		}{{"ends", b.ends()}, {"fails", s.fails(b)}, {"succeeds", s.succeeds(b)}} {
			if q.ok {
				is = append(is, q.what)
			}
		}
		return strings.TrimSpace(got + " " + strings.Join(is, ", "))
	})
}

func (s *subject) decl() inspector.Cursor {
	decl, _ := flow.Declaration(s.s.Cursor)
	return decl
}

func (s *subject) list(list []ast.Stmt) string {
	var all []string
	for _, stmt := range list {
		all = append(all, s.text(stmt))
	}
	return strings.Join(all, " | ")
}

// TestAtCall spells the path of a call that writes as the caller would.
func TestAtCall(t *testing.T) {
	const call = ` ## func call(s string) { save(s, "q", nil, 1, pair{}, nil) }`
	ask[ast.Node](t, []row[string]{
		{`func(own string) { os.WriteFile(own, b, 0) }(p); return nil` + call, "none"}, {`return os.WriteFile(p, b, 0)` + call, "s"}, {`return os.WriteFile("x", b, 0)` + call, `"x"`}, {`return os.WriteFile(p+"x", b, 0)` + call, `s + "x"`}, {`return os.WriteFile(filepath.Join(q, p), b, 0)` + call, `filepath.Join("q", s)`}, {`return os.WriteFile(global, b, 0)` + call, "global"}, {`p = "y"; return os.WriteFile(p, b, 0)` + call, "none"}, {`for _, x := range []string{p} { os.WriteFile(x, b, 0) }; return nil` + call, "none"},
		{`for _, x := range []string{p} { os.WriteFile(x+p, b, 0) }; return nil` + call, "none"}, {`for _, x := range []string{p} { os.WriteFile(p+x, b, 0) }; return nil` + call, "none"}, {`for _, x := range []string{p} { os.WriteFile(filepath.Join(p, x), b, 0) }; return nil` + call, "none"}, {`own := p + "x"; return os.WriteFile(own, b, 0)` + call, `s + "x"`},
	}, func(s *subject) string {
		fn := typecheck.Func(t, s.Funcs, "save")
		if e := s.atCall(s.s.Path, fn, fn.Calls[0].Node().(*ast.CallExpr)); e != nil {
			return types.ExprString(e)
		}
		return "none"
	})
}
