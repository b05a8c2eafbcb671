package trace

import (
	"go/ast"
	"go/types"
	"slices"
	"strings"
	"testing"

	"github.com/atomiclint/atomiclint/analyzer/internal/facts"
	"github.com/atomiclint/atomiclint/analyzer/internal/flow"
	"github.com/atomiclint/atomiclint/analyzer/internal/typecheck"
)

var callNode = (*ast.CallExpr)(nil)

// TestSummaries looks at what functions do with their parameters.
func TestSummaries(t *testing.T) {
	file := facts.Param{Known: true}
	const open = "; func open(p string, fl int) *wrapped { f, _ := os.OpenFile(p, fl, 0); return &wrapped{f} }; type wrapped struct{ *os.File }"
	for _, test := range []struct {
		fn   string
		want []facts.Param
	}{
		{`func F(p string) {}`, []facts.Param{{}}},
		{`func F(p string) { os.Remove(p) }`, []facts.Param{{Removed: true}}},
		{`func F(p string) { if p != "" { os.Remove(p) } }`, []facts.Param{{}}},
		{`func F(p string) { defer os.RemoveAll(p) }`, []facts.Param{{Removed: true}}},
		{`func F(p string) { q := p; inner(q) }; func inner(s string) { os.Remove(s) }`, []facts.Param{{Removed: true}}},
		{`func inner(s string) { os.Remove(s) }; func F(p string) { inner(p) }`, []facts.Param{{Removed: true}}},
		{`func F(p, q string) { os.Rename(p, q) }`, []facts.Param{{MoveTo: 2}, {}}},
		{`func F(p, q string) { os.Link(p, q) }`, []facts.Param{{}, {}}}, // a backup
		{`func F(p, q string) { os.Link(p, q); os.Remove(p) }`, []facts.Param{{MoveTo: 2, Link: true, Removed: true}, {}}},
		{`func F(p string) { os.Rename(p, "x") }`, []facts.Param{{MoveTo: 2}}},
		{`func F(p string) { os.Rename(p, p+".bak") }`, []facts.Param{{}}},
		{`func F(p, q string) { r := q; os.Rename(p, r) }`, []facts.Param{{MoveTo: 2}, {}}},
		{`func F(p, q string) { inner(p, q) }; func inner(a, b string) { os.Rename(a, b) }`, []facts.Param{{MoveTo: 2}, {}}},
		{`func F(p, q string) { lib.Move(p, q) }`, []facts.Param{{MoveTo: 2}, {}}},
		{`func F(p, q, r string) { os.Rename(p, q); os.Rename(p, r) }`, []facts.Param{{MoveTo: 2}, {}, {}}},
		{`func F(p string) { os.Rename(filepath.Clean(p), "x") }`, []facts.Param{{MoveTo: 2}}},
		{`func F(p string) { os.Create(p) }`, []facts.Param{{}}},
		{`func F(p string) { os.WriteFile(p, []byte{1}, 0) }`, []facts.Param{{Created: true}}},
		{`func F(p string) { os.WriteFile(filepath.Clean(p), []byte{1}, 0) }`, []facts.Param{{Created: true}}},
		{`func F(p string) { os.WriteFile(p+".txt", []byte{1}, 0) }`, []facts.Param{{}}},
		{`func F(p string) { lib.Save(p) }`, []facts.Param{{Created: true}}},
		{`func F(p string) { inner(p) }; func inner(s string) { os.WriteFile(s, []byte{1}, 0) }`, []facts.Param{{Created: true}}},
		{`func F(p string) { os.WriteFile(same(p), []byte{1}, 0) }; func same(s string) string { return s }`, []facts.Param{{Created: true}}},
		{`func F(p string) { os.WriteFile(first("x", p), []byte{1}, 0) }; func first(a, b string) string { return a }`, []facts.Param{{}}},
		{`func F(p string) { os.WriteFile(never(p), []byte{1}, 0) }; func never(s string) string { panic("x") }`, []facts.Param{{}}},
		{`func F(p string) { F(p); os.WriteFile(p, []byte{1}, 0) }`, []facts.Param{{Created: true}}},
		{"//atomiclint:writer\nfunc F(p string) { os.WriteFile(p, []byte{1}, 0) }", []facts.Param{{}}},
		{`func F(p string) (*os.File, error) { return os.Create(p) }`, []facts.Param{{Opened: true}}},
		{`func F(p string, fl int) (*os.File, error) { return os.OpenFile(p, fl, 0) }`, []facts.Param{{Flag: 2}, {}}},
		{`func F(p string, fl int) (*os.File, error) { fl |= os.O_TRUNC; return os.OpenFile(p, fl, 0) }`, []facts.Param{{Opened: true}, {}}},
		{`func F(p string) (*os.File, error) { return os.OpenFile(p, os.O_APPEND|os.O_CREATE, 0) }`, []facts.Param{{}}},
		{`func F(p string) (*os.File, error) { f, err := os.Create(p); f.WriteString("x"); return f, err }`, []facts.Param{{Created: true}}},
		{`func F(p string, fl int) { os.Remove(open(p, fl).Name()) }; func W(p string) { F(p, os.O_CREATE|os.O_TRUNC) }` + open, []facts.Param{{Created: true, ByFlag: 2}, {}}},
		{`func F(p string) { open(p, os.O_CREATE|os.O_TRUNC); open(p, os.O_RDONLY) }` + open, []facts.Param{{Created: true}}},
		{`func F(p string) { open(p, os.O_RDONLY) }; func W(p string) { open(p, os.O_CREATE|os.O_TRUNC) }` + open, []facts.Param{{}}},
		{`func F(p string) { open(p, os.O_WRONLY|os.O_TRUNC) }; func W(p string) { open(p, os.O_CREATE|os.O_TRUNC) }` + open, []facts.Param{{Created: true}}},
		{`func F(p string) { open(p, os.O_CREATE|os.O_APPEND) }; func W(p string) { open(p, os.O_CREATE|os.O_TRUNC) }` + open, []facts.Param{{}}},
		{`func F(p string, fl int) { open(p, fl); os.WriteFile(p, []byte{1}, 0) }; func W(p string) { F(p, os.O_CREATE|os.O_TRUNC) }` + open, []facts.Param{{Created: true}, {}}},
		{`func F(p string, fl int) { os.WriteFile(p, []byte{1}, 0); open(p, fl) }; func W(p string) { F(p, os.O_CREATE|os.O_TRUNC) }` + open, []facts.Param{{Created: true}, {}}},
		{`func F(p string) string { return p }`, []facts.Param{{Leaves: true}}},
		{`func F(p string) { global = p }`, []facts.Param{{Leaves: true}}},
		{`func F(p string) { global = p }; func other() { os.Remove(global) }`, []facts.Param{{Leaves: true}}},
		{`func F(p string) { _ = p + "x" }`, []facts.Param{{}}},
		{`func F(p string) { c := make(chan string); c <- p }`, []facts.Param{{Leaves: true}}},
		{`func F(p string) { inner(p) }; func inner(s string) { global = s }`, []facts.Param{{Leaves: true}}},
		{`func F(f *os.File) {}`, []facts.Param{file}},
		{`func F(f *os.File) { f.Write(nil) }`, []facts.Param{{Known: true, Filled: true}}},
		{`func F(f *os.File) { f.WriteAt(nil, 0) }`, []facts.Param{{Known: true, Filled: true, Random: true}}},
		{`func F(w io.Writer) { w.Write(nil) }`, []facts.Param{{Known: true, Filled: true}}},
		{`func F(w io.Writer) { log.SetOutput(w) }`, []facts.Param{{Known: true, Stream: true}}},
		{`func F(w io.Writer) { inner(w) }; func inner(x io.Writer) { log.SetOutput(x) }`, []facts.Param{{Known: true, Stream: true}}},
		{`func F(w io.Writer) { lib.Fill(w) }`, []facts.Param{{Known: true, Filled: true}}},
		{`func F(f *os.File) { syscall.Mmap(int(f.Fd()), 0, 0, 0, 0) }`, []facts.Param{{Known: true, Mapped: true}}},
		{`func F(f *os.File) { file = f }`, []facts.Param{{Known: true, Leaves: true}}},
		{`func F(f *os.File) { file = f }; func other() { file.Write(nil) }`, []facts.Param{{Known: true, Leaves: true}}},
		{`func F(f *os.File) { File = f }`, []facts.Param{{Known: true, Leaves: true, Kept: true}}},
		{`func F(f *os.File) *os.File { return f }`, []facts.Param{{Known: true, Leaves: true, Kept: true}}},
		{`func F(f *os.File) { all(f); none(f) }; func all(f *os.File) { f.WriteAt(nil, 0); log.SetOutput(f); syscall.Mmap(int(f.Fd()), 0, 0, 0, 0); File = f }; func none(f *os.File) {}`,
			[]facts.Param{{Known: true, Filled: true, Random: true, Stream: true, Mapped: true, Kept: true, Leaves: true}}},
		{`func F(f *os.File) { none(f); all(f) }; func all(f *os.File) { f.WriteAt(nil, 0); log.SetOutput(f); syscall.Mmap(int(f.Fd()), 0, 0, 0, 0); File = f }; func none(f *os.File) {}`,
			[]facts.Param{{Known: true, Filled: true, Random: true, Stream: true, Mapped: true, Kept: true, Leaves: true}}},
		{`func F(f *os.File) { lib.FillFile(f) }`, []facts.Param{{Known: true, Filled: true, Kept: true}}},
		{`func F(w io.Writer) { lib.LogTo(w) }`, []facts.Param{{Known: true, Stream: true}}},
		{`func F(w io.Writer) { var run func(io.Writer, *exec.Cmd); run(w, nil) }`, []facts.Param{{Known: true, Stream: true}}},
		{`func F(w io.Writer) { var run func(io.Writer, *exec.Error); run(w, nil) }`, []facts.Param{{Known: true, Filled: true}}},
		{`func F(w io.Writer) { r, _ := exec.Command("x").StdoutPipe(); io.Copy(w, r) }`, []facts.Param{{Known: true, Stream: true}}},
		{`func F(f *os.File) { f.Seek(0, 0) }`, []facts.Param{{Known: true, Random: true}}},
		{`func F(f *os.File) { f.SyscallConn() }`, []facts.Param{{Known: true, Kept: true}}},
		{`func F[G func(*os.File)](f *os.File, g G) { g(f) }`, []facts.Param{{Known: true, Filled: true, Kept: true}, {Leaves: true}}},
		{`func F(f *os.File) { g := os.NewFile(f.Fd(), "x"); g.Write(nil) }`, []facts.Param{{Known: true, Filled: true}}},
		{`func F(f *os.File) io.WriterAt { return f }`, []facts.Param{{Known: true, Random: true, Kept: true, Leaves: true}}},
		{`func F(f *os.File) (error, io.WriterAt) { return nil, f }`, []facts.Param{{Known: true, Random: true, Kept: true, Leaves: true}}},
		{`func F(f *os.File) io.Writer { return f }`, []facts.Param{{Known: true, Kept: true, Leaves: true}}},
		{`func F(f *os.File) { c := make(chan *os.File, 1); c <- f }`, []facts.Param{{Known: true, Kept: true, Leaves: true}}},
		{`func F(fd int) { syscall.Write(fd, nil) }`, []facts.Param{{Known: true, Filled: true}}},
		{`func F(n int) { syscall.Write(n, nil) }`, []facts.Param{{}}},
		{`func F(v struct{ f *os.File }) {}`, []facts.Param{{Leaves: true}}},
		{`func F(r io.Reader) {}`, []facts.Param{{Leaves: true}}},
	} {
		s, _ := load(t, "var global string\nvar file *os.File\nvar File *os.File\n\n"+test.fn+"\n")
		s.Solve(s.SummarizeFiles)
		if got := s.Params(typecheck.Func(t, s.Flow.Funcs, "F")); !slices.Equal(got, test.want) {
			t.Errorf("%s:\ngot  %+v\nwant %+v", test.fn, got, test.want)
		}
	}
}

