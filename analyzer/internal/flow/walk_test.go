package flow

import (
	"fmt"
	"go/ast"
	"go/types"
	"slices"
	"strings"
	"testing"

	"github.com/atomiclint/atomiclint/analyzer/internal/facts"
	"github.com/atomiclint/atomiclint/analyzer/internal/typecheck"
)

var kinds = map[useKind]string{Argument: "argument", Method: "method", Store: "store", Result: "result", Derived: "derived", Lost: "lost"}

// describe returns a use in short.
func describe(u Use) string {
	text := kinds[u.Kind]
	switch u.Kind {
	case Argument:
		text = fmt.Sprintf("%s %d of %s", text, u.Index, CalleeName(u.Call))
	case Method:
		text += " " + u.Fn.Name()
		if u.Call == nil {
			text += " as a value"
		}
		if u.Lent {
			text += ", lent"
		}
	case Store:
		text += " in " + u.Obj.Name()
	case Result:
		text += fmt.Sprint(" ", u.Index)
	case Derived, Lost:
		text += " " + types.ExprString(u.Cursor.Node().(ast.Expr))
	}
	if u.Open {
		text += ", open"
	}
	return text
}

const walked = `package p

import (
	"io"
	"os"

	"example.com/other"
)

type T struct {
	f        *os.File
	Exported *os.File
	list     []*os.File
}

type wrapped struct{ *os.File }

type pair struct{ a, b *os.File }

var global, kept *os.File

func make1() *os.File                  { return nil }
func made() (*os.File, error)          { return nil, nil }
func pass(f *os.File) *os.File         { return f }
func both(n int, f *os.File)           { f.Chdir() }
func variadic(fs ...*os.File)          { fs[0].Chdir() }
func assembly(f *os.File)

func reads(t T) { t.f.Sync() }
func useGlobal() { global.Sync() }
func useList(t T) { t.list[0].Fd() }
`

// TestWalk follows the file that make1() returns, or made() in its first
// result, to its uses.
func TestWalk(t *testing.T) {
	for _, test := range []struct {
		body   string
		want   string
		inside string // with Inside set, if that is not the same
	}{
		{`make1()`, "", ""},
		{`f := make1(); f.Close(); _ = f.Sync`, "method Close; method Sync as a value", ""},
		{`var f = make1(); f.Close()`, "method Close", ""},
		{`var f, err = made(); f.Close(); _ = err`, "method Close", ""},
		{`f, err := made(); f.Close(); _ = err.Error`, "method Close", ""},
		{`f, _ := made(); other.Take(f); other.Take(&f); other.Take((f))`, "argument 0 of Take; argument 0 of Take; argument 0 of Take", ""},
		{`other.Take(make1())`, "argument 0 of Take", ""},
		{`_ = len([]*os.File{make1()})`, "", ""},
		{`fs := append([]*os.File{}, make1()); fs[0].Close()`, "method Close", ""},
		{`fs := []*os.File{make1()}; fs[0].Close(); for _, f := range fs { f.Sync() }; for range fs { }; _ = fs[1:]`, "method Close; method Sync", ""},
		{`fs := map[int]*os.File{1: make1()}; fs[1].Close()`, "method Close", ""},
		{`fs := make([]*os.File, 1); fs[0] = make1(); fs[0].Close()`, "method Close", ""},
		{`w := io.Writer(make1()); w.Write(nil); w.(*os.File).Close()`, "method Write; method Close", ""},
		{`p := &[]*os.File{make1()}; (*p)[0].Close()`, "method Close", ""},
		{`t := T{f: make1()}; _ = t`, "store in f; method Sync", "store in f"},
		{`t := T{Exported: make1()}; _ = t`, "store in Exported, open", ""},
		{`t := pair{nil, make1()}; t.b.Close(); t.a.Sync()`, "store in b; method Close", "store in b"},
		{`var t T; t.f = make1()`, "store in f; method Sync", "store in f"},
		{`var t T; t.list = append(t.list, make1())`, "store in list; method Fd; store in list", "store in list"},
		{`global = make1()`, "store in global; method Sync", "store in global"},
		{`s := other.Sink{Out: make1()}; s.Out.Write(nil)`, "store in Out, open", ""},
		{`w := wrapped{make1()}; w.Sync(); _ = w.Close; w.File.Chdir()`, "store in File, open; method Sync, lent; method Close as a value, lent; method Chdir",
			"store in File, open; method Sync, lent; method Close as a value, lent"},
		{`pass(make1()).Close()`, "result 0; method Close", "result 0"},
		{`f := pass(make1()); f.Close()`, "result 0; method Close", "result 0"},
		{`both(1, make1())`, "method Chdir", ""},
		{`variadic(nil, make1())`, "method Chdir", ""},
		{`assembly(make1())`, "argument 0 of assembly", ""},
		{`func(f *os.File) { f.Sync() }(make1())`, "method Sync", ""},
		{`c := make(chan *os.File); c <- make1()`, "lost make1()", ""},
		{`f := make1(); if f == nil { f.Close() }`, "method Close", ""},
		{`f := make1(); _ = !(f == nil)`, "", ""},
		{`f := make1(); f = make1(); f.Close()`, "method Close", ""},
		{`var f *os.File; func(p **os.File) { *p = make1(); (*p).Sync() }(&f); f.Close()`, "method Sync; method Close", "method Sync"},
		{`set := func(p **os.File) { *p = make1() }; other.Take(set)`, "lost make1()", ""},
		{`f := new(*os.File); *f = make1(); (*f).Close()`, "method Close", ""},
		{`f, g := make1(), make1(); g.Close(); f.Sync()`, "method Sync", ""},
	} {
		f, _ := load(t, walked+"\nfunc user() { "+test.body+" }\n\nvar _ = io.EOF\nvar _ = other.Err\n")
		user := typecheck.Func(t, f.Funcs, "user").Cursor
		start := user
		for c := range user.Preorder((*ast.CallExpr)(nil)) {
			if name := CalleeName(c.Node().(*ast.CallExpr)); name == "make1" || name == "made" {
				start = c
				break
			}
		}
		for _, inside := range []bool{false, true} {
			var got []string
			w := f.Walk(func(u Use) bool { got = append(got, describe(u)); return false })
			w.Inside = inside
			w.Result(start, 0)
			want := test.want
			if inside && test.inside != "" {
				want = test.inside
			}
			if text := strings.Join(got, "; "); text != want {
				t.Errorf("%s, inside %t: got %q, want %q", test.body, inside, text, want)
			}
		}
	}
}

