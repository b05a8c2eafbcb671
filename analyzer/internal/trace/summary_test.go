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
