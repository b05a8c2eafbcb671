package rewrite

import (
	"go/ast"
	"testing"

	"github.com/atomiclint/atomiclint/analyzer/internal/trace"
)

func TestOptions(t *testing.T) {
	for _, test := range []struct {
		whole bool
		perm  uint32
		want  string
	}{{false, 0o666, ""}, {true, 0o666, ", q.Concurrent()"}, {false, 0o600, ", q.WithPerm(0o600)"}, {true, 0o644, ", q.Concurrent(), q.WithPerm(0o644)"}} {
		if got := options("q.", test.whole, test.perm); got != test.want {
			t.Errorf("%t, %o: got %q, want %q", test.whole, test.perm, got, test.want)
		}
	}
}

func TestComputes(t *testing.T) {
	ask[*ast.CallExpr](t, []row[bool]{
		{"_ = /*?*/[]byte(name)", true}, {"_ = /*?*/len(data)", true}, {"_ = /*?*/append(data, 1)", true}, {`/*?*/panic("x")`, false}, {"/*?*/copy(data, data)", false}, {"_ = /*?*/(len)(data)", true},
		{"/*?*/hook(name)", false}, {"_ = /*?*/strings.ToLower(name)", true}, {`/*?*/strings.NewReader("x").Read(data)`, false}, {"_ = /*?*/fmt.Sprint(1)", true}, {"/*?*/fmt.Print(1)", false},
		{"_ = /*?*/filepath.Join(name)", true}, {"/*?*/filepath.Abs(name)", false}, {"var b bytes.Buffer; _ = /*?*/b.Bytes()", true}, {"var b bytes.Buffer; /*?*/b.Reset()", false},
		{"_ = /*?*/time.Now()", false},
	}, func(s *subject) bool { return s.h.computes(s.call()) })
}

func TestLateOperand(t *testing.T) {
	ask[*ast.CallExpr](t, []row[bool]{
		{"/*?*/texts(name, other)", false}, {"/*?*/texts(name, text())", true}, {"/*?*/texts(text(), other)", false}, {"/*?*/texts(name, strings.ToLower(other))", false},
		{"chs := make(chan string); /*?*/texts(name, <-chs)", true}, {"/*?*/texts(name, <-chan2()) ## func chan2() chan string { return nil }", true},
		{"/*?*/lib.Each(name, func(w io.Writer) error { return work() })", false}, {"/*?*/pick()(name) ## func pick() func(string) { return nil }", true}, {"/*?*/hook(name)", false},
		{"/*?*/texts(name, other, text())", true}, {"/*?*/texts(name, text(), other)", true}, {"/*?*/lib.Any(-n)", false},
	}, func(s *subject) bool {
		return s.h.lateOperand(trace.Indirect{Sink: trace.Sink{Call: s.call(), Path: s.call().Args[0]}}) != nil
	})
}
