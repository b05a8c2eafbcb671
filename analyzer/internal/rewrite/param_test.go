package rewrite

import (
	"fmt"
	"go/ast"
	"strings"
	"testing"
)

// TestChangeable asks whether a function may get another type.
func TestChangeable(t *testing.T) {
	const main = "func save(name string) {\n\tf, err := os.Create(name)\n\tprint(f, err)\n\t/*?*/"
	ask[*ast.CallExpr](t, []row[bool]{
		{main + "put(f)\n}\nfunc put(f *os.File) {}", true}, {main + "Put(f)\n}\nfunc Put(f *os.File) {}", false}, {main + "put(f)\n}\nfunc put(f *os.File) {}\nvar kept = put", false}, {main + "put(f)\n}\nfunc put[T any](f T) {}", false}, {main + "t{}.put(f)\n}\ntype t struct{}\nfunc (t) put(f *os.File) {}", true},
		{main + "t{}.put(f)\n}\ntype t struct{}\nfunc (t) put(f *os.File) {}\ntype putter interface{ put(*os.File) }", false}, {main + "t{}.put(f)\n}\ntype t struct{}\nfunc (t) put(f *os.File) {}\ntype putter interface{ other(*os.File) }", true}, {main + "func(f *os.File) {}(f)\n}", false},
		{main + "t{}.put(f)\n}\ntype t struct{}\nfunc (t) put(f *os.File) {}\ntype u struct{}\nfunc (u) put(f *os.File) {}", true},
	}, func(s *subject) bool { return s.h.changeable(s.h.flow.Local(s.call())) })
	ask[*ast.CallExpr](t, []row[string]{
		{main + "put(f, f)\n}\nfunc put(f, g *os.File) {}", "2 at 10, 2 at 10, none, none"}, {main + "put(f, f)\n}\nfunc put(f *os.File, g *os.File) {}", "1 at 10, 1 at 22, none, none"}, {main + "put(f, f)\n}\nfunc put(f *os.File, g ...*os.File) {}", "1 at 10, none, none, none"}, {main + "put(f)\n}\nfunc put(*os.File) {}", "0 at 10, none, none, none"}, {main + "put(f, f)\n}\nfunc put(*os.File, *os.File) {}", "0 at 10, 0 at 20, none, none"},
	}, func(s *subject) string {
		fn := s.h.flow.Local(s.call())
		var got []string
		for i := range 4 {
			name := "none"
			if field := s.h.paramField(fn, i); field != nil {
				name = fmt.Sprint(len(field.Names), " at ", s.Fset.Position(field.Pos()).Column)
			}
			got = append(got, name)
		}
		return strings.Join(got, ", ")
	})
}
