package pending

import (
	"go/ast"
	"go/types"
	"slices"
	"strings"
	"testing"

	"golang.org/x/tools/go/ast/inspector"

	"github.com/atomiclint/atomiclint/analyzer/internal/control"
	"github.com/atomiclint/atomiclint/analyzer/internal/facts"
	"github.com/atomiclint/atomiclint/analyzer/internal/trace"
	"github.com/atomiclint/atomiclint/analyzer/internal/typecheck"
)

// safe has no misuse. The rows of TestMisuses change it.
const safe = `
func save(name string, data []byte) error {
	f, err := atomicfile.Create(name)
	if err != nil {
		return err
	}
	defer f.Close()
	if _, err := f.Write(data); err != nil {
		return err
	}
	return f.Commit()
}
`

const (
	created = `atomicfile.Create(name)`
	closed  = "\n\tdefer f.Close()"
	written = "if _, err := f.Write(data); err != nil {\n\t\treturn err\n\t}"
	commit  = "return f.Commit()"
)

var kinds = map[MisuseKind]string{
	Dropped: "dropped", NeverPublic: "never", LostHere: "lost", LeftBehind: "left", UsedAfter: "used", FlushedLate: "late", ErrorLost: "error",
}

// misuses lists what is wrong in the source, with the names that matter.
func misuses(p *Checker, root inspector.Cursor) string {
	var all []string
	for c := range root.Preorder((*ast.CallExpr)(nil), (*ast.CompositeLit)(nil), (*ast.ValueSpec)(nil)) {
		list, _ := p.Misuses(c)
		for _, m := range list {
			text := kinds[m.Kind]
			for _, more := range []string{m.Name, m.How} {
				if more != "" {
					text += " " + more
				}
			}
			all = append(all, text)
		}
	}
	return strings.Join(all, ", ")
}

