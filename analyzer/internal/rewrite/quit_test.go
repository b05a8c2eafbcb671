package rewrite

import (
	"testing"

	"github.com/atomiclint/atomiclint/internal/module"
)

// TestFixWithContext has a function end when a context is done: alone, or besides
// another end.
func TestFixWithContext(t *testing.T) {
	for _, test := range []struct {
		name, before, waits string
		fixed               bool
	}{
		{"alone", "", "<-ctx.Done():\n\t\t\treturn ctx.Err()", false},
		{"alone, by its cause", "", "<-ctx.Done():\n\t\t\treturn context.Cause(ctx)", false},
		{"alone behind the opening", "if name == \"\" {\n\t\treturn nil\n\t}\n\t", "<-ctx.Done():\n\t\t\treturn ctx.Err()", false},
		{"beside the end of the lines", "", "<-ctx.Done():\n\t\t\treturn ctx.Err()\n\t\tcase <-end:\n\t\t\treturn nil", true},
		{"by another error", "", "<-ctx.Done():\n\t\t\treturn os.ErrClosed", true},
		{"by none", "", "<-ctx.Done():\n\t\t\treturn nil", true},
	} {
		src := `package p

import (
	"context"
	"os"
)

func save(ctx context.Context, name string, lines <-chan string, end <-chan bool) error {
	` + test.before + `f, err := os.Create(name)
	if err != nil {
		return err
	}
	defer f.Close()
	for {
		select {
		case line := <-lines:
			if _, err := f.WriteString(line); err != nil {
				return err
			}
		case ` + test.waits + `
		}
	}
}
`
		b := loadText(t, src, module.Writer())
		fix, reason := b.fixer.Fix(b.sinkIn(t))
		if fix != nil != test.fixed {
			t.Errorf("%s: got a fix %t, want %t: %s", test.name, fix != nil, test.fixed, reason)
		}
	}
}
