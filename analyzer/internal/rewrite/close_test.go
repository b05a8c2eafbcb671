package rewrite

import (
	"go/ast"
	"testing"
)

func TestAlways(t *testing.T) {
	ask[ast.Node](t, []row[bool]{
		{"f.Write(data); defer f.Close()", true}, {"f.Write(data); defer func() { f.Close() }()", true}, {"f.Write(data); defer func() { if err != nil { f.Close() } }()", false},
		{"f.Write(data); defer func() { if err := f.Close(); err != nil { log.Print(err) } }()", true}, {"f.Write(data); defer func() { if n := 1; n > 0 { f.Close() } }()", false},
		{"f.Write(data); defer func() { err = f.Close() }()", true}, {"f.Write(data); defer func() { for range 3 { f.Close() } }()", false}, {"f.Write(data); defer func() { if f.Close() != nil { work() } }()", false},
	}, func(s *subject) bool { return s.h.always(s.h.closings[0]) })
}

func TestLooksAtError(t *testing.T) {
	ask[ast.Stmt](t, []row[bool]{
		{"/*?*/if err != nil { }", true}, {"/*?*/if ask() { print(err) }", true}, {"/*?*/if ask() { }", false}, {"/*?*/work()", false}, {"/*?*/log.Print(failure)", true},
	}, func(s *subject) bool { return looksAtError(s.Info, s.stmt()) })
	ask[*ast.IfStmt](t, []row[bool]{
		{"/*?*/if ask() { return nil }", true}, {"for { /*?*/if ask() { break } }", true}, {"/*?*/if ask() { }", false}, {"/*?*/if ask() { work() }", false}, {"/*?*/if ask() { if ask() { return nil }; work() }", false}, {"/*?*/if ask() { work(); return nil }", true},
	}, func(s *subject) bool { return skips(s.c.Node().(*ast.IfStmt)) })
}

func TestErrorVar(t *testing.T) {
	ask[ast.Expr](t, []row[bool]{
		{"_ = /*?*/err", true}, {"_ = /*?*/(err)", true}, {"_ = /*?*/n", false}, {"_ = /*?*/t.err", false}, {"_ = /*?*/work()", false}, {"_ = /*?*/failure", true}, {"_ = /*?*/nil == err", false}, {"/*?*/_ = err", false},
	}, func(s *subject) bool { return s.h.errorVar(s.expr()) != nil })
	ask[ast.Expr](t, []row[bool]{
		{"_ = /*?*/err", true}, {"_ = /*?*/(n)", true}, {"_ = /*?*/nil == err", false}, {"_ = /*?*/true", false}, {"_ = /*?*/false", false}, {"_ = /*?*/t.n", false},
	}, func(s *subject) bool { return isName(s.expr()) })
	ask[ast.Expr](t, []row[bool]{
		{"_ = /*?*/1", true}, {"_ = /*?*/n", false}, {"_ = /*?*/pair{}", true}, {"_ = /*?*/pair{n: 1}", false}, {"_ = /*?*/(pair{})", true}, {"_ = /*?*/&pair{}", false}, {`_ = /*?*/"x" + "y"`, true},
	}, func(s *subject) bool { return s.h.isConstant(s.expr()) })
	ask[ast.Expr](t, []row[bool]{
		{"_ = /*?*/n", true}, {"_ = /*?*/t.path", true}, {"_ = /*?*/(t).path", true}, {"_ = /*?*/data[0]", false}, {"_ = /*?*/text()", false}, {"_ = /*?*/(t.w)", true}, {"_ = /*?*/lookup().path ## func lookup() pair { return pair{} }", false},
	}, func(s *subject) bool { return isPlain(s.expr()) })
}