// TestMisuses changes one thing, or two, of a safe use of the writer.
func TestMisuses(t *testing.T) {
	for _, test := range []struct {
		name    string
		changes []string // what is replaced, and by what
		want    string
	}{
		{"nothing", nil, ""},
		{"dropped", []string{"f, err := " + created, "_, err := " + created, closed, "", written, "", commit, "return nil"}, "dropped"},
		{"dropped as a statement", []string{"f, err := " + created, "(" + created + ")\n\terr := work()", closed, "", written, "", commit, "return nil"}, "dropped"},
		{"dropped in a test", []string{"f, err := " + created + "\n\tif err", "if _, err := " + created + "; err", closed, "", written, "", commit, "return nil"}, "dropped"},
		{"dropped, returned", []string{"f, err := " + created, "_, err := " + created + "\n\treturn err", closed, "", written, "", commit, "return nil"}, "dropped"},
		{"dropped to see the error", []string{"f, err := " + created, "_, err := " + created, "err != nil {\n\t\treturn err", "err == nil {\n\t\treturn err", closed, "", written, "", commit, "return nil"}, ""},
		{"dropped, with an else", []string{"f, err := " + created + "\n\tif err != nil {\n\t\treturn err\n\t}", "if _, err := " + created + "; err != nil { return err } else { work() }", closed, "", written, "", commit, "return nil"}, ""},
		{"dropped with its error", []string{"f, err := " + created + "\n\tif err != nil {\n\t\treturn err\n\t}", "_, _ = " + created + "\n\treturn work()", closed, "", written, "", commit, ""}, ""},
		{"no commit", []string{commit, "return nil"}, "never"},
		{"no commit, a writer over it in an interface", []string{written, "var c io.WriteCloser = gzip.NewWriter(f); c.Write(data); c.Close()", commit, "return nil"}, "never"},
		{"no commit, itself in an interface", []string{written, "var c io.WriteCloser = f; c.Write(data)", commit, "return nil"}, ""},
		{"no commit, its address", []string{written, written + "\n\tp := &f\n\t_ = p", commit, "return nil"}, ""},
		{"lost after a message, with a result", []string{written, written + "\n\tif len(data) == 0 {\n\t\tlog.Print(name)\n\t\treturn nil\n\t}"}, "lost"},
		{"lost after a message, without one", []string{written, "f.Write(data)\n\tif len(data) == 0 {\n\t\tlog.Print(name)\n\t\treturn\n\t}", ") error {", ") {", "return err\n\t}\n\tdefer", "return\n\t}\n\tdefer", commit, "f.Commit()"}, ""},
		{"no commit, nothing written", []string{written, "", commit, "return nil"}, ""},
		{"no commit, a failure", []string{commit, `return errors.New("x")`}, ""},
		{"no commit, buffered", []string{written, "w := bufio.NewWriter(f); w.Write(data)", commit, "return nil"}, "never"},
		{"no commit, handed on", []string{written, "fmt.Fprint(f, data)", commit, "return nil"}, "never"},
		{"lost on one way", []string{commit, "if len(data) > 3 { return nil }; " + commit}, "lost"},
		{"lost at the end", []string{commit, "if len(data) > 3 { " + commit + " }; return nil"}, "lost"},
		{"opened again after the commit", []string{commit, "if err := f.Commit(); err != nil { return err }; f, err = atomicfile.Create(name); if err != nil { return err }; f.Write(data); " + commit}, ""},
		{"opened again, and not committed", []string{commit, "if err := f.Commit(); err != nil { return err }; f, err = atomicfile.Create(name); if err != nil { return err }; f.Write(data); return nil"}, "lost"},
		{"given up", []string{commit, "if len(data) > 3 { f.Close(); return nil }; " + commit}, ""},
		{"lost with an error told apart", []string{commit, "if err := work(); err == io.EOF { return nil }; " + commit}, "lost"},
		{"lost with a failure", []string{commit, "if err := work(); err != nil { return err }; " + commit}, ""},
		{"lost with a failure dropped", []string{commit, "if err := work(); err != nil { return nil }; " + commit}, "lost"},
		{"error of the commit lost", []string{commit, "if err := f.Commit(); err != nil { log.Print(err) }; return nil"}, "error Commit"},
		{"error of the commit told apart", []string{commit, "if err := f.Commit(); err != nil && !errors.Is(err, atomicfile.ErrNotDurable) { return err }; return nil"}, ""},
		{"error of the commit dropped", []string{commit, "f.Commit(); return nil"}, ""}, // which DroppedError tells
		{"error of the commit and another", []string{commit, "cerr := f.Commit(); _ = cerr; return work()"}, "error Commit"},
		{"error of the commit wrapped", []string{commit, "if err := f.Commit(); err != nil { return fmt.Errorf(\"x: %w\", err) }; return nil"}, ""},
		{"no close", []string{closed, ""}, "left"},
		{"no close, but on one way", []string{closed, "", "f.Write(data); err != nil {", "f.Write(data); err != nil {\n\t\tf.Close()"}, ""},
		{"no close on one of two ways", []string{closed, "", "f.Write(data); err != nil {", "f.Write(data); err != nil {\n\t\tf.Close()", commit, "if err := work(); err != nil { return err }; " + commit}, "left"},
		{"closed by a literal", []string{closed, "\n\tdefer func() { f.Close() }()"}, ""},
		{"closed by a function", []string{closed, "\n\tdefer lib.Close(f)"}, ""},
		{"closed by a literal that is given it", []string{closed, "\n\tdefer func(c io.Closer) { c.Close() }(f)"}, ""},
		{"committed by a literal that is given it", []string{closed, "\n\tdefer func(f *atomicfile.File) { f.Close() }(f)", commit, "return func(f *atomicfile.File) error { return f.Commit() }(f)"}, ""},
		{"a literal that is given it does nothing", []string{closed, "\n\tdefer func(c io.Closer) { work() }(f)"}, "left"},
		{"discarded by a function", []string{closed, "\n\tdefer lib.Drop(f)"}, ""},
		{"removed by its name", []string{closed, "\n\tdefer os.Remove(f.Name())"}, ""},
		{"written after the commit", []string{commit, "err = f.Commit(); f.Write(data); return err"}, "used Write Commit"},
		{"synced after the commit", []string{commit, "err = f.Commit(); f.Sync(); return err"}, "used Sync Commit"},
		{"asked its name after the commit", []string{commit, "err = f.Commit(); print(f.Name()); return err"}, ""},
		{"closed after the commit", []string{commit, "err = f.Commit(); f.Close(); return err"}, ""},
		{"written again in a loop", []string{commit, "for range 3 { f.Write(data); err = f.Commit() }; return err"}, ""},
		{"buffered", []string{written, "w := bufio.NewWriter(f); w.Write(data); w.Flush()"}, ""},
		{"flushed late", []string{written, "w := bufio.NewWriter(f); defer w.Flush(); w.Write(data)"}, "late w Commit"},
		{"closed late, what holds nothing back", []string{written, "w := lib.Wrap(f); defer w.Close(); w.Write(data)"}, ""},
		{"flushed late, and perhaps by a function", []string{written, "w := bufio.NewWriter(f); defer w.Flush(); lib.Flush(w)"}, ""},
		{"flushed late, and perhaps by a function of ours", []string{written, "w := bufio.NewWriter(f); defer w.Flush(); end(w)", commit, commit + "\n}\n\nfunc end(w *bufio.Writer) {"}, ""},
		{"flushed late, after a function that writes", []string{written, "w := bufio.NewWriter(f); defer w.Flush(); lib.Write(w)"}, "late w Commit"},
		{"never, behind a literal", []string{"f, err := " + created, "func() { work() }()\n\tf, err := " + created, commit, "return nil"}, "never"},
		{"flushed in time and late", []string{written, "w := bufio.NewWriter(f); defer w.Flush(); w.Write(data); w.Flush()"}, ""},
		{"flushed after the commit", []string{written, "w := bufio.NewWriter(f); w.Write(data)", commit, "err = f.Commit(); w.Flush(); return err"}, "used Flush Commit"},
		{"published by a deferred Finish", []string{"data []byte) error", "data []byte) (err error)", closed, "\n\tdefer f.Finish(&err)", commit, "return nil"}, ""},
		{"finished with an error, and written", []string{commit, "err = errors.New(\"x\"); f.Finish(&err); f.Write(data); return err"}, ""},
		{"finished without one, and written", []string{commit, "err = nil; f.Finish(&err); f.Write(data); return err"}, "used Write Finish"},
		{"published if there is a file", []string{commit, "if f != nil { return f.Commit() }; return nil"}, ""},
		{"published by a function", []string{commit, "return lib.Publish(f)"}, ""},
		{"filled by a function", []string{written, "lib.Fill(f)", commit, "return nil"}, "never"},
		{"kept by a function", []string{written, "lib.Keep(f)", commit, "return nil"}, ""},
		{"given to one that is not known", []string{written, "lib.Unknown(f)", commit, "return nil"}, ""},
		{"given to a function of a type parameter", []string{"save(name", "save[F func(*atomicfile.File)](take F, name", written, "take(f)", commit, "return nil"}, ""},
		{"given as anything", []string{written, "lib.Any(f)", commit, "return nil"}, ""},
		{"given as a writer", []string{written, "lib.Write(f)", commit, "return nil"}, "never"},
		{"given as a writer to close", []string{written, "lib.WriteClose(f)", commit, "return nil"}, ""},
		{"lent by a field", []string{written, "o := lib.Out{W: f}; o.W.Write(data)", commit, "return nil"}, "never"},
		{"lent by a field, to close", []string{written, "o := lib.Out{C: f}; o.C.Write(data)", commit, "return nil"}, ""},
		{"lent by an assignment", []string{written, "var o lib.Out; o.W = f; o.W.Write(data)", commit, "return nil"}, "never"},
		{"lent by a field, by address", []string{written, "o := lib.Out{W: f}; p := &o; p.W.Write(data)", commit, "return nil"}, "never"},
		{"converted to a writer", []string{written, "w := io.Writer(f); w.Write(data)", commit, "return nil"}, "never"},
		{"converted to anything", []string{written, "w := any(f); _ = w", commit, "return nil"}, ""},
		{"as a variable", []string{written, "var w io.Writer = f; w.Write(data)", commit, "return nil"}, "never"},
		{"as another variable", []string{written, "g := f; g.Write(data)", commit, "return nil"}, ""},
		{"a package variable", []string{written, "global = f", commit, "return nil", "\n}\n", "\n}\n\nvar global *atomicfile.File\n"}, ""},
		{"its address", []string{written, "p := &f; (*p).Write(data)", commit, "return nil"}, ""},
		{"in a list", []string{written, "fs := []*atomicfile.File{f}; fs[0].Write(data)", commit, "return nil"}, ""},
		{"by print", []string{written, "print(f)", commit, "return nil"}, ""},
		{"by a literal at another time", []string{commit, "c := func() error { return f.Commit() }; work(); return c()"}, ""},
		{"by a goroutine", []string{commit, "go f.Commit(); return nil"}, ""},
		{"a method as a value", []string{commit, "c := f.Commit; return c()"}, ""},
		{"writing as a value", []string{written, "w := f.Write; w(data)", commit, "return nil"}, "never"},
		{"compared with nil", []string{commit, "if f == nil { return nil }; " + commit}, ""},
		{"opened again", []string{commit, "f, err = atomicfile.Create(name); return f.Commit()"}, ""},
		{"a panic", []string{commit, "if data == nil { panic(1) }; " + commit}, ""},
		{"the program ends", []string{commit, "if data == nil { os.Exit(1) }; " + commit}, ""},
		{"commit by a deferred literal, its error logged", []string{closed, closed + "\n\tdefer func() { cerr := f.Commit(); if cerr != nil { log.Print(cerr) } }()", commit, "return nil"}, ""},
		{"error of the commit swallowed", []string{commit, "if err := f.Commit(); err != nil { return nil }; return nil"}, "error Commit"},
		{"no commit after one of two failures", []string{commit, "if err := work(); err != nil && len(data) > 3 { return nil }; " + commit}, "lost"},
		{"no close, and published by a literal at another time", []string{closed, "", commit, "c := func() error { return f.Commit() }; if err := work(); err != nil { return err }; return c()"}, ""},
		{"no close, and given up by a literal at another time", []string{closed, "", commit, "c := func() { f.Close() }; if err := work(); err != nil { c(); return err }; " + commit}, ""},
		{"no close, and opened again", []string{closed, "", "f.Write(data); err != nil {", "f.Write(data); err != nil {\n\t\tf.Close()", commit, "f, err = " + created + "; if err != nil { return err }; if err := work(); err != nil { return err }; " + commit}, ""},
		{"flushed by a call deferred after the commit", []string{written, "w := bufio.NewWriter(f); w.Write(data)", commit, "err = f.Commit(); defer w.Flush(); return err"}, ""},
		{"flushed and published by one literal", []string{written, "w := bufio.NewWriter(f); defer func() { for range 2 { w.Flush(); f.Commit() } }(); w.Write(data)", commit, "return nil"}, ""},
		{"its buffer asked after the commit", []string{written, "w := bufio.NewWriter(f); w.Write(data)", commit, "err = f.Commit(); print(w.Buffered()); return err"}, ""},
		{"written late by another name", []string{written, "var w io.Writer = f; defer w.Write(data)"}, ""},
		{"flushed late, converted before", []string{written, "w := bufio.NewWriter(f); defer w.Flush(); fmt.Fprint(io.Writer(w), data)"}, ""},
		{"flushed late, and perhaps by a function of another name", []string{written, "w := bufio.NewWriter(f); defer w.Flush(); lib.Drain(w)"}, ""},
		{"closed late", []string{written, "w := gzip.NewWriter(f); defer w.Close(); w.Write(data)"}, "late w Commit"},
		{"closed late, and perhaps by a function", []string{written, "w := gzip.NewWriter(f); defer w.Close(); lib.WriteClose(w)"}, ""},
		{"written, and converted to anything", []string{commit, "w := any(f); _ = w; return nil"}, ""},
		{"written, and printed", []string{commit, "print(f); return nil"}, ""},
		{"written, and given as anything", []string{commit, "lib.Any(f); return nil"}, ""},
		{"never, but closed by a function", []string{closed, "\n\tdefer lib.Close(f)", commit, "return nil"}, "never"},
		{"never, the error of a function looked at", []string{written, "if err := lib.Write(f); err != nil { return err }", commit, "return nil"}, "never"},
		{"buffered in parentheses, and kept", []string{written, "w := (bufio.NewWriter(f)); kept = w", commit, "return nil\n}\n\nvar kept io.Writer\n\nfunc more() {"}, ""},
		{"buffered twice, and kept", []string{written, "w := bufio.NewWriter(bufio.NewWriter(f)); kept = w", commit, "return nil\n}\n\nvar kept io.Writer\n\nfunc more() {"}, ""},
		{"buffered beside another value, and kept", []string{written, "n, w := 1, bufio.NewWriter(f); kept = w; _ = n", commit, "return nil\n}\n\nvar kept io.Writer\n\nfunc more() {"}, ""},
		{"buffered in a declaration beside another value, and kept", []string{written, "var n, w = 1, bufio.NewWriter(f); kept = w; _ = n", commit, "return nil\n}\n\nvar kept io.Writer\n\nfunc more() {"}, ""},
		{"its buffer printed", []string{commit, "print(bufio.NewWriter(f)); return nil"}, ""},
		{"its buffer handed on", []string{written, "lib.Write(bufio.NewWriter(f))", commit, "return nil"}, "never"},
		{"its buffer in a list", []string{commit, "ws := []io.Writer{bufio.NewWriter(f)}; _ = ws; return nil"}, ""},
		{"the address of its buffer", []string{written, "w := bufio.NewWriter(f); p := &w; (*p).Write(data)", commit, "return nil"}, ""},
		{"an element", []string{commit, "ws := make([]io.Writer, 1); ws[0] = f; return nil"}, ""},
		{"a field of ours", []string{commit, "var o struct{ w io.Writer }; o.w = f; return nil"}, ""},
		{"a variable of another package", []string{commit, "lib.Global = f; return nil"}, ""},
		{"written, and another variable", []string{commit, "g := f; g.Sync(); return nil"}, ""},
		{"written, and a variable of any type", []string{commit, "var v any = f; _ = v; return nil"}, ""},
		{"written, and its address", []string{commit, "p := &f; _ = p; return nil"}, ""},
		{"written, and sent", []string{commit, "c := make(chan *atomicfile.File, 1); c <- f; return nil"}, ""},
		{"written, and wrapped in itself", []string{written, "var w io.Writer = f; w = io.MultiWriter(w); w.Write(data)", commit, "return nil"}, "never"},
		{"truncated", []string{written, "f.Truncate(3)", commit, "return nil"}, "never"},
		{"a string written", []string{written, "f.WriteString(name)", commit, "return nil"}, "never"},
		{"only synced", []string{written, "f.Sync()", commit, "return nil"}, ""},
		{"given to one without a body", []string{commit, "ext(f); return nil\n}\n\nfunc ext(f *atomicfile.File)\n\nfunc more() {"}, ""},
		{"given to a function value", []string{commit, "put := lib.Keep; put(f); return nil"}, ""},
		{"given up by a deferred call in a literal", []string{closed, "", commit, "if len(data) > 3 { func() { defer f.Close() }(); return nil }; " + commit, "f.Write(data); err != nil {", "f.Write(data); err != nil {\n\t\tf.Close()"}, ""},
		{"lost before a literal publishes at another time", []string{commit, "if len(data) > 3 { return nil }; c := func() { f.Commit() }; c(); return nil"}, ""},
		{"lost before a literal publishes", []string{commit, "if len(data) > 3 { return nil }; func() { err = f.Commit() }(); return err"}, "lost"},
		{"opened again by a literal", []string{commit, "c := func() { f, err = " + created + " }; c(); return nil"}, ""},
		{"opened by another package", []string{created, "lib.Open(name)", commit, "return nil"}, "never"},
		{"shared by another package", []string{created, "lib.Shared(name)", commit, "return nil"}, ""},
		{"published by a function of ours", []string{commit, "return end(f)\n}\n\nfunc end(g *atomicfile.File) error {\n\treturn g.Commit()"}, ""},
		{"filled by a function of ours", []string{commit, "return end(f)\n}\n\nfunc end(g *atomicfile.File) error {\n\t_, err := g.Write(nil); return err"}, "never"},
		{"discarded by a function of ours", []string{commit, "return end(f)\n}\n\nfunc end(g *atomicfile.File) error {\n\treturn g.Close()"}, "never"},
		{"kept by a function of ours", []string{commit, "return end(f)\n}\n\nfunc end(g *atomicfile.File) error {\n\tkept = g; return nil\n}\n\nvar kept *atomicfile.File\n\nfunc other() {"}, ""},
		{"handed back by a function of ours", []string{commit, "return nil\n}\n\nvar _ = end\n\nfunc end(g *atomicfile.File) *atomicfile.File {\n\treturn g", written, "end(f)"}, ""},
		{"published at another time by a function of ours", []string{commit, "return end(f)\n}\n\nfunc end(g *atomicfile.File) error {\n\tgo g.Commit(); return nil"}, ""},
		{"given to a function of ours with others", []string{commit, "return end(f)\n}\n\nfunc end(all ...*atomicfile.File) error {\n\treturn nil"}, ""},
		{"given to a function of ours that calls itself", []string{commit, "return end(f)\n}\n\nfunc end(g *atomicfile.File) error {\n\treturn end(g)"}, "never"},
		{"opened by a function of ours", []string{created, "open(name)", commit, "return nil\n}\n\nfunc open(n string) (*atomicfile.File, error) {\n\treturn atomicfile.Create(n)"}, "never"},
		{"opened by one that checks", []string{created, "open(name)", commit, "return nil\n}\n\nfunc open(n string) (*atomicfile.File, error) {\n\tf, err := atomicfile.Create(n); if err != nil { return nil, err }; return f, nil"}, "never"},
		{"opened by one that keeps it", []string{created, "open(name)", commit, "return nil\n}\n\nvar kept *atomicfile.File\n\nfunc open(n string) (*atomicfile.File, error) {\n\tf, err := atomicfile.Create(n); kept = f; return f, err"}, ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			src := safe
			for i := 0; i < len(test.changes); i += 2 {
				if !strings.Contains(src, test.changes[i]) {
					t.Fatalf("the source has no %q:\n%s", test.changes[i], src)
				}
				src = strings.Replace(src, test.changes[i], test.changes[i+1], 1)
			}
			p, pkg := load(t, src)
			if got := misuses(p, pkg.Root); got != test.want {
				t.Errorf("got %q, want %q:\n%s", got, test.want, src)
			}
		})
	}
}

