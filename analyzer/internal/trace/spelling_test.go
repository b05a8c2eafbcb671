package trace

import (
	"go/ast"
	"testing"
)

// TestOtherDir asks whether a directory is seen to be another than that of a
// path, and whether both differ in a slash alone.
func TestOtherDir(t *testing.T) {
	for _, test := range []struct {
		args         string
		other, slash bool
	}{
		{`filepath.Dir(p), p`, false, false},
		{`filepath.Dir(filepath.Dir(p)), p`, true, false},
		{`path.Dir(path.Dir(p)), p`, true, false},
		{`filepath.Dir(filepath.Dir(q)), p`, false, false},
		{`filepath.Dir(strings.ToLower(p)), p`, false, false},
		{`p, p`, false, false},
		{`p, p + "/x"`, false, false},
		{`p, filepath.Join(p, "x")`, false, false},
		{`q, filepath.Join(p, "x")`, false, false},
		{`p, filepath.Join(p, q, "x")`, false, false},
		{`filepath.Join(p, q), filepath.Join(p, "x")`, false, false},
		{`filepath.Join(p, "d"), filepath.Join(p, "x")`, true, false},
		{`filepath.Join(p, "d"), filepath.Join(p, "d", "x")`, false, false},
		{`filepath.Join(p, "d"), filepath.Join(p, "d", "e", "x")`, true, false},
		{`filepath.Join(p, "x"), p + "x"`, false, true},
		{`filepath.Join(p, "x"), q + "x"`, false, false},
		{`below(p), filepath.Join(p, "x")`, true, false},
		{`below(q), filepath.Join(p, "x")`, false, false},
		{`"d", "d/x"`, false, false},
		{`"d", "e/x"`, true, false},
		{`"d", p`, false, false},
		{`t.dir, filepath.Join(t.cache, "x")`, true, false},
		{`t.copied, filepath.Join(t.dir, "x")`, true, false},
		{`t.made, filepath.Join(t.dir, "x")`, false, false},
		{`t.dir, filepath.Join(t.made, "x")`, false, false},
		{`filepath.Join(t.dir, q), filepath.Join(t.cache, "x")`, false, false},
		{`t.dir, filepath.Join(t.cache, q, "x")`, false, false},
	} {
		s, pkg := load(t, `type T struct{ dir, cache, copied, made string }

func below(dir string) string { return dir + "/below" }

func compare(a, b string) {}

func user(p, q string, t *T) {
	t.copied = q
	t.made = filepath.Join(t.dir, "made")
	compare(`+test.args+`)
}
`)
		args := pkg.Call(t, "compare(").Node().(*ast.CallExpr).Args
		if got := s.Paths.OtherDir(args[0], args[1]); got != test.other {
			t.Errorf("%s: got another directory: %t, want %t", test.args, got, test.other)
		}
		if got := s.Paths.SameButSlash(args[0], args[1]); got != test.slash {
			t.Errorf("%s: got the same but a slash: %t, want %t", test.args, got, test.slash)
		}
	}
}
