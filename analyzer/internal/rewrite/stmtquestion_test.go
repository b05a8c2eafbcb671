package rewrite

import (
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"strings"
	"testing"

	"golang.org/x/tools/go/analysis"

	"github.com/atomiclint/atomiclint/analyzer/internal/flow"
)

func TestOnlyCloses(t *testing.T) {
	ask[ast.Stmt](t, []row[bool]{
		{"/*?*/f.Close()", true}, {"err = work(); /*?*/err = f.Close()", true}, {"/*?*/_ = f.Close()", true}, {"/*?*/err, finished = f.Close(), true", false}, {"/*?*/err = work()", false},
		{"/*?*/if cerr := f.Close(); err == nil { err = cerr }", true}, {"/*?*/if cerr := f.Close(); err == nil { err = cerr } else { work() }", false},
		{"/*?*/if cerr := f.Close(); err == nil { err = cerr; work() }", false}, {"/*?*/if cerr := f.Close(); os.IsExist(cerr) { err = cerr }", false}, {"/*?*/if err == nil { f.Close() }", false},
		{"/*?*/if work(); ask() { f.Close() }", false}, {"/*?*/if cerr := f.Close(); err == nil { err = errors.Join(err, cerr) }", false}, {"/*?*/if cerr := f.Close(); err == nil { t.err = cerr }", false},
		{"/*?*/if cerr := f.Close(); err == nil { err, failure = cerr, cerr }", false}, {"/*?*/if cerr := f.Close(); err == nil { e := cerr; _ = e }", false}, {"/*?*/defer f.Close()", false}, {"/*?*/work()", false},
		{"/*?*/if cerr := work(); err == nil { err = cerr }", false}, {"/*?*/if cerr := f.Close(); err == nil { err = cerr; failure = err }", true}, {"/*?*/if cerr := f.Close(); cerr == nil { }", true},
	}, func(s *subject) bool { return s.h.onlyCloses(s.stmt()) })
}

func TestReportsClose(t *testing.T) {
	ask[ast.Stmt](t, []row[bool]{
		{"/*?*/if cerr := f.Close(); cerr != nil { log.Print(cerr) }", true}, {"/*?*/if cerr := work(); cerr != nil { log.Print(cerr) }", false}, {"/*?*/if cerr := f.Close(); cerr != nil { log.Print(cerr) } else { work() }", false},
		{"/*?*/if cerr := f.Close(); cerr == nil { log.Print(cerr) }", false}, {"/*?*/if cerr := f.Close(); cerr != nil { log.Print(os.Stderr) }", false}, {"/*?*/if f.Close(); ask() { }", false}, {"/*?*/for { }", false},
		{"/*?*/if cerr := f.Close(); cerr != nil && err == nil { work() }", true}, {"/*?*/if cerr := f.Close(); err != nil { log.Print(cerr) }", false}, {"/*?*/if err != nil { f.Close() }", false},
		{"/*?*/if _ = f.Close(); err != nil { work() }", false}, {"/*?*/if cerr := f.Close(); cerr != nil { (fmt.Print)(cerr) }", true},
	}, func(s *subject) bool { return s.h.reportsClose(s.stmt()) })
}

func TestClosesAlone(t *testing.T) {
	ask[ast.Stmt](t, []row[bool]{
		{"/*?*/f.Close()", true}, {"/*?*/(f.Close())", true}, {"err = work(); /*?*/err = f.Close()", false}, {"/*?*/if err := f.Close(); err != nil { return err }", true}, {"/*?*/if err := f.Close(); err != nil { return err } else { work() }", false},
		{"/*?*/if err = f.Close(); err != nil { return err }", false}, {"/*?*/if cerr := f.Close(); err == nil { err = cerr }", true}, {"/*?*/if cerr := f.Close(); finished { err = cerr }", false},
		{"/*?*/if f.Close(); err != nil { return err }", false}, {"/*?*/if err, n := f.Close(), 1; err != nil { print(n) }", false}, {"/*?*/if err := (f.Close()); err != nil { return err }", true}, {"/*?*/lib.Any(f.Close())", false},
	}, func(s *subject) bool { return s.h.closesAlone(s.h.closings[0], s.stmt()) })
}

func TestDefersAlone(t *testing.T) {
	ask[ast.Node](t, []row[bool]{
		{"f.Write(data); defer f.Close()", true}, {"f.Write(data); defer func() { f.Close() }()", true}, {"f.Write(data); defer func() { f.Close(); work() }()", false}, {"f.Write(data); defer func(n int) { f.Close() }(1)", false},
		{"f.Write(data); defer lib.Close(f)", false}, {"f.Write(data); f.Close()", false}, {"f.Write(data); defer func() { if err := f.Close(); err != nil { log.Print(err) } }()", true}, {"f.Write(data); defer func() { err = f.Close() }()", false},
	}, func(s *subject) bool { return s.h.defersAlone(s.h.closings[0]) })
}

func TestAlways(t *testing.T) {
	ask[ast.Node](t, []row[bool]{
		{"f.Write(data); defer f.Close()", true}, {"f.Write(data); defer func() { f.Close() }()", true}, {"f.Write(data); defer func() { if err != nil { f.Close() } }()", false},
		{"f.Write(data); defer func() { if err := f.Close(); err != nil { log.Print(err) } }()", true}, {"f.Write(data); defer func() { if n := 1; n > 0 { f.Close() } }()", false},
		{"f.Write(data); defer func() { err = f.Close() }()", true}, {"f.Write(data); defer func() { for range 3 { f.Close() } }()", false}, {"f.Write(data); defer func() { if f.Close() != nil { work() } }()", false},
	}, func(s *subject) bool { return s.h.always(s.h.closings[0]) })
}

func TestSyncing(t *testing.T) {
	ask[*ast.CallExpr](t, []row[int]{
		{"/*?*/f.Sync()", 1}, {"if err := /*?*/f.Sync(); err != nil { return err }", 1}, {"if err := /*?*/f.Sync(); err == nil { return err }", 0}, {"if err := /*?*/f.Sync(); err != nil { return err } else { work() }", 0},
		{"if err := /*?*/f.Sync(); err != nil { print() }", 0}, {"if err := /*?*/f.Sync(); err != nil { work(); return err }", 0}, {"if err := /*?*/f.Sync(); err != nil { f.Close(); return err }", 1},
		{"if err := /*?*/f.Sync(); err != nil { os.Remove(name); return err }", 1}, {"if err := /*?*/f.Sync(); err != nil { return io.EOF }", 0}, {"if err := /*?*/f.Sync(); err != nil && finished { return err }", 0},
		{"if err := /*?*/f.Sync(); errKnown != err { return err }", 0}, {"if err == nil { err = /*?*/f.Sync() }", 1}, {"err = work()\n\tif err == nil {\n\t\terr = /*?*/f.Sync()\n\t}", 1}, {"if err != nil {\n\t\terr = /*?*/f.Sync()\n\t}", 0},
		{"if err == nil {\n\t\terr = /*?*/f.Sync()\n\t} else {\n\t\twork()\n\t}", 0}, {"if err == nil {\n\t\terr = /*?*/f.Sync()\n\t\twork()\n\t}", 0}, {"if n := 1; err == nil {\n\t\t_ = n\n\t\terr = /*?*/f.Sync()\n\t}", 0},
		{"if err == nil && finished {\n\t\terr = /*?*/f.Sync()\n\t}", 0}, {"if n := 1; err == nil && n > 0 {\n\t\terr = /*?*/f.Sync()\n\t}", 0}, {"if n := 1; n > 0 {\n\t\terr = /*?*/f.Sync()\n\t}", 0},
		{"if err1 := /*?*/f.Sync(); err == nil {\n\t\terr = err1\n\t}", 1}, {"if err1 := /*?*/f.Sync(); err != nil {\n\t\terr = err1\n\t}", 0}, {"if err1 := /*?*/f.Sync(); err == nil {\n\t\terr = err1\n\t} else {\n\t\twork()\n\t}", 0},
		{"if err1 := /*?*/f.Sync(); err == nil {\n\t\terr = err1\n\t\twork()\n\t}", 0}, {"if err1 := /*?*/f.Sync(); err == nil {\n\t\terr = work()\n\t\t_ = err1\n\t}", 0}, {"if err1 := /*?*/f.Sync(); err == nil {\n\t\tfailure = err1\n\t}", 0},
		{"if err1 := /*?*/f.Sync(); err == nil || finished {\n\t\terr = err1\n\t}", 0}, {"if err1 := /*?*/f.Sync(); err == nil {\n\t\t_ = err1\n\t}", 0}, {"if err1 := /*?*/f.Sync(); err == nil {\n\t\terr, failure = err1, err1\n\t}", 0},
		{"_, err = f.Write(data)\n\tif err != nil {\n\t\treturn err\n\t}\n\terr = /*?*/f.Sync()\n\tif err != nil {\n\t\treturn err\n\t}", 2}, {"_, err = f.Write(data)\n\terr = /*?*/f.Sync()\n\tif err != nil {\n\t\treturn err\n\t}", 0},
		{"_, err = f.Write(data)\n\tif err != nil {\n\t\treturn err\n\t}\n\terr = /*?*/f.Sync()\n\tlog.Print(err)", 0}, {"_, err = f.Write(data)\n\tif err != nil {\n\t\treturn err\n\t}\n\terr = /*?*/f.Sync()\n\tif err != nil {\n\t\twork()\n\t\treturn err\n\t}", 0},
		{"_, err = f.Write(data)\n\tif err != nil {\n\t\treturn err\n\t}\n\terr = /*?*/f.Sync()\n\tif n := 1; err != nil {\n\t\tprint(n)\n\t\treturn err\n\t}", 0}, {"_, err = f.Write(data)\n\tif err != nil {\n\t\treturn err\n\t}\n\tserr := /*?*/f.Sync()\n\tif serr != nil {\n\t\treturn serr\n\t}", 0},
		{"_, err = f.Write(data)\n\tif err != nil {\n\t\treturn err\n\t}\n\terr = /*?*/f.Sync()\n\tif err != nil {\n\t\treturn err\n\t} else {\n\t\twork()\n\t}", 0}, {"_, err = f.Write(data)\n\tif err != nil {\n\t\tprint()\n\t}\n\terr = /*?*/f.Sync()\n\tif err != nil {\n\t\treturn err\n\t}", 0},
		{"if ask() {\n\t\t/*?*/f.Sync()\n\t}", 0}, {"if ask() {\n\t\t/*?*/f.Sync()\n\t\twork()\n\t}", 1}, {"lib.Any(/*?*/f.Sync())", 0}, {"// flush it\n\t/*?*/f.Sync()", 1}, {"/*?*/f.Sync(); work()", 0},
		{"if err := /*?*/f.Sync(); err != nil {\n\t\t// what now?\n\t\treturn err\n\t}", 0}, {"switch /*?*/f.Sync() {\n\tcase nil:\n\t}", 0}, {"if /*?*/f.Sync() != nil {\n\t\treturn failure\n\t}", 0},
		{"if failure = /*?*/f.Sync(); failure != nil {\n\t\treturn failure\n\t}", 1}, {"if n, err := 1, /*?*/f.Sync(); err != nil {\n\t\tprint(n)\n\t\treturn err\n\t}", 0},
	}, func(s *subject) int { return len(s.h.syncing(s.c)) })
	ask[ast.Node](t, []row[int]{
		{"f.Sync()", 1}, {"f.Sync(); f.Sync()", 2}, {"func() { f.Sync() }()", 0}, {"_ = f.Sync", 0}, {"global.Sync()", 0}, {"f.Close()", 0}, {"(f).Sync()", 0},
	}, func(s *subject) int { return len(s.h.syncs()) })
	ask[ast.Node](t, []row[int]{
		{"err = f.Sync(); return err", 1}, {"_ = f.Sync()", 0}, {"f.Sync()", 0}, {"err = f.Sync(); f.Write(data)", 0}, {"if err := f.Sync(); err != nil { return err }", 0}, {"f.Write(data); err = f.Sync(); return err", 1},
	}, func(s *subject) int { return len(s.h.keptSyncs()) })
	ask[ast.Stmt](t, []row[bool]{
		{"/*?*/return f.Sync()", true}, {"/*?*/return (f.Sync())", true}, {"/*?*/return err", false}, {"/*?*/f.Sync()", false}, {"/*?*/return global.Sync()", false},
		{"func save(name string) {\n\tf, _ := os.Create(name)\n\tf.Sync()\n\t/*?*/return\n}", false}, {"func save(name string) (int, error) {\n\tf, _ := os.Create(name)\n\t/*?*/return 1, f.Sync()\n}", true},
	}, func(s *subject) bool { return s.h.returnedSync(s.stmt()) != nil })
}