// TestMisusesOfShapes judges other shapes, batches and renameio.
func TestMisusesOfShapes(t *testing.T) {
	for _, test := range []struct{ name, src, want string }{
		{"returned", `func open() (*atomicfile.File, error) { f, err := atomicfile.Create("x"); f.Write(nil); return f, err }`, ""},
		{"a named result", `func open() (f *atomicfile.File, err error) { f, err = atomicfile.Create("x"); f.Write(nil); return }`, ""},
		{"a field", `type T struct { f *atomicfile.File }; func (t *T) open() { t.f, _ = atomicfile.Create("x"); t.f.Write(nil) }`, ""},
		{"no results", `func save() { f, _ := atomicfile.Create("x"); defer f.Close(); f.Write(nil); if true { print(); return }; f.Commit() }`, "lost"},
		{"no results, a message", `func save() { f, _ := atomicfile.Create("x"); defer f.Close(); f.Write(nil); if work() != nil { log.Print(1); return }; f.Commit() }`, ""},
		{"no results, a message alone", `func save() { f, _ := atomicfile.Create("x"); defer f.Close(); f.Write(nil); if true { log.Print(1); return }; f.Commit() }`, ""},
		{"two batches", `func save() { var a, b atomicfile.Batch; defer a.Close(); a.Create("x"); b.Commit() }`, "dropped"},
		{"a variable declared before", `func save() error { var f *atomicfile.File; var err error; f, err = atomicfile.Create("x"); if err != nil { return err }; defer f.Close(); f.Write(nil); return nil }`, "never"},
		{"declared with var", `func save() error { var f, err = atomicfile.Create("x"); if err != nil { return err }; defer f.Close(); f.Write(nil); return nil }`, "never"},
		{"in a literal", `func save() { func() { f, _ := atomicfile.Create("x"); defer f.Close(); f.Write(nil) }() }`, "never"},
		{"a batch", `func save() error { var b atomicfile.Batch; defer b.Close(); f, err := b.Create("x"); if err != nil { return err }; f.Write(nil); f.Commit(); return b.Commit() }`, ""},
		{"a batch, never", `func save() error { var b atomicfile.Batch; defer b.Close(); f, err := b.Create("x"); if err != nil { return err }; f.Write(nil); return f.Commit() }`, "never"},
		{"a batch by new", `func save() error { b := new(atomicfile.Batch); defer b.Close(); b.Create("x"); return nil }`, "never, dropped"},
		{"a batch by its address", `func save() error { b := &atomicfile.Batch{}; defer b.Close(); b.Create("x"); return nil }`, "never, dropped"},
		{"a batch by value", `func save() error { b := (atomicfile.Batch{}); defer b.Close(); b.Create("x"); return nil }`, "never, dropped"},
		{"a batch that nobody uses", `func save() { _ = new(atomicfile.Batch) }`, ""},
		{"another thing by new", `func save() { b := new(int); _ = b }`, ""},
		{"a batch, its address handed on", `func save() { var b atomicfile.Batch; fill(&b) }; func fill(b *atomicfile.Batch) { b.Create("x") }`, "never, dropped"},
		{"a batch that a function publishes", `func save() { var b atomicfile.Batch; defer b.Close(); fill(&b) }; func fill(b *atomicfile.Batch) { b.Commit() }`, ""},
		{"a package variable", `var b atomicfile.Batch; func save() { b.Commit() }`, ""},
		{"dropped, declared", `func save() error { var _, err = atomicfile.Create("x"); if err != nil { return err }; return nil }`, ""},
		{"no error to return", `func save() int { f, _ := atomicfile.Create("x"); defer f.Close(); f.Write(nil); if err := f.Commit(); err != nil { return 0 }; return 1 }`, ""},
		{"no results, no close", `func save() { f, _ := atomicfile.Create("x"); f.Write(nil); if true { print(); return }; f.Commit() }`, "lost, left"},
		{"opened under a condition", `func save(n int) error { var f *atomicfile.File; var err error; if n > 0 { f, err = atomicfile.Create("x"); if err != nil { return err } }; if err := work(); err != nil { return err }; if f != nil { defer f.Close(); f.Write(nil); return f.Commit() }; return nil }`, ""},
		{"opened under a condition, never closed", `func save(n int) error { var f *atomicfile.File; var err error; if n > 0 { f, err = atomicfile.Create("x"); if err != nil { return err } }; if err := work(); err != nil { return err }; if f != nil { f.Write(nil); return f.Commit() }; return nil }`, "left"},
		{"a package variable, opened where it is declared", `var f, _ = atomicfile.Create("x"); func save() { f.Write(nil) }`, ""},
		{"a package variable that comes later", `func save() { f, _ = atomicfile.Create("x"); f.Write(nil) }; var f *atomicfile.File`, ""},
		{"a package variable that comes before", `var f *atomicfile.File; func save() { f, _ = atomicfile.Create("x"); f.Write(nil) }`, ""},
		{"a variable around the literal", `func save() { var f *atomicfile.File; func() { f, _ = atomicfile.Create("x"); f.Write(nil) }() }`, ""},
		{"a buffer around the literal", `func save() { var w io.Writer; func() { f, _ := atomicfile.Create("x"); defer f.Close(); f.Write(nil); w = bufio.NewWriter(f) }(); _ = w }`, ""},
		{"a buffer that is a result", `func save() (w io.Writer) { f, _ := atomicfile.Create("x"); f.Write(nil); w = bufio.NewWriter(f); return }`, ""},
		{"opened by a method", `type T struct{}; func (T) open() (*atomicfile.File, error) { return atomicfile.Create("x") }; func save() error { f, err := T{}.open(); if err != nil { return err }; defer f.Close(); f.Write(nil); return nil }`, "never"},
		{"opened twice by a function of ours", `func open() (*atomicfile.File, error) { return atomicfile.Create("x") }; func one() { f, _ := open(); defer f.Close(); f.Write(nil) }; func two() { f, _ := open(); defer f.Close(); f.Write(nil) }`, "never, never"},
		{"a function that publishes many", `func end(fs ...*atomicfile.File) { fs[0].Commit() }; func one() { f, _ := atomicfile.Create("x"); defer f.Close(); f.Write(nil); end(f) }; func two() { f, _ := atomicfile.Create("x"); defer f.Close(); f.Write(nil); end(f) }`, ""},
		{"a file by new", `func save() { f := new(atomicfile.File); f.Write(nil) }`, ""},
		{"a batch, declared with its value", `func save() { var b = atomicfile.Batch{}; defer b.Close(); b.WriteFile("x", nil, 0) }`, "never"},
		{"a batch beside another value", `func save() { n, b := 1, new(atomicfile.Batch); defer b.Close(); b.WriteFile("x", nil, 0); _ = n }`, "never"},
		{"a batch, declared beside another value", `func save() { var n, b = 1, new(atomicfile.Batch); defer b.Close(); b.WriteFile("x", nil, 0); _ = n }`, "never"},
		{"a batch and an error on the way", `func save() error { var b atomicfile.Batch; defer b.Close(); f, err := b.Create("x"); if err != nil { return err }; f.Write(nil); if err := work(); err != nil { return err }; f.Commit(); return b.Commit() }`, ""},
		{"renameio", `func save() error { f, err := renameio.NewPendingFile("x"); if err != nil { return err }; defer f.Cleanup(); f.Write(nil); return f.CloseAtomicallyReplace() }`, ""},
		{"renameio, closed", `func save() error { f, err := renameio.NewPendingFile("x"); if err != nil { return err }; defer f.Cleanup(); f.Write(nil); return f.Close() }`, "never"},
		{"renameio, closed to replace", `func save() error { f, err := renameio.NewPendingFile("x", renameio.WithReplaceOnClose()); if err != nil { return err }; defer f.Cleanup(); f.Write(nil); return f.Close() }`, ""},
		{"renameio, closed with unknown options", `func save(o ...renameio.Option) error { f, err := renameio.NewPendingFile("x", o...); if err != nil { return err }; defer f.Cleanup(); f.Write(nil); return f.Close() }`, ""},
		{"renameio, its file", `func save() error { f, err := renameio.NewPendingFile("x"); if err != nil { return err }; defer f.Cleanup(); f.File.Write(nil); return nil }`, "never"},
		{"renameio, written and its file kept", `func save() error { f, err := renameio.NewPendingFile("x"); if err != nil { return err }; defer f.Cleanup(); f.Write(nil); g := f.File; _ = g; return nil }`, ""},
		{"renameio, its file kept", `func save() error { f, err := renameio.NewPendingFile("x"); if err != nil { return err }; defer f.Cleanup(); g := f.File; g.Write(nil); return nil }`, ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			p, pkg := load(t, test.src+"\n")
			if got := misuses(p, pkg.Root); got != test.want {
				t.Errorf("got %q, want %q:\n%s", got, test.want, test.src)
			}
		})
	}
}

