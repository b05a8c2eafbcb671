package rewrite

import (
	"go/ast"
	"strings"
	"testing"

	"golang.org/x/tools/go/ast/inspector"

	"github.com/atomiclint/atomiclint/analyzer/internal/control"
)

// TestCall tells what is known of one call while f is open under name, and w is
// a buffer over it.
func TestCall(t *testing.T) {
	for _, test := range []struct{ call, want string }{
		{`f.Write(data)`, `touches, calm, sticky`},
		{`f.WriteString("x")`, `touches, calm, sticky`},
		{`f.Close()`, `calm, ends`},
		{`f.Name()`, `calm`},
		{`f.Chmod(0o600)`, `touches, only, calm, sticky`},
		{`f.Chown(0, 0)`, `touches, only, calm, sticky`},
		{`f.Read(data)`, `touches, only, calm, sticky`},
		{`f.ReadAt(data, 0)`, `touches, only, calm, sticky`},
		{`f.Seek(0, 0)`, `touches, only, calm, sticky`},
		{`f.Stat()`, `touches, only, calm, sticky`},
		{`f.Sync()`, `touches, only, calm, sticky`},
		{`f.SyscallConn()`, `touches, only, calm, sticky`},
		{`f.Truncate(0)`, `touches, calm, sticky`},
		{`global.Sync()`, `calm`},
		{`w.Write(data)`, `touches, calm, sticky`},
		{`w.Flush()`, `touches, calm, ends, sticky`},
		{`w.Buffered()`, `touches, calm, sticky`},
		{`w.ReadFrom(os.Stdin)`, `touches, calm`},
		{`io.Copy(f, os.Stdin)`, `touches, calm`},
		{`io.Copy(os.Stdout, os.Stdin)`, `calm`},
		{`lib.Any(f.Name())`, `needs the name`},
		{`lib.Any(f == nil)`, ``},
		{`lib.Any(w != nil)`, ``},
		{`lib.Any(func() { f.Write(data) })`, `touches`},
		{`lib.Any(func() { work() })`, ``},
		{`lib.Write(w)`, `touches`},
		{`lib.Save(name)`, `needs the name`},
		{`lib.Save("other")`, ``},
		{`work()`, ``},
		{`check(err)`, `makes an error`},
		{`close(signal)`, `acts, calm`},
		{`panic("x")`, ``},
		{`shadow(signal)`, ``},
		{`os.Remove(name)`, `removes, calm, elsewhere, needs the name`},
		{`os.RemoveAll(name)`, `removes, calm, elsewhere, needs the name`},
		{`os.Remove("other")`, `acts, calm, elsewhere`},
		{`os.Rename(name, "other")`, `acts, calm, elsewhere, needs the name`},
		{`os.Stat(name)`, `calm, elsewhere, needs the name`},
		{`os.Getenv("x")`, `calm, elsewhere`},
		{`global.Write(data)`, `calm`},
		{`log.Print(name)`, `announces, calm, makes an error`},
		{`log.Print("x")`, `calm, makes an error`},
		{`fmt.Println(name)`, `announces, calm, makes an error`},
		{`fmt.Fprintln(os.Stderr, name)`, `announces, calm, makes an error`},
		{`fmt.Sprintf("%s", name)`, `calm, makes an error`},
		{`fmt.Append(nil, name)`, `calm, makes an error`},
		{`fmt.Errorf("%s", name)`, `calm, makes an error`},
		{`fmt.Errorf("x: %w", err)`, `calm, makes an error`},
		{`errors.New(name)`, `calm, makes an error`},
		{`errors.Join(err)`, `calm, makes an error`},
		{`wrap(err)`, `makes an error`},
		{`exec.Command("x").Run()`, `calm`},
		{`filepath.Join(name, "x")`, `calm`},
		{`finished.Wait()`, ``},
	} {
		t.Run(test.call, func(t *testing.T) {
			b := load(t, `
type waiter struct{}

func (waiter) Wait() {}

func shadow(chan int) {}

func wrap(err error) error { return err }

func save(name string, data []byte, signal chan int, finished waiter) error {
	f, err := os.Create(name)
	if err != nil {
		return err
	}
	w := bufio.NewWriter(f)
	w.Write(data)
	`+test.call+`
	return nil
}
`)
			h, reason := b.fixer.newHandle(b.sinkIn(t), &source{file: b.File, tok: b.Fset.File(b.File.FileStart), text: []byte(b.src), eol: "\n"})
			if h == nil {
				t.Fatal(reason)
			}
			p := h.newProof(newRewrite())
			call := b.callOf(t, test.call)
			n := call.Node().(*ast.CallExpr)
			var got []string
			for _, is := range []struct {
				what string
				ok   bool
			}{
				{"touches", h.touches(n)},
				{"only", h.touchesOnly(n)},
				{"acts", h.acts(n)},
				{"announces", h.announces(n)},
				{"removes", h.removesDestination(n)},
				{"calm", h.calmCall(n)},
				{"elsewhere", p.goesElsewhere(n)},
				{"makes an error", p.makesError(n)},
				{"ends", ends(n)},
				{"sticky", h.touches(n) && h.watching(n) == control.Sticky},
				{"needs the name", h.needsName(n)},
			} {
				if is.ok {
					got = append(got, is.what)
				}
			}
			if got := strings.Join(got, ", "); got != test.want {
				t.Errorf("got\n%s\nwant\n%s\n", got, test.want)
			}
		})
	}
}

