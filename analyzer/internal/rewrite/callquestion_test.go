package rewrite

import (
	"go/ast"
	"testing"

	"github.com/atomiclint/atomiclint/analyzer/internal/control"
)

func TestActs(t *testing.T) {
	ask[*ast.CallExpr](t, []row[bool]{
		{"/*?*/mu.Unlock()", true}, {"/*?*/mu.Lock()", false}, {"/*?*/os.Rename(name, other)", true}, {"/*?*/os.Remove(name)", false},
		{"/*?*/os.Remove(other)", true}, {"/*?*/os.Truncate(name, 0)", true}, {"/*?*/close(ch)", true}, {"/*?*/print(n)", false}, {"/*?*/hook(name)", false},
		{"close := hook; /*?*/close(name)", false}, {"var wg sync.WaitGroup; /*?*/wg.Done()", true}, {"var b atomic.Bool; /*?*/b.Store(true)", true},
		{"/*?*/lib.Save(name)", false},
	}, func(s *subject) bool { return s.h.acts(s.call()) })
}

func TestAnswersPeer(t *testing.T) {
	ask[*ast.CallExpr](t, []row[bool]{
		{"var c conn; /*?*/c.Write(data)", true}, {"var c conn; /*?*/c.WriteNow()", true}, {"var c conn; /*?*/c.Close()", false},
		{"var c response; /*?*/c.Write(data)", true}, {"var c response; /*?*/c.WriteHeader(1)", true}, {"var c silent; /*?*/c.WriteNow()", false},
		{"/*?*/f.Write(data)", false}, {"var c conn; /*?*/lib.Write(c)", true}, {"/*?*/lib.Write(f)", false}, {"var c conn; /*?*/lib.Any(c)", false},
		{"var c conn; /*?*/taken(c) ## func taken(conn) {}", false}, {"var c conn; /*?*/lib.Both(nil, c)", true}, {"var c conn; /*?*/lib.Both(c, nil)", false},
		{"var c conn; _ = /*?*/io.Writer(c)", false}, {"var c conn; /*?*/fmt.Fprint(c)", true}, {"var c conn; /*?*/fmt.Print(c)", false},
		{"var c silent; /*?*/lib.Any(c)", false}, {"var c conn; /*?*/all(f, c)", true}, {"/*?*/lib.WriteClose(f)", false},
	}, func(s *subject) bool { return s.h.answersPeer(s.call()) })
}

func TestSignals(t *testing.T) {
	rows := []row[bool]{
		{"/*?*/ch <- 1", true}, {"/*?*/close(ch)", true}, {"/*?*/mu.Unlock()", true}, {"/*?*/mu.Lock()", false}, {"/*?*/work()", false}, {"/*?*/n++", false},
		{"/*?*/defer mu.Unlock()", false}, {"/*?*/<-ch", false}, {"close := func(chan int) {}; /*?*/close(ch)", false}, {"/*?*/print(n)", false}, {"/*?*/hook(name)", false},
	}
	ask[ast.Stmt](t, rows, func(s *subject) bool { return s.h.signals(s.stmt()) })
	ask[ast.Stmt](t, []row[bool]{
		{"/*?*/if ask() { ch <- 1 }", true}, {"/*?*/if ask() { close(ch) }", true}, {"/*?*/if ask() { os.Rename(name, other) }", true},
		{"/*?*/if ask() { work() }", false}, {"/*?*/mu.Unlock()", true}, {"/*?*/n++", false},
	}, func(s *subject) bool { return s.h.signalsWithin(s.stmt()) })
}

func TestAnnounces(t *testing.T) {
	ask[*ast.CallExpr](t, []row[bool]{
		{"/*?*/log.Print(name)", true}, {"/*?*/log.Print(other)", false}, {"/*?*/log.Print(name, err)", false}, {"/*?*/log.Print(f.Name())", true}, {"/*?*/log.Output(1, name)", false},
		{"/*?*/fmt.Println(name)", true}, {"/*?*/fmt.Sprintln(name)", false}, {"/*?*/fmt.Appendln(nil, name)", false}, {"/*?*/lib.Any(name)", false}, {"/*?*/errors.New(name)", false},
		{"/*?*/hook(name)", false}, {"/*?*/fmt.Errorf(name)", false}, {"/*?*/log.Fatal(name)", true}, {"/*?*/log.SetPrefix(name)", true},
	}, func(s *subject) bool { return s.h.announces(s.call()) })
}

