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