// callOf returns the last call in the source that has the text.
func (b *bench) callOf(t testing.TB, text string) (found inspector.Cursor) {
	t.Helper()
	ok := false
	for c := range b.Root.Preorder((*ast.CallExpr)(nil)) {
		if n := c.Node(); b.text(n) == text {
			found, ok = c, true
		}
	}
	if !ok {
		t.Fatalf("the source has no call %s", text)
	}
	return found
}

func (b *bench) text(n ast.Node) string {
	tok := b.Fset.File(n.Pos())
	return b.src[tok.Offset(n.Pos()):tok.Offset(n.End())]
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

func TestBeckons(t *testing.T) {
	ask[ast.Stmt](t, []row[bool]{
		{"/*?*/ch <- 1", true}, {"own := make(chan int); /*?*/own <- 1", false}, {"own := make(chan string); /*?*/own <- name", true}, {"own := make(chan string); /*?*/own <- other", false},
		{"/*?*/close(ch)", true}, {"own := make(chan int); /*?*/close(own)", false}, {"var wg sync.WaitGroup; /*?*/wg.Done()", false},
		{"/*?*/shared.Done() ## var shared sync.WaitGroup", true}, {"/*?*/shared.Signal() ## var shared sync.Cond", true}, {"/*?*/shared.Broadcast() ## var shared sync.Cond", true},
		{"/*?*/cancel() ## var cancel context.CancelFunc", true}, {"_, own := context.WithCancel(nil); /*?*/own()", false}, {"/*?*/hook(name)", false}, {"/*?*/n++", false}, {"close := hook; /*?*/close(name)", false},
		{"/*?*/mu.Unlock()", false}, {"/*?*/shared.Store(true) ## var shared atomic.Bool", false},
	}, func(s *subject) bool { return s.h.beckons(s.stmt()) })
}

func TestAnnounces(t *testing.T) {
	ask[*ast.CallExpr](t, []row[bool]{
		{"/*?*/log.Print(name)", true}, {"/*?*/log.Print(other)", false}, {"/*?*/log.Print(name, err)", false}, {"/*?*/log.Print(f.Name())", true}, {"/*?*/log.Output(1, name)", false},
		{"/*?*/fmt.Println(name)", true}, {"/*?*/fmt.Sprintln(name)", false}, {"/*?*/fmt.Appendln(nil, name)", false}, {"/*?*/lib.Any(name)", false}, {"/*?*/errors.New(name)", false},
		{"/*?*/hook(name)", false}, {"/*?*/fmt.Errorf(name)", false}, {"/*?*/log.Fatal(name)", true}, {"/*?*/log.SetPrefix(name)", true},
	}, func(s *subject) bool { return s.h.announces(s.call()) })
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
		{"/*?*/os.Remove(name)", false}, {"var w io.Closer; /*?*/w.Close()", false}, {"/*?*/f.ReadFrom(r)", false}, {"w := bufio.NewReadWriter(bufio.NewReader(r), bufio.NewWriter(f)); /*?*/w.WriteTo(w.Writer)", false}, {"/*?*/f.ReadFrom(bytes.NewReader(data))", true},
	}, func(s *subject) bool { return s.h.watching(s.call()) == control.Sticky })
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

func TestLooksAt(t *testing.T) {
	ask[ast.Expr](t, []row[int]{
		{"_ = /*?*/(n > 0)", 1}, {"_ = /*?*/(t.n > n)", 2}, {"_ = /*?*/pair{n: n}", 1}, {"_ = /*?*/ask()", 0}, {"_ = /*?*/(ctx != nil) ## var ctx context.Context", 0}, {"_ = /*?*/(n > len(data))", 2},
		{"_ = /*?*/(1 > 2)", 0},
	}, func(s *subject) int { return len(s.h.looksAt(s.expr())) })
}

func TestChangedIn(t *testing.T) {
	ask[*ast.FuncLit](t, []row[int]{
		{"own := 1; _ = own; _ = /*?*/func() { own = 2 }", 1}, {"own := 1; _ = own; _ = /*?*/func() { own := 2; _ = own }", 0}, {"own := 1; _ = /*?*/func() { own++ }", 1}, {"_ = /*?*/func() { n++ }", 0},
		{"_ = /*?*/func() { failure = nil }", 0}, {"var b bytes.Buffer; _ = /*?*/func() { b.Reset() }", 1}, {"own := 1; _ = /*?*/func() { print(own) }", 0},
		{"own := pair{}; _ = /*?*/func() { own.n = 2 }", 1}, {"own := 1; _ = own; _ = /*?*/func() { own, failure = 2, nil }", 1},
	}, func(s *subject) int { return len(s.h.changedIn(s.c.Node().(*ast.FuncLit))) })
}