func TestOpensByName(t *testing.T) {
	ask[*ast.CallExpr](t, []row[bool]{
		{"_ = /*?*/[]byte(name)", false}, {"_ = /*?*/len(name)", false}, {"_ = /*?*/fmt.Sprintf(name)", false}, {"/*?*/lib.Save(name)", true}, {"/*?*/hook(name)", true},
		{"/*?*/errors.New(name)", false}, {"/*?*/log.SetPrefix(name)", false}, {"_ = /*?*/strings.ToLower(name)", false}, {"_ = /*?*/strconv.Quote(name)", false},
		{"_ = /*?*/filepath.Join(name, other)", false}, {"/*?*/filepath.Walk(name, nil)", true}, {"/*?*/filepath.WalkDir(name, nil)", true}, {"/*?*/filepath.Glob(name)", true},
		{"/*?*/filepath.EvalSymlinks(name)", true}, {"/*?*/filepath.Abs(name)", false}, {"/*?*/os.Stat(name)", true}, {"/*?*/os.Setenv(name, other)", false},
		{"/*?*/all(f)", true}, {"/*?*/texts(name)", true}, {"/*?*/anything(name) ## func anything(v ...any) {}", false}, {"/*?*/one(name) ## func one(v any) {}", true},
	}, func(s *subject) bool { return s.h.opensByName(s.call()) })
}

func TestLooksHere(t *testing.T) {
	ask[*ast.CallExpr](t, []row[bool]{
		{"/*?*/os.Stat(name)", true}, {"/*?*/os.Getpid()", false}, {"/*?*/filepath.Walk(name, nil)", true}, {"_ = /*?*/filepath.Join(name)", false}, {"/*?*/lib.Save(name)", false},
		{"/*?*/os.Setenv(name, other)", false}, {"/*?*/os.Exit(1)", false}, {"/*?*/hook(name)", false}, {"/*?*/os.NewFile(3, name)", false},
	}, func(s *subject) bool { return s.h.looksHere(s.call()) })
}

func TestCallsBack(t *testing.T) {
	ask[*ast.CallExpr](t, []row[bool]{
		{"/*?*/hook(name)", true}, {"own := func() {}; /*?*/own()", false}, {"var own func(); if ask() { own = func() {} } else { own = runtime.GC }; /*?*/own()", false},
		{"/*?*/t.hook(name)", true}, {"/*?*/work()", false}, {"/*?*/pkgHook(name)", true}, {"var a asker; /*?*/a.Ask(name)", false}, {"_ = /*?*/len(name)", false},
		{"_ = /*?*/[]byte(name)", false}, {"/*?*/(hook)(name)", true}, {"/*?*/(t.hook)(name)", true}, {"/*?*/func() {}()", false}, {"hooks := []func(){}; /*?*/hooks[0]()", false},
		{"func save(name string, wrap func(error) error) error {\n\tf, err := os.Create(name)\n\t_ = f\n\treturn /*?*/wrap(err)\n}", false},
		{"func save(name string, wrap func(error) bool) error {\n\tf, err := os.Create(name)\n\t_ = f\n\t/*?*/wrap(err)\n\treturn err\n}", true},
		{"func save(name string, wrap func() error) error {\n\tf, err := os.Create(name)\n\t_, _ = f, err\n\treturn /*?*/wrap()\n}", true},
		{"func save(name string, stop context.CancelFunc) error {\n\tf, err := os.Create(name)\n\t_ = f\n\t/*?*/stop()\n\treturn err\n}", false},
	}, func(s *subject) bool { return s.h.callsBack(s.call()) })
}

func TestRunsCommand(t *testing.T) {
	ask[*ast.CallExpr](t, []row[bool]{
		{`/*?*/exec.Command("x").Run()`, true}, {`/*?*/exec.Command("x").Start()`, true}, {`/*?*/exec.Command("x").Output()`, true}, {`/*?*/exec.Command("x").CombinedOutput()`, true},
		{`/*?*/exec.Command("x").Wait()`, false}, {`/*?*/exec.Command("x").String()`, false}, {`/*?*/exec.LookPath("x")`, false}, {`var l looker; /*?*/l.Run()`, false}, {`/*?*/hook(name)`, false},
	}, func(s *subject) bool { return s.h.runsCommand(s.call()) })
}

