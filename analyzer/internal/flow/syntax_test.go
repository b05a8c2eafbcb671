package flow

import (
	"go/ast"
	"go/token"
	"slices"
	"testing"

	"github.com/atomiclint/atomiclint/analyzer/internal/typecheck"
)

// TestSyntax looks at what is around the call mark() in each body.
func TestSyntax(t *testing.T) {
	for _, test := range []struct {
		body            string
		following       int // statements behind that of the call
		after           int // the same, without assignments
		loop, lit, list bool
	}{
		{`mark()`, 0, 0, false, false, true},
		{`mark(); other(); return`, 2, 2, false, false, true},
		{`mark(); n = 1; n, n = 2, 3; other()`, 3, 1, false, false, true},
		{`mark(); n = one(); other()`, 2, 2, false, false, true},
		{`mark(); n = 1 + (one()); other()`, 2, 2, false, false, true},
		{`if true { mark(); other() }; return`, 1, 1, false, false, true},
		{`switch { case true: mark(); other() }`, 1, 1, false, false, true},
		{`select { default: mark(); other(); other() }`, 2, 2, false, false, true},
		{`for { mark() }`, 0, 0, true, false, true},
		{`for range 3 { if true { mark() } }`, 0, 0, true, false, true},
		{`for { func() { mark() }() }`, 0, 0, false, true, true},
		{`func() { for { mark() } }()`, 0, 0, true, true, true},
		{`if mark(); true { other() }; other()`, 0, 0, false, false, false},
	} {
		f, pkg := load(t, `package p

func mark()    {}
func other()   {}
func one() int { return 1 }

func user(n int) { `+test.body+` }
`)
		call := within(t, typecheck.Func(t, f.Funcs, "user").Cursor, "mark()")
		stmt := call.Parent()
		if got := len(Following(stmt)); got != test.following {
			t.Errorf("%s: got %d statements that follow, want %d", test.body, got, test.following)
		}
		if got := len(AfterAssignments(stmt)); got != test.after {
			t.Errorf("%s: got %d statements after the assignments, want %d", test.body, got, test.after)
		}
		if got := InLoop(call); got != test.loop {
			t.Errorf("%s: got that it is in a loop: %t, want %t", test.body, got, test.loop)
		}
		lit, ok := LiteralAround(call)
		if ok != test.lit || ok && !IsLiteral(lit) {
			t.Errorf("%s: got a literal around it: %t, want %t", test.body, ok, test.lit)
		}
		if fn := FunctionAround(call); fn.Node() != Body(call) || IsLiteral(fn) != test.lit {
			t.Errorf("%s: got another function around it than the innermost", test.body)
		}
		if got := InList(stmt); got != test.list {
			t.Errorf("%s: got that it is a statement of a list: %t, want %t", test.body, got, test.list)
		}
		around, ok := StatementAround(call)
		if !ok || !InList(around) || (around == stmt) != test.list || !Within(call.Node(), around.Node()) {
			t.Errorf("%s: got %T as the statement of a list around it", test.body, around.Node())
		}
		if decl, ok := Declaration(call); !ok || decl.Node().(*ast.FuncDecl).Name.Name != "user" {
			t.Errorf("%s: got another declaration around it, or none", test.body)
		}
		if Simple(stmt.Node()) != true || Simple(pkg.File) || Simple(BodyOf(typecheck.Func(t, f.Funcs, "user").Cursor).Node()) {
			t.Errorf("%s: got that a statement with others inside is simple, or one without is not", test.body)
		}
	}
}

// TestSyntaxOutside asks the same of what is in no function.
func TestSyntaxOutside(t *testing.T) {
	f, pkg := load(t, "package p\n\nvar v = mark()\n\nfunc mark() int\n")
	call := pkg.Call(t, "mark()")
	if _, ok := LiteralAround(call); ok {
		t.Error("got a literal around it")
	}
	if _, ok := Declaration(call); ok {
		t.Error("got a function around it")
	}
	if _, ok := StatementAround(call); ok {
		t.Error("got a statement around it")
	}
	if InLoop(call) || f.Enclosing(call) != nil || Following(call.Parent()) != nil || Statements(pkg.File) != nil {
		t.Error("got a loop or a function around it, or statements behind it")
	}
	if HasBody(typecheck.Func(t, f.Funcs, "mark")) {
		t.Error("got a body of a function that is written in another language")
	}
	if FunctionAround(call) != call {
		t.Error("got another cursor than that of a call in no function")
	}
}