// TestResults looks at where the results of functions come from.
func TestResults(t *testing.T) {
	none := facts.Result{Param: -1}
	for _, test := range []struct {
		fn   string
		want []facts.Result
	}{
		{`func F() {}`, nil},
		{`func F() int { return 1 }`, nil},
		{`func F() (int, string) { return 1, "x" }`, []facts.Result{none, none}},
		{`func F() string { return os.TempDir() }`, []facts.Result{{Temporary: true, Param: -1}}},
		{`func F() string { if global == "" { return "x" }; return os.TempDir() }`, []facts.Result{none}},
		{`func F() string { if global == "" { return os.TempDir() }; return "x" }`, []facts.Result{none}},
		{`func F(p string) string { return p + ".txt" }`, []facts.Result{{Param: 0}}},
		{`func F(a, p string) string { return filepath.Join(p, a) }`, []facts.Result{{Param: 1}}},
		{`func F(a, p string) string { return path.Join(p, a) }`, []facts.Result{{Param: 1}}},
		{`func F(p string) string { q := filepath.Clean(p); return q }`, []facts.Result{{Param: 0}}},
		{`func F() (*os.File, error) { return os.CreateTemp("", "") }`, []facts.Result{{Temporary: true, Param: -1}, none}},
		{`func F() *os.File { f, _ := os.CreateTemp("", ""); return f }`, []facts.Result{{Temporary: true, Param: -1}}},
		{`func F() (s string) { s = "/tmp/x"; return }`, []facts.Result{none}},
	} {
		s, _ := load(t, "var global string\n\n"+test.fn+"\n")
		if got := s.Results(typecheck.Func(t, s.Flow.Funcs, "F")); !slices.Equal(got, test.want) {
			t.Errorf("%s: got %+v, want %+v", test.fn, got, test.want)
		}
	}
}