func TestNeedsName(t *testing.T) {
	ask[*ast.CallExpr](t, []row[bool]{
		{"/*?*/os.Stat(name)", true}, {"/*?*/os.Stat(other)", false}, {"/*?*/lib.Write(f)", false},
		{"_ = /*?*/len(name)", false}, {"/*?*/hook(name)", true}, {"/*?*/hook(filepath.Clean(name))", true}, {"/*?*/hook(other)", false},
		{"/*?*/func() { os.Stat(name) }()", true}, {"/*?*/func() { os.Stat(other) }()", false}, {"/*?*/func() { print(name) }()", false},
		{"var a asker = looker{}; /*?*/a.Ask(other)", true}, {"var l looker; /*?*/l.Ask(other)", false}, {"var a asker; /*?*/a.Ask(other) ## ", true},
		{"func save(name string) error {\n\tf, err := os.Create(name)\n\tif err != nil {\n\t\t/*?*/os.Stat(name)\n\t\treturn err\n\t}\n\treturn f.Close()\n}", false},
		{"func save(t *pair) error {\n\tf, err := os.Create(t.path)\n\t_ = f\n\t/*?*/t.look()\n\treturn err\n}\nfunc (t *pair) look() { os.Stat(t.path) }", true},
		{"func save(t *pair) error {\n\tf, err := os.Create(t.path)\n\t_ = f\n\t/*?*/t.look()\n\treturn err\n}\nfunc (t *pair) look() { t.again() }\nfunc (t *pair) again() { os.Stat(t.path) }", true},
		{"func save(t *pair) error {\n\tf, err := os.Create(t.path)\n\t_ = f\n\t/*?*/t.look()\n\treturn err\n}\nfunc (t *pair) look() { print(t.path) }", false},
		{"func save(t *pair) error {\n\tf, err := os.Create(t.path)\n\t_ = f\n\t/*?*/t.look()\n\treturn err\n}\nfunc (t *pair) look() { os.Stat(\"x\") }", false},
		{"func save() error {\n\tf, err := os.Create(place)\n\t_ = f\n\t/*?*/look()\n\treturn err\n}\nvar place string\nfunc look() { os.Stat(place) }", true},
		{"func save() error {\n\tf, err := os.Create(place)\n\t_ = f\n\t/*?*/look()\n\treturn err\n}\nconst place = \"x\"\nfunc look() { os.Stat(place) }", true},
		{"func save(place string) error {\n\tf, err := os.Create(place)\n\t_ = f\n\t/*?*/look(place)\n\treturn err\n}\nfunc look(place string) { os.Stat(place) }", true},
		{"func save(place string) error {\n\tf, err := os.Create(place)\n\t_ = f\n\t/*?*/look()\n\treturn err\n}\nfunc look() { place := \"\"; os.Stat(place) }", false},
		{"func save() error {\n\tf, err := os.Create(text())\n\t_ = f\n\t/*?*/look()\n\treturn err\n}\nfunc look() { os.Stat(text()) }", false},
		{"func save() error {\n\tf, err := os.Create(\"x\")\n\t_ = f\n\t/*?*/os.Stat(\"x\")\n\treturn err\n}", true},
	}, func(s *subject) bool { return s.h.needsName(s.call()) })
}

func TestComputes(t *testing.T) {
	ask[*ast.CallExpr](t, []row[bool]{
		{"_ = /*?*/[]byte(name)", true}, {"_ = /*?*/len(data)", true}, {"_ = /*?*/append(data, 1)", true}, {`/*?*/panic("x")`, false}, {"/*?*/copy(data, data)", false}, {"_ = /*?*/(len)(data)", true},
		{"/*?*/hook(name)", false}, {"_ = /*?*/strings.ToLower(name)", true}, {`/*?*/strings.NewReader("x").Read(data)`, false}, {"_ = /*?*/fmt.Sprint(1)", true}, {"/*?*/fmt.Print(1)", false},
		{"_ = /*?*/filepath.Join(name)", true}, {"/*?*/filepath.Abs(name)", false}, {"var b bytes.Buffer; _ = /*?*/b.Bytes()", true}, {"var b bytes.Buffer; /*?*/b.Reset()", false},
		{"_ = /*?*/time.Now()", false},
	}, func(s *subject) bool { return s.h.computes(s.call()) })
}

