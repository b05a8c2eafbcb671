package rewrite

import (
	"go/ast"
	"testing"
)

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

func TestLeavesIf(t *testing.T) {
	ask[ast.Stmt](t, []row[bool]{
		{"/*?*/if err != nil { return err }", true}, {"/*?*/if err == nil { return err }", false}, {"/*?*/if err != nil { return err } else { work() }", false}, {"/*?*/if err != nil { print() }", false}, {"/*?*/if err != nil || finished { return err }", false},
		{"/*?*/if failure != nil { return err }", false}, {"/*?*/work()", false}, {"/*?*/if nil != err { return err }", true}, {"/*?*/if err != nil { log.Fatal(err) }", true},
	}, func(s *subject) bool {
		return s.h.leavesIf(s.stmt(), s.h.errorVar(s.h.assign.Lhs[1]))
	})
}

func TestSyncsAnyway(t *testing.T) {
	ask[*ast.IfStmt](t, []row[bool]{
		{"/*?*/if serr := f.Sync(); err == nil { err = serr }", true}, {"/*?*/if serr := f.Sync(); err != nil { err = serr }", false},
		{"/*?*/if serr := f.Sync(); err == nil { err = errKnown; _ = serr }", false}, {"/*?*/if serr := f.Sync(); err == nil { err := serr; _ = err }", false},
		{"/*?*/if serr := f.Sync(); err == nil && serr == nil { err = serr }", false}, {"/*?*/if serr := work(); err == nil { err = serr }", false},
		{"/*?*/if serr := f.Sync(); err == nil { err = serr } else { work() }", false}, {"/*?*/if failure = f.Sync(); err == nil { err = failure }", false},
		{"/*?*/if serr := f.Sync(); err == nil && n > 0 { err = serr }", false}, {"/*?*/if serr := f.Sync(); err == nil { err, failure = serr, serr }", false},
		{"/*?*/if serr := f.Sync(); err == nil { t.err = serr }", false}, {"/*?*/if err == nil { err = f.Sync() }", false}, {"/*?*/if serr := f.Sync(); err == nil { work(); _ = serr }", false},
	}, func(s *subject) bool { return s.h.syncsAnyway(s.c.Node().(*ast.IfStmt)) })
}

func TestSyncedTo(t *testing.T) {
	ask[ast.Stmt](t, []row[bool]{
		{"/*?*/err = f.Sync()", true}, {"/*?*/serr := f.Sync(); _ = serr", false}, {"/*?*/err = work()", false}, {"/*?*/err, n = f.Sync(), 1", false}, {"/*?*/f.Sync()", false}, {"/*?*/_ = f.Sync()", false},
	}, func(s *subject) bool { return s.h.syncedTo(s.stmt()) != nil })
}
