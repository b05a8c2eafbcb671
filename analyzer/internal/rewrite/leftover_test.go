package rewrite

import (
	"go/ast"
	"go/token"
	"testing"

	"golang.org/x/tools/go/analysis"
)

func TestReportsClose(t *testing.T) {
	ask[ast.Stmt](t, []row[bool]{
		{"/*?*/if cerr := f.Close(); cerr != nil { log.Print(cerr) }", true}, {"/*?*/if cerr := work(); cerr != nil { log.Print(cerr) }", false}, {"/*?*/if cerr := f.Close(); cerr != nil { log.Print(cerr) } else { work() }", false},
		{"/*?*/if cerr := f.Close(); cerr == nil { log.Print(cerr) }", false}, {"/*?*/if cerr := f.Close(); cerr != nil { log.Print(os.Stderr) }", false}, {"/*?*/if f.Close(); ask() { }", false}, {"/*?*/for { }", false},
		{"/*?*/if cerr := f.Close(); cerr != nil && err == nil { work() }", true}, {"/*?*/if cerr := f.Close(); err != nil { log.Print(cerr) }", false}, {"/*?*/if err != nil { f.Close() }", false},
		{"/*?*/if _ = f.Close(); err != nil { work() }", false}, {"/*?*/if cerr := f.Close(); cerr != nil { (fmt.Print)(cerr) }", true},
	}, func(s *subject) bool { return s.h.reportsClose(s.stmt()) })
}

func TestTakesOut(t *testing.T) {
	b := load(t, "\nfunc save() {\n\twork()\n}\n")
	fn := b.File.Decls[len(b.File.Decls)-1].(*ast.FuncDecl)
	stmt := fn.Body.List[0]
	for _, test := range []struct {
		from, to int // counted from the ends of the statement
		text     string
		want     bool
	}{{0, 0, "", true}, {-1, 1, "", true}, {1, 0, "", false}, {0, -1, "", false}, {0, 0, "x", false}} {
		edit := analysis.TextEdit{Pos: stmt.Pos() + token.Pos(test.from), End: stmt.End() + token.Pos(test.to), NewText: []byte(test.text)}
		if got := takesOut([]analysis.TextEdit{edit}, stmt); got != test.want {
			t.Errorf("from %d to %d, %q: got %t, want %t", test.from, test.to, test.text, got, test.want)
		}
	}
}