func TestCalmCall(t *testing.T) {
	ask[*ast.CallExpr](t, []row[bool]{
		{"_ = /*?*/[]byte(name)", true}, {"_ = /*?*/len(data)", true}, {`/*?*/panic("x")`, false}, {"/*?*/hook(name)", false}, {"/*?*/work()", false}, {"/*?*/lib.Save(name)", false},
		{"/*?*/fmt.Print(v)", true}, {"/*?*/log.Print(v)", true}, {"/*?*/errors.Is(err, err)", true}, {"/*?*/io.Copy(f, r)", false}, {"/*?*/io.Copy(f, os.Stdin)", true},
		{"_ = /*?*/strings.ToLower(name)", true}, {"/*?*/filepath.Walk(name, func(string, fs.FileInfo, error) error { return nil })", false}, {"w := bufio.NewWriter(f); /*?*/w.Write(data)", true},
		{"var a asker; /*?*/a.Ask(name)", false}, {"e := json.NewEncoder(f); /*?*/e.Encode(v)", false}, {"e := json.NewEncoder(f); /*?*/e.Encode(n)", true}, {"e := json.NewEncoder(f); /*?*/e.Encode([]string{})", true},
		{"e := json.NewEncoder(f); /*?*/e.Encode([]pair{})", false}, {"e := json.NewEncoder(f); /*?*/e.Encode(t)", false}, {"e := json.NewEncoder(f); /*?*/e.Encode(&n)", true},
		{"e := json.NewEncoder(f); /*?*/e.Encode(level(1))", true}, {"e := json.NewEncoder(f); /*?*/e.Encode(err)", true}, {"e := json.NewEncoder(f); /*?*/e.Encode(time.Second)", true},
		{"e := json.NewEncoder(f); /*?*/e.Encode(map[string]int{})", false}, {"e := json.NewEncoder(f); /*?*/e.Encode(nil)", true}, {"/*?*/r.Read(data)", false}, {"/*?*/sort(n) ## func sort(n int) {}", false},
	}, func(s *subject) bool { return s.h.calmCall(s.call()) })
}

func TestMayPanic(t *testing.T) {
	ask[ast.Expr](t, []row[bool]{
		{"_ = /*?*/data[0]", true}, {"_ = /*?*/map[int]int{}[0]", false}, {"_ = /*?*/name[0]", true}, {"_ = /*?*/data[1:]", true}, {"_ = /*?*/v.(int)", true},
		{"switch /*?*/v.(type) { case int: }", false}, {"_ = /*?*/gen[int]", true},
	}, func(s *subject) bool { return s.h.mayPanic(s.c) })
	ask[*ast.RangeStmt](t, []row[bool]{
		{"/*?*/for range data { }", false}, {"/*?*/for range func(yield func() bool) {} { }", true}, {"/*?*/for range ch { }", false},
	}, func(s *subject) bool { return s.h.mayPanic(s.c) })
}

func TestCalm(t *testing.T) {
	ask[ast.Node](t, []row[bool]{
		{"f.Write(data)", true}, {"work()", false}, {"_ = data[0]", false}, {"_ = map[int]int{}[0]", true}, {"_ = v.(int)", false}, {"for range func(yield func() bool) {} { }", false},
		{"func save(name string, data []byte) error {\n\t_ = data[0]\n\twork()\n\tf, err := os.Create(name)\n\tif err != nil {\n\t\t_ = data[1]\n\t\treturn work()\n\t}\n\treturn f.Close()\n}", true},
	}, func(s *subject) bool { return s.h.calm() })
}

func TestQuitsHere(t *testing.T) {
	ask[*ast.CallExpr](t, []row[bool]{
		{"/*?*/runtime.Goexit()", true}, {"/*?*/os.Exit(0)", true}, {"/*?*/os.Exit(1)", false}, {"/*?*/os.Exit(n)", true}, {"const no = 0; /*?*/os.Exit(no)", true}, {"/*?*/lib.Name()", false}, {"/*?*/hook(name)", false},
	}, func(s *subject) bool { return s.h.quitsHere(s.call()) })
}

func TestQuits(t *testing.T) {
	ask[ast.Node](t, []row[int]{
		{"quit() ## func quit() { os.Exit(0) }", 5}, {"quit() ## func quit() { os.Exit(1) }", 0}, {"f.Write(data)\nquit() ## func quit() { if ask() { more() } }\nfunc more() { runtime.Goexit() }", 6},
		{"quit() ## func quit() { quit() }", 0}, {"runtime.Goexit()", 0}, {"q := func() { os.Exit(0) }; q()", 5}, {"var a asker = quitter{}; a.Ask(name) ## type quitter struct{}\nfunc (quitter) Ask(string) error { os.Exit(0); return nil }", 5},
		{"func save(name string) error {\n\tquit()\n\tf, err := os.Create(name)\n\tif err != nil {\n\t\tquit()\n\t\treturn err\n\t}\n\treturn f.Close()\n}\nfunc quit() { os.Exit(0) }", 0},
		{"q := quit; q(); q = other2; q() ## func quit() { os.Exit(0) }\nfunc other2() {}", 5},
		{"b := box{quit}; b.q() ## func quit() { os.Exit(0) }\ntype box struct{ q func() }", 5}, {"b := box{looker{}.quit}; b.q() ## func (looker) quit() { os.Exit(0) }\ntype box struct{ q func() }", 5},
	}, func(s *subject) int { return s.lines(s.h.quits()) })
}