// TestDroppedError asks whether the error of f.Commit() is dropped.
func TestDroppedError(t *testing.T) {
	for _, test := range []struct {
		body              string
		deferred, dropped bool
	}{
		{`f.Commit()`, false, true}, {`(f.Commit())`, false, true}, {`go f.Commit()`, false, true}, {`defer f.Commit()`, true, true},
		{`_ = f.Commit()`, false, true}, {`err = f.Commit()`, false, false}, {`return f.Commit()`, false, false}, {`f.Close()`, false, false},
		{`_, err = 1, f.Commit()`, false, false}, {`err, _ = nil, f.Commit()`, false, true}, {`var _ = f.Commit()`, false, false}, {`work()`, false, false},
		{`(*atomicfile.File).Commit(f)`, false, false}, {`log.Print(1)`, false, false},
	} {
		p, _ := load(t, "func user(f *atomicfile.File) (err error) { "+test.body+"; return }\n")
		found, deferred := false, false
		for c := range typecheck.Func(t, p.Funcs, "user").Cursor.Preorder((*ast.CallExpr)(nil)) {
			if recv, kind, d, ok := p.DroppedError(c); ok {
				found, deferred = true, d
				if types.ExprString(recv) != "f" || kind.Name != "File" {
					t.Errorf("%s: got %s of kind %s, want f of File", test.body, types.ExprString(recv), kind.Name)
				}
			}
		}
		if found != test.dropped || deferred != test.deferred {
			t.Errorf("%s: got dropped %t, deferred %t, want %t, %t", test.body, found, deferred, test.dropped, test.deferred)
		}
	}
}