func TestTellsFailure(t *testing.T) {
	ask[ast.Stmt](t, []row[bool]{
		{"/*?*/work()", true}, {"/*?*/n++", true}, {"/*?*/finished = false", true}, {"/*?*/finished = true", false}, {"/*?*/f.Write(data)", false}, {"/*?*/f.Close()", true}, {"/*?*/if ask() { }", false}, {"/*?*/return err", true},
		{"for { /*?*/break }", false}, {"for { /*?*/continue }", true}, {"out: for { /*?*/break out }", true}, {"/*?*/go work()", false}, {"const yes = 2 > 1; /*?*/finished = yes", false},
		{"func save(name string) bool {\n\tf, _ := os.Create(name)\n\t_ = f\n\t/*?*/return true\n}", false}, {"func save(name string) bool {\n\tf, _ := os.Create(name)\n\t_ = f\n\t/*?*/return false\n}", true},
		{"func save(name string) string {\n\tf, _ := os.Create(name)\n\t_ = f\n\t/*?*/return \"true\"\n}", true},
	}, func(s *subject) bool { return s.h.tellsFailure(s.stmt()) })
}

func TestLooksAtError(t *testing.T) {
	ask[ast.Stmt](t, []row[bool]{
		{"/*?*/if err != nil { }", true}, {"/*?*/if ask() { print(err) }", true}, {"/*?*/if ask() { }", false}, {"/*?*/work()", false}, {"/*?*/log.Print(failure)", true},
	}, func(s *subject) bool { return looksAtError(s.Info, s.stmt()) })
	ask[*ast.IfStmt](t, []row[bool]{
		{"/*?*/if ask() { return nil }", true}, {"for { /*?*/if ask() { break } }", true}, {"/*?*/if ask() { }", false}, {"/*?*/if ask() { work() }", false}, {"/*?*/if ask() { if ask() { return nil }; work() }", false}, {"/*?*/if ask() { work(); return nil }", true},
	}, func(s *subject) bool { return skips(s.c.Node().(*ast.IfStmt)) })
}

func TestCallsRefused(t *testing.T) {
	at := func(body, stmt string) string {
		return "func save(name string, yield func(error) bool) {\n\tf, err := os.Create(name)\n\tif err != nil {\n\t\tyield(err)\n\t\treturn\n\t}\n\t" + body + "\n\t/*?*/" + stmt + "\n\tf.Close()\n}"
	}
	ask[ast.Stmt](t, []row[bool]{
		{at("", "yield(err)"), false}, {at("if !yield(nil) { return }", "yield(err)"), false}, {at("if yield(nil) {", "yield(err); }"), true}, {at("if yield(nil) {", "work(); }"), false}, {at("if ask() {", "yield(err); }"), false},
		{at("if yield(nil) { } else {", "yield(err); }"), true}, {at("if yield(nil) {", "if ask() { yield(err) } }"), true}, {at("if yield(nil) {", "lib.Any(yield); }"), false},
	}, func(s *subject) bool { return s.h.callsRefused(s.stmt(), s.stmt().Pos()) })
}

func TestRemovesWithin(t *testing.T) {
	ask[ast.Stmt](t, []row[bool]{
		{"/*?*/os.Remove(name)", true}, {"/*?*/if ask() { os.Remove(name) }", true}, {"/*?*/os.Remove(other)", false}, {"/*?*/work()", false},
	}, func(s *subject) bool { return s.h.removesWithin(s.stmt()) })
}

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