// TestRole looks at what calls do with their last argument.
func TestRole(t *testing.T) {
	for _, test := range []struct {
		call string
		want facts.Param
	}{
		{`own("x")`, facts.Param{Removed: true}},
		{`variadic("x", "y", "z")`, facts.Param{Leaves: true}},
		{`none()`, facts.Param{}},
		{`os.Remove("x")`, facts.Param{Removed: true}},
		{`os.Rename("x", "y")`, facts.Param{}},
		{`lib.Clean("x")`, facts.Param{Removed: true}},
		{`lib.Name()`, facts.Param{}},
		{`lib.Put("x")`, facts.Param{}},
		{`lib.Make("x")`, facts.Param{Opened: true}},
		{`print("x")`, facts.Param{}},
		{`error(nil).Error()`, facts.Param{}},
		{`text := error.Error; text(nil)`, facts.Param{}},
	} {
		s, _ := load(t, `func own(p string)                 { os.Remove(p) }
func variadic(n string, p ...string) { os.Remove(p[0]) }
func none()                        {}
func user()                        { `+test.call+` }
`)
		for c := range typecheck.Func(t, s.Flow.Funcs, "user").Cursor.Preorder(callNode) {
			call := c.Node().(*ast.CallExpr)
			if got := s.Role(s.Flow, call, max(0, len(call.Args)-1)); got != test.want {
				t.Errorf("%s: got %+v, want %+v", test.call, got, test.want)
			}
			break
		}
	}
}