// TestFinishes looks at which error Finish is given.
func TestFinishes(t *testing.T) {
	const notResult = "e is not the result of the function, so that an error publishes the file all the same"
	for _, test := range []struct{ body, recv, reason string }{
		{`defer f.Finish(&err)`, "f", ""},
		{`var e error; defer f.Finish(&e)`, "f", notResult},
		{`var e error; defer f.Finish(&(e))`, "f", notResult},
		{`defer f.Finish(new(error))`, "f", "nothing holds the error that it sets"},
		{`defer f.Finish(p)`, "f", ""},
		{`defer f.Finish(&global)`, "f", ""},
		{`defer f.Finish(&t.e)`, "f", ""},
		{`var e error; defer func() { err = e }(); defer f.Finish(&e)`, "f", ""},
		{`var e error; f.Finish(&e)`, "f", "nothing looks at e afterwards"},
		{`var e error; f.Finish(&e); err = e`, "f", ""},
		{`var e error; for range 3 { print(e); f.Finish(&e) }`, "f", ""},
		{`var e error; func() { print(e) }(); f.Finish(&e)`, "f", ""},
		{`func() { defer f.Finish(&err) }()`, "f", ""},
		{`f.Commit()`, "", ""},
		{`b.Commit()`, "", ""},
		{`work()`, "", ""},
	} {
		p, _ := load(t, "var global error\n\nfunc user(f *atomicfile.File, b *atomicfile.Batch, p *error, t struct{ e error }) (err error) { "+test.body+"; return }\n")
		recv, reason := "", ""
		for c := range typecheck.Func(t, p.Funcs, "user").Cursor.Preorder((*ast.CallExpr)(nil)) {
			if e, r := p.Finishes(c); e != nil {
				recv, reason = types.ExprString(e), r
			}
		}
		if recv != test.recv || reason != test.reason {
			t.Errorf("%s: got %q, %q, want %q, %q", test.body, recv, reason, test.recv, test.reason)
		}
	}
}

