package rewrite

import (
	"go/ast"
	"testing"
)

// TestKeptError has functions return what may have an error in it: of those only
// a caller can tell whether they have failed.
func TestKeptError(t *testing.T) {
	const (
		fixed  = "a fix"
		byHand = "by hand: line 60 ends the function, and there is no telling whether it has failed"
	)
	for _, test := range []struct{ param, result, failed, ok, want string }{
		{"", "map[string]error", `map[string]error{name: err}`, "nil", byHand},
		{"", "map[string]string", `map[string]string{name: "failed"}`, "nil", fixed},
		{"", "[]error", "[]error{err}", "nil", byHand},
		{"", "[]string", `[]string{"failed"}`, "nil", fixed},
		{"", "*[]error", "&[]error{err}", "nil", byHand},
		{"", "errs", "errs{err}", "nil", byHand},
		{"", "withError", "withError{err: err}", "withError{}", byHand},
		{"", "*withError", "&withError{err: err}", "nil", byHand},
		{"", "without", "without{1}", "without{}", fixed},
		{"", "*without", "&without{1}", "nil", fixed},
		{"", "isError", "isError{}", "isError{}", byHand},
		{"", "*isError", "&isError{}", "nil", byHand},
		{"", "bool", "false", "true", fixed},
		{", failed *error", "", "", "", byHand},
		{", failed *bool", "", "", "", fixed},
	} {
		t.Run(test.param+test.result, func(t *testing.T) {
			b := load(t, `
type (
	errs      []error
	withError struct {
		n   int
		err error
	}
	without   struct{ n int }
	isError   struct{}
)

func (isError) Error() string { return "" }

func save(name string, data []byte`+test.param+`) `+test.result+` {
	f, err := os.Create(name)
	if err != nil {
		return `+test.failed+`
	}
	f.Write(data)
	return `+test.ok+`
}
`)
			fix, reason := b.fixer.Fix(b.sinkIn(t))
			got := b.outcome(t, fix, reason)
			if fix != nil {
				got = fixed
			}
			if got != test.want {
				t.Errorf("got %s, want %s", got, test.want)
			}
		})
	}
}

func TestStoredError(t *testing.T) {
	ask[ast.Expr](t, []row[bool]{
		{"errs := make(chan error); _ = /*?*/<-errs", true}, {"_ = /*?*/<-ch", false}, {"_ = /*?*/t.err", true}, {"_ = /*?*/t.n", false}, {"_ = /*?*/io.EOF", false}, {"_ = /*?*/[]error{}[0]", true}, {"_ = /*?*/data[0]", false},
		{"p := &err; _ = /*?*/*p", true}, {"p := &n; _ = /*?*/*p", false}, {"_ = /*?*/err", false}, {"_ = /*?*/work()", false}, {"_ = /*?*/&err", false}, {"_ = /*?*/!finished", false},
	}, func(s *subject) bool { return s.p.isStoredError(s.expr()) })
}

func TestBelow(t *testing.T) {
	ask[ast.Stmt](t, []row[bool]{
		{"if ask() { /*?*/work() }", true}, {"if ask() { } else { /*?*/work() }", true}, {"if ask() { }; /*?*/work()", false}, {"switch { case ask(): /*?*/work() }", true},
		{"switch ask() { case true: /*?*/work() }", false}, {"for ask() { /*?*/work() }", false}, {"switch { case n > 0: /*?*/work(); case ask(): }", true},
		{"switch { case n > 0: ask(); /*?*/work() }", false}, {"if n > 0 { ask(); /*?*/work() }", false}, {"if n > 0 && ask() { /*?*/work() }", true}, {"if k := ask(); k { /*?*/work() }", false},
	}, func(s *subject) bool { return s.p.below(s.stmt(), s.Call(s.t, "ask()").Node()) })
}

func TestIsCode(t *testing.T) {
	ask[ast.Expr](t, []row[bool]{
		{"code := 0; if ask() { code = 1 }; _ = /*?*/code", true}, {"code := 0; _ = /*?*/code", false}, {"code := \"\"; if ask() { code = \"x\" }; _ = /*?*/code", false},
		{"code := 0; if ask() { code = number() }; _ = /*?*/code", false}, {"code := 0; if ask() { code++ }; _ = /*?*/code", false}, {"_ = /*?*/1", false},
		{"var code level; code = 1; code = 2; _ = /*?*/code", true}, {"code := 0; code, k := 1, 2; _ = k; _ = /*?*/code", true}, {"code := 0; code, err = two(); _ = /*?*/code", false},
	}, func(s *subject) bool { return s.p.isCode(s.expr()) && !s.p.isCode(nil) })
}

func TestEnds(t *testing.T) {
	ask[*ast.CallExpr](t, []row[bool]{
		{"w := bufio.NewWriter(f); /*?*/w.Flush()", true}, {"/*?*/f.Close()", true}, {"/*?*/f.Write(data)", false}, {"/*?*/work()", false},
	}, func(s *subject) bool { return ends(s.call()) })
}