func TestLoad(t *testing.T) {
	none := func(*types.Package) *facts.Package { return nil }
	if New(none, nil).Load() {
		t.Error("a package that was not prepared: got that it holds something")
	}
	s, pkg := load(t, "")
	if !s.ImportsSummary(pkg.Types) {
		t.Error("a package that imports one with a Fact: got that it does not")
	}
	if New(none, nil).ImportsSummary(pkg.Types) {
		t.Error("a package that imports none with a Fact: got that it does")
	}
	lib := pkg.Imports["example.com/lib"].Types
	for _, test := range []struct {
		fn   string
		i    int
		want facts.Result
		ok   bool
	}{
		{"TempFile", 0, facts.Result{Temporary: true, Param: -1}, true}, {"TempFile", 1, facts.Result{}, false},
		{"Name", 0, facts.Result{}, false},
	} {
		got, ok := s.Result(lib.Scope().Lookup(test.fn).(*types.Func), test.i)
		if got != test.want || ok != test.ok {
			t.Errorf("result %d of %s: got %+v, %t, want %+v, %t", test.i, test.fn, got, ok, test.want, test.ok)
		}
	}
	if _, ok := New(none, nil).Result(lib.Scope().Lookup("TempFile").(*types.Func), 0); ok {
		t.Error("a package without a Fact: got a result")
	}
}

