package rewrite

import (
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
