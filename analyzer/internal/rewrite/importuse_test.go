package rewrite

import (
	"testing"

	"github.com/atomiclint/atomiclint/internal/module"
)

// TestDotted has a package import os with a dot.
func TestDotted(t *testing.T) {
	const unused = `the import of "os" with a dot would be left unused`
	for _, test := range []struct{ imports, others, want string }{
		{``, ``, ``},
		{``, `func other() error { return WriteFile("g", nil, 0) }`, unused},
		{``, `var _ = Args`, ``},
		{``, `func other() int { return Getpid() }`, ``},
		{``, `func other() error { return Remove("g") }`, ``},
		{``, `func other() (*File, error) { return nil, Remove("g") }`, ``},
		{``, `func other() { _, _ = Create("g") }`, unused},
		{``, `func other() { _, _ = Create("g"); Remove("g") }`, unused},
		{`import sys "os"`, `func other() { _, _ = sys.Create("g") }`, ``},
		{`import "io"`, `var _ = io.WriteString`, ``},
	} {
		b := loadText(t, "package p\n\nimport . \"os\"\n"+test.imports+"\n\nfunc save() error { return WriteFile(\"f\", nil, 0) }\n\n"+test.others+"\n", module.Writer())
		if _, got := b.fixer.Fix(b.sinkIn(t)); got != test.want {
			t.Errorf("%s: got reason %q, want %q", test.others, got, test.want)
		}
	}
}