// TestSoleWriters looks at what else functions do with the path at which they
// create a file.
func TestSoleWriters(t *testing.T) {
	const sometimes = "may succeed without writing the file"
	for _, test := range []struct {
		fn   string
		perm uint32 // if the function does nothing else
		also string
	}{
		{`func F(p string) error { return os.WriteFile(p, data, 0o640) }`, 0o640, ""},
		{`func F(p string) error { return ioutil.WriteFile(p, data, 0o600) }`, 0o600, ""},
		{`func F(p string) { os.WriteFile(p, data, 0o640) }`, 0o640, ""},
		{`func F(p string) error { return os.WriteFile(p, data, os.ModeSetuid) }`, 0, "creates the file with a mode that is not a constant"},
		{`func F(p string, m os.FileMode) error { return os.WriteFile(p, data, m) }`, 0, "creates the file with a mode that is not a constant"},
		{`func F(p string) error { err := os.WriteFile(p, data, 0o640); return err }`, 0o640, ""},
		{`func F(p string) error { if err := os.WriteFile(p, data, 0o640); err != nil { return err }; return nil }`, 0o640, ""},
		{`func F(p string) error { if data == nil { return nil }; return os.WriteFile(p, data, 0o640) }`, 0, sometimes},
		{`func F(p string) error { if err := check(); err != nil { return err }; return os.WriteFile(p, data, 0o640) }`, 0o640, ""},
		{`func F(p string) error { err := check(); if err != nil { err = nil; return err }; return os.WriteFile(p, data, 0o640) }`, 0, sometimes},
		{`func F(p string) error { err := check(); _ = &err; if err != nil { return err }; return os.WriteFile(p, data, 0o640) }`, 0, sometimes},
		{`func F(p string) error { if err := check(); err == nil { return err }; return os.WriteFile(p, data, 0o640) }`, 0, sometimes},
		{`func F(p string) error { if data == nil { return errors.New("x") }; return os.WriteFile(p, data, 0o640) }`, 0o640, ""},
		{`func F(p string) error { if data == nil { return fmt.Errorf("x") } else { check() }; return os.WriteFile(p, data, 0o640) }`, 0o640, ""},
		{`func F(p string) error { if data == nil { return check() }; return os.WriteFile(p, data, 0o640) }`, 0, sometimes},
		{`func F(p string) error { if err := check(); err != io.EOF { return err }; return os.WriteFile(p, data, 0o640) }`, 0, sometimes},
		{`func F(p string) error { switch { case data == nil: return nil; default: return errors.New("x") }; return os.WriteFile(p, data, 0o640) }`, 0, sometimes},
		{`func F(p string) error { if data == nil { return func() error { return nil }() }; return os.WriteFile(p, data, 0o640) }`, 0, sometimes},
		{`func F(p string) { if data == nil { return }; os.WriteFile(p, data, 0o640) }`, 0, sometimes},
		{`func F(p string) error { if err := check(); err != nil { return err } else if data == nil { return nil }; return os.WriteFile(p, data, 0o640) }`, 0, sometimes},
		{`func F(p string) error { f := func() error { return nil }; f(); return os.WriteFile(p, data, 0o640) }`, 0o640, ""},
		{`func F(p string) error { if data == nil { goto end }; return os.WriteFile(p, data, 0o640); end: return nil }`, 0, sometimes},
		{`func F(p string) error { if data != nil { return os.WriteFile(p, data, 0o640) }; return nil }`, 0, sometimes},
		{`func F(p string) error { return wrap(os.WriteFile(p, data, 0o640)) }`, 0, sometimes},
		{`func F(p string) error { return func() error { return os.WriteFile(p, data, 0o640) }() }`, 0, "writes the file in a function literal"},
		{`func F(p string) error { os.WriteFile(p, data, 0o640); return os.WriteFile(p, data, 0o640) }`, 0, "writes the file more than once"},
		{`type str string; func F(p str) error { return os.WriteFile(string(p), data, 0o640) }`, 0, "has a type of its own for the path"},
		{`func F(p string) error { p += "x"; return os.WriteFile(p, data, 0o640) }`, 0, "changes the path"},
		{`func F(p string) error { p = p + "x"; return os.WriteFile(p, data, 0o640) }`, 0, "changes the path"},
		{`func F(p string) error { _ = &p; return os.WriteFile(p, data, 0o640) }`, 0, "changes the path"},
		{`func F(p string) error { _ = p + "x"; return os.WriteFile(p, data, 0o640) }`, 0, "makes another name of the path, or looks at it"},
		{`func F(p string) error { _ = "x" + p; return os.WriteFile(p, data, 0o640) }`, 0, "makes another name of the path, or looks at it"},
		{`func F(p string) error { q := p; return os.WriteFile(q, data, 0o640) }`, 0, "keeps the path"},
		{`func F(p string) error { _ = []string{p}; return os.WriteFile(p, data, 0o640) }`, 0, "keeps the path"},
		{`func F(p string) error { _ = p[0]; return os.WriteFile(p, data, 0o640) }`, 0, "also uses the path for something else"},
		{`func F(p string) error { os.Stat(p); return os.WriteFile(p, data, 0o640) }`, 0, "also passes the path to os.Stat"},
		{`func F(p string) error { if len(p) > 1 { check() }; return os.WriteFile(p, data, 0o640) }`, 0, "also passes the path to len"},
		{`func F(p string) error { return G(p) }; func G(q string) error { return os.WriteFile(q, data, 0o604) }`, 0o604, ""},
		{`func F(p string) error { return G(p) }; func G(q ...string) error { return os.WriteFile(q[0], data, 0o604) }`, 0, "also passes the path to p.G"},
		{`func F(p string) error { return G(p, "x") }; func G(q, r string) error { return os.WriteFile(r, data, 0o604) }`, 0, "writes the file out of sight"},
		{`func F(p string) error { return G("x", p) }; func G(q, r string) error { return os.WriteFile(r, data, 0o604) }`, 0o604, ""},
		{`func F(p string) error { return lib.SaveBoth("x", p) }`, 0o644, ""},
		{`func F(p string) error { write := os.WriteFile; return write(p, data, 0o604) }`, 0, "also passes the path to write"},
		{`func F(p string) error { lib.Put(p); return nil }`, 0, "also passes the path to lib.Put"},
		{`func F(p string) error`, 0, "has no body"},
		{`func F(p string) error { for range 3 { os.WriteFile(p, data, 0o604) }; return nil }`, 0, sometimes},
		{`func F(p string) error { if err := os.WriteFile(p, data, 0o604); err == nil { return nil }; return errors.New("x") }`, 0o604, ""},
		{`func F(p string) error { if wrap(os.WriteFile(p, data, 0o604)) != nil { return nil }; return nil }`, 0, sometimes},
		{`func F(p string) error { if os.WriteFile(p, data, 0o604) != nil { return nil }; return nil }`, 0, sometimes},
		{`func F(p string) error { switch { case data == nil: return nil }; return os.WriteFile(p, data, 0o604) }`, 0, sometimes},
		{`func F(p string) error { for data == nil { break }; return os.WriteFile(p, data, 0o604) }`, 0o604, ""},
		{`func F(p string) error { loop: for data == nil { break loop }; return os.WriteFile(p, data, 0o604) }`, 0, sometimes},
		{`func F(p string) error { for { if data == nil { break } }; return os.WriteFile(p, data, 0o604) }`, 0o604, ""},
		{`func F(p string) (err error) { if err = check(); err != nil { return }; return os.WriteFile(p, data, 0o604) }`, 0, sometimes},
		{`func F(p string) error { if data != nil { return nil }; return os.WriteFile(p, data, 0o604) }`, 0, sometimes},
		{`func F(p string) error { if err := check(); nil != err { return err }; return os.WriteFile(p, data, 0o604) }`, 0, sometimes},
		{`func F(p string) error { if err := check(); err != nil { if data == nil { return err }; return nil }; return os.WriteFile(p, data, 0o604) }`, 0, sometimes},
		{`func F(p string) error { if err := check(); err != nil { if data == nil { return err }; return err }; return os.WriteFile(p, data, 0o604) }`, 0o604, ""},
		{`func F(p string) error { if data == nil { return errors.Join() }; return os.WriteFile(p, data, 0o604) }`, 0, sometimes},
		{`func F(p string) error { return F(p) }`, 0, "calls itself"},
		{`func F(p string) error { return lib.Save(p) }`, 0o640, ""},
		{`func F(p string) error { return new(lib.T).Save(p) }`, 0, "also passes the path to lib.T.Save"},
		{`func F(p string) error { return (*lib.T).Save(nil, p) }`, 0, "calls a method as a function"},
		{`func F(p string) error { os.ReadDir("."); return os.WriteFile(p, data, 0o640) }`, 0, "also calls os.ReadDir, which may list the directory"},
		{`func F(p string) error { if data == nil { os.Exit(1) }; return os.WriteFile(p, data, 0o640) }`, 0, "may end the program with os.Exit"},
		{`func F(p string) error { if data == nil { log.Fatal() }; return os.WriteFile(p, data, 0o640) }`, 0, "may end the program with log.Fatal"},
		{`func F(p string) {}`, 0, "writes the file out of sight"},
		// Open files.
		{`func F(p string) error { f, err := os.Create(p); f.Write(data); f.Close(); return err }`, 0o666, ""},
		{`func F(p string) error { f, err := os.OpenFile(p, os.O_RDWR|os.O_CREATE|os.O_TRUNC, 0o600); f.Write(data); return err }`, 0o600, ""},
		{`func F(p string) error { f, err := os.OpenFile(p, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600); f.Write(data); return err }`, 0o600, ""},
		{`func F(p string) error { f, err := os.OpenFile(p, os.O_WRONLY|os.O_CREATE, 0o600); f.Write(data); return err }`, 0, "opens the file with other flags than os.Create"},
		{`func F(p string, m os.FileMode) error { f, err := os.OpenFile(p, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, m); f.Write(data); return err }`, 0, "creates the file with a mode that is not a constant"},
		{`func F(p string) error { syscall.Creat(p, 0); return nil }`, 0, "does not write the file with package os"},
		{`func F(p string) (*os.File, error) { return os.Create(p) }`, 0, "hands the open file on"},
		{`var file *os.File; func F(p string) error { file, _ = os.Create(p); return nil }`, 0, "keeps the open file"},
		{`func F(p string) error { f, _ := os.Create(p); f, _ = os.Open("x"); f.Write(data); return nil }`, 0, "keeps the open file"},
		{`func F(p string) error { f, _ := os.Create(p); log.SetOutput(f); return nil }`, 0, "may keep the open file"},
		{`func F(p string) error { f, _ := os.Create(p); syscall.Mmap(int(f.Fd()), 0, 0, 0, 0); return nil }`, 0, "may keep the open file"},
		{`func F(p string) error { f, _ := os.Create(p); files = append(files, f); return nil }; var files []*os.File`, 0, "may keep the open file"},
		{`func F(p string) error { f, _ := os.Create(p); _ = &f; return nil }`, 0, "keeps the open file"},
		{`func F(p string) error { var h struct{ f *os.File }; h.f, _ = os.Create(p); return nil }`, 0, "keeps the open file"},
		{`func F(p string) error { _, err := os.Create(p); return err }`, 0o666, ""},
		{`func F(p string) error { f, _ := os.Create(p); if nil == f { return nil }; return nil }`, 0o666, ""},
		{`func F(p string) error { f, _ := os.Create(p); take(f); return nil }; func take(c interface{}) {}`, 0, "also passes the open file to take"},
		{`func F(p string) error { f, _ := os.Create(p); take(f); return nil }; func take(c interface{ io.Writer; Chmod(os.FileMode) error }) {}`, 0, "also passes the open file to take"},
		{`func F(p string) error { f, _ := os.Create(p); take(f); return nil }; func take(c *os.File) {}`, 0, "also passes the open file to take"},
		{`func F(p string) error { f, _ := os.Create(p); defer f.Close(); return nil }`, 0o666, ""},
		{`func F(p string) error { f, _ := os.Create(p); f.Chmod(0); return nil }`, 0, "also calls Chmod of the open file"},
		{`func F(p string) error { f, _ := os.Create(p); io.Copy(f, os.Stdin); return nil }`, 0o666, ""},
		{`func F(p string) error { f, _ := os.Create(p); go io.Copy(f, os.Stdin); return nil }`, 0, "also passes the open file to io.Copy"},
		{`func F(p string) error { f, _ := os.Create(p); go f.Write(data); return nil }`, 0, "also uses the open file for something else"},
		{`func F(p string) error { f, _ := os.Create(p); take(f); return nil }; func take(c interface{ Chmod(os.FileMode) error }) {}`, 0, "also passes the open file to take"},
		{`func F(p string) error { f, _ := os.Create(p); take(f); return nil }; func take(c io.WriteCloser) {}`, 0o666, ""},
		{`func F(p string) error { f, _ := os.Create(p); fmt.Println(f); return nil }`, 0, "also passes the open file to fmt.Println"},
		{`func F(p string) error { f, _ := os.Create(p); defer func() { f.Close() }(); return nil }`, 0o666, ""},
		{`func F(p string) error { f, _ := os.Create(p); func() { f.Close() }(); return nil }`, 0, "uses the open file in a function literal"},
		{`func F(p string) error { f, _ := os.Create(p); if f != nil { f.Write(data) }; return nil }`, 0o666, ""},
		{`func F(p string) error { f, _ := os.Create(p); w := f.Write; w(data); return nil }`, 0, "also uses the open file for something else"},
		{`func F[G func(*os.File)](p string, g G) error { f, _ := os.Create(p); g(f); return nil }`, 0, "may keep the open file"},
	} {
		s, _ := load(t, "var data []byte\n\nfunc check() error { return nil }\nfunc wrap(err error) error { return err }\n\n"+test.fn+"\n")
		sums := []facts.Param{{Created: true}, {}}
		NewSoleWriters(s).AddTo(sums, typecheck.Func(t, s.Flow.Funcs, "F"))
		want := facts.Param{Created: true, Only: test.also == "", Perm: test.perm, Also: test.also}
		if got := sums[0]; got != want {
			t.Errorf("%s:\ngot  %+v\nwant %+v", test.fn, got, want)
		}
		if sums[1] != (facts.Param{}) {
			t.Errorf("%s: got %+v for a parameter that is no path of a file", test.fn, sums[1])
		}
	}
}

