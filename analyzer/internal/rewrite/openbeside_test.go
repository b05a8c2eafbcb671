package rewrite

import (
	"go/ast"
	"testing"
)

func TestOpens(t *testing.T) {
	ask[*ast.CallExpr](t, []row[bool]{
		{"/*?*/os.Create(name)", true}, {"/*?*/os.Open(name)", true}, {"/*?*/os.OpenFile(name, 0, 0)", true}, {"var root *os.Root; /*?*/root.Create(name)", true}, {"var root *os.Root; /*?*/root.Open(name)", true},
		{"var root *os.Root; /*?*/root.OpenFile(name, 0, 0)", true}, {"/*?*/os.ReadFile(name)", false}, {"/*?*/os.CreateTemp(name, name)", false}, {"/*?*/hook(name)", false},
	}, func(s *subject) bool { return s.h.opens(s.call()) })
}

func TestKeptOpen(t *testing.T) {
	const opened = "func save() error {\n\tf, err := os.Create(path)\n\tif err != nil {\n\t\treturn err\n\t}\n\treturn f.Close()\n}\nvar kept *os.File\n"
	ask[ast.Node](t, []row[int]{
		{opened + "var path = text()\nfunc open() { kept, _ = os.Open(path) }", 9}, {opened + "var path = text()\nfunc open() { kept, _ := os.Open(path); kept.Read(nil) }", 0},
		{opened + "var path = text()\nfunc open() { kept, _ = os.Open(path + \"x\") }", 0}, {opened + "const path = \"x\"\nfunc open() { kept, _ = os.Open(path) }", 0},
		{opened + "var path = text()\nvar kept2 []byte\nfunc open() { kept2, _ = os.ReadFile(path) }", 0},
		{opened + "var path = text()\nfunc open() { lib.Any(first(os.Open(path))) }\nfunc first(f *os.File, err error) *os.File { return f }", 0},
		{opened + "var path = text()\nfunc open() (*os.File, error) { return os.Open(path) }", 0},
		{"func save(path string) error {\n\tf, err := os.Create(path)\n\tprint(f, err)\n\tglobal, err = os.Open(path)\n\treturn err\n}", 0},
	}, func(s *subject) int { return s.lines(s.h.keptOpen(s.h.partsOf(s.h.s.Path))) })
}

func TestUsedBeside(t *testing.T) {
	ask[ast.Node](t, []row[bool]{
		{"func save(name string, n int) {\n\tg, _ := os.Open(name)\n\tprint(g.Fd())\n\tf, err := os.Create(name)\n\tprint(f, err)\n}", true},
		{"func save(name string, n int) {\n\tg, _ := os.Open(name)\n\tg.Stat()\n\tf, err := os.Create(name)\n\tprint(f, err)\n}", false},
		{"func save(name string, n int) {\n\tg, _ := os.Open(name)\n\tf, err := os.Create(name)\n\tprint(f, err)\n\tprint(g.Name())\n}", true},
		{"func save(name string, n int) {\n\tg, _ := os.Open(name)\n\tif n > 0 {\n\t\tg.Close()\n\t\treturn\n\t}\n\tf, err := os.Create(name)\n\tprint(f, err, g)\n}", true},
		{"func save(name string, n int) {\n\tg, _ := os.Open(name)\n\tdefer g.Close()\n\tf, err := os.Create(name)\n\tprint(f, err)\n}", false},
		{"func save(name string, n int) {\n\tfor range n {\n\t\tg, _ := os.Open(name)\n\t\tg.Close()\n\t\tprint(g)\n\t}\n\tf, err := os.Create(name)\n\tprint(f, err)\n}", false},
	}, func(s *subject) bool { return s.h.openBeside() != nil })
}