// TestWalkResults follows a file out of the functions that return it.
func TestWalkResults(t *testing.T) {
	f, _ := load(t, walked+`
func first() (*os.File, error) { return made() }
func Second() (*os.File, error) { f, err := first(); return f, err }
func user() { f, _ := Second(); f.Chmod(0) }
func declared() { var f, _ = Second(); f.Truncate(0) }
func handed() { take(Second()) }
func take(f *os.File, err error) { f.Stat() }
func loop() *os.File { f := loop(); return f }
func lit() { l := func() *os.File { return make1() }; l().Seek(0, 0) }

var _ = io.EOF
var _ = other.Err
`)
	for _, test := range []struct{ function, call, want string }{
		{"first", "made", "result 0; result 0, open; method Chmod; method Truncate; method Stat"},
		{"loop", "loop", "result 0"},
		{"lit", "make1", "result 0; method Seek"},
	} {
		var got []string
		f.Walk(func(u Use) bool { got = append(got, describe(u)); return false }).Result(within(t, typecheck.Func(t, f.Funcs, test.function).Cursor, test.call), 0)
		if text := strings.Join(got, "; "); text != test.want {
			t.Errorf("%s: got %q, want %q", test.function, text, test.want)
		}
	}
}

// TestWalkCarries follows what calls return that are given the value.
func TestWalkCarries(t *testing.T) {
	f, pkg := load(t, `package p

import (
	"bufio"
	"os"
)

type wrapped struct{ *os.File }

func user() {
	f, _ := os.Create("x")
	w := bufio.NewWriter(f)
	w.Flush()
	fd := f.Fd()
	_ = fd + 1
	_ = 2 - fd
	n := wrapped{f}.Name()
	_ = "x" + n
}
`)
	var got []string
	f.Walk(func(u Use) bool { got = append(got, describe(u)); return true }).Result(pkg.Call(t, "os.Create"), 0)
	want := []string{"argument 0 of NewWriter", "method Flush", "method Fd", "derived fd", "store in File, open", "method Name, lent", "derived n"}
	slices.Sort(got)
	slices.Sort(want)
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

// TestWalkExact keeps out of variables that may hold something else.
func TestWalkExact(t *testing.T) {
	f, pkg := load(t, `package p

func take(string) {}

func user(path string, set string) {
	one := path
	take(one)
	two := path
	two = "x"
	take(two)
	set = path
	take(set)
}
`)
	for exact, want := range map[bool]int{false: 3, true: 1} {
		n := 0
		w := f.Walk(func(u Use) bool { n++; return false })
		w.Exact = exact
		w.Role = func(*ast.CallExpr, int) facts.Param { return facts.Param{} }
		w.Object(pkg.Object(t, "path"))
		if n != want {
			t.Errorf("exact %t: got %d uses, want %d", exact, n, want)
		}
	}
}

// TestWalkRole visits the arguments of this package's functions, and enters
// those that the value leaves again.
func TestWalkRole(t *testing.T) {
	f, _ := load(t, walked+`
func user(f *os.File) { both(1, f); variadic(f) }

var _ = io.EOF
var _ = other.Err
`)
	for _, test := range []struct {
		leaves, inside bool
		want           string
	}{
		{false, false, "argument 1 of both; argument 0 of variadic"},
		{true, false, "argument 1 of both; method Chdir; argument 0 of variadic; method Chdir"},
		{true, true, "argument 1 of both; argument 0 of variadic"},
	} {
		var got []string
		w := f.Walk(func(u Use) bool { got = append(got, describe(u)); return false })
		w.Inside = test.inside
		w.Role = func(*ast.CallExpr, int) facts.Param { return facts.Param{Leaves: test.leaves} }
		fn := typecheck.Func(t, f.Funcs, "user")
		w.Object(fn.Sig.Params().At(0))
		if text := strings.Join(got, "; "); text != test.want {
			t.Errorf("leaves %t, inside %t: got %q, want %q", test.leaves, test.inside, text, test.want)
		}
	}
	w := f.Walk(func(Use) bool { t.Error("got a use of nothing"); return false })
	w.Object(nil)
}