func TestWithin(t *testing.T) {
	_, pkg := load(t, "package p\n\nfunc one(n int) int { return one(one(1)) + one(2) }\n")
	outer := pkg.Call(t, "one(one(1))").Node()
	for text, want := range map[string]bool{"one(one(1))": true, "one(1)": true, "one(2)": false} {
		if got := Within(pkg.Call(t, text).Node(), outer); got != want {
			t.Errorf("%s within one(one(1)): got %t, want %t", text, got, want)
		}
	}
	if Within(outer, pkg.Call(t, "one(1)").Node()) {
		t.Error("got that the outer call is within the inner one")
	}
	if !HasBody(&Function{Cursor: pkg.Root.Inspector().Root()}) {
		t.Error("got no body of what is no declaration")
	}
}

func TestTypes(t *testing.T) {
	_, pkg := load(t, `package p

import (
	"bufio"
	"compress/gzip"
	"io"
	"os"
)

type text string

type creator struct{}

func (creator) Create() {}
func (*creator) Close() {}

type flusher struct{}

func (flusher) Flush() {}

type named struct{ bufio.Writer }

func (named) Name() string { return "" }

type stated struct{ bufio.Writer }

func (stated) Stat() {}

type same = os.File

var (
	str     string
	txt     text
	num     int
	file    *os.File
	alias   *same
	value   os.File
	buf     *bufio.Writer
	zip     *gzip.Writer
	create  creator
	flush   flusher
	name    named
	stat    stated
	writer  io.WriteCloser
	failure error
	own     interface{ Error() string }
)

func fds(fd int, outFd uint, n int, h uintptr, fdText string) {}
`)
	for _, test := range []struct {
		name                                   string
		path, file, buffers, isError, abstract bool
	}{
		{"str", true, false, false, false, false},
		{"txt", true, false, false, false, false},
		{"num", false, false, false, false, false},
		{"file", false, true, false, false, false},
		{"alias", false, true, false, false, false},
		{"value", false, false, false, false, false},
		{"buf", false, false, true, false, false},
		{"zip", false, false, true, false, false},
		{"create", false, false, true, false, false},
		{"flush", false, false, false, false, false},
		{"name", false, false, false, false, false},
		{"stat", false, false, false, false, false},
		{"writer", false, false, false, false, true},
		{"failure", false, false, false, true, true},
		{"own", false, false, false, false, true},
	} {
		typ := pkg.Object(t, test.name).Type()
		got := []bool{IsPath(typ), IsFile(typ), Buffers(typ), IsError(typ), IsInterface(typ)}
		if want := []bool{test.path, test.file, test.buffers, test.isError, test.abstract}; !slices.Equal(got, want) {
			t.Errorf("%s: is it a path, a file, a buffer, an error, an interface: got %v, want %v", test.name, got, want)
		}
	}
	if Buffers(nil) || IsError(nil) || IsInterface(nil) {
		t.Error("no type: got that it is one")
	}
	sig := pkg.Object(t, "fds").Type().String()
	fn := New(pkg.Types, pkg.Info, pkg.Root).Order
	params := fn[len(fn)-1].Sig.Params()
	for i, want := range []bool{true, true, false, true, false} {
		if got := NamesDescriptor(params.At(i)); got != want {
			t.Errorf("parameter %d of %s is a descriptor: got %t, want %t", i, sig, got, want)
		}
	}
}

func TestReturnsError(t *testing.T) {
	_, pkg := load(t, `package p

func none()                  {}
func number() int            { return 0 }
func failure() error         { return nil }
func both() (int, error)     { return 0, nil }
func first() (error, int)    { return nil, 0 }

func user() { none(); number(); failure(); both(); first() }
`)
	for call, want := range map[string]bool{"none": false, "number": false, "failure": true, "both": true, "first": false} {
		if got := ReturnsError(pkg.Info, pkg.Call(t, call).Node().(*ast.CallExpr)); got != want {
			t.Errorf("%s: got %t, want %t", call, got, want)
		}
	}
}

func TestCovers(t *testing.T) {
	n := &ast.BasicLit{ValuePos: 5, Value: "123"}
	for pos, want := range map[token.Pos]bool{4: false, 5: true, 7: true, 8: false} {
		if got := Covers(n, pos); got != want {
			t.Errorf("position %d: got %t, want %t", pos, got, want)
		}
	}
}