// TestSameExpr asks whether the two arguments of compare spell the same path,
// and whether the first means the same in every function.
func TestSameExpr(t *testing.T) {
	for _, test := range []struct {
		args           string
		same, portable bool
	}{
		{`p, p`, true, false},
		{`p, (p)`, true, false},
		{`p, q`, false, false},
		{`"a", "a"`, true, true},
		{`"a", "b"`, false, true},
		{`"a", p`, false, true},
		{`p, "a"`, false, false},
		{`p + "x", p + "x"`, true, false},
		{`p + "x", p + "y"`, false, false},
		{`p + "x", q + "x"`, false, false},
		{`p + "x", p`, false, false},
		{`global, global`, true, true},
		{`constant, "c"`, true, true},
		{`t.f, u.f`, true, true}, // an instance is not told from another
		{`t.f, t.g`, false, true},
		{`filepath.Join(p, "x"), filepath.Join(p, "x")`, true, false},
		{`filepath.Join(p, "x"), path.Join(p, "x")`, true, false},
		{`filepath.Join(p, "x"), p + "/x"`, true, false},
		{`filepath.Join(p, "x"), p + "x"`, false, false},
		{`fmt.Sprintf("%s/%d.tmp", p, 1), filepath.Join(p, "1.tmp")`, true, false},
		{`fmt.Sprintf("%s%%", p), p + "%"`, false, false},
		{`fmt.Sprintf("%%%s", p, q), q + p`, false, false},
		{`fmt.Sprintf(p, q), p + q`, false, false},
		{`fmt.Sprintf("%5s", p), p`, false, false},
		{`filepath.Clean(p + "//x"), filepath.Join(p, "x")`, true, false},
		{`filepath.Join(p, filepath.Base(q)), filepath.Join(p, filepath.Base(p))`, false, false},
		{`filepath.Join(p, "x"), filepath.Join(p, "x", "y")`, false, false},
		{`filepath.Join(p, "x"), filepath.Join(p, "y")`, false, false},
		{`filepath.Join(t.f, "x"), p`, false, true},
		{`t.name(), u.name()`, true, true},
		{`t.name(), v.name()`, false, true},
		{`lib.Name(), lib.Name()`, true, false},
		{`lib.Path, lib.Path`, true, false},
		{`fn(), fn()`, false, false},
		{`fmt.Sprint(400), fmt.Sprint("a")`, false, true},
		{`fmt.Sprint(len(p)+1), fmt.Sprint(len(p)-1)`, false, false},
		{`alias, p`, true, false},
		{`held, global`, true, true},
		{`pick(p) + p, "x" + p`, false, false},
		{`joined(p, "x"), p + "/x"`, true, false},
		{`joined(two()), p + "/x"`, false, true},
		{`changed(p), p + "y"`, false, false},
		{`lib.Name(), filepath.Clean(lib.Name())`, true, false},
		{`filepath.Clean(lib.Name()), lib.Name()`, true, false},
		{`fmt.Sprintf("%s.tmp", filepath.Join(p, "x")), filepath.Join(p, "x.tmp")`, true, false},
		{`chain, p + "x"`, true, false},
		{`twice, twice`, true, false},
		{`[]string{p}[0], [] string{p}[0]`, false, false},
	} {
		s, pkg := load(t, `const constant = "c"

var global string

type T struct{ f, g string }
type V struct{}

func (T) name() string { return "" }
func (V) name() string { return "" }

func pick(s string) string { if s == "" { return "x" }; return s }
func joined(a, b string) string { return a + "/" + b }
func two() (string, string) { return "", "" }
func changed(s string) string { s = s + "x"; return s + "y" }

func compare(a, b string) {}

func user(p, q string, t, u T, v V, fn func() string) {
	alias := p
	chain := alias + "x"
	held := global
	twice := p
	twice = q
	_, _, _, _ = alias, chain, held, twice
	compare(`+test.args+`)
}
`)
		args := pkg.Call(t, "compare(").Node().(*ast.CallExpr).Args
		if got := s.Paths.SameExpr(args[0], args[1], 0); got != test.same {
			t.Errorf("%s are the same: got %t, want %t", test.args, got, test.same)
		}
		if s.Paths.SameExpr(args[0], nil, 0) || s.Paths.SameExpr(nil, args[1], 0) || s.Paths.SameExpr(nil, nil, 0) {
			t.Errorf("%s: got true for a path that is out of sight, want false", test.args)
		}
		if got := s.Paths.Portable(args[0], 0); got != test.portable {
			t.Errorf("the first of %s means the same everywhere: got %t, want %t", test.args, got, test.portable)
		}
	}
}

