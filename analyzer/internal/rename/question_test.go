package rename

import (
	"fmt"
	"go/ast"
	"regexp"
	"strings"
	"testing"

	"golang.org/x/tools/go/ast/inspector"

	"github.com/atomiclint/atomiclint/analyzer/internal/flow"
	"github.com/atomiclint/atomiclint/analyzer/internal/trace"
	"github.com/atomiclint/atomiclint/analyzer/internal/typecheck"
)

// A row is a source, and what is expected of it. The source is what save does
// before it renames the temporary f and, behind >>, after that, and other
// declarations behind ##; or all that stands behind header, if it has the
// function save itself.
type row[T any] struct {
	src  string
	want T
}

// A subject is the last rename of a source with its first draft, if it has one,
// and the node behind the mark.
type subject struct {
	*judge
	t   testing.TB
	pkg *typecheck.Package
	src string
	d   *Draft
	c   inspector.Cursor
}

// ask asks something about the outermost node of type N behind the mark of each
// source, or of the rename if there is no mark.
func ask[N ast.Node, T comparable](t *testing.T, rows []row[T], question func(s *subject) T) {
	t.Helper()
	for i, r := range rows {
		t.Run(fmt.Sprint(i+1), func(t *testing.T) {
			t.Helper()
			s := newSubject[N](t, r.src)
			if got := question(s); got != r.want {
				t.Errorf("got %#v, want %#v of\n%s", got, r.want, r.src)
			}
		})
	}
}

var mentionsFile = regexp.MustCompile(`\bf\b`)

func newSubject[N ast.Node](t testing.TB, row string) *subject {
	t.Helper()
	src := row
	if !strings.Contains(src, "func save") && !strings.Contains(src, ") save(") {
		body, decls, _ := strings.Cut(src, " ## ")
		before, after, _ := strings.Cut(body, " >> ")
		if !mentionsFile.MatchString(before + after) {
			before += "; _ = f"
		}
		src = `
func save(path, other string, data []byte, n int, ok bool, list []string) (err error) {
	f, err := os.Create(path + ".tmp")
	if err != nil {
		return err
	}
	` + before + `
	if err := os.Rename(path+".tmp", path); err != nil {
		return err
	}
	` + after + `
	return nil
}
` + decls + "\n"
	}
	head, tail, isMarked := strings.Cut(src, typecheck.Mark)
	p, pkg := load(t, head+tail)
	s := &subject{judge: &judge{Checker: p}, t: t, pkg: pkg, src: header + head + tail}
	for c := range pkg.Root.Preorder((*ast.CallExpr)(nil)) {
		call := c.Node().(*ast.CallExpr)
		for i := range call.Args {
			if m, ok := trace.MoveBy(p.traitOf(call, i).Move(), flow.Use{At: c, Call: call, Index: i}); ok && len(call.Args) > 1 {
				s.move = m
			}
		}
	}
	if s.move.Src != nil {
		if found := p.drafts(s.move.Src, s.move.At); len(found) > 0 {
			s.d = found[0]
		}
	}
	if isMarked {
		s.c = typecheck.Marked[N](t, pkg, len(header+head))
	}
	return s
}

func (s *subject) call() *ast.CallExpr { return s.c.Node().(*ast.CallExpr) }

func (s *subject) expr() ast.Expr { return s.c.Node().(ast.Expr) }

// text returns the source of n, or "" for nil.
func (s *subject) text(n ast.Node) string {
	if n == nil {
		return ""
	}
	tok := s.pkg.Fset.File(n.Pos())
	return s.src[tok.Offset(n.Pos()):tok.Offset(n.End())]
}
