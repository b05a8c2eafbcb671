package rewrite

import (
	"fmt"
	"go/ast"
	"testing"
)

func TestOnlyAsks(t *testing.T) {
	ask[ast.Expr](t, []row[bool]{
		{"_ = /*?*/(err != nil)", true}, {"_ = /*?*/(len(data) > 0)", true}, {"_ = /*?*/ask()", false}, {"_ = /*?*/os.IsNotExist(err)", true}, {"_ = /*?*/errors.Is(err, io.EOF)", true}, {"_ = /*?*/errors.As(err, &t)", false}, {"_ = /*?*/(<-ch > 0)", false},
		{"_ = /*?*/!finished", true}, {"_ = /*?*/(finished && ask())", false}, {`_ = /*?*/(strings.ToLower(name) == "x")`, true},
	}, func(s *subject) bool { return s.h.onlyAsks(s.expr()) })
	ask[ast.Expr](t, []row[bool]{{"_ = /*?*/ask()", true}, {"_ = /*?*/(n > 0)", false}, {"_ = /*?*/!ask()", true}}, func(s *subject) bool { return callsAnything(s.expr()) })
}

func TestOnlyReader(t *testing.T) {
	ask[*ast.IfStmt](t, []row[bool]{
		{"own := n; /*?*/if own > 0 { }", true}, {"own := n; /*?*/if own > 0 { }; print(own)", false}, {"/*?*/if n > 0 { }", false}, {"/*?*/if finished { }", false}, {"own := n; /*?*/if ask() { print(own) }", false},
		{"/*?*/if lonely { } ## var lonely bool", true}, {"/*?*/if ask() { }", false},
	}, func(s *subject) bool { return s.h.onlyReader(s.c.Node().(*ast.IfStmt)) })
}

func TestRemovesMore(t *testing.T) {
	ask[ast.Stmt](t, []row[bool]{
		{"/*?*/os.Remove(name); os.Remove(other)", true}, {"/*?*/os.Remove(name)", false}, {"/*?*/os.Remove(name); if ask() { os.RemoveAll(other) }", true}, {"os.Remove(other); /*?*/os.Remove(name)", false},
		{"/*?*/os.Remove(name); work(); os.Remove(other)", true}, {"/*?*/os.Remove(name); work()", false},
	}, func(s *subject) bool { return s.h.removesMore(s.c) })
}

func TestFlagOf(t *testing.T) {
	ask[*ast.IfStmt](t, []row[string]{
		{"bad := false\n\tbad = true\n\t/*?*/if bad {\n\t\tos.Remove(name)\n\t}", "bad 2 true"},
		{"bad := false\n\t/*?*/if !bad {\n\t\tos.Remove(name)\n\t}", "bad 1 true"},
		{"bad := false\n\t/*?*/if !(bad) {\n\t\tos.Remove(name)\n\t}", "bad 1 true"},
		{"bad := false\n\t/*?*/if bad {\n\t\tos.Remove(name)\n\t}\n\tprint(bad)", ""},
		{"bad := false\n\tp := &bad\n\t_ = p\n\t/*?*/if bad {\n\t\tos.Remove(name)\n\t}", ""},
		{"/*?*/if finished {\n\t\tos.Remove(name)\n\t}", ""},
		{"/*?*/if ask() {\n\t\tos.Remove(name)\n\t}", ""},
		{"bad := false\n\t/*?*/if bad {\n\t\tos.Remove(name)\n\t} else {\n\t\twork()\n\t}", ""},
		{"bad := false\n\t/*?*/if k := 1;bad {\n\t\tprint(k)\n\t}", ""},
		{"bad := ask()\n\t/*?*/if bad {\n\t\tos.Remove(name)\n\t}", "bad 0 false"},
		{"bad := false\n\tif n > 0 {\n\t\tbad = true\n\t}\n\t/*?*/if bad {\n\t\tos.Remove(name)\n\t}", "bad 0 false"},
		{"bad := false\n\tif n > 0 {\n\t\tn++\n\t\tbad = true\n\t}\n\t/*?*/if bad {\n\t\tos.Remove(name)\n\t}", "bad 2 true"},
		{"bad, k := false, 1\n\t_ = k\n\t/*?*/if bad {\n\t\tos.Remove(name)\n\t}", "bad 0 false"},
		{"var bad bool\n\tbad = true\n\t/*?*/if bad {\n\t\tos.Remove(name)\n\t}", "bad 1 true"},
		{"bad := false\n\t{bad = true}\n\t/*?*/if bad {\n\t\tos.Remove(name)\n\t}", "bad 0 false"},
		{"/*?*/if true {\n\t\tos.Remove(name)\n\t}", ""},
	}, func(s *subject) string {
		flag := s.h.flagOf(s.c)
		if flag == nil {
			return ""
		}
		edits, ok := s.h.dropFlag(flag)
		return fmt.Sprint(flag.Name(), " ", len(edits), " ", ok)
	})
}