func TestWritesInLoop(t *testing.T) {
	ask[ast.Node](t, []row[int]{
		{"for range seq(f) { } ## func seq(w io.Writer) func(func() bool) { return nil }", 5}, {"for range seq(nil) { } ## func seq(w io.Writer) func(func() bool) { return nil }", 0},
		{"for range list(f) { } ## func list(w io.Writer) []int { return nil }", 0},
	}, func(s *subject) int { return s.lines(s.h.writesInLoop()) })
}

func TestOpens(t *testing.T) {
	ask[*ast.CallExpr](t, []row[bool]{
		{"/*?*/os.Create(name)", true}, {"/*?*/os.Open(name)", true}, {"/*?*/os.OpenFile(name, 0, 0)", true}, {"var root *os.Root; /*?*/root.Create(name)", true}, {"var root *os.Root; /*?*/root.Open(name)", true},
		{"var root *os.Root; /*?*/root.OpenFile(name, 0, 0)", true}, {"/*?*/os.ReadFile(name)", false}, {"/*?*/os.CreateTemp(name, name)", false}, {"/*?*/hook(name)", false},
	}, func(s *subject) bool { return s.h.opens(s.call()) })
}

func TestKeepsNothing(t *testing.T) {
	ask[*ast.CallExpr](t, []row[bool]{
		{`/*?*/io.WriteString(f, "x")`, true}, {`/*?*/exec.Command("x").Start()`, false}, {"/*?*/log.SetOutput(f)", false}, {"/*?*/lib.Write(f)", true}, {"/*?*/lib.Any(f)", false}, {"/*?*/lib.SetAll(f)", false},
		{"/*?*/lib.StartAll(f)", false}, {"/*?*/pkgHook(name)", false}, {"/*?*/hook(name)", true}, {"/*?*/csv.NewWriter(f)", true}, {"/*?*/log.Print(f)", true}, {"_ = /*?*/io.Writer(f)", false}, {"/*?*/all(f)", false},
		{"var w io.WriterTo; /*?*/w.WriteTo(f)", true}, {"_ = /*?*/err.Error()", true},
	}, func(s *subject) bool { return s.h.keepsNothing(s.call()) })
}

func TestKeepsArguments(t *testing.T) {
	ask[*ast.CallExpr](t, []row[bool]{
		{"var b lib.Box; /*?*/b.Put(f)", true}, {"var b lib.Box; /*?*/b.Add(f)", true}, {"var b lib.Box; /*?*/b.Send(f)", false}, {"var b lib.Box; /*?*/b.InitWith(f)", true},
		{"var b lib.Box; /*?*/b.Reset(f)", true}, {"var b lib.Box; /*?*/b.SetTo(f)", true}, {"var once sync.Once; /*?*/once.Do(func() {})", false}, {"/*?*/hook(name)", false},
	}, func(s *subject) bool { return s.h.keepsArguments(s.call()) })
}

func TestTakesArguments(t *testing.T) {
	ask[ast.Expr](t, []row[bool]{
		{"_ = /*?*/func(int) {}", true}, {"_ = /*?*/func() {}", false}, {"_ = /*?*/hook", false}, {"_ = /*?*/(func(a, b int) {})", true},
	}, func(s *subject) bool { return takesArguments(s.expr()) })
}

func TestHolds(t *testing.T) {
	ask[ast.Expr](t, []row[bool]{
		{"_ = /*?*/name", false}, {"_ = /*?*/err", false}, {"_ = /*?*/f", true}, {"_ = /*?*/[]string{}", false}, {"_ = /*?*/[]*os.File{}", true}, {"_ = /*?*/fs.FileInfo(nil)", false}, {"_, _ = /*?*/two()", false},
		{"_, _ = /*?*/os.Open(name)", true}, {"_ = /*?*/t", true}, {"_ = /*?*/ch", true}, {"_ = /*?*/hook", true}, {"_ = /*?*/fs.FileMode(0)", false}, {"_ = /*?*/fs.File(nil)", true}, {"/*?*/lib.Any(f)", false},
	}, func(s *subject) bool { return holds(s.Info.TypeOf(s.expr())) })
	if holds(nil) {
		t.Error("no type: got that it holds a reference, want that it does not")
	}
}

func TestMakesOnlyErrors(t *testing.T) {
	ask[*ast.ReturnStmt](t, []row[bool]{
		{`/*?*/return errors.New("x")`, true}, {"/*?*/return err", true}, {"/*?*/return work()", false}, {`/*?*/return fmt.Errorf("%w", work())`, false}, {`/*?*/return fmt.Errorf("%w", errors.New("x"))`, true},
		{"/*?*/return hook(name)", false}, {`/*?*/return errors.Join(err, hook(name))`, false},
	}, func(s *subject) bool { return s.h.onlyMakesErrors(s.c.Node().(*ast.ReturnStmt)) })
}

