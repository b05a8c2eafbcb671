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
