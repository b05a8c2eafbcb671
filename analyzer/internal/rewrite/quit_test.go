package rewrite

import (
	"go/ast"
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

func TestEndedByContext(t *testing.T) {
	of := func(body string) string {
		return "func save(ctx context.Context, name string, ch chan []byte) error {\n\tf, err := os.Create(name)\n\tif err != nil {\n\t\treturn err\n\t}\n\t" + body + "\n}"
	}
	ask[ast.Node](t, []row[bool]{
		{of("for {\n\t\tselect {\n\t\tcase <-ctx.Done():\n\t\t\treturn ctx.Err()\n\t\tcase b := <-ch:\n\t\t\tf.Write(b)\n\t\t}\n\t}"), true}, {of("for {\n\t\tselect {\n\t\tcase <-ctx.Done():\n\t\t\treturn nil\n\t\tcase b := <-ch:\n\t\t\tf.Write(b)\n\t\t}\n\t}"), false},
		{of("for {\n\t\tselect {\n\t\tcase <-ctx.Done():\n\t\t\treturn ctx.Err()\n\t\tcase b := <-ch:\n\t\t\tif _, err := f.Write(b); err != nil {\n\t\t\t\treturn err\n\t\t\t}\n\t\t}\n\t}"), true}, {of("for {\n\t\tselect {\n\t\tcase <-ctx.Done():\n\t\t\treturn ctx.Err()\n\t\tcase b := <-ch:\n\t\t\tif b == nil {\n\t\t\t\treturn nil\n\t\t\t}\n\t\t\tf.Write(b)\n\t\t}\n\t}"), false},
		{of("f.Write(nil)\n\treturn ctx.Err()"), false}, {of("for {\n\t\tselect {\n\t\tcase <-ctx.Done():\n\t\t\treturn ctx.Err()\n\t\tcase b := <-ch:\n\t\t\tfunc() error { return nil }()\n\t\t\tf.Write(b)\n\t\t}\n\t}"), true},
		{of("for {\n\t\tselect {\n\t\tcase <-ctx.Done():\n\t\t\treturn context.Cause(ctx)\n\t\tcase b := <-ch:\n\t\t\tf.Write(b)\n\t\t}\n\t}"), true}, {of("for {\n\t\tselect {\n\t\tcase <-ctx.Done():\n\t\t\tif err != nil {\n\t\t\t\treturn ctx.Err()\n\t\t\t}\n\t\tcase b := <-ch:\n\t\t\tf.Write(b)\n\t\t}\n\t}"), false},
	}, func(s *subject) bool { return s.h.endedByContext() != nil })
}

func TestQuitsHere(t *testing.T) {
	ask[*ast.CallExpr](t, []row[bool]{
		{"/*?*/runtime.Goexit()", true}, {"/*?*/os.Exit(0)", true}, {"/*?*/os.Exit(1)", false}, {"/*?*/os.Exit(n)", true}, {"const no = 0; /*?*/os.Exit(no)", true}, {"/*?*/lib.Name()", false}, {"/*?*/hook(name)", false},
	}, func(s *subject) bool { return s.h.quitsHere(s.call()) })
}

func TestQuits(t *testing.T) {
	ask[ast.Node](t, []row[int]{
		{"quit() ## func quit() { os.Exit(0) }", 5}, {"quit() ## func quit() { os.Exit(1) }", 0}, {"f.Write(data)\nquit() ## func quit() { if ask() { more() } }\nfunc more() { runtime.Goexit() }", 6},
		{"quit() ## func quit() { quit() }", 0}, {"runtime.Goexit()", 0}, {"q := func() { os.Exit(0) }; q()", 5}, {"var a asker = quitter{}; a.Ask(name) ## type quitter struct{}\nfunc (quitter) Ask(string) error { os.Exit(0); return nil }", 5},
		{"func save(name string) error {\n\tquit()\n\tf, err := os.Create(name)\n\tif err != nil {\n\t\tquit()\n\t\treturn err\n\t}\n\treturn f.Close()\n}\nfunc quit() { os.Exit(0) }", 0},
		{"q := quit; q(); q = other2; q() ## func quit() { os.Exit(0) }\nfunc other2() {}", 5},
		{"b := box{quit}; b.q() ## func quit() { os.Exit(0) }\ntype box struct{ q func() }", 5}, {"b := box{looker{}.quit}; b.q() ## func (looker) quit() { os.Exit(0) }\ntype box struct{ q func() }", 5},
	}, func(s *subject) int { return s.lines(s.h.quits()) })
}

func TestWritesInLoop(t *testing.T) {
	ask[ast.Node](t, []row[int]{
		{"for range seq(f) { } ## func seq(w io.Writer) func(func() bool) { return nil }", 5}, {"for range seq(nil) { } ## func seq(w io.Writer) func(func() bool) { return nil }", 0},
		{"for range list(f) { } ## func list(w io.Writer) []int { return nil }", 0},
	}, func(s *subject) int { return s.lines(s.h.writesInLoop()) })
}

func TestDoneTold(t *testing.T) {
	ask[ast.Expr](t, []row[bool]{
		{"ctx := context.Background(); _ = /*?*/ctx.Err()", true}, {"ctx := context.Background(); _ = /*?*/context.Cause(ctx)", true}, {"ctx := context.Background(); _ = /*?*/(ctx.Err())", true}, {"_ = /*?*/work()", false}, {"_ = /*?*/err", false},
		{"ctx := context.Background(); _ = /*?*/ctx.Done()", false}, {"_ = /*?*/hook(name)", false},
	}, func(s *subject) bool { return s.h.tellsDone(s.expr()) })
}