func TestRecovers(t *testing.T) {
	ask[*ast.CallExpr](t, []row[bool]{
		{"defer /*?*/rescue() ## func rescue() { recover() }", true}, {"defer /*?*/func() { recover() }()", false}, {"defer /*?*/rescue(&err) ## func rescue(err *error) { recover() }", false},
		{"defer /*?*/rescue(&n) ## func rescue(n *int) { recover() }", true}, {"defer /*?*/rescue(err) ## func rescue(err error) { recover() }", true}, {"defer /*?*/rescue() ## func rescue() { func() { recover() }() }", false},
		{"defer /*?*/rescue() ## func rescue() { print() }", false}, {"defer /*?*/hook(name)", false}, {"own := func() { recover() }; defer /*?*/own()", true},
		{"defer /*?*/rescue() ## func rescue() { recover := func() {}; recover() }", false},
	}, func(s *subject) bool { return s.h.recoversIn(s.call()) })
}

func TestSwallowsPanic(t *testing.T) {
	named := func(body string) string {
		return "func save(name string) (n int, err error) {\n\tf, err := os.Create(name)\n\tif err != nil {\n\t\treturn 0, err\n\t}\n\t" + body + "\n\treturn 0, f.Close()\n}\nfunc rescue() { recover() }\nfunc rescueTo(err *error) { recover() }"
	}
	ask[ast.Node](t, []row[int]{
		{"defer func() { recover() }()", 5}, {"func() { recover() }()", 0}, {"recover()", 0}, {"defer rescue() ## func rescue() { recover() }", 5}, {"rescue() ## func rescue() { recover() }", 0},
		{"func() { defer rescue() }() ## func rescue() { recover() }", 0}, {named("defer func() { recover(); err = errKnown }()"), 0}, {named("defer func() { recover(); n = 1 }()"), 5},
		{named("defer func() { recover() }()"), 5}, {named("defer func() { if recover() != nil { n, err = 1, errKnown } }()"), 0}, {named("defer rescue()"), 5}, {named("defer rescueTo(&err)"), 0},
	}, func(s *subject) int { return s.lines(s.h.swallowsPanic()) })
	ask[ast.Node](t, []row[int]{
		{"defer func() { recover() }()", 5}, {"func() { recover() }()", 0}, {"recover()", 0}, {"defer func() { print() }()", 0}, {"f.Close()\ndefer func() { recover() }()", 6},
		{"func save(name string) error {\n\tdefer func() { recover() }()\n\tf, err := os.Create(name)\n\t_ = f\n\treturn err\n}", 0},
	}, func(s *subject) int { return s.lines(s.h.recoversAfter(s.h.assign.End())) })
}

func TestOverwrites(t *testing.T) {
	with := func(result, body string) string {
		return "func save(name string) " + result + " {\n\tf, err := os.Create(name)\n\tif err != nil {\n\t\treturn err\n\t}\n\tf.Write(nil)\n\t" + body + "\n\treturn nil\n}"
	}
	ask[ast.Node](t, []row[int]{
		{with("(err error)", "defer func() { err = f.Close() }()"), 6}, {with("(err error)", "defer func() { f.Close() }()"), 0}, {with("(err error)", "defer func() { if err == nil { err = f.Close() } }()"), 0},
		{with("error", "defer func() { err = f.Close() }()"), 0}, {with("(_ error)", "defer func() { err = f.Close() }()"), 0}, {with("(err error)", "err = f.Close()"), 0},
		{"func save(name string) {\n\tf, err := os.Create(name)\n\tif err != nil {\n\t\treturn\n\t}\n\tf.Write(nil)\n\tdefer func() { err = f.Close() }()\n}", 0},
	}, func(s *subject) int { return s.lines(s.h.overwrites()) })
}

func TestSetIfCloseFails(t *testing.T) {
	ask[ast.Node](t, []row[string]{
		{"f.Write(data); defer func() { if err := f.Close(); err != nil { finished = true } }()", "finished"}, {"f.Write(data); defer func() { if err := f.Close(); err != nil { n++ } }()", "n"},
		{"f.Write(data); defer func() { if err := f.Close(); err == nil { finished = true } }()", ""}, {"f.Write(data); defer func() { if cerr := f.Close(); cerr != nil { err = cerr } }()", ""},
		{"f.Write(data); defer func() { if err := f.Close(); err != nil { own := 1; own = 2; _ = own } }()", ""}, {"f.Write(data); defer func() { err = f.Close(); if err != nil { finished = true } }()", ""},
		{"f.Write(data); defer func() { f.Close(); finished = true }()", ""}, {"if err := f.Close(); err != nil { finished = true }", ""}, {"f.Write(data); defer func() { if err := f.Close(); err != nil { t.n = 1 } }()", "t.n"},
		{"f.Write(data); defer func() { if err := f.Close(); err != nil { *pointer() = 1 } }() ## func pointer() *int { return nil }", "*pointer()"}, {"f.Write(data); defer func() { if err := f.Close(); err != nil { _ = 1; t.err = err } }()", ""},
		{"f.Write(data); defer func() { _ = f.Close(); if err != nil { finished = true } }()", ""},
		{"f.Write(data); defer func() { cerr := f.Close(); if err != nil { finished = true }; _ = cerr }()", ""},
	}, func(s *subject) string {
		if e := s.h.setIfCloseFails(); e != nil {
			return s.text(e)
		}
		return ""
	})
}

