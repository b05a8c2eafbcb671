package rewrite

import (
	"go/ast"
	"testing"
)

func TestMayRunLater(t *testing.T) {
	ask[*ast.CallExpr](t, []row[bool]{
		{"/*?*/work()", false}, {"func() { /*?*/work() }()", false}, {"lib.Any(func() { /*?*/work() })", true}, {"own := func() { /*?*/work() }; own()", false},
		{"own := func() { /*?*/work() }; lib.Any(own)", true}, {"own := func() { /*?*/work() }; own(); lib.Any(own)", true}, {"defer func() { /*?*/work() }()", false},
		{"func() { func() { /*?*/work() }() }()", false}, {"func() { lib.Any(func() { /*?*/work() }) }()", true}, {"lib.Any(func() { func() { /*?*/work() }() })", true},
		{"go func() { /*?*/work() }()", true}, {"go func() { func() { /*?*/work() }() }()", true},
	}, func(s *subject) bool { return s.h.mayRunLater(s.c, s.h.fn) })
}

func TestLostBy(t *testing.T) {
	ask[*ast.CallExpr](t, []row[int]{
		{"/*?*/os.Remove(name)", 1}, {"/*?*/os.RemoveAll(name)", 1}, {"/*?*/os.Rename(name, other)", 1}, {"/*?*/os.Truncate(name, 0)", 1}, {"/*?*/os.Stat(name)", 0}, {"/*?*/work()", 0},
		{"/*?*/hook(name)", 0},
	}, func(s *subject) int { return len(s.h.lostBy(s.call())) })
}