// TestSwallows looks for returns of nil after a failure to fill a file.
func TestSwallows(t *testing.T) {
	for _, test := range []struct {
		body string // of the literal
		want int
	}{
		{`if err := fill(f); err != nil { return nil }; return nil`, 1},
		{`if err := fill(f); err != nil { return err }; return nil`, 0},
		{`err := fill(f); if err != nil { return nil }; return nil`, 1},
		{`_, err := both(f); if err != nil { return nil }; return nil`, 1},
		{`err := work(); if err != nil { return nil }; return nil`, 0},
		{`if _, err := f.Write(nil); err != nil { return nil }; return nil`, 0},
		{`if _, err := fmt.Fprint(f, 1); err != nil { return nil }; return nil`, 0},
		{`if _, err := io.WriteString(f, ""); err != nil { return nil }; return nil`, 0},
		{`if err := fill(f); err == nil { return nil }; return nil`, 1},
		{`if err := fill(f); err != nil { if true { return nil } }; return nil`, 1},
		{`if err := fill(f); err != nil { work() }; return nil`, 1},
		{`err := fill(f); if errors.Is(err, failure) { err = nil }; return err`, 0},
		{`err := fill(f); if err == failure { return nil }; return err`, 0},
		{`if err := lib.Write(bufio.NewWriter(f)); err != nil { return nil }; return nil`, 1},
		{`if n, err := both(f); n != 0 { return nil } else { return err }`, 0},
		{`if err := fill(f); err != io.EOF { return nil }; return nil`, 0},
		{`if g := lib.Wrap(f); g != nil { return nil }; return nil`, 0},
		{`if failure != nil { return nil }; return nil`, 0},
		{`_, err := fill(f), failure; if err != nil { return nil }; return nil`, 0},
		{`err := fill(f); if failure != nil { return nil }; return err`, 0},
		{`err := failure; if err != nil { return nil }; return nil`, 0},
		{`fill := fill; if err := fill(f); err != nil { return nil }; return nil`, 1},
		{`if err := more(f, 1); err != nil { return nil }; return nil`, 1},
		{`err := fill(f); work(); if err != nil { return nil }; return nil`, 1},
	} {
		p, pkg := load(t, `func fill(f *atomicfile.File) error        { return work() }
func both(f *atomicfile.File) (int, error) { return 0, work() }
func more(f *atomicfile.File, n int) error { return work() }

func user() { atomicfile.Write("x", func(f *atomicfile.File) error { `+test.body+` }) }
`)
		if got := p.Swallows(pkg.Call(t, "atomicfile.Write(")); len(got) != test.want {
			t.Errorf("%s: got %d returns, want %d", test.body, len(got), test.want)
		}
	}
	p, pkg := load(t, `func own(name string, fill func(*atomicfile.File) error) error { return nil }

func user() {
	own("x", func(f *atomicfile.File) error { if err := lib.Fill(f); err != nil { return nil }; return nil })
	atomicfile.WritePath("x", func(string) error { if err := work(); err != nil { return nil }; return nil })
	atomicfile.WriteFile("x", nil, 0)
	func() {}()
	print(failure.Error())
}
`)
	for _, call := range []string{"own(", "atomicfile.WritePath", "atomicfile.WriteFile", "(func", "print", "failure.Error"} {
		if got := p.Swallows(pkg.Call(t, call)); len(got) != 0 {
			t.Errorf("%s: got %d returns, want none", call, len(got))
		}
	}
}

