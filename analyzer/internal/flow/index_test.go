package flow

import (
	"go/ast"
	"go/types"
	"testing"

	"github.com/atomiclint/atomiclint/analyzer/internal/typecheck"
)

const values = `package p

import (
	"os"
	"testing"
)

type T struct {
	field    string
	Exported string
	both     string
}

type pair struct{ first, second string }

var (
	own         = "own"
	Shared      = "shared"
	one, two    = split("x")
	addressed   = "a"
	_           = &addressed
)

func split(whole string) (string, string) { return whole, whole }

func Entry(entry string) {}

func inner(given string, more ...string) {}

func spread(former, latter string) {}

func escaping(lost string) {}

var held = escaping

func local(t T) {
	single := "single"
	double := "d1"
	double = "d2"
	var declared string = "declared"
	var left, right = split("s")
	a, b := split("t")
	pointed := "p"
	p := &pointed
	*p = "q"
	list := []string{"l"}
	list[0] = "m"
	for key, elem := range list {
		_, _ = key, elem
	}
	for mkey := range map[string]bool{} {
		_ = mkey
	}
	for ckey, celem := range map[string]string{} {
		_, _ = ckey, celem
	}
	inner("g1")
	inner("g2", "m1", "m2")
	inner("g3", list...)
	lit := func(param string) {}
	lit("z")
	spread(split("u"))
	_ = T{field: "f1", both: "b1"}
	_ = &T{"f2", "e2", "b2"}
	t.field = "f3"
	_ = pair{"1", "2"}
	_, _, _, _, _, _, _, _ = single, double, declared, left, right, a, b, held
}

var _ = testing.Short
var _ = os.Create
var never string

func sets(out *string) { *out = "o"; out = nil }

func gives() { var outset string; sets(&outset) }
`

// TestDefinitions looks at what variables may hold, and whether that is all.
func TestDefinitions(t *testing.T) {
	f, pkg := load(t, values)
	for _, test := range []struct {
		name   string
		want   string
		closed bool
	}{
		{"single", `"single"`, true},
		{"double", `"d1", "d2"`, true},
		{"declared", `"declared"`, true},
		{"left", `split("s")#0`, true},
		{"right", `split("s")#1`, true},
		{"a", `split("t")#0`, true},
		{"b", `split("t")#1`, true},
		{"pointed", `"p"`, false},
		{"p", `&pointed, "q"`, true},
		{"outset", `"o"`, false},
		{"list", `[]string{…}, "m"`, true},
		{"key", ``, true},
		{"elem", `list[]`, true},
		{"mkey", `map[string]bool{}[]`, true},
		{"ckey", `map[string]string{}[]`, true},
		{"celem", `map[string]string{}[]`, true},
		{"given", `"g1", "g2", "g3"`, true},
		{"more", `"m1", "m2", list`, true},
		{"param", `"z"`, true},
		{"entry", ``, false}, // exported
		{"lost", ``, false},  // a value
		{"former", `split("u")`, true},
		{"latter", ``, true},
		{"whole", `"x", "s", "t", "u"`, true},
		{"field", `"f1", "f2", "f3"`, true},
		{"Exported", `"e2"`, false},
		{"both", `"b1", "b2"`, true},
		{"second", `"2"`, true},
		{"own", `"own"`, true},
		{"Shared", `"shared"`, false},
		{"one", `split("x")#0`, true},
		{"two", `split("x")#1`, true},
		{"addressed", `"a"`, false},
		{"never", ``, true},
		{"T", ``, false}, // a type
	} {
		defs, closed := f.Definitions(pkg.Object(t, test.name))
		if got := texts(defs); got != test.want || closed != test.closed {
			t.Errorf("%s: got %s, closed %t, want %s, %t", test.name, got, closed, test.want, test.closed)
		}
	}
}

// TestDefinitionsOfMain looks at a package that nobody imports.
func TestDefinitionsOfMain(t *testing.T) {
	f, pkg := load(t, "package main\n\nvar Shared = 1\n\nfunc Entry(n int) {}\n\nfunc main() { Entry(2) }\n")
	if f.Importable() {
		t.Error("package main: got that it can be imported")
	}
	for name, want := range map[string]string{"Shared": "1", "n": "2"} {
		if defs, closed := f.Definitions(pkg.Object(t, name)); texts(defs) != want || !closed {
			t.Errorf("%s: got %s, closed %t, want %s, true", name, texts(defs), closed, want)
		}
	}
}

