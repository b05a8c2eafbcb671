package flow

import (
	"go/ast"
	"testing"
)

// TestReaching looks at what a variable holds where take, the last call of
// each body, is given it.
func TestReaching(t *testing.T) {
	for _, test := range []struct {
		name, body string
		want       string
		ok         bool
	}{
		{"the second", `v := "a"; v = "b"; take(v)`, `"b"`, true},
		{"only one", `v := "a"; take(v)`, ``, false},
		{"a parameter", `v := param; take(v)`, ``, false},
		{"a parameter that is set", `param = "b"; take(param)`, `"b"`, true},
		{"a parameter that is set later", `take(param); param = "b"`, ``, false},
		{"perhaps", `v := "a"; if cond { v = "b" }; take(v)`, `"a", "b"`, true},
		{"in the branch", `v := "a"; if cond { v = "b"; take(v) }`, `"b"`, true},
		{"in the other branch", `v := "a"; if cond { v = "b" } else { take(v) }`, `"a", "b"`, true},
		{"later", `v := "a"; take(v); v = "b"`, `"a"`, true},
		{"later in a loop", `v := "a"; for cond { take(v); v = "b" }`, `"a", "b"`, true},
		{"later in an outer loop", `v := "a"; for cond { for range 3 { take(v) }; v = "b" }`, `"a", "b"`, true},
		{"set in the loop before", `v := "a"; for cond { v = "b"; take(v) }`, `"b"`, true},
		{"a clause", `v := "a"; switch { case cond: v = "b"; take(v) }`, `"b"`, true},
		{"a clause of select", `v := "a"; select { default: v = "b"; take(v) }`, `"b"`, true},
		{"added to", `v := "a"; v += "b"; take(v)`, `"a", "b"`, true},
		{"an element", `v := []string{"a"}; v[0] = "b"; take(v)`, `[]string{…}, "b"`, true},
		{"its address is taken", `v := "a"; v = "b"; use(&v); take(v)`, ``, false},
		{"in a literal", `v := "a"; v = "b"; func() { take(v) }()`, `"b"`, true},
		{"in a literal, set later", `v := "a"; lit := func() { take(v) }; v = "b"; lit()`, `"a", "b"`, true},
		{"by a literal", `v := "a"; lit := func() { v = "c" }; v = "b"; lit(); take(v)`, `"c", "b"`, true},
		{"a field", `t.f = "a"; t.f = "b"; take(t.f)`, ``, false},
		{"a package variable", `global = "a"; global = "b"; take(global)`, ``, false},
		{"two at a time", `v, w := "a", "x"; w, v = "y", "b"; take(v); _ = w`, `"b"`, true},
		{"declared", `var v = "a"; if cond { v = "b" }; take(v)`, ``, false},
	} {
		t.Run(test.name, func(t *testing.T) {
			f, pkg := load(t, `package p

type T struct{ f string }

var global string

func use(...any) {}
func take(...any) {}

func user(param string, cond bool, t T) { `+test.body+` }

func caller() { user("arg", true, T{}) }
`)
			e := pkg.Call(t, "take(").Node().(*ast.CallExpr).Args[0]
			obj := f.ObjectOf(e)
			defs, _ := f.Definitions(obj)
			got, ok := f.Reaching(obj, defs, e)
			if texts(got) != test.want || ok != test.ok {
				t.Errorf("%s: got %s, %t, want %s, %t", test.body, texts(got), ok, test.want, test.ok)
			}
		})
	}
}