func TestStoredError(t *testing.T) {
	ask[ast.Expr](t, []row[bool]{
		{"errs := make(chan error); _ = /*?*/<-errs", true}, {"_ = /*?*/<-ch", false}, {"_ = /*?*/t.err", true}, {"_ = /*?*/t.n", false}, {"_ = /*?*/io.EOF", false}, {"_ = /*?*/[]error{}[0]", true}, {"_ = /*?*/data[0]", false},
		{"p := &err; _ = /*?*/*p", true}, {"p := &n; _ = /*?*/*p", false}, {"_ = /*?*/err", false}, {"_ = /*?*/work()", false}, {"_ = /*?*/&err", false}, {"_ = /*?*/!finished", false},
	}, func(s *subject) bool { return s.p.isStoredError(s.expr()) })
}

func TestMemory(t *testing.T) {
	ask[ast.Expr](t, []row[bool]{
		{"_ = /*?*/new(bytes.Buffer)", true}, {"_ = /*?*/bytes.NewReader(nil)", true}, {"_ = /*?*/strings.NewReader(name)", true}, {"_ = /*?*/r", false}, {"_ = /*?*/os.Stdin", false}, {"var b bytes.Buffer; _ = /*?*/&b", true},
		{"_ = /*?*/(bytes.NewReader(nil))", true}, {"var b bytes.Buffer; _ = /*?*/b", false},
	}, func(s *subject) bool { return s.h.inMemory(s.expr()) })
}

func TestWatching(t *testing.T) {
	ask[*ast.CallExpr](t, []row[bool]{
		{"/*?*/io.Copy(f, bytes.NewReader(data))", true}, {"/*?*/io.Copy(f, r)", false}, {"/*?*/io.CopyBuffer(f, bytes.NewReader(data), nil)", true}, {"/*?*/io.CopyN(f, bytes.NewReader(data), 1)", false}, {"/*?*/lib.Write(f)", false},
		{"/*?*/hook(name)", false}, {"/*?*/f.Write(data)", true}, {"w := bufio.NewWriter(f); /*?*/w.ReadFrom(r)", false}, {"w := bufio.NewWriter(f); /*?*/w.Flush()", true},
		{"/*?*/io.WriteString(f, name)", true}, {"w := hex.Dumper(f); /*?*/w.Close()", true}, {"w := hex.Dumper(f); w = nil; /*?*/w.Close()", false}, {"var w io.Closer = f; /*?*/w.Close()", false}, {"w := made(f); /*?*/w.Close() ## func made(w io.Writer) io.Closer { return nil }", false},
		{"/*?*/os.Remove(name)", false}, {"var w io.Closer; /*?*/w.Close()", false},
	}, func(s *subject) bool { return s.h.watching(s.call()) == control.Sticky })
}

func TestDoneTold(t *testing.T) {
	ask[ast.Expr](t, []row[bool]{
		{"ctx := context.Background(); _ = /*?*/ctx.Err()", true}, {"ctx := context.Background(); _ = /*?*/context.Cause(ctx)", true}, {"ctx := context.Background(); _ = /*?*/(ctx.Err())", true}, {"_ = /*?*/work()", false}, {"_ = /*?*/err", false},
		{"ctx := context.Background(); _ = /*?*/ctx.Done()", false}, {"_ = /*?*/hook(name)", false},
	}, func(s *subject) bool { return s.h.tellsDone(s.expr()) })
}