func TestLeavesIf(t *testing.T) {
	ask[ast.Stmt](t, []row[bool]{
		{"/*?*/if err != nil { return err }", true}, {"/*?*/if err == nil { return err }", false}, {"/*?*/if err != nil { return err } else { work() }", false}, {"/*?*/if err != nil { print() }", false}, {"/*?*/if err != nil || finished { return err }", false},
		{"/*?*/if failure != nil { return err }", false}, {"/*?*/work()", false}, {"/*?*/if nil != err { return err }", true}, {"/*?*/if err != nil { log.Fatal(err) }", true},
	}, func(s *subject) bool {
		return s.h.leavesIf(s.stmt(), s.h.errorVar(s.h.assign.Lhs[1]))
	})
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

// TestChecked asks for a statement that commits the file behind the last one.
func TestChecked(t *testing.T) {
	none := func(body string) string {
		return "func save(name, other string, n int, ch chan error, mu *sync.Mutex, yield func(error) bool) {\n\tf, err := os.Create(name)\n\t" + body + "\n\tf.Write(nil)\n}"
	}
	failing := func(result, failed, body string) string {
		return "func save(name, other string, n int, ch chan error, mu *sync.Mutex) " + result + " {\n\tf, err := os.Create(name)\n\tif err != nil {\n\t\treturn " + failed + "\n\t}\n\t" + body + "\n\t_ = f\n\treturn " + failed + "\n}\nfunc tell(err error, s string) {}"
	}
	const wrote = "\n\tif _, err := f.Write(nil); err != nil {\n\t\t"
	ask[ast.Node](t, []row[string]{
		{none("check(err)"), "check(f.Commit())"}, {none("if err != nil { return }"), "if err := f.Commit(); err != nil {\n\treturn\n}"}, {none("if err != nil { log.Print(err); return }"), "if err := f.Commit(); err != nil {\n\tlog.Print(err)\n}"}, {none("if err != nil {\n\t\tlog.Print(err)\n\t\treturn\n\t}"), "if err := f.Commit(); err != nil {\n\tlog.Print(err)\n}"},
		{none("if err != nil {\n\t\tlog.Print(err)\n\t}"), "if err := f.Commit(); err != nil {\n\tlog.Print(err)\n}"}, {none("if err == nil {\n\t\treturn\n\t}"), ""}, {none("_ = err"), ""}, {none("if err != nil {\n\t\tlog.Fatal(err)\n\t}"), "if err := f.Commit(); err != nil {\n\tlog.Fatal(err)\n}"}, {none("lib.Tell(err)"), "lib.Tell(f.Commit())"},
		{none("lib.Wrap(err, other)"), ""}, {none("fatal(other, err)") + "\nfunc fatal(s string, err error) {}", "fatal(other, f.Commit())"}, {none("if err != nil {\n\t\tpanic(err)\n\t}" + wrote + "log.Print(err)\n\t\treturn\n\t}"), "if err := f.Commit(); err != nil {\n\tlog.Print(err)\n}"},
		{none("if err != nil {\n\t\tpanic(err)\n\t}" + wrote + "f.Close()\n\t\tos.Remove(name)\n\t\tlog.Print(\"write\", err)\n\t\treturn\n\t}"), "if err := f.Commit(); err != nil {\n\tlog.Print(\"write\", err)\n}"}, {none("if err != nil {\n\t\tpanic(err)\n\t}" + wrote + "if ask() {\n\t\t\tos.Remove(name)\n\t\t}\n\t\treturn\n\t}"), "if err := f.Commit(); err != nil {\n\tpanic(err)\n}"},
		{none("if err != nil {\n\t\tpanic(err)\n\t}" + wrote + "mu.Unlock()\n\t\treturn\n\t}"), "if err := f.Commit(); err != nil {\n\tpanic(err)\n}"}, {none("if err != nil {\n\t\tpanic(err)\n\t}" + wrote + "ch <- err\n\t\treturn\n\t}"), "if err := f.Commit(); err != nil {\n\tpanic(err)\n}"}, {none("if err != nil {\n\t\tpanic(err)\n\t}" + wrote + "finished = true\n\t\treturn\n\t}"), "if err := f.Commit(); err != nil {\n\tpanic(err)\n}"},
		{none("if err != nil {\n\t\tpanic(err)\n\t}" + wrote + "f.WriteString(\"x\")\n\t\treturn\n\t}"), "if err := f.Commit(); err != nil {\n\tpanic(err)\n}"}, {none("if err != nil {\n\t\tpanic(err)\n\t}\n\tif _, err := f.Write(nil); err != nil || n > 0 {\n\t\tlog.Print(err)\n\t\treturn\n\t}"), "if err := f.Commit(); err != nil {\n\tpanic(err)\n}"},
		{none("if err != nil {\n\t\tpanic(err)\n\t}\n\tif _, err := f.Write(nil); nil != err {\n\t\tlog.Print(err)\n\t\treturn\n\t}"), "if err := f.Commit(); err != nil {\n\tpanic(err)\n}"}, {none("if err != nil {\n\t\tpanic(err)\n\t}" + wrote + "log.Print(err)\n\t\treturn\n\t} else {\n\t\twork()\n\t}"), "if err := f.Commit(); err != nil {\n\tpanic(err)\n}"},
		{none("if err != nil {\n\t\tpanic(err)\n\t}\n\t_, err = f.Write(nil)\n\tif err != nil {\n\t\tlog.Print(other, err)\n\t\treturn\n\t}"), "if err := f.Commit(); err != nil {\n\tlog.Print(other, err)\n}"}, {none("if err != nil {\n\t\tpanic(err)\n\t}\n\twork()\n\tif err != nil {\n\t\tlog.Print(other, err)\n\t\treturn\n\t}"), "if err := f.Commit(); err != nil {\n\tpanic(err)\n}"},
		{none("if err != nil {\n\t\tpanic(err)\n\t}\n\tif _, failed := f.Write(nil); failed != nil {\n\t\tlog.Print(other, failed)\n\t\treturn\n\t}"), "if failed := f.Commit(); failed != nil {\n\tlog.Print(other, failed)\n}"}, {none("if err != nil {\n\t\tpanic(err)\n\t}\n\tif w, err := f.Write(nil); err != nil {\n\t\tlog.Print(w, err)\n\t\treturn\n\t}"), "if err := f.Commit(); err != nil {\n\tpanic(err)\n}"},
		{none("if err != nil {\n\t\tpanic(err)\n\t}" + wrote + "log.Print(err)\n\t\tn++\n\t\treturn\n\t}"), "if err := f.Commit(); err != nil {\n\tlog.Print(err)\n\tn++\n}"}, {none("if err != nil {\n\t\tpanic(err)\n\t}" + wrote + "go work()\n\t\treturn\n\t}"), "if err := f.Commit(); err != nil {\n\tpanic(err)\n}"},
		{none("for range 3 {\n\t\tif _, err = f.Write(nil); err != nil {\n\t\t\tbreak\n\t\t}\n\t}"), ""}, {none("if err != nil {\n\t\tyield(err)\n\t\treturn\n\t}"), "if err := f.Commit(); err != nil {\n\tyield(err)\n}"}, {none("if err != nil {\n\t\tos.Exit(1)\n\t}"), "if err := f.Commit(); err != nil {\n\tos.Exit(1)\n}"},
		{failing("error", "err", ""), "if err := f.Commit(); err != nil {\n\treturn err\n}"}, {failing("(int, error)", "0, err", ""), "if err := f.Commit(); err != nil {\n\treturn 0, err\n}"}, {failing("(int, error)", "n, err", ""), "if err := f.Commit(); err != nil {\n\treturn n, err\n}"}, {failing("(n2 int, err2 error)", "n2, err", ""), "if err := f.Commit(); err != nil {\n\treturn n2, err\n}"}, {failing("(_ int, _ error)", "n, err", ""), "if err := f.Commit(); err != nil {\n\treturn n, err\n}"}, {failing("(pair, error)", "pair{}, err", ""), "if err := f.Commit(); err != nil {\n\treturn pair{}, err\n}"},
		{failing("(pair, error)", "*new(pair), err", ""), ""}, {failing("(*pair, []int, error)", "nil, nil, err", ""), "if err := f.Commit(); err != nil {\n\treturn nil, nil, err\n}"}, {failing("(level, string, bool, error)", "level(0), text(), ask(), err", ""), "if err := f.Commit(); err != nil {\n\treturn level(0), \"\", false, err\n}"}, {failing("([2]int, error)", "[2]int{}, err", ""), "if err := f.Commit(); err != nil {\n\treturn [2]int{}, err\n}"},
		{failing("([2]int, error)", "*new([2]int), err", ""), ""}, {failing("(string, error)", "other, err", "if n > 0 {\n\t\treturn \"\", work()\n\t}"), "if err := f.Commit(); err != nil {\n\treturn other, err\n}"}, {failing("(string, error)", "other, err", "{\n\t\tother := \"\"\n\t\tif n > 0 {\n\t\t\treturn other, work()\n\t\t}\n\t}"), "if err := f.Commit(); err != nil {\n\treturn other, err\n}"},
		{failing("error", "err", "if _, err := f.Write(nil); err != nil {\n\t\tch <- err\n\t\treturn err\n\t}"), ""}, {failing("error", "err", "if _, err := f.Write(nil); err != nil {\n\t\twork()\n\t\treturn err\n\t}"), "if err := f.Commit(); err != nil {\n\treturn err\n}"}, {failing("error", "err", "if n > 0 {\n\t\tch <- err\n\t\treturn nil\n\t}"), "if err := f.Commit(); err != nil {\n\treturn err\n}"},
		{failing("error", "err", "if n > 0 {\n\t\tmu.Unlock()\n\t\treturn err\n\t}"), ""}, {failing("error", "err", "func() error {\n\t\tif n > 0 {\n\t\t\tmu.Unlock()\n\t\t\treturn err\n\t\t}\n\t\treturn nil\n\t}()"), "if err := f.Commit(); err != nil {\n\treturn err\n}"}, {failing("error", "err", "{\n\t\tmu.Unlock()\n\t\treturn err\n\t}"), "if err := f.Commit(); err != nil {\n\treturn err\n}"},
		{failing("bool", "false", ""), "if err := f.Commit(); err != nil {\n\treturn false\n}"}, {failing("int", "1", ""), "if err := f.Commit(); err != nil {\n\treturn 1\n}"}, {failing("int", "n", "{\n\t\tn := 1\n\t\tprint(n)\n\t}"), "if err := f.Commit(); err != nil {\n\treturn n\n}"}, {failing("string", "err.Error()", ""), "if err := f.Commit(); err != nil {\n\treturn err.Error()\n}"}, {failing("bool", "true", ""), ""},
		{"func save[T any](name string) (T, error) {\n\tf, err := os.Create(name)\n\tif err != nil {\n\t\treturn *new(T), err\n\t}\n\tf.Write(nil)\n\treturn *new(T), nil\n}", "if err := f.Commit(); err != nil {\n\treturn *new(T), err\n}"},
		{"func save[T any](name string) (v T, err error) {\n\tf, err := os.Create(name)\n\tif err != nil {\n\t\treturn\n\t}\n\tf.Write(nil)\n\treturn\n}", "if err := f.Commit(); err != nil {\n\treturn v, err\n}"},
		{"func save(name string) (v int, err error) {\n\tf, err := os.Create(name)\n\tif err != nil {\n\t\treturn\n\t}\n\tf.Write(nil)\n\t{\n\t\tv := 2\n\t\tprint(v)\n\t}\n\treturn\n}", "if err := f.Commit(); err != nil {\n\treturn v, err\n}"},
		{"func save(name string) func() {\n\treturn func() {\n\t\tf, err := os.Create(name)\n\t\tif err != nil {\n\t\t\tlog.Print(err)\n\t\t\treturn\n\t\t}\n\t\tf.Write(nil)\n\t}\n}", "if err := f.Commit(); err != nil {\n\tlog.Print(err)\n}"},
	}, func(s *subject) string { return s.h.checkedCommit(s.h.body, s.h.body[len(s.h.body)-1]) })
}

// TestNameResult asks for the name of the result that is an error, and how many
// edits give it that.
func TestNameResult(t *testing.T) {
	of := func(result, body string) string {
		return "func save(name string) " + result + " {\n\tf, failed := os.Create(name)\n\tif failed != nil {\n\t\tpanic(failed)\n\t}\n\t" + body + "\n\tf.Close()\n\tpanic(0)\n}"
	}
	ask[ast.Node](t, []row[string]{
		{of("error", ""), "err 2"}, {of("(error)", ""), "err 1"}, {of("(int, error)", ""), "err 2"}, {of("(int, string, error)", ""), "err 3"}, {of("(err error)", ""), "err 0"}, {of("(e error)", ""), "e 0"}, {of("(_ error)", ""), "err 1"}, {of("(n int, _ error)", ""), "err 1"},
		{of("(_, e error)", ""), "e 0"}, {of("error", "retErr := 1; print(retErr); err := 1; print(err)"), "retErr_ 2"}, {of("error", "err := 1; print(err)"), "retErr 2"}, {of("error", "err := work(); print(err)"), "retErr 2"}, {of("error", "n, err := two(); print(n, err)"), "err 2"},
		{of("error", "_, err := two(); print(err)"), "retErr 2"}, {of("error", "var err error; print(err)"), "retErr 2"}, {of("error", "{ err := 1; print(err) }"), "err 2"}, {of("error", "if err := work(); err != nil { print() }"), "err 2"}, {of("error", "func() { print(err) }() ") + "\nvar err error", "retErr 2"},
		{of("error", "func() { err := 1; print(err) }()"), "err 2"}, {of("error", "n, err := two(); func() { print(n, err) }()"), "retErr 2"}, {of("error", "_ = pair{err: nil}"), "err 2"}, {of("error", "var t pair; _ = t.err"), "err 2"}, {of("error", "err: for { break err }"), "err 2"},
		{of("error", "type err int; var n err; print(n)"), "retErr 2"}, {of("error", "print(err())") + "\nfunc err() int { return 1 }", "retErr 2"}, {of("error", "n, err := 1, 2; print(n, err)"), "retErr 2"}, {of("error", "for _, err := range []error{} { print(err) }"), "err 2"},
		{"func save(name string) error {\n\tif name != \"\" {\n\t\tf, err := os.Create(name)\n\t\tif err != nil {\n\t\t\treturn err\n\t\t}\n\t\tf.Close()\n\t}\n\treturn nil\n}", "retErr 2"},
		{"func save(name string, err error) error {\n\tf, failed := os.Create(name)\n\tif failed != nil {\n\t\treturn err\n\t}\n\treturn f.Close()\n}", "retErr 2"},
		{"func save(name string) error {\n\tf, err := os.Create(name)\n\tif err != nil {\n\t\treturn err\n\t}\n\treturn f.Close()\n}", "err 2"},
	}, func(s *subject) string {
		name, edits := s.h.resultName(s.h.body0())
		return fmt.Sprint(name, " ", len(edits))
	})
	ask[ast.Node](t, []row[string]{
		{of("(err error)", "{ err := 1; print(err); work() }"), ""}, {of("(e error)", "{ e := 1; print(e); work() }"), ""}, {of("error", "{ err := 1; print(err); work() }"), ""}, {of("(_ error)", "{ n, err := two(); print(n, err); work() }"), ""},
	}, func(s *subject) string {
		name, _ := s.h.resultName(s.callOf(t, "work()").Node().Pos())
		return name
	})
}

// TestFindBody tells how the work with the file begins.
func TestFindBody(t *testing.T) {
	of := func(body string) string {
		return "func save(name string, n int, ch chan int) {\n\t" + body + "\n}"
	}
	ask[ast.Node](t, []row[string]{
		{of("f, err := os.Create(name); check(err); f.Close()"), "failed false, must true, 1"}, {of("f, err := os.Create(name); if err != nil { return }; f.Close()"), "failed true, must false, 1"}, {of("f, err := os.Create(name); if err == nil { return }; f.Close()"), "failed false, must false, 2"}, {of("f, err := os.Create(name); if err != nil { return } else { work() }; f.Close()"), "failed false, must false, 2"},
		{of("f, err := os.Create(name); if n := 1; err != nil { print(n); return }; f.Close()"), "failed false, must false, 2"}, {of("f, err := os.Create(name); lib.Both(err, f); f.Close()"), "failed false, must false, 2"}, {of("f, err := os.Create(name); print(1, err); f.Close()"), "failed false, must true, 1"}, {of("f, err := os.Create(name); print(err, 1); f.Close()"), "failed false, must false, 2"},
		{of("f, err := os.Create(name); work(); check(err); f.Close()"), "failed false, must false, 3"}, {of("if f, err := os.Create(name); err != nil { return } else { f.Close() }"), "failed true, must false, 1"}, {of("if f, err := os.Create(name); err == nil { f.Close() }"), "failed false, must false, 1"},
		{of("switch n { case 1: f, err := os.Create(name); check(err); f.Close() }"), "failed false, must true, 1"}, {of("select { case <-ch: f, err := os.Create(name); check(err); f.Close(); work() }"), "failed false, must true, 2"}, {of("f, err := os.Create(name); print(f, err)"), "failed false, must false, 1"}, {of("f, err := os.Create(name); runtime.GC(); print(f, err)"), "failed false, must false, 2"},
	}, func(s *subject) string {
		return fmt.Sprintf("failed %t, must %t, %d", s.h.failed != nil, s.h.must != nil, len(s.h.body))
	})
}

// TestNarrow tells where all the work with the file is done.
func TestNarrow(t *testing.T) {
	ask[ast.Node](t, []row[string]{
		{"defer func() { f.Close() }()", "literal"}, {"go func() { f.Close() }()", "literal"}, {"func() { f.Close() }()", "function"}, {"own := func() { f.Close() }; own()", "function"}, {"f.Write(data); defer func() { f.Close() }()", "function"}, {"defer func() { f.Write(data) }(); defer func() { f.Close() }()", "function"},
	}, func(s *subject) string {
		if flow.IsLiteral(s.h.fn) {
			return "literal"
		}
		return "function"
	})
}

// TestUnread looks for what overwrites the error of opening.
func TestUnread(t *testing.T) {
	of := func(body string) string {
		return "func save(name string) (err error) {\n\tf, err := os.Create(name)\n\t" + body + "\n\t_ = f\n\treturn nil\n}"
	}
	ask[ast.Node](t, []row[int]{
		{of("err = work()"), 2}, {of("work()\n\terr = work()"), 3}, {of("log.Print(err)\n\terr = work()"), 0}, {of("err = errors.Join(err)"), 0}, {of("failure = work()"), 0}, {of("failure = err; err = work()"), 0}, {of(""), 0}, {of("_, err = two()"), 2},
	}, func(s *subject) int {
		c, _ := unparen(s.h.s.Cursor)
		return s.lines(s.h.unreadError(c.Parent()))
	})
}

// TestDeclaration tells why the variable cannot be declared otherwise.
func TestDeclaration(t *testing.T) {
	ask[ast.Node](t, []row[string]{
		{"func save(name string) {\n\tvar f *os.File\n\tvar err error\n\tf, err = os.Create(name)\n\tprint(f, err)\n}", " true"}, {"func save(name string) {\n\tvar f, g *os.File\n\tvar err error\n\tf, err = os.Create(name)\n\tprint(f, err, g)\n}", "f is not declared on its own false"},
		{"func save(name string) {\n\tvar f = global\n\tvar err error\n\tf, err = os.Create(name)\n\tprint(f, err)\n}", "f is not declared on its own false"}, {"func save(name string) (f *os.File, err error) {\n\tf, err = os.Create(name)\n\treturn\n}", "f is a result of the function, which returns the file false"}, {"func save(name string, f *os.File) {\n\tvar err error\n\tf, err = os.Create(name)\n\tprint(f, err)\n}", "f is a parameter false"},
		{"func save(name string) {\n\tvar f *os.File\n\tfunc() {\n\t\tvar err error\n\t\tf, err = os.Create(name)\n\t\tprint(err)\n\t}()\n\tprint(f)\n}", "f is declared outside of the function that opens it (line 119) false"}, {"func save(name string) {\n\tfunc() {\n\t\tvar f *os.File\n\t\tvar err error\n\t\tf, err = os.Create(name)\n\t\tprint(f, err)\n\t}()\n}", " true"},
		{"func save(name string) {\n\tf, err := os.Create(name)\n\tprint(f, err)\n}", " false"},
	}, func(s *subject) string {
		s.h.decl = nil
		return fmt.Sprint(s.h.declaration(), " ", s.h.decl != nil)
	})
	ask[ast.Node](t, []row[string]{
		{"func save(name string) {\n\tf, err := os.Create(name)\n\tprint(f, err)\n}", ""}, {"func save(name string) {\n\t_, err := os.Create(name)\n\tprint(err)\n}", "nothing keeps the file"}, {"func save(name string) {\n\tf, _ := os.Create(name)\n\tprint(f)\n}", "the error of opening is dropped"},
		{"func save(name string) {\n\tvar err error\n\tglobal, err = os.Create(name)\n\tprint(err)\n}", "global is a variable of the package"}, {"func save(name string) {\n\tvar t struct{ f *os.File; err error }\n\tt.f, t.err = os.Create(name)\n}", "the file is stored in t.f"}, {"func save(name string) {\n\tvar t struct{ f *os.File; err error }\n\tf := global\n\tf, t.err = os.Create(name)\n\tprint(f)\n}", "f may hold another file, too (line 120)"},
		{"func save(name string) {\n\tvar t struct{ f *os.File; err error }\n\tvar f *os.File\n\tf, t.err = os.Create(name)\n\tprint(f)\n}", "the error of opening is dropped"}, {"func save(name string) {\n\tf, err := os.Create(name)\n\tf = nil\n\tprint(f, err)\n}", "f may hold another file, too (line 120)"}, {"func save(name string) {\n\tf, err := os.Create(name)\n\tp := &f\n\tprint(p, err)\n}", "the address of f is taken"},
		{"func save(name string) {\n\tvar f io.Writer\n\tvar err error\n\tf, err = os.Create(name)\n\tprint(f, err)\n}", "f is of type io.Writer"}, {"func save(name string) {\n\tf, err := os.Create(name)\n\tfor f = range files { }\n\tprint(f, err)\n}\nvar files map[*os.File]int", "f may hold another file, too (line 120)"},
	}, func(s *subject) string { return s.h.variables() })
}

func TestHandleQuestions(t *testing.T) {
	for _, q := range []struct {
		name string
		ask  func(h *handle) bool
		rows []row[bool]
	}{
		{"in a loop", (*handle).inLoop, []row[bool]{
			{"func save(names []string) {\n\tfor _, name := range names {\n\t\tf, err := os.Create(name)\n\t\tprint(f, err)\n\t}\n}", true}, {"func save(name string) {\n\tfor {\n\t\tf, err := os.Create(name)\n\t\tprint(f, err)\n\t}\n}", true},
			{"func save(name string) {\n\tfor {\n\t\tfunc() {\n\t\t\tf, err := os.Create(name)\n\t\t\tprint(f, err)\n\t\t}()\n\t}\n}", false}, {"f.Close()", false},
		}},
		{"opens others", (*handle).opensOthers, []row[bool]{
			{"f.Close()", false}, {"os.Create(other)", true}, {"os.WriteFile(other, data, 0)", false}, {"open() ## func open() *os.File { return nil }", true}, {"open() ## func open() (int, *os.File) { return 0, nil }", false}, {"work()", false}, {"print() ## ", false}, {"none() ## func none() {}", false},
		}},
		{"closes plainly", (*handle).closesPlainly, []row[bool]{
			{"f.Close()", true}, {"defer f.Close()", false}, {"if _, err := f.Write(data); err != nil { f.Close(); return err }", false}, {"f.Write(data)", false},
		}},
		{"closes untested", (*handle).closesUntested, []row[bool]{
			{"_, err = f.Write(data); f.Close(); if err != nil { return err }", true}, {"_, err = f.Write(data); if err != nil { return err }; f.Close()", false}, {"f.Write(data); f.Close()", false}, {"_, err = f.Write(data); defer f.Close()", false},
			{"_, err = f.Write(data); n++; f.Close(); return err", true}, {"_, err = f.Write(data); log.Print(err); f.Close(); return err", false}, {"_, werr := f.Write(data); { werr := 1; print(werr) }; f.Close(); return werr", true},
			{"_, err = f.Write(data); { err := 1; _ = err; f.Close() }; return err", false}, {"_, failure = f.Write(data); f.Close()", true}, {"n, _ = f.Write(data); f.Close()", false}, {"n = 1; f.Close()", false},
		}},
		{"several errors", (*handle).severalErrors, []row[bool]{
			{"f.Close()", false}, {"func save(name string) (error, error) {\n\tf, err := os.Create(name)\n\tprint(f)\n\treturn nil, err\n}", true}, {"func save(name string) (int, error) {\n\tf, err := os.Create(name)\n\tprint(f)\n\treturn 0, err\n}", false},
			{"func save(name string) (error, int) {\n\tf, err := os.Create(name)\n\tprint(f)\n\treturn err, 1\n}", false}, {"func save(name string) {\n\tf, err := os.Create(name)\n\tprint(f, err)\n}", false},
		}},
		{"writes deferred", (*handle).writesDeferred, []row[bool]{
			{"defer f.Close()", false}, {"defer f.Write(data)", true}, {"f.Write(data); defer func() { f.Write(data); f.Close() }()", true}, {"f.Write(data); defer func() { f.Close() }()", false}, {"func() { defer f.Write(data) }()", false}, {"w := bufio.NewWriter(f); defer w.Flush()", true},
			{"defer lib.Close(f)", false}, {"defer work()", false},
		}},
		{"tells of failure", (*handle).tellsOfFailure, []row[bool]{
			{"if err != nil { ch <- 1; return err }", true}, {"if err != nil { ch <- 1; return nil }", false}, {"if err != nil { work(); return err }", false}, {"if err != nil { return err }", false}, {"{ ch <- 1; return err }", false},
			{"func() error { if err != nil { ch <- 1; return err }; return nil }()", false}, {"func save(name string, ch chan int) {\n\tf, err := os.Create(name)\n\tif err != nil {\n\t\tch <- 1\n\t\treturn\n\t}\n\tf.Close()\n}", false},
		}},
		{"returns the last error", (*handle).returnsLastError, []row[bool]{
			{"for range 3 { _, err = f.Write(data) }; return err", true}, {"for range 3 { _, err = f.Write(data) }; return nil", false}, {"_, err = f.Write(data); return err", false}, {"for range 3 { _, err = f.Write(data) }; work(); return err", false}, {"if _, err = f.Write(data); err != nil { return err }; return err", false},
			{"work()", false}, {"func save(name string) (err error) {\n\tf, err := os.Create(name)\n\tfor range 3 {\n\t\t_, err = f.Write(nil)\n\t}\n\treturn\n}", true},
		}},
		{"syncs last", (*handle).syncsLast, []row[bool]{{"f.Write(data); return f.Sync()", true}, {"f.Write(data); err = f.Sync(); return err", true}, {"f.Sync(); return nil", false}, {"return f.Close()", false}}},
		{"propagates", func(h *handle) bool { return h.propagating() != nil }, []row[bool]{
			{"f.Write(data); defer func() { f.Close() }()", true}, {"f.Write(data); defer f.Close()", false}, {"f.Write(data); f.Close()", false}, {"f.Write(data); defer func() { if cerr := f.Close(); err == nil { err = cerr } }()", true}, {"f.Write(data); defer func() { cerr := f.Close(); if err == nil { err = cerr } }()", true},
			{"f.Write(data); defer func() { f.Close(); work() }()", false}, {"f.Write(data); defer func() { if err == nil { failure = err }; f.Close() }()", false}, {"f.Write(data); defer func() { cerr := f.Close(); if err == nil { err = cerr } else { work() } }()", false},
			{"f.Write(data); defer func() { cerr := f.Close(); if ask() { err = cerr } }()", false}, {"f.Write(data); defer func() { cerr := f.Close(); if err == nil { work(); err = cerr } }()", false}, {"f.Write(data); defer func() { f.Close(); f.Close() }()", false},
			{"f.Write(data); defer func(n int) { f.Close() }(1)", false}, {"f.Write(data); defer func() { f.Close() }(); defer f.Close()", false},
		}},
		{"changes the path", func(h *handle) bool { return h.pathChanged() != nil }, []row[bool]{{"name = other", true}, {"other = name", false}, {"f.Close()", false}, {"n, name = 1, other", true}, {"func save(name string) {\n\tname = text()\n\tf, err := os.Create(name)\n\tprint(f, err)\n}", false}}},
		{"makes it before", func(h *handle) bool { return h.madeBefore() != nil }, []row[bool]{
			{"lib.Save(name)", false}, {"func save(name string) {\n\tlib.Save(name)\n\tf, err := os.Create(name)\n\tprint(f, err)\n}", true}, {"func save(name string) {\n\tos.Stat(name)\n\tf, err := os.Create(name)\n\tprint(f, err)\n}", false},
			{"func save(name string, hook func(string)) {\n\thook(name)\n\tf, err := os.Create(name)\n\tprint(f, err)\n}", true}, {"func save(name string) {\n\tlib.Save(\"x\")\n\tf, err := os.Create(name)\n\tprint(f, err)\n}", false},
		}},
		{"has it open beside", func(h *handle) bool { return h.openBeside() != nil }, []row[bool]{
			{"func save(name string) {\n\tg, _ := os.Open(name)\n\tf, err := os.Create(name)\n\tprint(f, err)\n\tg.Read(nil)\n}", true}, {"func save(name string) {\n\tg, _ := os.Open(name)\n\tf, err := os.Create(name)\n\tprint(f, err)\n\tg.Close()\n}", false},
			{"func save(name string) {\n\tg, _ := os.Open(name)\n\tg.Close()\n\tf, err := os.Create(name)\n\tprint(f, err, g)\n}", false}, {"func save(name string) {\n\tg, _ := os.Open(\"x\")\n\tf, err := os.Create(name)\n\tprint(f, err)\n\tg.Read(nil)\n}", false},
			{"func save(name string) {\n\tf, err := os.Create(name)\n\tprint(f, err)\n\tg, _ := os.Open(name)\n\tg.Read(nil)\n}", false}, {"func save(name string) {\n\tg, _ := os.Open(name)\n\tif ask() {\n\t\tg.Close()\n\t}\n\tf, err := os.Create(name)\n\tprint(f, err, g)\n}", true},
			{"func save(name string) {\n\tg, _ := os.Open(name)\n\tdefer g.Close()\n\tf, err := os.Create(name)\n\tprint(f, err, g)\n}", true}, {"func save(name string) {\n\tg, _ := os.ReadFile(name)\n\tf, err := os.Create(name)\n\tprint(f, err, g)\n}", false},
			{"func save(name string) {\n\tglobal, failure = os.Open(name)\n\tf, err := os.Create(name)\n\tprint(f, err)\n}\nfunc rest() { global.Read(nil) }", false}, {"func save(name string) {\n\tg, _ := os.Open(name)\n\tg.Sync()\n\tf, err := os.Create(name)\n\tprint(f, err, g.Fd())\n}", true},
			{"func save(name string) {\n\tvar f *os.File\n\tvar err error\n\tf, err = os.Open(name)\n\tf, err = os.Create(name)\n\tprint(f, err)\n}", false},
			{"func save(name string) {\n\tg, _ := os.Open(name)\n\tg.Close()\n\tf, err := os.Create(name)\n\tprint(f, err)\n}", false},
		}},
		{"is linked", func(h *handle) bool { return h.linked() != nil }, []row[bool]{
			{"func save(name string) {\n\tos.Link(name, \"x\")\n\tf, err := os.Create(name)\n\tprint(f, err)\n}", true}, {"func save(name string) {\n\tos.Link(\"x\", name)\n\tf, err := os.Create(name)\n\tprint(f, err)\n}", true}, {"func save(name string) {\n\tos.Link(\"x\", \"y\")\n\tf, err := os.Create(name)\n\tprint(f, err)\n}", false},
			{"func save(name string) {\n\tos.Symlink(name, \"x\")\n\tf, err := os.Create(name)\n\tprint(f, err)\n}", false}, {"os.Link(name, other)", false},
		}},
	} {
		t.Run(q.name, func(t *testing.T) {
			ask[ast.Node](t, q.rows, func(s *subject) bool { return q.ask(s.h) })
		})
	}
}

func TestEndedByContext(t *testing.T) {
	of := func(body string) string {
		return "func save(ctx context.Context, name string, ch chan []byte) error {\n\tf, err := os.Create(name)\n\tif err != nil {\n\t\treturn err\n\t}\n\t" + body + "\n}"
	}
	ask[ast.Node](t, []row[bool]{
		{of("for {\n\t\tselect {\n\t\tcase <-ctx.Done():\n\t\t\treturn ctx.Err()\n\t\tcase b := <-ch:\n\t\t\tf.Write(b)\n\t\t}\n\t}"), true}, {of("for {\n\t\tselect {\n\t\tcase <-ctx.Done():\n\t\t\treturn nil\n\t\tcase b := <-ch:\n\t\t\tf.Write(b)\n\t\t}\n\t}"), false},
		{of("for {\n\t\tselect {\n\t\tcase <-ctx.Done():\n\t\t\treturn ctx.Err()\n\t\tcase b := <-ch:\n\t\t\tif _, err := f.Write(b); err != nil {\n\t\t\t\treturn err\n\t\t\t}\n\t\t}\n\t}"), true}, {of("for {\n\t\tselect {\n\t\tcase <-ctx.Done():\n\t\t\treturn ctx.Err()\n\t\tcase b := <-ch:\n\t\t\tif b == nil {\n\t\t\t\treturn nil\n\t\t\t}\n\t\t\tf.Write(b)\n\t\t}\n\t}"), false},
		{of("f.Write(nil)\n\treturn ctx.Err()"), false}, {of("for {\n\t\tselect {\n\t\tcase <-ctx.Done():\n\t\t\treturn ctx.Err()\n\t\tcase b := <-ch:\n\t\t\tfunc() error { return nil }()\n\t\t\tf.Write(b)\n\t\t}\n\t}"), true},
		{of("for {\n\t\tselect {\n\t\tcase <-ctx.Done():\n\t\t\treturn context.Cause(ctx)\n\t\tcase b := <-ch:\n\t\t\tf.Write(b)\n\t\t}\n\t}"), true}, {of("for {\n\t\tselect {\n\t\tcase <-ctx.Done():\n\t\t\tif err != nil {\n\t\t\t\treturn ctx.Err()\n\t\t\t}\n\t\tcase b := <-ch:\n\t\t\tf.Write(b)\n\t\t}\n\t}"), false},
	}, func(s *subject) bool { return s.h.endedByContext() != nil })
}

func TestReasons(t *testing.T) {
	for _, q := range []struct {
		name string
		ask  func(h *handle) string
		rows []row[string]
	}{
		{"to follow", (*handle).followReason, []row[string]{
			{`print("press Ctrl-C to stop")`, "line 124 says how the program is stopped, which would lose what is written until then"}, {`print("done")`, ""}, {"w := bufio.NewWriter(f); for range ch { w.Flush() }", "line 124 flushes in a loop that waits for more, so the file may be read while it grows"}, {"w := bufio.NewWriter(f); for range data { w.Flush() }", ""}, {"for { <-ch; f.Sync() }", "line 124 flushes in a loop that waits for more, so the file may be read while it grows"}, {"for { select { case <-ch: f.Sync() } }", "line 124 flushes in a loop that waits for more, so the file may be read while it grows"},
			{"for { time.Sleep(1); f.Sync() }", "line 124 flushes in a loop that waits for more, so the file may be read while it grows"}, {"for { time.Now(); f.Sync() }", ""}, {"for range ch { f.Write(data) }", ""}, {"for range ch { global.Sync() }", ""}, {"for range ch { w.Flush(1) } ## var w flusher\ntype flusher struct{}\nfunc (flusher) Flush(int) {}", ""}, {"for range ch { f.Close() }", ""},
			{"func save(name string) {\n\tprint(\"press ^C\")\n\tf, err := os.Create(name)\n\tprint(f, err)\n}", ""}, {"for { _ = !finished; f.Sync() }", ""}, {"for range ch { sync2() } ## func sync2() {}", ""},
		}},
		{"to assert", (*handle).assertReason, []row[string]{
			{"f.Write(data)", ""}, {"put(f) ## func put(w io.Writer) { _, _ = w.(*os.File) }", "line 127 asks whether a writer is of type *os.File"}, {"put(f) ## func put(w io.Writer) { _, _ = w.(io.Closer) }", "line 127 may close f"}, {"put(f) ## func put(w io.Writer) { _, _ = w.(io.Seeker) }", ""}, {"put(f) ## func put(w io.Writer) { _, _ = w.(interface{ Fd() uintptr }) }", "line 127 asks whether a writer is of type interface{Fd() uintptr}"},
			{"put(f) ## func put(w io.Writer) { _, _ = w.(interface{ Nothing() }) }", ""}, {"put(f) ## func put(w io.Writer) { switch w.(type) { case *bufio.Writer: case *os.File: } }", "line 127 asks whether a writer is of type *os.File"}, {"put(f) ## func put(w io.Writer) { _, _ = w.(*bufio.Writer) }", ""}, {"put(r) ## func put(w io.Reader) { _, _ = w.(*os.File) }", ""},
		}},
		{"to list", (*handle).listingReason, []row[string]{
			{"f.Write(data)", ""}, {"f.Write(data); os.ReadDir(name)", ""}, {"os.ReadDir(name); f.Write(data)", "os.ReadDir may list the directory while f is open (line 124)"}, {"f.Write(data); defer f.Close(); os.ReadDir(name)", "os.ReadDir may list the directory while f is open (line 124)"}, {"w := bufio.NewWriter(f); defer w.Flush(); os.ReadDir(name)", "os.ReadDir may list the directory while f is open (line 124)"}, {"list(); f.Write(data) ## func list() { os.ReadDir(\"x\") }", "os.ReadDir may list the directory while f is open (line 124)"},
			{"func save(name string) {\n\tos.ReadDir(name)\n\tf, err := os.Create(name)\n\tprint(f, err)\n}", ""},
		}},
		{"to keep", (*handle).findCarriers, []row[string]{
			{"w := bufio.NewWriter(f); w.Flush()", ""}, {"var b lib.Box; b.Put(f)", ""}, {"box.Put(f) ## var box lib.Box", "line 124 has box keep f"}, {"defer box.Put(f) ## var box lib.Box", ""}, {"box.Send(f) ## var box lib.Box", ""}, {"box.Each(func() { f.Write(data) }) ## var box lib.Box", "line 124 has box keep f"}, {"keep(f) ## var kept io.Writer\nfunc keep(w io.Writer) { kept = w }", "line 124 has kept keep f"},
			{"keep(f) ## var kept io.Writer\nfunc keep(w io.Writer) { own := w; kept = own }", "line 124 has kept keep f"}, {"keep(f) ## var kept error\nfunc keep(w io.Writer) { _, kept = w.Write(nil) }", ""}, {"keep(f) ## func keep(w io.Writer) { own := w; _ = own }", ""}, {"t.keep(f) ## func (t *pair) keep(w io.Writer) { t.w = w }", "line 124 has t keep f"},
			{"own := new(pair); own.keep(f) ## func (t *pair) keep(w io.Writer) { t.w = w }", ""}, {"own := new(pair); keep(own, f) ## func keep(t *pair, w io.Writer) { t.w = w }", ""}, {"keep(t, f) ## func keep(t *pair, w io.Writer) { t.w = w }", "line 124 has t keep f"}, {"keep(f) ## func keep(w io.Writer) { again(w) }\nvar kept io.Writer\nfunc again(w io.Writer) { kept = w }", "line 124 has kept keep f"},
			{"keep(f) ## func keep(w io.Writer) { keep(w) }", ""}, {"keep(f) ## var box lib.Box\nfunc keep(w io.Writer) { box.Put(w) }", "line 124 has box keep f"}, {"keep(f) ## func keep(w io.Writer) { var box lib.Box; box.Put(w) }", ""}, {"keep(nil) ## var kept io.Writer\nfunc keep(w io.Writer) { kept = w }", ""}, {"global = f", ""},
			{"n2 := level(1); n2.keep(f) ## var kept io.Writer\nfunc (level) keep(w io.Writer) {}", ""},
		}},
	} {
		t.Run(q.name, func(t *testing.T) {
			ask[ast.Node](t, q.rows, func(s *subject) string { return q.ask(s.h) })
		})
	}
}

// TestCarriers lists what may write to the file.
func TestCarriers(t *testing.T) {
	ask[ast.Node](t, []row[string]{
		{"f.Write(data)", "f"}, {"w := bufio.NewWriter(f); w.Flush()", "f w"}, {"w := bufio.NewWriter(f); x := bufio.NewWriter(w); x.Flush()", "f w x"}, {"var w io.Writer = f; w.Write(data)", "f w"}, {"var w, x io.Writer = f, nil; _, _ = w, x", "f w"}, {"w, err := two2(f); _, _ = w, err ## func two2(w io.Writer) (io.Writer, error) { return w, nil }", "f w"},
		{"k, err := f.Write(data); _, _ = k, err", "f"}, {"ws := []io.Writer{f}; for _, w := range ws { w.Write(data) }", "f ws w"}, {"ws := map[io.Writer]int{f: 1}; for w := range ws { w.Write(data) }", "f ws w"}, {"ws := []io.Writer{f}; for i := range ws { ws[i].Write(data) }", "f ws"}, {"own := pair{}; own.w = f; _ = own", "f own"}, {"m := map[io.Writer]int{}; m[f] = 1", "f m"}, {"ws := make([]io.Writer, 1); copy(ws, []io.Writer{f})", "f ws"}, {"global = f", "f"}, {"t.w = f", "f"},
		{"own := pair{}; p := &own; p.w = f; _ = own", "f own p"}, {"info, err := f.Stat(); _, _ = info, err", "f"}, {"var w io.Writer; w = f; _ = w", "f w"}, {"var b lib.Box; b.Put(f); _ = b", "f b"}, {"w := fill; _ = w", "f"}, {"own := new(pair); own.keep(f); _ = own ## func (t *pair) keep(w io.Writer) { t.w = w }", "f own"},
		{"var ptr int; p := &ptr; own := pair{}; own.w = f; _, _ = p, own", "f own"},
	}, func(s *subject) string {
		var names []string
		for _, obj := range inOrder(s.h.carriers) {
			names = append(names, obj.Name())
		}
		return strings.Join(names, " ")
	})
}

// TestContentVars lists what has to do with the content.
func TestContentVars(t *testing.T) {
	ask[ast.Node](t, []row[string]{
		{"f.Write(data)", "data f"}, {"f.Close()", ""}, {"f.Sync()", ""}, {"b := data[1:]; f.Write(b)", "data f b"}, {"var b = data; f.Write(b)", "data f b"}, {"for _, x := range data { f.Write([]byte{x}) }", "data f _ x"}, {"for range n { f.Write(data) }", "data f"}, {"for i := range n { f.Write(data[i:]) }", "data n f i"}, {"ch <- n; f.WriteString(strconv.Itoa(n))", "n ch f"},
		{"h := bytes.NewBuffer(nil); h.Write(data); f.Write(data)", "data f h"}, {"lib.Any(&n); f.WriteString(strconv.Itoa(n))", "n f"}, {"lib.Any(&n); f.Write(data)", "data f"}, {"go func() { n++; other = name; ch <- 1 }(); f.Write(data)", "data f"}, {"go func() { n += len(data) }(); f.Write(data)", "data n f"}, {"count := 0; for range data { f.Write(data); count++ }; print(count)", "data f count"},
		{"ok := false; for range data { f.Write(data); ok = true }; print(ok)", "data f ok"}, {"for range data { if n > 3 { break }; f.Write(data) }", "data n f"}, {"for range data { if n > 3 { print() }; f.Write(data) }", "data f"}, {"for range data { n++ }; f.Write(data)", "data f"}, {"if n > 3 { return nil }; f.Write(data)", "data f"}, {"f.WriteString(name)", "f"}, {"n, err = f.Write(data)", "data n f"},
		{"if _, err := f.Write(data); n > 0 { return err }", "data f _"}, {"w := csv.NewWriter(f); w.Write(nil); w.Flush()", "f w"}, {"io.Copy(f, r)", "r f"}, {"func() { n = 2; f.Write(data) }()", "data n f"}, {"for k, x := range map[string]int{other: n} { f.WriteString(k); print(x) }", "other n f k x"}, {"for i, x := range data { print(x); f.WriteString(strconv.Itoa(i)) }", "data f i x"},
		{"lib.Both(data, bufio.NewWriter(nil)); f.Write(data)", "data f"}, {"t.fill(f)", "t f"}, {"t.hook(string(data)); f.Write(data)", "data t f"}, {"ctx := context.Background(); for range data { if ctx.Err() != nil { break }; f.Write(data) }", "data f"}, {"own := pair{}; go func() { own.keep(data) }(); f.Write(data) ## func (t *pair) keep(b []byte) {}", "data f own"},
		{"own := pair{}; own.keep(data); f.Write(data); _ = own ## func (t *pair) keep(b []byte) {}", "data f own"}, {"_ = string(data); f.Write(data)", "data f"}, {"own := []int{}; own = append(own, len(data)); f.Write(data)", "data f own"},
	}, func(s *subject) string {
		var names []string
		for _, obj := range inOrder(s.h.contentVars()) {
			names = append(names, obj.Name())
		}
		return strings.Join(names, " ")
	})
}

func TestZeroText(t *testing.T) {
	ask[ast.Expr](t, []row[string]{
		{"_ = /*?*/n", "0"}, {"_ = /*?*/name", `""`}, {"_ = /*?*/finished", "false"}, {"_ = /*?*/t", "nil"}, {"_ = /*?*/*t", ""}, {"_ = /*?*/data", "nil"}, {"_ = /*?*/map[int]int{}", "nil"}, {"_ = /*?*/ch", "nil"}, {"_ = /*?*/hook", "nil"}, {"_ = /*?*/v", "nil"}, {"_ = /*?*/level(1)", "0"}, {"_ = /*?*/[2]int{}", ""},
		{"func save[T any](v T, name string) {\n\tf, err := os.Create(name)\n\tprint(f, err)\n\t_ = /*?*/v\n}", "*new(T)"}, {"func save[T any](v T, name string) {\n\tf, err := os.Create(name)\n\tprint(f, err)\n\tnew := 1\n\tprint(new)\n\t_ = /*?*/v\n}", ""},
		{"func save[T any](v T, name string) {\n\tf, err := os.Create(name)\n\tprint(f, err)\n\t{\n\t\ttype T int\n\t\t_ = T(1)\n\t\t_ = /*?*/v\n\t}\n}", ""}, {"_ = /*?*/1i", "0"}, {"_ = /*?*/1.5", "0"},
	}, func(s *subject) string { return s.h.zeroText(s.Info.TypeOf(s.expr()), s.expr().Pos()) })
}

func TestInterfaceWith(t *testing.T) {
	for methods, want := range map[string]string{
		"": "Writer", "Write": "Writer", "WriteString": "StringWriter", "WriteAt": "WriterAt", "ReadFrom": "ReaderFrom", "Write Seek": "WriteSeeker", "Seek": "WriteSeeker", "Read Write": "ReadWriter", "Read": "ReadWriter", "Read Seek": "ReadWriteSeeker",
		"Read Write Seek": "ReadWriteSeeker", "Close": "", "Write WriteString": "", "Sync": "",
	} {
		needs := make(map[string]bool)
		for _, m := range strings.Fields(methods) {
			needs[m] = true
		}
		if got := interfaceWith(needs); got != want {
			t.Errorf("%q: got %s, want %s", methods, got, want)
		}
	}
}

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

func TestOptions(t *testing.T) {
	for _, test := range []struct {
		whole bool
		perm  uint32
		want  string
	}{{false, 0o666, ""}, {true, 0o666, ", q.Concurrent()"}, {false, 0o600, ", q.WithPerm(0o600)"}, {true, 0o644, ", q.Concurrent(), q.WithPerm(0o644)"}} {
		if got := options("q.", test.whole, test.perm); got != test.want {
			t.Errorf("%t, %o: got %q, want %q", test.whole, test.perm, got, test.want)
		}
	}
}

func TestOverlap(t *testing.T) {
	edit := func(pos, end token.Pos) []analysis.TextEdit { return []analysis.TextEdit{{Pos: pos, End: end}} }
	for _, test := range []struct {
		a, b []analysis.TextEdit
		want bool
	}{
		{edit(1, 3), edit(2, 4), true}, {edit(1, 3), edit(3, 4), false}, {edit(3, 4), edit(1, 3), false}, {edit(1, 9), edit(3, 4), true}, {edit(3, 4), edit(1, 9), true}, {edit(1, 3), nil, false}, {nil, edit(1, 3), false}, {edit(2, 3), edit(2, 3), true},
	} {
		if got := overlap(test.a, test.b); got != test.want {
			t.Errorf("%v and %v: got %t, want %t", test.a, test.b, got, test.want)
		}
	}
}

// TestParameter asks for the types of parameters by the index of the argument.
func TestParameter(t *testing.T) {
	ask[ast.Expr](t, []row[string]{
		{"_ = /*?*/func(a int, b string) {}", "int string invalid type"}, {"_ = /*?*/func(a int, b ...string) {}", "int string string"}, {"_ = /*?*/func(b ...string) {}", "string string string"}, {"_ = /*?*/func() {}", "invalid type invalid type invalid type"},
	}, func(s *subject) string {
		var got []string
		for i := range 3 {
			got = append(got, parameter(s.Info.TypeOf(s.expr()).(*types.Signature), i).String())
		}
		return strings.Join(got, " ")
	})
}

// TestClosers defers functions that are given the file.
func TestClosers(t *testing.T) {
	of := func(call, decl string) string { return "f.Write(data); defer /*?*/" + call + " ## " + decl }
	ask[*ast.CallExpr](t, []row[bool]{
		{of("shut(f)", "func shut(f *os.File) { f.Close() }"), true}, {of("shut(f)", "func shut(f *os.File) { f.Sync() }"), false}, {of("shut(f)", "func shut(f *os.File) { lib.Take(f) }"), false}, {of("shut(f)", "func shut(f *os.File) { _ = f.Close }"), false}, {of("shut(f)", "func shut(f *os.File) { f.Close(); f.Close() }"), false}, {of("shut(f)", "func shut(f *os.File) { lib.Any(f.Close) }"), false},
		{of("shut(f)", "func shut(f *os.File) { f = nil; f.Close() }"), false}, {of("shut(f)", "func shut(f *os.File) { p := &f; _ = p }"), false}, {of("shut(f)", "func shut(f *os.File) { func() { f.Close() }() }"), false}, {of("func(f *os.File) { f.Close() }(f)", ""), true}, {of("func(f *os.File) { f = nil; f.Close() }(f)", ""), false}, {of("shut(f)", "func shut(f *os.File) { f.Close() }\nfunc other2(g *os.File) { shut(g) }"), true},
	}, func(s *subject) bool {
		fn := s.h.flow.Local(s.call())
		_, ok := s.h.closeOf(fn, fn.Sig.Params().At(0))
		return ok
	})
	ask[*ast.CallExpr](t, []row[bool]{
		{of("shut(f)", "func shut(f *os.File) { f.Close() }"), false}, {of("shut(f)", "func shut(f *os.File) { _ = f.Close() }"), false}, {of("shut(f)", "func shut(f *os.File) { check(f.Close()) }"), true}, {of("shut(f)", "func shut(f *os.File) { err := f.Close(); check(err) }"), true}, {of("shut(1, f)", "func shut(n int, f *os.File) { check(f.Close()) }"), true}, {of("shut(global)", "func shut(f *os.File) { check(f.Close()) }"), false},
		{of("lib.Close(f)", ""), false}, {of("shut(f)", "func shut(f *os.File) { f.Sync() }"), false}, {of("shut(nil, f)", "func shut(f ...*os.File) { f[0].Close() }"), false},
	}, func(s *subject) bool { return s.h.looksAtClose(s.call()) })
	ask[*ast.CallExpr](t, []row[bool]{
		{of("shut(f)", "func shut(f *os.File) { f.Close() }"), true}, {of("shut(f)", "func shut(f *os.File) { f.Close(); work() }"), false}, {of("shut(f)", "func shut(f *os.File) { work(); f.Close() }"), false}, {of("shut(f)", "func shut(f *os.File) { _ = f.Close() }"), true}, {of("shut(f)", "func shut(f *os.File) { err := f.Close(); if err != nil { work() } }"), true}, {of("shut(f)", "func shut(f *os.File) { failure = f.Close() }"), false},
		{of("shut(f)", "func shut(f *os.File) { work(); _ = f.Close() }"), false}, {of("shut(f)", "func shut(f *os.File) { err, n := f.Close(), 1; check(err); print(n) }"), false}, {of("shut(f)", "func shut(f *os.File) { if err := f.Close(); err != nil { work() } }"), true}, {of("shut(f)", "func shut(f *os.File) { if err := f.Close(); err == nil { work() } }"), false}, {of("shut(f)", "func shut(f *os.File) { if err := f.Close(); err != nil { work() } else { work() } }"), false},
		{of("shut(f)", "func shut(f *os.File) { if failure = f.Close(); failure != nil { work() } }"), false}, {of("shut(f)", "func shut(f *os.File) { if failure != nil { f.Close() } }"), false}, {of("shut(f)", "func shut(f *os.File) { err := f.Close(); if n := 1; err != nil { print(n) } }"), false}, {of("shut(f)", "func shut(f *os.File) { err := f.Close(); if err != nil { work() }; if err != nil { work() } }"), true}, {of("shut(f)", "func shut(f *os.File) { for { f.Close() } }"), false},
		{of("shut(f)", "func shut(f *os.File) { err := f.Close(); if err != nil { work() } else { work() } }"), false}, {of("shut(f)", "func shut(f *os.File) { _ = f.Close(); if failure != nil { work() } }"), false}, {of("shut(f)", "func shut(f *os.File) { if n, err := 1, f.Close(); err != nil { print(n) } }"), false},
	}, func(s *subject) bool {
		fn := s.h.flow.Local(s.call())
		closing, ok := s.h.closeOf(fn, fn.Sig.Params().At(fn.Sig.Params().Len()-1))
		return ok && s.h.onlyClosesIn(fn.Cursor.Node().(*ast.FuncDecl), closing.Node())
	})
}

// TestGroups looks for groups of goroutines, and for errors that literals keep.
func TestGroups(t *testing.T) {
	ask[ast.Stmt](t, []row[string]{
		{"var wg sync.WaitGroup; /*?*/wg.Wait()", "wg"}, {"wg := new(sync.WaitGroup); /*?*/wg.Wait()", "wg"}, {"var g errgroup.Group; /*?*/g.Wait()", "g"}, {"var g, h errgroup.Group; /*?*/lib.Both(&g, nil); h.Wait()", "g"}, {"var g, h errgroup.Group; /*?*/if ask() { g.Wait(); h.Wait() }", ""}, {"/*?*/work()", ""}, {"/*?*/mu.Lock()", ""}, {"var g errgroup.Group; /*?*/if ask() { g.Wait(); g.Wait() }", "g"},
	}, func(s *subject) string {
		if v := s.h.groupIn(s.stmt()); v != nil {
			return v.Name()
		}
		return ""
	})
	ask[*ast.FuncLit](t, []row[bool]{
		{"/*?*/func() error { return nil }()", true}, {"go /*?*/func() error { return nil }()", false}, {"own := /*?*/func() error { return nil }; own()", true}, {"var g errgroup.Group; g.Go(/*?*/func() error { return nil })", true}, {"lib.Any(/*?*/func() error { return nil })", false}, {"gen(/*?*/func() error { return nil })", true}, {"groups()[0].Go(/*?*/func() error { return nil }) ## func groups() []*errgroup.Group { return nil }", false},
		{"_ = filepath.WalkFunc(/*?*/func(string, fs.FileInfo, error) error { return nil })", true}, {"go gen(/*?*/func() error { return nil })", false}, {"/*?*/func() {}()", false}, {"var wg sync.WaitGroup; wg.Go(/*?*/func() {})", true},
	}, func(s *subject) bool { return s.h.hears(s.c) })
	ask[*ast.FuncLit](t, []row[int]{
		{"/*?*/func() { err = work() }()", 1}, {"/*?*/func() { own := work(); own = nil; _ = own }()", 0}, {"/*?*/func() { _ = work() }()", 0}, {"/*?*/func() { n = 1 }()", 0}, {"/*?*/func() { t.err = work() }()", 0}, {"/*?*/func() { err, failure = work(), nil }()", 2}, {"/*?*/func() { }()", 0},
	}, func(s *subject) int { return len(s.h.errorsKept(s.c.Node().(*ast.FuncLit))) })
}

// TestCallees follows calls to the functions that they may run.
func TestCallees(t *testing.T) {
	ask[*ast.CallExpr](t, []row[int]{
		{"/*?*/work()", 1}, {"/*?*/lib.Name()", 0}, {"var a asker; /*?*/a.Ask(name)", 1}, {"own := func() {}; /*?*/own()", 1}, {"own := func() {}; own = func() {}; /*?*/own()", 2}, {"own := work; own = other2; /*?*/own() ## func other2() error { return nil }", 2}, {"own := looker{}.Run; own = work; /*?*/own()", 2}, {"/*?*/hook(name)", 0}, {"/*?*/t.hook(name)", 0}, {"_ = /*?*/len(name)", 0},
	}, func(s *subject) int { return len(s.h.callees(s.call())) })
	is := func(call *ast.CallExpr) bool { return len(call.Args) == 3 }
	ask[*ast.CallExpr](t, []row[bool]{
		{"/*?*/work()", false}, {"/*?*/a() ## func a() { b() }\nfunc b() { print(1, 2, 3) }", true}, {"/*?*/a() ## func a() { b() }\nfunc b() { a() }", false}, {"/*?*/a() ## func a() { print(1, 2, 3) }", true}, {"/*?*/print(1, 2, 3)", false}, {"/*?*/a() ## func a() { func() { print(1, 2, 3) }() }", true},
	}, func(s *subject) bool {
		memo := make(map[*flow.Function]bool)
		first := s.h.reaches(memo, s.h.callees(s.call()), is)
		if again := s.h.reaches(memo, s.h.callees(s.call()), is); again != first {
			s.t.Errorf("got %t, and %t when asked again", first, again)
		}
		return first
	})
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