// TestAddTo looks at what functions do with pending files that they are given,
// and which they return.
func TestAddTo(t *testing.T) {
	known := facts.Pending{Known: true}
	for _, test := range []struct {
		fn     string
		param  facts.Pending
		result int // the one that is pending, or -1
	}{
		{`func F(f *atomicfile.File) { f.Write(nil) }`, known, -1},
		{`func F(f *atomicfile.File) { f.Commit() }`, facts.Pending{Commits: true, Known: true}, -1},
		{`func F(f *atomicfile.File) { f.Close() }`, facts.Pending{Discards: true, Known: true}, -1},
		{`func F(f *atomicfile.File) { f.Commit(); f.Sync() }`, facts.Pending{Commits: true, Known: true}, -1},
		{`func F(f *atomicfile.File) { f.Close(); f.Sync() }`, facts.Pending{Discards: true, Known: true}, -1},
		{`func F(n string) *atomicfile.File { f := kept; return f }; var kept *atomicfile.File`, facts.Pending{}, -1},
		{`func F(n string) *atomicfile.File { f, _ := lib.Shared(n); return f }`, facts.Pending{}, -1},
		{`func F(f *atomicfile.File) { go f.Commit() }`, facts.Pending{Commits: true, Known: true}, -1},
		{`func F(f *atomicfile.File) { go f.Close() }`, facts.Pending{Discards: true, Known: true}, -1},
		{`func F(f *atomicfile.File) { kept = f }; var kept *atomicfile.File`, facts.Pending{Kept: true, Known: true}, -1},
		{`func F(f *atomicfile.File) *atomicfile.File { return f }`, facts.Pending{Kept: true, Known: true}, -1},
		{`func F(f *atomicfile.File) { G(f) }; func G(f *atomicfile.File) { f.Commit() }`, facts.Pending{Commits: true, Known: true}, -1},
		{`func F(f *atomicfile.File) { F(f) }`, known, -1},
		{`func F(f *atomicfile.File) { lib.Publish(f) }`, facts.Pending{Commits: true, Known: true}, -1},
		{`func F(f ...*atomicfile.File) { f[0].Commit() }`, facts.Pending{}, -1},
		{`func F(f *atomicfile.File) { V(f) }; func V(f ...*atomicfile.File) { f[0].Commit() }`, facts.Pending{Kept: true, Known: true}, -1},
		{`func F(f *atomicfile.File)`, facts.Pending{}, -1},
		{`func F(n string) (*atomicfile.File, error) { return atomicfile.Create(n) }`, facts.Pending{}, 0},
		{`func F(n string) (*atomicfile.File, error) { f, err := atomicfile.Create(n); return f, err }`, facts.Pending{}, 0},
		{`func F(n string) (*atomicfile.File, error) { f, err := atomicfile.Create(n); kept = f; return f, err }; var kept *atomicfile.File`, facts.Pending{}, -1},
		{`func F(n string) (*atomicfile.File, error) { f, err := atomicfile.Create(n); go f.Close(); return f, err }`, facts.Pending{}, -1},
		{`func F(n string) *atomicfile.File { return nil }`, facts.Pending{}, -1},
		{`func F(n string) (f *atomicfile.File) { f, _ = atomicfile.Create(n); return }`, facts.Pending{}, -1},
		{`func F(n string) *atomicfile.File { return kept }; var kept *atomicfile.File`, facts.Pending{}, -1},
		{`func F(n string) (*atomicfile.File, error) { return F(n) }`, facts.Pending{}, -1},
		{`func F(n string) (*atomicfile.File, error) { if n == "" { return F(n) }; return atomicfile.Create(n) }`, facts.Pending{}, -1},
		{`func F(n string) (*atomicfile.File, error) { return lib.Open(n) }`, facts.Pending{}, 0},
		{`func F(n string) (*atomicfile.File, error) { return lib.Shared(n) }`, facts.Pending{}, -1},
		{`func F(n string) *atomicfile.File { f, _ := atomicfile.Create(n); return f }`, facts.Pending{}, 0},
		{`func F(n string) (int, *atomicfile.File) { f, _ := atomicfile.Create(n); return 1, f }`, facts.Pending{}, 1},
		{`func F(n string) (int, *atomicfile.File) { return G(n) }; func G(n string) (int, *atomicfile.File) { f, _ := atomicfile.Create(n); return 1, f }`, facts.Pending{}, 1},
		{`func F(n string) *atomicfile.File { if n == "" { return G() }; f, _ := atomicfile.Create(n); return f }; func G() *atomicfile.File`, facts.Pending{}, -1},
		{`func F(n string) *atomicfile.File { if n == "" { g := kept; return g }; f, _ := atomicfile.Create(n); return f }; var kept *atomicfile.File`, facts.Pending{}, -1},
		{`func F(n string) *atomicfile.File { if n == "" { g, _ := lib.Shared(n); return g }; f, _ := atomicfile.Create(n); return f }`, facts.Pending{}, -1},
		{`func F(n string) *atomicfile.File { var f *atomicfile.File; return f }`, facts.Pending{}, -1},
		{`func F(n string) (*atomicfile.File, io.Writer) { f, _ := atomicfile.Create(n); w := bufio.NewWriter(f); return f, w }`, facts.Pending{}, -1},
		{`func F(n string) *atomicfile.File { f, _ := atomicfile.Create(n); again = func() *atomicfile.File { return f }; return f }; var again func() *atomicfile.File`, facts.Pending{}, -1},
		{`func F(n string) atomicfile.Batch { return atomicfile.Batch{} }`, facts.Pending{}, -1},
	} {
		p, _ := load(t, test.fn+"\n")
		fn := typecheck.Func(t, p.Funcs, "F")
		sum := facts.Func{Params: make([]facts.Param, fn.Sig.Params().Len())}
		p.AddTo(&sum, fn)
		result := slices.IndexFunc(sum.Results, func(r facts.Result) bool { return r.Pending })
		if sum.Params[0].Pending != test.param || result != test.result {
			t.Errorf("%s: got %+v, result %d, want %+v, %d", test.fn, sum.Params[0].Pending, result, test.param, test.result)
		}
		for i, r := range sum.Results {
			if r.Param != -1 || i != result && r.Pending {
				t.Errorf("%s: got result %d %+v, want one that holds no parameter", test.fn, i, r)
			}
		}
	}
}