func TestIsStream(t *testing.T) {
	ask[*ast.CallExpr](t, []row[bool]{
		{"/*?*/f.ReadFrom(r)", true}, {"/*?*/f.Write(data)", false}, {"/*?*/io.Copy(f, r)", true}, {"/*?*/io.Copy(os.Stdout, f)", false}, {"/*?*/io.WriteString(f, name)", false}, {"/*?*/bufio.NewWriter(f)", true},
		{"/*?*/csv.NewWriter(f)", true}, {"/*?*/json.NewEncoder(f)", true}, {"/*?*/json.Compact(nil, nil)", false}, {"/*?*/hex.Dumper(f)", false}, {"/*?*/lib.Write(f)", false}, {"/*?*/work()", false}, {"/*?*/hook(name)", false},
		{"var g *os.File; /*?*/g.ReadFrom(r)", false}, {"/*?*/io.CopyN(f, r, 1)", false},
	}, func(s *subject) bool { return s.h.isStream(s.call()) })
	ask[ast.Stmt](t, []row[bool]{
		{"/*?*/io.Copy(f, r)", true}, {"/*?*/if _, err := io.Copy(f, r); err != nil { return err }", true}, {"/*?*/if ask() { io.Copy(f, r) }", false}, {"/*?*/func() { io.Copy(f, r) }()", false}, {"/*?*/f.Write(data)", false},
	}, func(s *subject) bool { return s.h.streams(s.stmt()) })
}

func TestOtherFileMentioned(t *testing.T) {
	ask[ast.Stmt](t, []row[bool]{
		{"/*?*/io.Copy(f, global)", true}, {"/*?*/io.Copy(f, r)", false}, {"/*?*/lib.Any(f)", false}, {"/*?*/lib.Any(os.Stdout)", true}, {"g := f; /*?*/lib.Any(g)", true}, {"/*?*/work()", false},
	}, func(s *subject) bool { return s.h.mentionsOtherFile(s.stmt()) })
}

func TestRemovesFile(t *testing.T) {
	at := func(path, call string) string {
		return "func save(name, other string, names []string, n, m int, t, u *pair, p, q *string) error {\n\tvar made []string\n\t_ = made\n\tf, err := os.Create(" + path + ")\n\tif err != nil {\n\t\treturn err\n\t}\n\t" + call + "\n\treturn f.Close()\n}\nfunc list(s []string, name string) []string { return s }\nfunc next() int { return 0 }\nfunc mk() string { return \"\" }"
	}
	ask[*ast.CallExpr](t, []row[bool]{
		{at("name", "/*?*/os.Remove(name)"), true}, {at("name", "/*?*/os.RemoveAll(name)"), true}, {at("name", "/*?*/os.Remove(other)"), false}, {at("name", "/*?*/lib.Save(name)"), false},
		{at("name", "/*?*/os.Remove(filepath.Clean(name))"), true}, {at("name", "/*?*/os.Remove(f.Name())"), true}, {at("name", "/*?*/os.Rename(name, other)"), false}, {at("name", "/*?*/os.Remove((name))"), true},
		{at("name", "made = append(made, name); for _, m := range made { /*?*/os.Remove(m) }"), true}, {at("name", "made = append(made, other); for _, m := range made { /*?*/os.Remove(m) }"), false},
		{at("name", "made = append(made, other, name); /*?*/os.Remove(made[0])"), false},
		{at("names[n]", "/*?*/os.Remove(names[m])"), true}, {at("names[0]", "/*?*/os.Remove(names[1])"), false}, {at("names[0]", "/*?*/os.Remove(names[n])"), true}, {at("t.path", "/*?*/os.Remove(t.path)"), true},
		{at(`name + ".x"`, `/*?*/os.Remove(name + ".x")`), true}, {at(`name + ".x"`, `/*?*/os.Remove(name + ".y")`), false}, {at(`"x"`, `/*?*/os.Remove("x")`), true}, {at(`"x"`, `/*?*/os.Remove("y")`), false},
	}, func(s *subject) bool { return s.h.removesDestination(s.call()) })
	ask[ast.Expr](t, []row[bool]{
		{at("name", "_ = /*?*/name"), true}, {at("name", "_ = /*?*/other"), false}, {at("name", "_ = /*?*/(name)"), true}, {at("name", "_ = /*?*/f.Name()"), true}, {at("name", "_ = /*?*/global.Name()"), false},
		{at("t.path", "_ = /*?*/t.path"), true}, {at("t.path", "_ = /*?*/u.path"), false}, {at(`"x"`, `_ = /*?*/"x"`), true}, {at(`"x"`, `_ = /*?*/"y"`), false}, {at(`name+"x"`, `_ = /*?*/name + "x"`), true},
		{at("names[0]", "_ = /*?*/names[0]"), true}, {at("names[next()]", "_ = /*?*/names[next()]"), false}, {at("*p", "_ = /*?*/*p"), true}, {at("*p", "_ = /*?*/*q"), false}, {at("mk()", "_ = /*?*/mk()"), true},
		{at("name[1:]", "_ = /*?*/name[1:]"), false}, {at("name", "_ = /*?*/f.Stat"), false},
	}, func(s *subject) bool { return s.h.namedByPath(s.expr()) })
}
