package rename

import (
	"go/ast"
	"testing"
)

func TestOrder(t *testing.T) {
	ask[*ast.CallExpr](t, []row[string]{
		{"/*?*/f.Close()", "before"}, {"f.Sync() >> /*?*/f.Close()", "after"}, {"if ok { /*?*/f.Close(); return nil }", "failing"}, {"if ok { /*?*/f.Close() }", "before"}, {"defer /*?*/f.Close()", "after"},
		{"defer func() { /*?*/f.Close() }()", "after"}, {"func() { /*?*/f.Close() }()", "before"}, {"own := func() { /*?*/f.Close() }; own()", "before"}, {"go func() { /*?*/f.Close() }()", "before"}, {"for range n { /*?*/f.Close() }", "before"},
		{"_ = f >> own := func() { /*?*/f.Close() }; own()", "before"}, {"if /*?*/f.Close() != nil { return err }", "before"}, {"shut(f) ## func shut(f *os.File) { /*?*/f.Close() }", "before"}, {"shut(f) ## func shut(f *os.File) { if err := work(); err != nil { /*?*/f.Close(); return } }\nfunc work() error { return nil }", "failing"},
		{"func save(path string) error {\n\tf, _ := os.Create(path+\".tmp\")\n\tdefer func() {\n\t\tos.Rename(path+\".tmp\", path)\n\t}()\n\t/*?*/f.Close()\n\treturn nil\n}", "before"},
		{"func save(path string) error {\n\tf, _ := os.Create(path+\".tmp\")\n\tdefer func() {\n\t\tos.Rename(path+\".tmp\", path)\n\t}()\n\tdefer /*?*/f.Close()\n\treturn nil\n}", "before"},
		{"func save(path string) error {\n\tf, _ := os.Create(path+\".tmp\")\n\tdefer /*?*/f.Close()\n\tdefer func() {\n\t\tos.Rename(path+\".tmp\", path)\n\t}()\n\treturn nil\n}", "after"},
		{"func save(path string) error {\n\tf, _ := os.Create(path+\".tmp\")\n\t/*?*/f.Close()\n\tfunc() {\n\t\tos.Rename(path+\".tmp\", path)\n\t}()\n\treturn nil\n}", "before"},
		{"func save(path string) error {\n\tf, _ := os.Create(path+\".tmp\")\n\tfunc() {\n\t\tos.Rename(path+\".tmp\", path)\n\t}()\n\t/*?*/f.Close()\n\treturn nil\n}", "after"},
		{"func save(path string) error {\n\tf, _ := os.Create(path+\".tmp\")\n\tfor range 3 {\n\t\tos.Rename(path+\".tmp\", path)\n\t\t/*?*/f.Close()\n\t}\n\treturn nil\n}", "before"},
	}, func(s *subject) string { return []string{"before", "after", "failing"}[s.order(s.c)] })
	ask[*ast.CallExpr](t, []row[bool]{
		{"/*?*/f.Close()", false}, {"if err != nil { /*?*/f.Close(); return err }", true}, {"if err != nil { /*?*/f.Close() }", false}, {"if err == nil { /*?*/f.Close(); return err }", false}, {"if ok { /*?*/f.Close(); return err }", false},
		{"if err != nil { if ok { /*?*/f.Close() }; return err }", true}, {"if err != nil { } else { /*?*/f.Close(); return err }", false}, {"if err != nil || ok { /*?*/f.Close(); return err }", true}, {"if err != nil { func() { /*?*/f.Close() }(); return err }", true},
	}, func(s *subject) bool { return s.fails(s.c) })
}
