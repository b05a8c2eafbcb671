package flow

import (
	"go/parser"
	"go/token"
	"testing"
)

func TestTestFile(t *testing.T) {
	for _, test := range []struct {
		name, src string
		want      bool
	}{
		{"a.go", "package p", false},
		{"a_test.go", "package p", true},
		{"a_testutil.go", "package p", true},
		{"d/testhelpers.go", "package p", true},
		{"mytesthelpers.go", "package p", false},
		{"testhelpers/a.go", "package p", false},
		{"a.go", "package p\n\nimport \"testing\"\n\nfunc f(t *testing.T) {}", true},
		{"a.go", "package p\n\nimport \"testing\"\n\nfunc f(t testing.TB) {}", true},
		{"a.go", "package p\n\nimport \"testing\"\n\nvar _ = testing.Testing()", false},
		{"a.go", "package p\n\nimport check \"testing\"\n\nfunc f(t *check.T) {}", true},
		{"a.go", "package p\n\nimport check \"testing\"\n\nfunc f(t *testing.T) {}", false},
		{"a.go", "package p\n\nimport testing \"x\"\n\nfunc f(t *testing.T) {}", false},
		{"a.go", "package p\n\nimport \"testing\"\n\nfunc f(t x.T) {}", false},
	} {
		fset := token.NewFileSet()
		file, err := parser.ParseFile(fset, test.name, test.src, 0)
		if err != nil {
			t.Fatal(err)
		}
		if got := TestFile(fset, file); got != test.want {
			t.Errorf("%s, %q: got %t, want %t", test.name, test.src, got, test.want)
		}
	}
}