func TestNothingElse(t *testing.T) {
	ask[ast.Stmt](t, []row[int]{
		{"\n\tif n > 0 {\n\t\t/*?*/os.Remove(name)\n\t}\n\tn++", 6}, {"\n\tif n > 0 {\n\t\t/*?*/os.Remove(name)\n\t\twork()\n\t}", 7}, {"\n\tif ask() {\n\t\t/*?*/os.Remove(name)\n\t}", 7},
		{"\n\tif k := n; n > 0 {\n\t\t/*?*/os.Remove(name)\n\t\t_ = k\n\t}", 7}, {"\n\tif n > 0 {\n\t\t/*?*/os.Remove(name)\n\t} else {\n\t\twork()\n\t}", 7},
		{"\n\tif n > 0 {\n\t} else {\n\t\t/*?*/os.Remove(name)\n\t}", 8}, {"\n\tif n > 0 {\n\t\tif n > 1 {\n\t\t\t/*?*/os.Remove(name)\n\t\t}\n\t}", 6},
		{"\n\tdefer func() {\n\t\t/*?*/os.Remove(name)\n\t}()", 6}, {"\n\tdefer func() {\n\t\tif err != nil {\n\t\t\t/*?*/os.Remove(name)\n\t\t}\n\t}()", 6},
		{"\n\tdefer func() {\n\t\tif err != nil {\n\t\t\t/*?*/os.Remove(name)\n\t\t}\n\t\twork()\n\t}()", 7}, {"\n\tfunc() {\n\t\t/*?*/os.Remove(name)\n\t}()", 7},
		{"\n\tgo func() {\n\t\t/*?*/os.Remove(name)\n\t}()", 7}, {"\n\t{\n\t\t/*?*/os.Remove(name)\n\t}", 7}, {"\n\tswitch {\n\tcase n > 0:\n\t\tif n > 0 {\n\t\t\t/*?*/os.Remove(name)\n\t\t}\n\t}", 9},
		{"\n\tk := 1\n\tif k > 0 {\n\t\t/*?*/os.Remove(name)\n\t}", 8}, {"\n\tif n > 0 {\n\t\twork()\n\t} else if n > 1 {\n\t\t/*?*/os.Remove(name)\n\t}", 9},
	}, func(s *subject) int { return s.lines(s.h.nothingElse(s.c).Node()) })
}

func TestEndsSilently(t *testing.T) {
	ask[ast.Stmt](t, []row[bool]{
		{"func save(name string, n int) {\n\tf, err := os.Create(name)\n\t_, _ = f, err\n\tif n > 0 {\n\t\t/*?*/os.Remove(name)\n\t\treturn\n\t}\n}", true},
		{"func save(name string, n int) {\n\tf, err := os.Create(name)\n\t_, _ = f, err\n\tif n > 0 {\n\t\t/*?*/os.Remove(name)\n\t}\n}", false},
		{"func save(name string, n int) *string {\n\tf, err := os.Create(name)\n\t_, _ = f, err\n\tif n > 0 {\n\t\t/*?*/os.Remove(name)\n\t\tlog.Print(\"no\")\n\t\treturn nil\n\t}\n\treturn &name\n}", true},
		{"func save(name string, n int) {\n\tf, err := os.Create(name)\n\t_, _ = f, err\n\tif n > 0 {\n\t\t/*?*/os.Remove(name)\n\t\tn++\n\t\treturn\n\t}\n}", false},
		{"func save(name string, n int) error {\n\tf, err := os.Create(name)\n\t_, _ = f, err\n\tif n > 0 {\n\t\t/*?*/os.Remove(name)\n\t\treturn nil\n\t}\n\treturn nil\n}", false},
		{"func save(name string, n int) {\n\tf, err := os.Create(name)\n\t_, _ = f, err\n\tif n > 0 {\n\t\tf.Close()\n\t\t/*?*/os.Remove(name)\n\t\treturn\n\t}\n}", false},
		{"func save(name string, n int) {\n\tf, err := os.Create(name)\n\t_, _ = f, err\n\tfunc() {\n\t\t/*?*/os.Remove(name)\n\t\treturn\n\t}()\n}", false},
	}, func(s *subject) bool { return s.h.endsSilently(newRewrite(), s.c) })
}

func TestLooksOnly(t *testing.T) {
	ask[*ast.CallExpr](t, []row[bool]{
		{"/*?*/os.Stat(name)", true}, {"/*?*/os.Create(name)", false}, {"/*?*/hook(name)", false}, {"/*?*/filepath.Glob(name)", true},
	}, func(s *subject) bool { return looksOnly(s.h.flow.Callee(s.call())) })
}