// TestPathText looks at the texts that paths begin with and end in.
func TestPathText(t *testing.T) {
	for _, test := range []struct{ expr, head, tail string }{
		{`"abc"`, "abc", "abc"},
		{`p`, "", ""},
		{`"a" + p`, "a", ""},
		{`p + "z"`, "", "z"},
		{`"a" + p + "z"`, "a", "z"},
		{`("a" + p)`, "a", ""},
		{`v`, "dir/", ""},
		{`fmt.Sprintf("a%dz", 1)`, "a", "a%dz"},
		{`filepath.Join("a", p)`, "a/", ""},
		{`path.Join("a", p)`, "a/", ""},
		{`filepath.Join(p, "z")`, "", ""},
		{`os.Getenv("x")`, "", ""},
		{`filepath.Join()`, "", ""},
		{`func(s string) string { return s }("x")`, "", ""},
	} {
		s, pkg := load(t, "func is(string) {}\n\nfunc user(p string) {\n\tv := \"dir/\" + p\n\t_ = v\n\tis("+test.expr+")\n}\n")
		e := pkg.Call(t, "is(").Node().(*ast.CallExpr).Args[0]
		if got := s.Paths.Head(e, 0); got != test.head {
			t.Errorf("%s begins with: got %q, want %q", test.expr, got, test.head)
		}
		if got := s.Paths.Tail(e); got != test.tail {
			t.Errorf("%s ends in: got %q, want %q", test.expr, got, test.tail)
		}
	}
}

