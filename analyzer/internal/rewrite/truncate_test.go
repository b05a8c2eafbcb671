package rewrite

import (
	"go/ast"
	"testing"
)

func TestIsStream(t *testing.T) {
	ask[*ast.CallExpr](t, []row[bool]{
		{"/*?*/f.ReadFrom(r)", true}, {"/*?*/f.Write(data)", false}, {"/*?*/io.Copy(f, r)", true}, {"/*?*/io.Copy(os.Stdout, f)", false}, {"/*?*/io.WriteString(f, name)", false}, {"/*?*/bufio.NewWriter(f)", true},
		{"/*?*/csv.NewWriter(f)", true}, {"/*?*/json.NewEncoder(f)", true}, {"/*?*/json.Compact(nil, nil)", false}, {"/*?*/hex.Dumper(f)", false}, {"/*?*/lib.Write(f)", false}, {"/*?*/work()", false}, {"/*?*/hook(name)", false},
		{"var g *os.File; /*?*/g.ReadFrom(r)", false}, {"/*?*/io.CopyN(f, r, 1)", false},
	}, func(s *subject) bool { return s.h.isStream(s.call()) })
	ask[ast.Stmt](t, []row[bool]{
		{"/*?*/io.Copy(f, r)", true}, {"/*?*/if _, err := io.Copy(f, r); err != nil { return err }", true}, {"/*?*/if ask() { io.Copy(f, r) }", false}, {"/*?*/func() { io.Copy(f, r) }()", false}, {"/*?*/f.Write(data)", false},
	}, func(s *subject) bool { return s.h.streams(s.stmt()) })
}

// TestFixTruncates opens files without O_TRUNC.
func TestFixTruncates(t *testing.T) {
	of := func(body string) string {
		return "func save(name string, r io.Reader, n int) error {\n\tf, err := os.OpenFile(name, os.O_CREATE|os.O_WRONLY, 0o666)\n\tif err != nil {\n\t\treturn err\n\t}\n\tdefer f.Close()\n\t" + body + "\n\treturn nil\n}"
	}
	ask[ast.Node](t, []row[string]{
		{of("if _, err := io.Copy(f, r); err != nil {\n\t\treturn err\n\t}"), "- f, err := os.OpenFile(name, os.O_CREATE|os.O_WRONLY, 0o666)\n- return nil\n+ f, err := atomicfile.OpenFile(name, os.O_CREATE|os.O_WRONLY|os.O_TRUNC, 0o666)\n+ return f.Commit()"},
		{of("if _, err := f.WriteString(\"x\"); err != nil {\n\t\treturn err\n\t}"), "by hand: without O_TRUNC it keeps old content beyond the new"},
		{of("if n > 0 {\n\t\treturn nil\n\t}\n\tif _, err := io.Copy(f, r); err != nil {\n\t\treturn err\n\t}"), "by hand: without O_TRUNC it keeps old content beyond the new"},
		{of("if _, err := io.Copy(f, r); err != nil {\n\t\treturn err\n\t}\n\tif n > 0 {\n\t\treturn nil\n\t}"), "- f, err := os.OpenFile(name, os.O_CREATE|os.O_WRONLY, 0o666)\n+ f, err := atomicfile.OpenFile(name, os.O_CREATE|os.O_WRONLY|os.O_TRUNC, 0o666)\n+ return err\n+ if err := f.Commit(); err != nil {"},
		{of("f.Seek(0, 0)\n\tif _, err := io.Copy(f, r); err != nil {\n\t\treturn err\n\t}"), "by hand: without O_TRUNC it keeps old content beyond the new"},
		{of("if n > 0 {\n\t\tif _, err := io.Copy(f, r); err != nil {\n\t\t\treturn err\n\t\t}\n\t}"), "by hand: without O_TRUNC it keeps old content beyond the new"},
		{of("if err := json.NewEncoder(f).Encode(n); err != nil {\n\t\treturn err\n\t}"), "- f, err := os.OpenFile(name, os.O_CREATE|os.O_WRONLY, 0o666)\n- return nil\n+ f, err := atomicfile.OpenFile(name, os.O_CREATE|os.O_WRONLY|os.O_TRUNC, 0o666)\n+ return f.Commit()"},
		{"func save(root *os.Root, r io.Reader) error {\n\tos := 1\n\tprint(os)\n\tf, err := root.OpenFile(\"x\", flags, 0o666)\n\tif err != nil {\n\t\treturn err\n\t}\n\tdefer f.Close()\n\tif _, err := io.Copy(f, r); err != nil {\n\t\treturn err\n\t}\n\treturn nil\n}\nconst flags = os.O_CREATE | os.O_WRONLY", "by hand: without O_TRUNC it keeps old content beyond the new"},
	}, (*subject).fixed)
}