// TestFunctions looks at how functions are used.
func TestFunctions(t *testing.T) {
	f, _ := load(t, `package p

func called()      { called2() }
func called2()     {}
func unused()      {}
func value()       {}
func Exported()    { _ = (parens)() }
func parens() int  { return generic[int](1) }
func generic[E any](e E) int { multiple[int, bool](); return 0 }
func multiple[A, B any]() {}

type T struct{}

func (T) method()    {}
func (T) expressed() {}

var keep = value

func user() {
	called()
	unusedLater := func() int { return 1 }
	unusedLater()
	var declared = func() {}
	declared()
	func() {}()
	defer func() {}()
	take(func() {})
	T{}.method()
	T.expressed(T{})
	_ = T{}.method
	value()
	Exported()
	for { if true { return } }
}

func take(func()) {}
`)
	for _, test := range []struct {
		name           string
		calls, returns int
		escapes, open  bool
	}{
		{"called", 1, 0, false, false},
		{"called2", 1, 0, false, false},
		{"unused", 0, 0, false, true},
		{"value", 1, 0, true, true},
		{"Exported", 1, 0, false, true},
		{"parens", 1, 1, false, false},
		{"generic", 1, 1, false, false},
		{"multiple", 1, 0, false, false},
		{"method", 1, 0, true, true},
		{"expressed", 1, 0, false, false},
		{"user", 0, 1, false, true},
		{"take", 1, 0, false, false},
	} {
		fn := typecheck.Func(t, f.Funcs, test.name)
		if len(fn.Calls) != test.calls || len(fn.Returns) != test.returns || fn.Escapes != test.escapes || f.Open(fn) != test.open {
			t.Errorf("%s: got %d calls, %d returns, escapes %t, open %t, want %d, %d, %t, %t", test.name,
				len(fn.Calls), len(fn.Returns), fn.Escapes, f.Open(fn), test.calls, test.returns, test.escapes, test.open)
		}
	}
	// The literals, in their order.
	want := []struct {
		calls         int
		escapes, held bool
	}{{1, false, true}, {1, false, true}, {1, false, false}, {1, false, false}, {0, true, false}}
	i := 0
	for _, fn := range f.Order {
		if !IsLiteral(fn.Cursor) {
			continue
		}
		if got, w := fn, want[i]; len(got.Calls) != w.calls || got.Escapes != w.escapes || (got.Obj != nil) != w.held {
			t.Errorf("literal %d: got %d calls, escapes %t, held %t, want %+v", i, len(got.Calls), got.Escapes, got.Obj != nil, w)
		}
		i++
	}
	if i != len(want) {
		t.Errorf("got %d literals, want %d", i, len(want))
	}
}

// TestCallee looks at which function a call runs.
func TestCallee(t *testing.T) {
	f, pkg := load(t, `package p

import "os"

type T struct{}

func (T) m()         {}
func fn()            {}
func gen[E any](e E) {}

type I interface{ am() }

func user(i I, param func()) {
	fn()
	T{}.m()
	gen(1)
	os.Getpid()
	i.am()
	param()
	lit := func() {}
	lit()
	twice := func() {}
	twice = func() {}
	twice()
	func() {}()
	(fn)()
	_ = string("conv")
	_ = len("builtin")
}
`)
	for _, test := range []struct {
		call, callee string
		local        bool
		name         string
	}{
		{"fn()", "example.com/p.fn", true, "fn"},
		{"T{}.m()", "(example.com/p.T).m", true, "m"},
		{"gen(1)", "example.com/p.gen", true, "gen"},
		{"os.Getpid()", "os.Getpid", false, "Getpid"},
		{"i.am()", "", false, "am"},
		{"param()", "", false, "param"},
		{"lit()", "", true, "lit"},
		{"twice()", "", false, "twice"},
		{"(func()", "", true, ""},
		{"(fn)()", "example.com/p.fn", true, "fn"},
		{"string(", "", false, "string"},
		{"len(", "", false, "len"},
	} {
		call := pkg.Call(t, test.call).Node().(*ast.CallExpr)
		got := ""
		if fn := f.Callee(call); fn != nil {
			got = fn.FullName()
		}
		if got != test.callee {
			t.Errorf("%s: got that it calls %q, want %q", test.call, got, test.callee)
		}
		if got := f.Local(call) != nil; got != test.local {
			t.Errorf("%s: got a function of this package: %t, want %t", test.call, got, test.local)
		}
		if got := CalleeName(call); got != test.name {
			t.Errorf("%s: got the name %q, want %q", test.call, got, test.name)
		}
	}
	one, two := new(Function), new(Function)
	if Only(nil) != nil || Only([]*Function{one, two}) != nil || Only([]*Function{one}) != one {
		t.Error("Only: got another answer than the function of a list of one")
	}
}

