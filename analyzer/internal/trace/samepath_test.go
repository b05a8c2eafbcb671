package trace

import (
	"go/ast"
	"testing"
)

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
