package rewrite

import (
	"go/ast"
	"testing"
)

func TestTellsFailure(t *testing.T) {
	ask[ast.Stmt](t, []row[bool]{
		{"/*?*/work()", true}, {"/*?*/n++", true}, {"/*?*/finished = false", true}, {"/*?*/finished = true", false}, {"/*?*/f.Write(data)", false}, {"/*?*/f.Close()", true}, {"/*?*/if ask() { }", false}, {"/*?*/return err", true},
		{"for { /*?*/break }", false}, {"for { /*?*/continue }", true}, {"out: for { /*?*/break out }", true}, {"/*?*/go work()", false}, {"const yes = 2 > 1; /*?*/finished = yes", false},
		{"func save(name string) bool {\n\tf, _ := os.Create(name)\n\t_ = f\n\t/*?*/return true\n}", false}, {"func save(name string) bool {\n\tf, _ := os.Create(name)\n\t_ = f\n\t/*?*/return false\n}", true},
		{"func save(name string) string {\n\tf, _ := os.Create(name)\n\t_ = f\n\t/*?*/return \"true\"\n}", true},
	}, func(s *subject) bool { return s.h.tellsFailure(s.stmt()) })
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

func TestZeroText(t *testing.T) {
	ask[ast.Expr](t, []row[string]{
		{"_ = /*?*/n", "0"}, {"_ = /*?*/name", `""`}, {"_ = /*?*/finished", "false"}, {"_ = /*?*/t", "nil"}, {"_ = /*?*/*t", ""}, {"_ = /*?*/data", "nil"}, {"_ = /*?*/map[int]int{}", "nil"}, {"_ = /*?*/ch", "nil"}, {"_ = /*?*/hook", "nil"}, {"_ = /*?*/v", "nil"}, {"_ = /*?*/level(1)", "0"}, {"_ = /*?*/[2]int{}", ""},
		{"func save[T any](v T, name string) {\n\tf, err := os.Create(name)\n\tprint(f, err)\n\t_ = /*?*/v\n}", "*new(T)"}, {"func save[T any](v T, name string) {\n\tf, err := os.Create(name)\n\tprint(f, err)\n\tnew := 1\n\tprint(new)\n\t_ = /*?*/v\n}", ""},
		{"func save[T any](v T, name string) {\n\tf, err := os.Create(name)\n\tprint(f, err)\n\t{\n\t\ttype T int\n\t\t_ = T(1)\n\t\t_ = /*?*/v\n\t}\n}", ""}, {"_ = /*?*/1i", "0"}, {"_ = /*?*/1.5", "0"},
	}, func(s *subject) string { return s.h.zeroText(s.Info.TypeOf(s.expr()), s.expr().Pos()) })
}

func TestIsCloseCall(t *testing.T) {
	ask[*ast.CallExpr](t, []row[bool]{
		{"/*?*/f.Close()", true}, {"f.Write(data); defer /*?*/f.Close()", true}, {"f.Write(data); defer /*?*/shut(f) ## func shut(f *os.File) { f.Close() }", false},
		{"f.Write(data); defer /*?*/lib.Close(f)", false}, {"/*?*/global.Close(); f.Close()", false}, {"f.Write(data); defer func() { /*?*/f.Close() }()", true}, {"/*?*/f.Sync()", false},
	}, func(s *subject) bool { return s.h.isCloseCall(s.call()) })
}

func TestErrorReturn(t *testing.T) {
	of := func(results, failed, body string) string {
		return "func save(name string) " + results + " {\n\tf, err := os.Create(name)\n\tif err != nil {\n\t\treturn " + failed + "\n\t}\n\t" + body + "\n\tf.Close()\n\tpanic(0)\n}"
	}
	ask[ast.Stmt](t, []row[string]{
		{of("(n int, _ string, err2 error)", "1, \"\", err", "/*?*/work()"), "return 1, \"\", err"},
		{of("(n int, _ string, err2 error)", "number(), text(), err", "/*?*/work()"), "return n, \"\", err"},
		{of("(n int, _ string, err2 error)", "number(), text(), err", "{\n\t\tn := \"\"\n\t\tprint(n)\n\t\t/*?*/work()\n\t}"), ""},
		{of("(int, error)", "number(), err", "k := 1\n\tif k > 1 {\n\t\treturn k, work()\n\t}\n\t/*?*/work()"), "return k, err"},
		{of("(int, error)", "number(), err", "k := 1\n\tif k > 1 {\n\t\treturn k, nil\n\t}\n\t/*?*/work()"), "return 0, err"},
		{of("(int, error)", "number(), err", "k := 1\n\t/*?*/work()\n\tif k > 1 {\n\t\treturn k, work()\n\t}"), "return 0, err"},
		{of("(int, error)", "number(), err", "k := 1\n\tfunc() (int, error) { return k, work() }()\n\t/*?*/work()"), "return 0, err"},
		{of("(int, error)", "number(), err", "k := 1\n\tif k > 1 {\n\t\treturn two()\n\t}\n\t/*?*/work()"), "return 0, err"},
		{of("(int, error)", "2, err", "/*?*/work()"), "return 2, err"},
		{of("(pair, error)", "pair{}, err", "/*?*/work()"), "return pair{}, err"},
		{of("(pair, error)", "pair{n: 1}, err", "/*?*/work()"), ""},
		{of("([2]int, error)", "[2]int{1}, err", "/*?*/work()"), ""},
	}, func(s *subject) string { return s.h.errorReturn(s.c.Node().Pos()) })
}