// TestUses looks at where variables are read.
func TestUses(t *testing.T) {
	f, pkg := load(t, `package p

type T struct{ field int }

func user(t T) {
	read := 1
	set := 2
	set = 3
	added := 4
	added += 5
	for over := range read {
		_ = over + read
	}
	_ = T{field: 1}
	t.field = 2
	_ = t.field
	_ = (read)
	_ = set
}
`)
	for name, want := range map[string]int{"read": 3, "set": 1, "added": 1, "over": 1, "field": 1, "t": 2} {
		if got := len(f.Uses[pkg.Object(t, name)]); got != want {
			t.Errorf("%s: got %d uses, want %d", name, got, want)
		}
	}
}

// TestPromotedBy looks at methods that an embedded field lends.
func TestPromotedBy(t *testing.T) {
	f, pkg := load(t, `package p

import "os"

type inner struct{ *os.File }

type outer struct{ *inner }

func user(f *os.File, i inner, o outer) {
	f.Sync()
	i.Sync()
	o.Chdir()
	o.File.Fd()
	os.Getpid()
}
`)
	for _, test := range []struct{ call, want string }{
		{"f.Sync", ""}, {"i.Sync", "File"}, {"o.Chdir", "File"}, {"o.File.Fd", ""}, {"os.Getpid", ""},
	} {
		sel := pkg.Call(t, test.call).Node().(*ast.CallExpr).Fun.(*ast.SelectorExpr)
		got := ""
		if field := PromotedBy(pkg.Info, sel); field != nil {
			got = field.Name()
		}
		if got != test.want {
			t.Errorf("%s: got the field %q, want %q", test.call, got, test.want)
		}
	}
	if got := len(f.promoted[pkg.Object(t, "inner").Type().Underlying().(*types.Struct).Field(0)]); got != 2 {
		t.Errorf("got %d methods that the field lends, want 2", got)
	}
}

// TestConstant looks at expressions that always have the same value.
func TestConstant(t *testing.T) {
	f, pkg := load(t, `package p

const named = "named"

var global = "global"

type T struct{ field string }

func user(param string, t T) {
	once := "once"
	var declared = "declared"
	set := "a"
	set = "b"
	taken := "taken"
	_ = &taken
	var late string
	late = "late"
	added := 1
	added += 2
	computed := param + "x"
	is(named, global, param, t.field, once, declared, set, taken, late, added, computed, "lit"+"eral")
}

func is(...any) {}
`)
	want := []string{`"named"`, "", "", "", `"once"`, `"declared"`, "", "", "", "", "", `"literal"`}
	for i, arg := range pkg.Call(t, "is(").Node().(*ast.CallExpr).Args {
		got := ""
		if v := f.Constant(arg); v != nil {
			got = v.String()
		}
		if got != want[i] {
			t.Errorf("%s: got %q, want %q", types.ExprString(arg), got, want[i])
		}
	}
}

// TestFinishes looks at the methods that publish a file unless an error is set.
func TestFinishes(t *testing.T) {
	f, pkg := load(t, `package p

import "github.com/atomiclint/atomiclint/atomicfile"

type own struct{}

func (own) Finish(*error) {}

func Finish() {}

func user(f *atomicfile.File, b *atomicfile.Batch, o own, err *error) {
	f.Finish(err)
	f.Commit()
	b.Commit()
	o.Finish(err)
	Finish()
	func() {}()
}
`)
	for call, want := range map[string]bool{"f.Finish": true, "f.Commit": false, "b.Commit": false, "o.Finish": false, "Finish()": false, "(func": false} {
		if got := f.finishes(pkg.Call(t, call).Node().(*ast.CallExpr)); got != want {
			t.Errorf("%s: got %t, want %t", call, got, want)
		}
	}
	if g := f.Graphs(); g == nil || f.Graphs() != g {
		t.Error("Graphs: got others at the second call")
	}
}

func TestStructOf(t *testing.T) {
	_, pkg := load(t, `package p

type T struct{ one int }
type P *T

var (
	value   T
	pointer *T
	named   P
	twice   **T
	number  int
)
`)
	for name, want := range map[string]bool{"value": true, "pointer": true, "named": true, "twice": false, "number": false} {
		if st, ok := StructOf(pkg.Object(t, name).Type()); ok != want || ok && st.NumFields() != 1 {
			t.Errorf("%s: got %v, %t, want a struct: %t", name, st, ok, want)
		}
	}
	if _, ok := StructOf(nil); ok {
		t.Error("no type: got a struct")
	}
}