func TestTexts(t *testing.T) {
	s, pkg := load(t, `type T struct{}

func (T) value()    {}
func (*T) pointer() {}
func plain()        {}

func user(p string) {
	T{}.value()
	new(T).pointer()
	plain()
	error(nil).Error()
	os.Create(p + "a very long text that goes on" + p + "and on and on until it is cut")
}
`)
	for call, want := range map[string]string{"T{}.value": "p.T.value", "new(T).pointer": "p.T.pointer", "plain": "p.plain"} {
		if got := CalleeText(s.Flow.Callee(pkg.Call(t, call).Node().(*ast.CallExpr))); got != want {
			t.Errorf("%s: got %q, want %q", call, got, want)
		}
	}
	long := PathText(pkg.Call(t, "os.Create").Node().(*ast.CallExpr).Args[0])
	if n := len([]rune(long)); n != 60 || !strings.HasSuffix(long, "…") {
		t.Errorf("a long path: got %q, %d letters, want 60 that end in …", long, n)
	}
	if got := PathText(ast.NewIdent("short")); got != "short" {
		t.Errorf("a short path: got %q, want short", got)
	}
}

func TestDeclaresWriter(t *testing.T) {
	for text, want := range map[string]bool{
		"//atomiclint:writer": true, "//atomiclint:writer ": true, "// atomiclint:writer": false, "//atomiclint:writers": false,
	} {
		if got := DeclaresWriter(&ast.CommentGroup{List: []*ast.Comment{{Text: "// F writes."}, {Text: text}}}); got != want {
			t.Errorf("%q: got %t, want %t", text, got, want)
		}
	}
	if DeclaresWriter(nil) {
		t.Error("no comment: got that it is a directive")
	}
}

func TestIdentifiers(t *testing.T) {
	s, _ := load(t, "func user(p string) { os.Create(filepath.Join(p, lib.Path)) }\n")
	e := sink(t, s, "user").Path
	var all []string
	for id := range Identifiers(e) {
		all = append(all, id.Name)
	}
	if got, want := strings.Join(all, " "), "filepath Join p lib Path"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	for range Identifiers(e) {
		break
	}
	for range Identifiers(nil) {
		t.Error("no expression: got an identifier")
	}
}

func TestMoveTarget(t *testing.T) {
	s, pkg := load(t, "func user(from, to string) { os.Rename(from, to) }\n")
	fn := typecheck.Func(t, s.Flow.Funcs, "user")
	call := pkg.Call(t, "os.Rename")
	m, ok := MoveBy(facts.Param{MoveTo: 2}, flow.Use{At: call, Call: call.Node().(*ast.CallExpr)})
	if !ok || text(m.Src) != "from" || text(m.Dst) != "to" || m.link || s.MoveTarget(fn, m) != 2 {
		t.Errorf("got %+v, %t, target %d, want from, to, and 2", m, ok, s.MoveTarget(fn, m))
	}
	m, ok = MoveBy(facts.Param{MoveTo: 3, Link: true}, flow.Use{At: call, Call: call.Node().(*ast.CallExpr)})
	if !ok || m.Dst != nil || !m.link || s.MoveTarget(fn, m) != 3 {
		t.Errorf("a move to no argument: got %+v, %t, target %d, want no destination, and 3", m, ok, s.MoveTarget(fn, m))
	}
	if _, ok := MoveBy(facts.Param{Removed: true}, flow.Use{}); ok {
		t.Error("no move: got one")
	}
}