// TestStatements finds statements around others.
func TestStatements(t *testing.T) {
	ask[ast.Stmt](t, []row[bool]{
		{"for range n { if err != nil { /*?*/break } }", false}, {"for range n { /*?*/break }", true}, {"for range n { /*?*/continue }", true}, {"switch { case ask(): /*?*/break }", true}, {"for { switch { case ask(): /*?*/continue } }", true}, {"select { case <-ch: /*?*/break }", true}, {"if ask() { /*?*/return nil }", false},
	}, func(s *subject) bool {
		b, ok := s.stmt().(*ast.BranchStmt)
		return ok && s.h.staysInside(s.c, b) && !s.h.afterError(s.c)
	})
	ask[ast.Stmt](t, []row[bool]{
		{"if err != nil { /*?*/work() }", true}, {"if err == nil { /*?*/work() }", false}, {"if err == nil { } else { /*?*/work() }", false}, {"if err != nil { if ask() { /*?*/work() } }", true}, {"/*?*/work()", false}, {"if os.IsExist(err) { /*?*/work() }", true},
	}, func(s *subject) bool { return s.h.afterError(s.c) })
	ask[ast.Stmt](t, []row[bool]{
		{"f.Close(); /*?*/work()", true}, {"/*?*/work(); f.Close()", false}, {"f.Close(); if ask() { /*?*/work() }", true}, {"if ask() { f.Close() }; /*?*/work()", false}, {"if err := f.Close(); err != nil { /*?*/work() }", true}, {"if ask() { f.Close(); /*?*/work() }", true}, {"f.Write(data); defer f.Close(); /*?*/work()", false}, {"f.Sync(); /*?*/work()", false},
	}, func(s *subject) bool { return s.h.closedBefore(newRewrite(), s.c) })
	ask[ast.Stmt](t, []row[bool]{
		{"/*?*/f.Write(data)", true}, {"/*?*/f.Close()", false}, {"/*?*/print(f.Name())", false}, {"/*?*/if f != nil { }", false}, {"/*?*/if f == global { }", true}, {"/*?*/f.Sync()", true}, {"w := bufio.NewWriter(f); /*?*/w.Flush()", true}, {"/*?*/work()", false}, {"f.Write(data); /*?*/defer func() { f.Close() }()", false}, {"f.Write(data); /*?*/defer func(c io.Closer) { c.Close() }(f)", true}, {"/*?*/if nil == f { }", false},
	}, func(s *subject) bool { return s.h.writesThrough(s.stmt()) })
	ask[ast.Stmt](t, []row[bool]{
		{"f.Write(data); /*?*/defer f.Close()", true}, {"f.Write(data); /*?*/defer f.Sync()", false}, {"f.Write(data); /*?*/defer func() { f.Close() }()", true}, {"f.Write(data); /*?*/defer func() { f.Sync(); f.Close() }()", false}, {"/*?*/f.Close()", false},
	}, func(s *subject) bool { return s.h.isClosing(s.stmt()) })
	ask[ast.Node](t, []row[int]{
		{"f.Write(data); work()", 0}, {"work(); f.Write(data)", 1}, {"work(); f.Close()", -1}, {"f.Write(data); f.Write(data); f.Close()", 1}, {"f.Write(data); defer f.Close(); work()", 0}, {"print(f.Name())", -1},
	}, func(s *subject) int { return s.h.lastUse() })
	ask[ast.Node](t, []row[int]{
		{"_, err = f.Write(data); if err != nil { return err }", 1}, {"_, err = f.Write(data); check(err)", 1}, {"_, err = f.Write(data); work()", 0}, {"_, err = f.Write(data); if ask() { return err }", 0}, {"f.Write(data); check(err)", 0}, {"n, _ = f.Write(data); print(n)", 0}, {"_, err = f.Write(data); return err", 0},
	}, func(s *subject) int { return s.h.withCheck(0) })
	ask[ast.Node](t, []row[bool]{
		{"return nil", true}, {"return err", false}, {"work()", false}, {"func save(name string) (int, error) {\n\tf, err := os.Create(name)\n\tprint(f, err)\n\treturn 1, nil\n}", false},
	}, func(s *subject) bool { return s.h.nilReturn(0) != nil || s.h.nilReturn(9) != nil })
}