// TestOpens asks whether a package can get hold of a pending file.
func TestOpens(t *testing.T) {
	for _, test := range []struct {
		path, imports string
		want          bool
	}{
		{"example.com/p", `"github.com/atomiclint/atomiclint/atomicfile"`, true},
		{"example.com/p", `"github.com/google/renameio/v2"`, true},
		{"example.com/p", `"example.com/lib"`, true},
		{"example.com/p", `"os"`, false},
		{"example.com/p", `"example.com/plain"`, false},
		{renameio, `"github.com/atomiclint/atomiclint/atomicfile"`, false},
	} {
		pkg := typecheck.Path(t, test.path, "package p\n\nimport _ "+test.imports+"\n", sources)
		s := trace.New(imported, nil)
		s.Prepare(pkg.Types, pkg.Info, func() inspector.Cursor { return pkg.Root })
		s.Load()
		if got := Opens(s); got != test.want {
			t.Errorf("%s imports %s: got %t, want %t", test.path, test.imports, got, test.want)
		}
	}
}

// TestExits looks at how the ways end on which the file is open.
func TestExits(t *testing.T) {
	p, pkg := load(t, safe)
	_, ways := p.Misuses(pkg.Call(t, "atomicfile.Create"))
	var fails, succeeds int
	for _, e := range ways.Exits {
		if e.Stage == trace.Unopened {
			t.Error("got an exit without the file")
		}
		if !e.Covered() && e.Stage != trace.Visible && e.Stage != trace.Refused {
			t.Errorf("got an exit at stage %d that nothing covers", e.Stage)
		}
		if e.fails() {
			fails++
		}
		if e.succeeds() {
			succeeds++
		}
	}
	if fails < 1 || succeeds < 1 || !slices.ContainsFunc(ways.Exits, func(e Exit) bool { return e.Stage == trace.Visible }) {
		t.Errorf("got %d exits that fail and %d that succeed of %d, want some of both", fails, succeeds, len(ways.Exits))
	}
	if list, ways := p.Misuses(pkg.Call(t, "f.Commit")); list != nil || ways != nil {
		t.Error("a call that opens nothing: got ways through the function")
	}
}

func TestExit(t *testing.T) {
	for _, test := range []struct {
		exit                      Exit
		covered, fails, succeeded bool
	}{
		{Exit{progress: progress{Stage: trace.Discarded}, Outcome: control.Failed}, true, true, false},
		{Exit{progress: progress{Stage: trace.Discarded, GaveUp: true}, Outcome: control.Succeeded}, false, false, true},
		{Exit{progress: progress{Stage: trace.Visible}, Outcome: control.Succeeded, Unsure: true}, false, false, false},
		{Exit{progress: progress{Stage: trace.Pending}, Outcome: control.Failed, Unsure: true}, false, false, false},
	} {
		got := []bool{test.exit.Covered(), test.exit.fails(), test.exit.succeeds()}
		if want := []bool{test.covered, test.fails, test.succeeded}; !slices.Equal(got, want) {
			t.Errorf("%+v: is it covered, a failure, a success: got %v, want %v", test.exit, got, want)
		}
	}
}
