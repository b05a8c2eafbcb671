package rewrite

import (
	"go/ast"
	"strings"
	"testing"
)

// TestFixEnds lets functions of several results end early, and in the end.
func TestFixEnds(t *testing.T) {
	const (
		written = "if _, err := f.Write(data); err != nil {\n\t\treturn FAILED\n\t}"
		early   = "if len(data) == 0 {\n\t\treturn DONE\n\t}\n\t" + written
		naked   = "if len(data) == 0 {\n\t\treturn\n\t}\n\tif _, err = f.Write(data); err != nil {\n\t\treturn\n\t}"
	)
	for _, test := range []struct{ name, result, failed, done, body, want string }{
		{"nothing, early", "", "", "", early, `by hand: line 64 ends the function, and there is no telling whether it has failed`},
		{"an error, early", "error", "err", "nil", early + "\n\treturn DONE", "- f, err := os.Create(name)\n- return nil\n- return nil\n+ f, err := atomicfile.Create(name)\n+ return f.Commit()\n+ return f.Commit()"},
		{"a named error, early", "(err error)", "", "", naked + "\n\treturn DONE", "- f, err := os.Create(name)\n+ return err\n+ return err\n+ f, err := atomicfile.Create(name)\n+ if err := f.Commit(); err != nil {\n+ if err := f.Commit(); err != nil {"},
		{"a named error, returned by value, early", "(err error)", "err", "nil", early + "\n\treturn DONE", "- f, err := os.Create(name)\n- return nil\n- return nil\n+ f, err := atomicfile.Create(name)\n+ return f.Commit()\n+ return f.Commit()"},
		{"a number and an error, early", "(int, error)", "0, err", "1, nil", early + "\n\treturn DONE", "- f, err := os.Create(name)\n+ f, err := atomicfile.Create(name)\n+ return 0, err\n+ return 0, err\n+ if err := f.Commit(); err != nil {\n+ if err := f.Commit(); err != nil {"},
		{"two named results, early", "(n int, err error)", "", "", naked + "\n\treturn DONE", "- f, err := os.Create(name)\n+ f, err := atomicfile.Create(name)\n+ if err := f.Commit(); err != nil {\n+ if err := f.Commit(); err != nil {\n+ return n, err\n+ return n, err"},
		{"two results of a call, early", "(int, error)", "0, err", "two()", early + "\n\treturn 1, nil", "- func save(name string, data []byte) (int, error) {\n- f, err := os.Create(name)\n- defer f.Close()\n+ func save(name string, data []byte) (_ int, err error) {\n+ f, err := atomicfile.Create(name)\n+ defer f.Finish(&err)"},
		{"a number, early", "int", "1", "0", early + "\n\treturn DONE", "- f, err := os.Create(name)\n+ f, err := atomicfile.Create(name)\n+ return 1\n+ return 1\n+ if err := f.Commit(); err != nil {\n+ if err := f.Commit(); err != nil {"},
		{"a condition, early", "bool", "false", "true", early + "\n\treturn DONE", "- f, err := os.Create(name)\n+ f, err := atomicfile.Create(name)\n+ return false\n+ return false\n+ if err := f.Commit(); err != nil {\n+ if err := f.Commit(); err != nil {"},
		{"a pointer and an error", "(*pair, error)", "nil, err", "new(pair), nil", written + "\n\treturn DONE", "- f, err := os.Create(name)\n+ f, err := atomicfile.Create(name)\n+ return nil, err\n+ if err := f.Commit(); err != nil {"},
		{"a struct and an error", "(pair, error)", "pair{}, err", "pair{1}, nil", written + "\n\treturn DONE", "- f, err := os.Create(name)\n+ f, err := atomicfile.Create(name)\n+ return pair{}, err\n+ if err := f.Commit(); err != nil {"},
		{"a struct of another package and an error", "(lib.Pair, error)", "lib.Pair{}, err", "lib.Pair{}, nil", written + "\n\treturn DONE", "- f, err := os.Create(name)\n+ f, err := atomicfile.Create(name)\n+ return lib.Pair{}, err\n+ if err := f.Commit(); err != nil {"},
		{"a list, a map and an error", "([]int, map[string]int, error)", "nil, nil, err", "nil, nil, nil", written + "\n\treturn DONE", "- f, err := os.Create(name)\n+ f, err := atomicfile.Create(name)\n+ return nil, nil, err\n+ if err := f.Commit(); err != nil {"},
		{"an array and an error", "([2]int, error)", "[2]int{}, err", "[2]int{1}, nil", written + "\n\treturn DONE", "- f, err := os.Create(name)\n+ f, err := atomicfile.Create(name)\n+ return [2]int{}, err\n+ if err := f.Commit(); err != nil {"},
		{"a channel, a function and an error", "(chan int, func(), error)", "nil, nil, err", "nil, nil, nil", written + "\n\treturn DONE", "- f, err := os.Create(name)\n+ f, err := atomicfile.Create(name)\n+ return nil, nil, err\n+ if err := f.Commit(); err != nil {"},
		{"a string, an interface and an error", "(string, any, error)", "\"\", nil, err", "name, 1, nil", written + "\n\treturn DONE", "- f, err := os.Create(name)\n+ f, err := atomicfile.Create(name)\n+ return \"\", nil, err\n+ if err := f.Commit(); err != nil {"},
		{"a duration and an error", "(count, error)", "0, err", "1, nil", written + "\n\treturn DONE", "- f, err := os.Create(name)\n+ f, err := atomicfile.Create(name)\n+ return 0, err\n+ if err := f.Commit(); err != nil {"},
		{"an error and a number", "(error, int)", "err, 0", "nil, 1", written + "\n\treturn DONE", `by hand: line 61 ends the function, and there is no telling whether it has failed`},
		{"two errors", "(error, error)", "err, err", "nil, nil", written + "\n\treturn DONE", `by hand: the function returns more than one error`},
		{"the error of another call", "error", "err", "work()", written + "\n\treturn DONE", "- f, err := os.Create(name)\n+ return err\n+ f, err := atomicfile.Create(name)\n+ if err := f.Commit(); err != nil {"},
		{"the error that was tested", "error", "err", "err", "_, err = f.Write(data)\n\treturn DONE", "- func save(name string, data []byte) error {\n- f, err := os.Create(name)\n- defer f.Close()\n+ func save(name string, data []byte) (err error) {\n+ f, err := atomicfile.Create(name)\n+ defer f.Finish(&err)"},
		{"the error of writing", "error", "err", "fill(f)", "return DONE", "- func save(name string, data []byte) error {\n- f, err := os.Create(name)\n- defer f.Close()\n+ func save(name string, data []byte) (err error) {\n+ f, err := atomicfile.Create(name)\n+ defer f.Finish(&err)"},
		{"three early ends", "error", "err", "nil", "switch len(data) {\n\tcase 0:\n\t\treturn DONE\n\tcase 1:\n\t\treturn DONE\n\tcase 2:\n\t\treturn DONE\n\t}\n\t" + written + "\n\treturn DONE", "- f, err := os.Create(name)\n- return nil\n- return nil\n- return nil\n- return nil\n+ f, err := atomicfile.Create(name)\n+ return f.Commit()\n+ return f.Commit()\n+ return f.Commit()\n+ return f.Commit()"},
		{"four early ends", "error", "err", "nil", "switch len(data) {\n\tcase 0:\n\t\treturn DONE\n\tcase 1:\n\t\treturn DONE\n\tcase 2:\n\t\treturn DONE\n\tcase 3:\n\t\treturn DONE\n\t}\n\t" + written + "\n\treturn DONE", "- func save(name string, data []byte) error {\n- f, err := os.Create(name)\n- defer f.Close()\n+ func save(name string, data []byte) (err error) {\n+ f, err := atomicfile.Create(name)\n+ defer f.Finish(&err)"},
		{"the program ends early", "error", "err", "nil", "if len(data) == 0 {\n\t\tos.Exit(0)\n\t}\n\t" + written + "\n\treturn DONE", `by hand: line 61 ends the function without an error, and without publishing the file`},
		{"the program fails early", "error", "err", "nil", "if len(data) == 0 {\n\t\tos.Exit(1)\n\t}\n\t" + written + "\n\treturn DONE", "- f, err := os.Create(name)\n- return nil\n+ f, err := atomicfile.Create(name)\n+ f.Close()\n+ return f.Commit()"},
		{"the program ends early, somehow", "error", "err", "nil", "if len(data) == 0 {\n\t\tos.Exit(len(name))\n\t}\n\t" + written + "\n\treturn DONE", `by hand: line 61 ends the function, and there is no telling whether it has failed`},
		{"an end that shares its line", "(int, error)", "0, err", "1, nil", "if len(data) == 0 { return DONE }\n\t" + written + "\n\treturn DONE", "- func save(name string, data []byte) (int, error) {\n- f, err := os.Create(name)\n- defer f.Close()\n- if len(data) == 0 { return 1, nil }\n+ func save(name string, data []byte) (_ int, err error) {\n+ f, err := atomicfile.Create(name)\n+ defer f.Finish(&err)\n+ if len(data) == 0 {\n+ return 1, nil"},
		{"nothing is left to be done", "", "", "", "f.Write(data)", "- func save(name string, data []byte)  {\n- f, err := os.Create(name)\n+ func save(name string, data []byte) {\n+ f, err := atomicfile.Create(name)\n+ return\n+ if err := f.Commit(); err != nil {"},
		{"a message is left to be made", "", "", "", "f.Write(data)\n\tlog.Print(\"done\")", "- func save(name string, data []byte)  {\n- f, err := os.Create(name)\n+ func save(name string, data []byte) {\n+ f, err := atomicfile.Create(name)\n+ return\n+ if err := f.Commit(); err != nil {"},
		{"the error is told", "", "", "", "if _, err := f.Write(data); err != nil {\n\t\tlog.Print(err)\n\t\treturn\n\t}", "- func save(name string, data []byte)  {\n- f, err := os.Create(name)\n+ func save(name string, data []byte) {\n+ f, err := atomicfile.Create(name)\n+ log.Print(err)\n+ if err := f.Commit(); err != nil {"},
		{"the program ends on the error", "", "", "", "if _, err := f.Write(data); err != nil {\n\t\tlog.Fatal(err)\n\t}", "- func save(name string, data []byte)  {\n- f, err := os.Create(name)\n+ log.Fatal(err)\n+ func save(name string, data []byte) {\n+ f, err := atomicfile.Create(name)\n+ f.Close()\n+ if err := f.Commit(); err != nil {"},
		{"a panic on the error", "", "", "", "if _, err := f.Write(data); err != nil {\n\t\tpanic(err)\n\t}", "- func save(name string, data []byte)  {\n- f, err := os.Create(name)\n+ func save(name string, data []byte) {\n+ f, err := atomicfile.Create(name)\n+ panic(err)\n+ if err := f.Commit(); err != nil {"},
		{"a helper for the error", "", "", "", "_, err = f.Write(data)\n\tcheck(err)", "- func save(name string, data []byte)  {\n- f, err := os.Create(name)\n+ func save(name string, data []byte) {\n+ f, err := atomicfile.Create(name)\n+ return\n+ if err := f.Commit(); err != nil {"},
	} {
		t.Run(test.name, func(t *testing.T) {
			src := `
type (
	pair  struct{ n int }
	count int
)

func two() (int, error) { return 1, failure }

func fill(w io.Writer) error {
	_, err := w.Write(nil)
	return err
}

func save(name string, data []byte) RESULT {
	f, err := os.Create(name)
	if err != nil {
		return FAILED
	}
	defer f.Close()
	` + test.body + `
}
`
			src = strings.NewReplacer("RESULT", test.result, "FAILED", test.failed, "DONE", test.done).Replace(src)
			b := load(t, src)
			fix, reason := b.fixer.Fix(b.sinkIn(t))
			if got := b.outcome(t, fix, reason); got != test.want {
				t.Errorf("got\n%s\nwant\n%s\nof%s", got, test.want, src)
			}
		})
	}
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

func TestKeepsNothing(t *testing.T) {
	ask[*ast.CallExpr](t, []row[bool]{
		{`/*?*/io.WriteString(f, "x")`, true}, {`/*?*/exec.Command("x").Start()`, false}, {"/*?*/log.SetOutput(f)", false}, {"/*?*/lib.Write(f)", true}, {"/*?*/lib.Any(f)", false}, {"/*?*/lib.SetAll(f)", false},
		{"/*?*/lib.StartAll(f)", false}, {"/*?*/pkgHook(name)", false}, {"/*?*/hook(name)", true}, {"/*?*/csv.NewWriter(f)", true}, {"/*?*/log.Print(f)", true}, {"_ = /*?*/io.Writer(f)", false}, {"/*?*/all(f)", false},
		{"var w io.WriterTo; /*?*/w.WriteTo(f)", true}, {"_ = /*?*/err.Error()", true},
	}, func(s *subject) bool { return s.h.keepsNothing(s.call()) })
}

func TestOtherFileMentioned(t *testing.T) {
	ask[ast.Stmt](t, []row[bool]{
		{"/*?*/io.Copy(f, global)", true}, {"/*?*/io.Copy(f, r)", false}, {"/*?*/lib.Any(f)", false}, {"/*?*/lib.Any(os.Stdout)", true}, {"g := f; /*?*/lib.Any(g)", true}, {"/*?*/work()", false},
	}, func(s *subject) bool { return s.h.mentionsOtherFile(s.stmt()) })
}

func TestListAround(t *testing.T) {
	ask[ast.Stmt](t, []row[int]{
		{"/*?*/work()", 5}, {"if ask() { /*?*/work(); n++ }", 2}, {"if /*?*/n := 1; n > 0 { }", 0}, {"switch { case ask(): /*?*/n++; n++; n++ }", 3}, {"select { case <-ch: /*?*/n++; n++ }", 2},
	}, func(s *subject) int { return len(s.h.listAround(s.stmt())) })
}

func TestOutOfSight(t *testing.T) {
	ask[ast.Node](t, []row[string]{
		{"f.Write(data)", ""},
		{"lib.Write(f)", ""},
		{"lib.WriteClose(f)", "line 124 keeps f where what writes to it cannot be followed"},
		{"t.w = f", "line 124 keeps f where what writes to it cannot be followed"},
		{"global = f", "line 124 keeps f where what writes to it cannot be followed"},
		{"ch2 := make(chan *os.File, 1); ch2 <- f", "line 124 keeps f where what writes to it cannot be followed"},
		{"var b lib.Box; b.Put(f)", "line 124 keeps f where what writes to it cannot be followed"},
		{"w := bufio.NewWriter(f); w.Flush()", ""},
		{"go f.Write(data)", ""},
		{"go func() { f.Write(data) }()", ""},
		{"defer func() { f.Write(data) }()", ""},
		{"func() { f.Write(data) }()", ""},
		{"lib.Any(func() { f.Write(data) })", ""},
		{"own := func() { f.Write(data) }; own()", ""},
		{"for _, fn := range []func(){func() { f.Write(data) }} { fn() }", "line 124 may write to f at another time"},
		{"lib.StartAll(f)", "line 124 keeps f where what writes to it cannot be followed"},
		{"lib.SetAll(f)", "line 124 keeps f where what writes to it cannot be followed"},
		{"keep(f) ## func keep(w io.Writer) { kept = w }\nvar kept io.Writer", "line 127 keeps f where what writes to it cannot be followed"},
		{"own := pair{w: f}; own.w.Write(nil)", "line 124 keeps f where what writes to it cannot be followed"},
	}, func(s *subject) string { return s.h.outOfSight() })
}

func TestUnlabeled(t *testing.T) {
	ask[ast.Stmt](t, []row[bool]{
		{"/*?*/for { }", true}, {"/*?*/out: for { break out }", true}, {"/*?*/out: in: for { if ask() { break in }; goto out }", true}, {"/*?*/work()", false},
	}, func(s *subject) bool { _, ok := unlabeled(s.stmt()).(*ast.ForStmt); return ok })
}

// TestFixLate closes the file late, or early on some way.
func TestFixLate(t *testing.T) {
	ask[ast.Node](t, []row[string]{
		{"if _, err := f.Write(data); err != nil {\n\t\treturn err\n\t}\n\tdefer f.Close()\n\tn++", "- f, err := os.Create(name)\n+ f, err := atomicfile.Create(name)\n+ return err\n+ if err := f.Commit(); err != nil {"},
		{"if _, err := f.Write(data); err != nil {\n\t\treturn err\n\t}\n\tdefer func() {\n\t\tf.Close()\n\t}()\n\tn++", "- f, err := os.Create(name)\n- defer func() {\n- f.Close()\n- }()\n+ f, err := atomicfile.Create(name)\n+ return err\n+ defer f.Close()\n+ if err := f.Commit(); err != nil {"},
		{"if _, err := f.Write(data); err != nil {\n\t\treturn err\n\t}\n\tdefer func() {\n\t\tf.Close()\n\t\twork()\n\t}()\n\tn++", "by hand: line 125 leaves the temporary behind"},
		{"if n > 0 {\n\t\tf.Close()\n\t\treturn nil\n\t}\n\tif _, err := f.Write(data); err != nil {\n\t\treturn err\n\t}\n\tf.Close()\n\tn++", "- f, err := os.Create(name)\n- f.Close()\n- f.Close()\n+ f, err := atomicfile.Create(name)\n+ return err\n+ return err\n+ defer f.Close()\n+ if err := f.Commit(); err != nil {\n+ if err := f.Commit(); err != nil {"},
		{"defer f.Close()\n\tif n > 0 {\n\t\treturn nil\n\t}\n\tif n > 1 {\n\t\treturn nil\n\t}\n\tif n > 2 {\n\t\treturn nil\n\t}\n\tif n > 3 {\n\t\treturn nil\n\t}\n\tif _, err := f.Write(data); err != nil {\n\t\treturn err\n\t}\n\tn++", "- func save(name, other string, data []byte, n int, v any, hook func(string) error, t *pair, ch chan int, r io.Reader, mu *sync.Mutex) error {\n- f, err := os.Create(name)\n- defer f.Close()\n+ func save(name, other string, data []byte, n int, v any, hook func(string) error, t *pair, ch chan int, r io.Reader, mu *sync.Mutex) (err error) {\n+ f, err := atomicfile.Create(name)\n+ defer f.Finish(&err)"},
		{"if _, err := f.Write(data); err != nil {\n\t\treturn err\n\t}\n\tif n > 0 {\n\t\tf.Close()\n\t}\n\tn++", "- f, err := os.Create(name)\n- f.Close()\n- return nil\n+ f, err := atomicfile.Create(name)\n+ return err\n+ defer f.Close()\n+ if err := f.Commit(); err != nil {\n+ return f.Commit()"},
		{"if _, err := f.Write(data); err != nil {\n\t\treturn err\n\t}\n\tif cerr := f.Close(); cerr != nil {\n\t\tlog.Print(cerr)\n\t}\n\tif n > 0 {\n\t\treturn errKnown\n\t}", "- f, err := os.Create(name)\n- if cerr := f.Close(); cerr != nil {\n- log.Print(cerr)\n+ f, err := atomicfile.Create(name)\n+ return err\n+ defer f.Close()\n+ if err := f.Commit(); err != nil {"},
		{"func save(name string, n int) {\n\tf, err := os.Create(name)\n\tif err != nil {\n\t\tlog.Fatal(err)\n\t}\n\tdefer f.Close()\n\tif n > 0 {\n\t\tos.Exit(0)\n\t}\n\tif _, err := f.WriteString(\"x\"); err != nil {\n\t\tlog.Fatal(err)\n\t}\n}", "by hand: line 125 ends the function without an error, and without publishing the file"},
		{"func save(name string, n int) {\n\tf, err := os.Create(name)\n\tif err != nil {\n\t\tlog.Fatal(err)\n\t}\n\tdefer f.Close()\n\tif n > 0 {\n\t\treturn\n\t}\n\tif _, err := f.WriteString(\"x\"); err != nil {\n\t\tlog.Fatal(err)\n\t}\n}", "- f, err := os.Create(name)\n+ log.Fatal(err)\n+ log.Fatal(err)\n+ f, err := atomicfile.Create(name)\n+ if err := f.Commit(); err != nil {\n+ if err := f.Commit(); err != nil {\n+ f.Close()"},
	}, (*subject).fixed)
}
