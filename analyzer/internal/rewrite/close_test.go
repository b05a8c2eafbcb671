package rewrite

import (
	"fmt"
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

func TestKeptIn(t *testing.T) {
	ask[*ast.IfStmt](t, []row[bool]{
		{"/*?*/if cerr := f.Close(); err == nil { err = cerr }", true}, {"/*?*/if cerr := f.Close(); err != nil { err = cerr }", false}, {"/*?*/if cerr := f.Close(); n == 1 { err = cerr }", false},
		{"/*?*/if err == nil { err = f.Close() }", false}, {"/*?*/if cerr := f.Close(); err == nil { err = cerr } else { work() }", false},
		{"/*?*/if cerr := f.Close(); err == nil { err = cerr; failure = cerr }", false}, {"/*?*/if cerr := f.Close(); err == nil { t.err = cerr }", false},
		{"/*?*/if cerr := work(); err == nil { err = cerr }", false}, {"/*?*/if cerr := f.Close(); err == nil || n > 0 { err = cerr }", false},
		{"/*?*/if cerr := f.Close(); err == nil && n > 0 { err = cerr }", true}, {"/*?*/if cerr := f.Close(); cerr == nil { err = cerr }", false},
	}, func(s *subject) bool { return s.h.keptIn(s.c.Node().(*ast.IfStmt)) != nil })
}

func TestPendingError(t *testing.T) {
	ask[ast.Stmt](t, []row[bool]{
		{"_, err = f.Write(data); /*?*/f.Close()", true}, {"_, err = f.Write(data); work(); /*?*/f.Close()", true}, {"_, err = f.Write(data); check(err); /*?*/f.Close()", false},
		{"_, err = f.Write(data); n = 1; /*?*/f.Close()", true}, {"f.Write(data); /*?*/f.Close()", false}, {"n, _ = f.Write(data); /*?*/f.Close()", false}, {"err = work(); /*?*/f.Close()", false},
		{"_, err = f.Write(data); { err := work(); _ = err; /*?*/f.Close() }", false}, {"_, err = f.Write(data); _, _ = f.Write(data); /*?*/f.Close()", false},
		{"_, t.err = f.Write(data); /*?*/f.Close()", false}, {"/*?*/f.Close(); _, err = f.Write(data)", false},
	}, func(s *subject) bool { return s.h.pendingError(s.c) != nil })
}

func TestDropsError(t *testing.T) {
	ask[ast.Stmt](t, []row[bool]{
		{"/*?*/f.Close()", true}, {"/*?*/_ = f.Close()", true}, {"/*?*/err = f.Close()", false}, {"/*?*/(f.Close())", true}, {"/*?*/_ = (f.Close())", true}, {"/*?*/_ = fill(f); f.Close()", false},
		{"/*?*/work(); f.Close()", false}, {"/*?*/if f.Close() != nil { }", false}, {"/*?*/_, n = f.Close(), 1", false}, {"/*?*/lib.Tell(f.Close())", false},
	}, func(s *subject) bool { return s.h.dropsError(s.h.closings[0], s.c) })
}

func TestIfOpen(t *testing.T) {
	of := func(body string) string {
		return "func save(name string, n int) {\n\tf, err := os.Create(name)\n\t" + body + "\n}"
	}
	ask[ast.Node](t, []row[string]{
		{of("if err == nil {\n\t\tf.Write(nil)\n\t\tf.Close()\n\t}"), "2 false true"},
		{of("if err != nil {\n\t\treturn\n\t}\n\tf.Close()"), "0 false true"},
		{of("if err == nil && n > 0 {\n\t\tf.Close()\n\t}"), "0 false true"},
		{of("if k := n; err == nil {\n\t\tprint(k)\n\t\tf.Close()\n\t}"), "0 false true"},
		{of("f.Close()\n\t_ = err"), "0 false true"},
		{of("switch {\n\tcase err != nil:\n\t\treturn\n\t}\n\tf.Close()"), "0 true true"},
		{of("switch {\n\tcase err != nil:\n\t\tf.Close()\n\t}"), "0 false true"},
		{of("switch {\n\tcase n > 0:\n\t\treturn\n\t}\n\tprint(f, err)"), "0 false true"},
		{of("check(err)\n\tif err == nil {\n\t\tf.Close()\n\t}"), "0 false true"},
		{of("check(err)\n\tswitch {\n\tcase err != nil:\n\t}\n\tf.Close()"), "0 false true"},
		{of("if err != nil {\n\t\treturn\n\t}\n\tif err == nil {\n\t\tf.Close()\n\t}"), "0 false true"},
		{of("if err != nil {\n\t\treturn\n\t}\n\tswitch {\n\tcase err != nil:\n\t}\n\tf.Close()"), "0 false true"},
		{"func save(name string) {\n\tif f, err := os.Create(name); err == nil {\n\t\tf.Close()\n\t}\n}", "0 false false"},
		{"func save(name string) {\n\tif f, err := os.Create(name); err == nil {\n\t\tif err == nil {\n\t\t\tf.Close()\n\t\t}\n\t}\n}", "1 false false"},
		{"func save(name string) {\n\tif f, err := os.Create(name); err == nil {\n\t\t_ = f\n\t}\n}", "0 false false"},
	}, func(s *subject) string {
		list, check := s.h.onlyIfOpen(), s.h.switchOnError()
		return fmt.Sprint(len(list), " ", check != nil, " ", s.h.opened() != nil)
	})
}

func TestFixStarts(t *testing.T) {
	loop := func(body string) string {
		return "func save(names []string, data []byte, n int) error {\n\tfor _, name := range names {\n\t\tf, err := os.Create(name)\n\t\tif err != nil {\n\t\t\treturn err\n\t\t}\n\t\t" + body + "\n\t\tif _, err := f.Write(data); err != nil {\n\t\t\treturn err\n\t\t}\n\t\tif err := f.Close(); err != nil {\n\t\t\treturn err\n\t\t}\n\t}\n\treturn nil\n}"
	}
	ask[ast.Node](t, []row[string]{
		{"func save(name string, data []byte, n int) error {\n\tf, err := os.Create(name)\n\tif err == nil {\n\t\t_, err = f.Write(data)\n\t\tif cerr := f.Close(); err == nil {\n\t\t\terr = cerr\n\t\t}\n\t}\n\treturn err\n}", "- f, err := os.Create(name)\n- if cerr := f.Close(); err == nil {\n- err = cerr\n+ f, err := atomicfile.Create(name)\n+ if err == nil {\n+ defer f.Close()\n+ err = f.Commit()"},
		{"func save(name string, data []byte, n int) error {\n\tf, err := os.Create(name)\n\tswitch {\n\tcase err != nil:\n\t\treturn err\n\t}\n\tif _, err := f.Write(data); err != nil {\n\t\treturn err\n\t}\n\treturn f.Close()\n}", "- f, err := os.Create(name)\n- return f.Close()\n+ f, err := atomicfile.Create(name)\n+ defer f.Close()\n+ return f.Commit()"},
		{"func save(name string, data []byte, n int) error {\n\tf, err := os.Create(name)\n\tif err != nil {\n\t\treturn err\n\t}\n\tif _, err := f.Write(data); err != nil {\n\t\treturn err\n\t}\n\treturn f.Close()\n}", "- f, err := os.Create(name)\n- return f.Close()\n+ f, err := atomicfile.Create(name)\n+ defer f.Close()\n+ return f.Commit()"},
		{loop("if _, err := f.Write(data); err != nil {\n\tcontinue\n}"), "- f, err := os.Create(name)\n- if err := f.Close(); err != nil {\n+ f, err := atomicfile.Create(name)\n+ f.Close()\n+ f.Close()\n+ if err := f.Commit(); err != nil {"},
		{loop("if _, err := f.Write(data); err != nil {\n\tlog.Print(err)\n\tcontinue\n}"), "- f, err := os.Create(name)\n- if err := f.Close(); err != nil {\n+ f, err := atomicfile.Create(name)\n+ f.Close()\n+ f.Close()\n+ if err := f.Commit(); err != nil {"},
		{loop("if _, err := f.Write(data); err != nil {\n\tbreak\n}"), "- f, err := os.Create(name)\n- if err := f.Close(); err != nil {\n+ f, err := atomicfile.Create(name)\n+ f.Close()\n+ f.Close()\n+ if err := f.Commit(); err != nil {"},
		{loop("for range n {\n\tif _, err := f.Write(data); err != nil {\n\t\tbreak\n\t}\n}"), "- f, err := os.Create(name)\n- if err := f.Close(); err != nil {\n+ f, err := atomicfile.Create(name)\n+ f.Close()\n+ if err := f.Commit(); err != nil {"},
		{loop("switch {\ncase n > 0:\n\tif _, err := f.Write(data); err != nil {\n\t\tcontinue\n\t}\n}"), "- f, err := os.Create(name)\n- if err := f.Close(); err != nil {\n+ f, err := atomicfile.Create(name)\n+ f.Close()\n+ f.Close()\n+ if err := f.Commit(); err != nil {"},
		{loop("if _, err := f.Write(data); err != nil {\n\tf.Close()\n\tcontinue\n}"), "- f, err := os.Create(name)\n- if err := f.Close(); err != nil {\n+ f, err := atomicfile.Create(name)\n+ f.Close()\n+ if err := f.Commit(); err != nil {"},
		{loop("if n > 0 {\n\tcontinue\n}"), "by hand: line 134 is reached before the file is closed"},
		{loop("if _, err := f.Write(data); err != nil {\n\tfunc() error {\n\t\tif err != nil {\n\t\t\treturn err\n\t\t}\n\t\treturn nil\n\t}()\n\treturn err\n}"), "- f, err := os.Create(name)\n- if err := f.Close(); err != nil {\n+ f, err := atomicfile.Create(name)\n+ defer f.Close()\n+ f.Close()\n+ f.Close()\n+ if err := f.Commit(); err != nil {"},
		{loop("if _, err := f.Write(data); err == nil {\n\tlog.Print(n)\n} else {\n\treturn err\n}"), "by hand: line 127 leaves the temporary behind"},
	}, (*subject).fixed)
}
