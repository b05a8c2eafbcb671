package rename

import (
	"go/ast"
	"testing"
)

// TestKept asks what becomes of drafts that a type keeps until it moves them.
func TestKept(t *testing.T) {
	of := func(typ, move, more string) string {
		return "type " + typ + "\nfunc (t *T) begin() error {\n\tvar err error\n\tt.f, err = os.CreateTemp(\".\", \"x\")\n\treturn err\n}\nfunc (t *T) save(path string) error {\n\t" + move + "\n}\n" + more
	}
	const (
		kept = "T struct{ f *os.File }"
		move = "if err := os.Rename(t.f.Name(), path); err != nil {\n\t\treturn err\n\t}\n\treturn nil"
	)
	ask[ast.Node](t, []row[string]{
		{of(kept, move, ""), "return err"}, {of(kept, "return os.Rename(t.f.Name(), path)", ""), "return os.Rename(t.f.Name(), path)"}, {of(kept, "os.Rename(t.f.Name(), path)\n\treturn nil", ""), ""}, {of(kept, move, "func (t *T) abort() { os.Remove(t.f.Name()) }"), ""}, {of(kept, move, "func (t T) abort() { os.Remove(t.f.Name()) }"), ""}, {of(kept, move, "func abort(t *T) { os.Remove(t.f.Name()) }"), ""},
		{of(kept, move, "type U struct{ f *os.File }\nfunc (u *U) begin() { u.f, _ = os.CreateTemp(\".\", \"x\") }\nfunc (u *U) abort() { os.Remove(u.f.Name()) }"), "return err"}, {of(kept, move, "func abort(f *os.File) { os.Remove(f.Name()) }"), ""}, {of(kept, move, "func abort() { os.Remove(\"y\") }"), "return err"}, {of(kept, move, "func abort(t *T) { print(t.f.Name()) }"), "return err"},
		{of("T struct{ F, f *os.File }", move, ""), "return err"}, {"func save(path string) error {\n\treturn put(path)\n}\nvar f *os.File\nfunc begin() { f, _ = os.CreateTemp(\".\", \"x\") }\nfunc put(path string) error { return os.Rename(f.Name(), path) }", ""},
	}, func(s *subject) string { return s.text(s.keptLeaks(s.d)) })
}
