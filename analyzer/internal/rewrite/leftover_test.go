package rewrite

import (
	"go/ast"
	"testing"
)

func TestReportsClose(t *testing.T) {
	ask[ast.Stmt](t, []row[bool]{
		{"/*?*/if cerr := f.Close(); cerr != nil { log.Print(cerr) }", true}, {"/*?*/if cerr := work(); cerr != nil { log.Print(cerr) }", false}, {"/*?*/if cerr := f.Close(); cerr != nil { log.Print(cerr) } else { work() }", false},
		{"/*?*/if cerr := f.Close(); cerr == nil { log.Print(cerr) }", false}, {"/*?*/if cerr := f.Close(); cerr != nil { log.Print(os.Stderr) }", false}, {"/*?*/if f.Close(); ask() { }", false}, {"/*?*/for { }", false},
		{"/*?*/if cerr := f.Close(); cerr != nil && err == nil { work() }", true}, {"/*?*/if cerr := f.Close(); err != nil { log.Print(cerr) }", false}, {"/*?*/if err != nil { f.Close() }", false},
		{"/*?*/if _ = f.Close(); err != nil { work() }", false}, {"/*?*/if cerr := f.Close(); cerr != nil { (fmt.Print)(cerr) }", true},
	}, func(s *subject) bool { return s.h.reportsClose(s.stmt()) })
}
