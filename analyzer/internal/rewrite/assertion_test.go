package rewrite

import (
	"go/ast"
	"testing"
)

func TestTellsApart(t *testing.T) {
	ask[ast.Expr](t, []row[bool]{
		{"_ = /*?*/f", true}, {"_ = /*?*/io.Writer(f)", false}, {"_ = /*?*/io.Seeker(f)", false}, {"_ = /*?*/io.Closer(f)", false}, {"_ = /*?*/io.WriterTo(f)", true}, {"_ = /*?*/fs.File(f)", false},
		{"_ = /*?*/fs.ReadDirFile(f)", true}, {"_ = /*?*/asker(nil)", false}, {"_ = /*?*/n", false}, {"_ = /*?*/bufio.NewWriter(f)", false}, {"_ = /*?*/any(f)", false},
	}, func(s *subject) bool { return s.h.tellsApart(s.Info.TypeOf(s.expr())) })
}
