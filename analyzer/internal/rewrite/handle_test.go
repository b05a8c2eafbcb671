package rewrite

import (
	"go/ast"
	"testing"

	"github.com/atomiclint/atomiclint/analyzer/internal/trace"
)

// plain opens a file, writes and closes it. The rows of TestFix change it.
const plain = `
func save(name string, data []byte) error {
	f, err := os.Create(name)
	if err != nil {
		return err
	}
	defer f.Close()
	if _, err := f.Write(data); err != nil {
		return err
	}
	return nil
}
`

const (
	created = "os.Create(name)"
	opened  = "f, err := os.Create(name)\n\tif err != nil {\n\t\treturn err\n\t}"
	closed  = "defer f.Close()"
	written = "if _, err := f.Write(data); err != nil {\n\t\treturn err\n\t}"
	done    = "return nil\n"
)

// sinkIn returns the first sink of the source.
func (b *bench) sinkIn(t testing.TB) trace.Sink {
	t.Helper()
	k, ok := b.firstSink()
	if !ok {
		t.Fatal("the source has no sink")
	}
	return k
}

func (b *bench) firstSink() (trace.Sink, bool) {
	for c := range b.Root.Preorder((*ast.CallExpr)(nil)) {
		if k, ok := trace.SinkOf(b.Info, c, nil); ok {
			return k, true
		}
	}
	return trace.Sink{}, false
}

// TestFix changes one thing, or two, of a plain write, and looks at what the
// fix does to it, or why there is none.
func TestFix(t *testing.T) {
	const usual = "- f, err := os.Create(name)\n- return nil\n+ f, err := atomicfile.Create(name)\n+ return f.Commit()"
	for _, test := range []struct {
		name    string
		changes []string
		want    string
	}{
		{"nothing", nil, usual},
		{"the program ends on an error", []string{written, "if _, err := f.Write(data); err != nil {\n\t\tlog.Fatal(err)\n\t}"}, "- f, err := os.Create(name)\n- return nil\n+ f, err := atomicfile.Create(name)\n+ f.Close()\n+ return f.Commit()"},
		{"the program ends on an error, closed plainly", []string{closed, "_ = 0", written, "if _, err := f.Write(data); err != nil {\n\t\tlog.Fatal(err)\n\t}", done, "return f.Close()\n"}, "- f, err := os.Create(name)\n- return f.Close()\n+ f, err := atomicfile.Create(name)\n+ defer f.Close()\n+ f.Close()\n+ return f.Commit()"},
		{"a loop that goes on", []string{opened, "for range data {\n\t\tf, err := os.Create(name)\n\t\tif err != nil {\n\t\t\treturn err\n\t\t}\n\t\tif _, err := f.Write(data); err != nil {\n\t\t\tcontinue\n\t\t}\n\t\tf.Close()\n\t}", closed, "", written, ""}, `by hand: line 55 is reached before the file is closed`},
		{"a message of an error, by name", []string{"(name string, data []byte) error", "(name string, data []byte)", "return err", "return", done, "", written, "if err := lib.Write(f); err != nil {\n\t\tlog.Printf(\"%s: %v\", name, err)\n\t\treturn\n\t}\n\tlog.Print(name)\n"}, "- f, err := os.Create(name)\n+ f, err := atomicfile.Create(name)\n+ return\n+ log.Printf(\"%s: %v\", name, err)\n+ if err := f.Commit(); err != nil {"},
		{"a message by name before a failure", []string{"(name string, data []byte) error", "(name string, data []byte)", "return err", "return", done, "", written, "if err := lib.Write(f); err != nil {\n\t\tlog.Print(name)\n\t\treturn\n\t}\n"}, `by hand: line 49 says that the file is written, and the function can still fail`},
		{"the error of what is written last", []string{"(name string, data []byte) error", "(name string, data []byte)", "return err", "return", done, "", written, "lib.Write(f)\n"}, `by hand: line 48 goes on when lib.Write fails`},
		{"a loop that is left", []string{opened, "for range data {\n\t\tf, err := os.Create(name)\n\t\tif err != nil {\n\t\t\treturn err\n\t\t}\n\t\tif _, err := f.Write(data); err != nil {\n\t\t\treturn err\n\t\t}\n\t\tif err := f.Close(); err != nil {\n\t\t\treturn err\n\t\t}\n\t}", closed, "", written, ""}, "- f, err := os.Create(name)\n- if err := f.Close(); err != nil {\n+ f, err := atomicfile.Create(name)\n+ f.Close()\n+ if err := f.Commit(); err != nil {"},
		{"opened by a function", []string{created, "open(name)", "\nfunc save", "\nfunc open(name string) (*os.File, error) {\n\treturn os.Create(name)\n}\n\nfunc save"}, "- func open(name string) (*os.File, error) {\n- return os.Create(name)\n- return nil\n+ func open(name string) (*atomicfile.File, error) {\n+ return atomicfile.Create(name)\n+ return f.Commit()"},
		{"opened by an exported function", []string{created, "Open(name)", "\nfunc save", "\nfunc Open(name string) (*os.File, error) {\n\treturn os.Create(name)\n}\n\nfunc save"}, `by hand: the file is returned, and code that is not in sight may call Open`},
		{"an error that nothing looks at", []string{opened, "f, _ := os.Create(name)"}, `by hand: the error of opening is dropped`},
		{"an error that is overwritten", []string{opened, "f, err := os.Create(name)\n\terr = work()", written, written + "\n\t_ = err"}, `by hand: the error of opening is dropped: line 44 overwrites it`},
		{"a variable of the package", []string{opened, "var err error\n\tglobal, err = os.Create(name)\n\tif err != nil {\n\t\treturn err\n\t}\n\tf := global"}, `by hand: global is a variable of the package`},
		{"a field", []string{opened, "var v struct{ f *os.File }\n\tvar err error\n\tv.f, err = os.Create(name)\n\tif err != nil {\n\t\treturn err\n\t}\n\tf := v.f"}, `by hand: the file is stored in v.f`},
		{"another type", []string{opened, "var f io.WriteCloser\n\tvar err error\n\tf, err = os.Create(name)\n\tif err != nil {\n\t\treturn err\n\t}"}, `by hand: f is of type io.WriteCloser`},
		{"two files in one variable", []string{done, "f, err = os.Create(\"other\")\n\tif err != nil {\n\t\treturn err\n\t}\n\t" + done}, `by hand: f may hold another file, too (line 51)`},
		{"its address", []string{written, written + "\n\tp := &f\n\t_ = p"}, `by hand: the address of f is taken`},
		{"declared before", []string{opened, "var f *os.File\n\tvar err error\n\tf, err = os.Create(name)\n\tif err != nil {\n\t\treturn err\n\t}"}, "- var f *os.File\n- f, err = os.Create(name)\n- return nil\n+ var f *atomicfile.File\n+ f, err = atomicfile.Create(name)\n+ return f.Commit()"},
		{"declared with another", []string{opened, "var f, g *os.File\n\t_ = g\n\tvar err error\n\tf, err = os.Create(name)\n\tif err != nil {\n\t\treturn err\n\t}"}, `by hand: f is not declared on its own`},
		{"a parameter", []string{opened, "var err error\n\tf, err = os.Create(name)\n\tif err != nil {\n\t\treturn err\n\t}", "data []byte)", "data []byte, f *os.File)"}, `by hand: f is a parameter`},
		{"into a call", []string{opened, "f, err := wrap(os.Create(name))\n\tif err != nil {\n\t\treturn err\n\t}", "\nfunc save", "\nfunc wrap(f *os.File, err error) (*os.File, error) { return f, err }\n\nfunc save"}, `by hand: the file goes straight into another call`},
		{"statements that share a line", []string{closed, "defer f.Close(); work()"}, `by hand: statements share a line`},
		{"used outside of the block", []string{opened, "var f *os.File\n\tif name != \"\" {\n\t\tvar err error\n\t\tf, err = os.Create(name)\n\t\tif err != nil {\n\t\t\treturn err\n\t\t}\n\t}"}, `by hand: f is used outside of the block that opens it`},
		{"opened in a switch", []string{opened, "var f *os.File\n\tvar err error\n\tswitch f, err = os.Create(name); {\n\tcase err != nil:\n\t\treturn err\n\t}"}, `by hand: the statement that opens the file is not in a plain block`},
		{"root", []string{created, "root.Create(name)", "save(name", "save(root *os.Root, name"}, "- f, err := root.Create(name)\n- return nil\n+ f, err := atomicfile.Create(name, atomicfile.In(root))\n+ return f.Commit()"},
		{"a root that is a call", []string{created, "dir().Create(name)", "\nfunc save", "\nfunc dir() *os.Root { return nil }\n\nfunc save"}, `by hand: the root is not a variable`},
		{"flags", []string{created, "os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)"}, "- f, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)\n- return nil\n+ f, err := atomicfile.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)\n+ return f.Commit()"},
		{"flags without truncation", []string{created, "os.OpenFile(name, os.O_WRONLY|os.O_CREATE, 0o600)"}, `by hand: without O_TRUNC it keeps old content beyond the new`},
		{"flags to append", []string{created, "os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_APPEND, 0o600)"}, `by hand: it appends`},
		{"flags to read", []string{created, "os.OpenFile(name, os.O_CREATE|os.O_TRUNC, 0o600)"}, `by hand: it does not open for writing`},
		{"flags without creation", []string{created, "os.OpenFile(name, os.O_WRONLY|os.O_TRUNC, 0o600)"}, `by hand: without O_CREATE it wants the file to exist, and the writer makes one`},
		{"flags that claim the name", []string{created, "os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)"}, `by hand: O_EXCL claims the name when the file is opened, the writer when it is published`},
		{"flags of a variable", []string{created, "os.OpenFile(name, len(data), 0o600)"}, `by hand: the open flags are not a constant`},
		{"flags of unknown bits", []string{created, "os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_TRUNC|1<<30, 0o600)"}, `by hand: the open flags are not a constant`},
		{"another method", []string{written, written + "\n\tf.Chdir()"}, `by hand: atomicfile.File has no method Chdir (line 51)`},
		{"Fd", []string{written, written + "\n\t_ = f.Fd()"}, `by hand: atomicfile.File has no method Fd (line 51)`},
		{"Name", []string{written, written + "\n\t_ = f.Name()"}, "- f, err := os.Create(name)\n+ f, err := atomicfile.Create(name)\n+ return err\n+ if err := f.Commit(); err != nil {"},
		{"Close as a value", []string{closed, "c := f.Close\n\tdefer c()"}, `by hand: the method Close of f is used as a value (line 47)`},
		{"Close handed on", []string{closed, "defer check(f.Close())"}, `by hand: line 48 writes to the file after it is published`},
		{"compared with nil", []string{written, "if f != nil {\n\t\tf.Write(data)\n\t}"}, usual},
		{"compared with another file", []string{written, written + "\n\t_ = f == global"}, `by hand: f is compared with another file (line 51)`},
		{"kept in a variable of the package", []string{written, written + "\n\tglobal = f"}, `by hand: f is stored in global (line 51)`},
		{"kept in a local variable", []string{written, written + "\n\tg := f\n\t_ = g"}, `by hand: g is of type *os.File (line 51)`},
		{"kept as a writer", []string{written, "var w io.Writer = f\n\tif _, err := w.Write(data); err != nil {\n\t\treturn err\n\t}"}, usual},
		{"kept as an assigned writer", []string{written, "var w io.Writer\n\tw = f\n\tif _, err := w.Write(data); err != nil {\n\t\treturn err\n\t}"}, usual},
		{"kept nowhere", []string{written, written + "\n\t_ = f"}, usual},
		{"kept as anything", []string{written, "var w any = f\n\t_ = w"}, `by hand: w takes a value of any type (line 48)`},
		{"kept in a list", []string{written, "w := []io.Writer{f}\n\tw[0].Write(data)"}, `by hand: line 51 ends the file though the error of w[0].Write in line 49 may not be nil`},
		{"kept in a list of files", []string{written, "w := []*os.File{f}\n\tw[0].Write(data)"}, `by hand: an element of []*os.File is of type *os.File (line 48)`},
		{"kept in a map", []string{written, "w := map[int]io.Writer{1: f}\n\tw[1].Write(data)"}, `by hand: line 51 ends the file though the error of w[1].Write in line 49 may not be nil`},
		{"kept in a struct", []string{written, "w := struct{ w io.Writer }{w: f}\n\tw.w.Write(data)"}, `by hand: line 51 ends the file though the error of w.w.Write in line 49 may not be nil`},
		{"kept in a struct of files", []string{written, "w := struct{ w *os.File }{f}\n\tw.w.Write(data)"}, `by hand: an element of struct{w *os.File} is of type *os.File (line 48)`},
		{"sent", []string{written, "c := make(chan *os.File, 1)\n\tc <- f"}, `by hand: f is used in a way that cannot be followed (line 49)`},
		{"handed on at the end", []string{done, "global = nil\n\treturn use(f)\n", "\nfunc save", "\nfunc use(f *os.File) error { return nil }\n\nfunc save"}, "- func use(f *os.File) error { return nil }\n- func save(name string, data []byte) error {\n- f, err := os.Create(name)\n- defer f.Close()\n+ func use(f io.Writer) error { return nil }\n+ func save(name string, data []byte) (err error) {\n+ f, err := atomicfile.Create(name)\n+ defer f.Finish(&err)"},
		{"handed on as a file", []string{written, "lib.Take(f)"}, `by hand: lib.Take wants an *os.File (line 48)`},
		{"handed on as a writer", []string{written, "if err := lib.Write(f); err != nil {\n\t\treturn err\n\t}"}, usual},
		{"handed on to a setter", []string{"data []byte) error", "data []byte)", opened, "f, err := os.Create(name)\n\tcheck(err)", done, "return\n", written, "lib.SetOutput(f)"}, `by hand: line 46 keeps f where what writes to it cannot be followed`},
		{"written later", []string{"data []byte) error", "data []byte)", opened, "f, err := os.Create(name)\n\tcheck(err)", done, "return\n", written, "w := bufio.NewWriter(f)\n\tfor _, fn := range []func(){func() { w.Write(data) }} {\n\t\tfn()\n\t}\n\tw.Flush()"}, `by hand: line 47 may write to f at another time`},
		{"handed on as a writer that is closed", []string{written, "lib.WriteClose(f)"}, `by hand: lib.WriteClose may close f (line 48)`},
		{"handed on to be closed", []string{closed, "defer lib.Close(f)"}, usual},
		{"handed on to one of ours that closes it at once", []string{closed, "", done, "shut(f)\n\treturn nil\n", "\nfunc save", "\nfunc shut(f *os.File) {\n\tf.Close()\n}\n\nfunc save"}, `by hand: line 43, in shut, uses its method Close`},
		{"handed on as anything", []string{written, "lib.Any(f)"}, `by hand: lib.Any takes a value of any type (line 48)`},
		{"handed on as more than a writer", []string{written, "lib.Numbered(f)"}, `by hand: lib.Numbered needs method Fd, which atomicfile.File does not have (line 48)`},
		{"handed on to a generic function", []string{written, "gen(f)", "\nfunc save", "\nfunc gen[W io.Writer](w W) {}\n\nfunc save"}, `by hand: gen is generic (line 50)`},
		{"handed on to a generic function as a writer", []string{written, "if err := gen(f, data); err != nil {\n\t\treturn err\n\t}", "\nfunc save", "\nfunc gen[T any](w io.Writer, v T) error { return nil }\n\nfunc save"}, usual},
		{"handed on to a function of ours", []string{written, "if err := fill(f); err != nil {\n\t\treturn err\n\t}", "\nfunc save", "\nfunc fill(f *os.File) error {\n\t_, err := f.WriteString(\"x\")\n\treturn err\n}\n\nfunc save"}, "- func fill(f *os.File) error {\n- f, err := os.Create(name)\n- return nil\n+ func fill(f io.StringWriter) error {\n+ f, err := atomicfile.Create(name)\n+ return f.Commit()"},
		{"handed on to one of ours that syncs", []string{written, "if err := fill(f); err != nil {\n\t\treturn err\n\t}", "\nfunc save", "\nfunc fill(f *os.File) error {\n\tf.WriteString(\"x\")\n\treturn f.Sync()\n}\n\nfunc save"}, `by hand: line 44, in fill, uses its method Sync`},
		{"handed on to an exported function", []string{written, "if err := Fill(f); err != nil {\n\t\treturn err\n\t}", "\nfunc save", "\nfunc Fill(f *os.File) error {\n\t_, err := f.WriteString(\"x\")\n\treturn err\n}\n\nfunc save"}, `by hand: Fill wants an *os.File (line 53)`},
		{"converted", []string{written, "w := io.Writer(f)\n\tw.Write(data)"}, `by hand: line 51 ends the file though the error of w.Write in line 49 may not be nil`},
		{"a directory is listed", []string{written, written + "\n\tos.ReadDir(\".\")"}, `by hand: os.ReadDir may list the directory while f is open (line 51)`},
		{"a directory is listed before", []string{opened, "os.ReadDir(\".\")\n\t" + opened}, usual},
		{"a command runs", []string{written, written + "\n\tif err := exec.Command(\"x\").Run(); err != nil {\n\t\treturn err\n\t}"}, `by hand: exec.Cmd.Run may list the directory while f is open (line 51)`},
		{"the name is looked at", []string{written, written + "\n\tif _, err := os.Stat(name); err != nil {\n\t\treturn err\n\t}"}, "- f, err := os.Create(name)\n+ f, err := atomicfile.Create(name)\n+ return err\n+ if err := f.Commit(); err != nil {"},
		{"the name is opened", []string{written, written + "\n\tif _, err := os.Open(name); err != nil {\n\t\treturn err\n\t}"}, "- f, err := os.Create(name)\n+ f, err := atomicfile.Create(name)\n+ return err\n+ if err := f.Commit(); err != nil {"},
		{"buffered", []string{written, "w := bufio.NewWriter(f)\n\tif _, err := w.Write(data); err != nil {\n\t\treturn err\n\t}\n\tif err := w.Flush(); err != nil {\n\t\treturn err\n\t}"}, usual},
		{"flushed by a deferred call", []string{written, "w := bufio.NewWriter(f)\n\tdefer w.Flush()\n\tif _, err := w.Write(data); err != nil {\n\t\treturn err\n\t}"}, "- func save(name string, data []byte) error {\n- f, err := os.Create(name)\n- defer f.Close()\n+ func save(name string, data []byte) (err error) {\n+ f, err := atomicfile.Create(name)\n+ defer f.Finish(&err)"},
		{"the last write is returned", []string{written, "_, err = f.Write(data)", done, "return err\n"}, "- func save(name string, data []byte) error {\n- f, err := os.Create(name)\n- defer f.Close()\n+ func save(name string, data []byte) (err error) {\n+ f, err := atomicfile.Create(name)\n+ defer f.Finish(&err)"},
		{"closed plainly", []string{closed, "_ = 0", done, "return f.Close()\n"}, "- f, err := os.Create(name)\n- return f.Close()\n+ f, err := atomicfile.Create(name)\n+ defer f.Close()\n+ return f.Commit()"},
		{"closed plainly on each way", []string{closed, "_ = 0", written, "if _, err := f.Write(data); err != nil {\n\t\tf.Close()\n\t\treturn err\n\t}", done, "return f.Close()\n"}, "- f, err := os.Create(name)\n- return f.Close()\n+ f, err := atomicfile.Create(name)\n+ return f.Commit()"},
		{"closed plainly without a look", []string{closed, "_ = 0", written, "if _, err := f.Write(data); err != nil {\n\t\tf.Close()\n\t\treturn err\n\t}\n\tf.Close()"}, "- f, err := os.Create(name)\n- f.Close()\n+ f, err := atomicfile.Create(name)\n+ return err\n+ if err := f.Commit(); err != nil {"},
		{"closed by a deferred literal", []string{closed, "defer func() {\n\t\tf.Close()\n\t}()"}, "- func save(name string, data []byte) error {\n- f, err := os.Create(name)\n- defer func() {\n- f.Close()\n- }()\n+ func save(name string, data []byte) (err error) {\n+ f, err := atomicfile.Create(name)\n+ defer f.Finish(&err)"},
		{"closed by a deferred literal that keeps the error", []string{closed, "defer func() {\n\t\tif cerr := f.Close(); err == nil {\n\t\t\terr = cerr\n\t\t}\n\t}()", "data []byte) error", "data []byte) (err error)"}, "- f, err := os.Create(name)\n- defer func() {\n- if cerr := f.Close(); err == nil {\n- err = cerr\n- }()\n+ f, err := atomicfile.Create(name)\n+ defer f.Finish(&err)"},
		{"closed by a literal", []string{closed, "c := func() { f.Close() }\n\tdefer c()"}, `by hand: f is closed by a function literal (line 47)`},
		{"several returns", []string{written, written + "\n\tif len(data) == 0 {\n\t\treturn nil\n\t}\n\tif _, err := f.Write(data); err != nil {\n\t\treturn err\n\t}"}, "- f, err := os.Create(name)\n- return nil\n- return nil\n+ f, err := atomicfile.Create(name)\n+ return f.Commit()\n+ return f.Commit()"},
		{"an error told apart", []string{written, "if _, err := f.Write(data); err != nil && err != io.EOF {\n\t\treturn err\n\t}"}, usual},
		{"an error set to nil", []string{written, written + "\n\tif err := work(); err != nil {\n\t\treturn nil\n\t}"}, "- f, err := os.Create(name)\n+ f, err := atomicfile.Create(name)\n+ return err\n+ if err := f.Commit(); err != nil {"},
		{"a check of the content", []string{written, written + "\n\tif len(data) > 3 {\n\t\treturn errors.New(\"long\")\n\t}"}, usual},
		{"a message in between", []string{written, written + "\n\tfmt.Println(\"wrote\", name)"}, "- f, err := os.Create(name)\n+ f, err := atomicfile.Create(name)\n+ return err\n+ if err := f.Commit(); err != nil {"},
		{"something that cannot be undone", []string{written, written + "\n\tif err := os.Remove(\"other\"); err != nil {\n\t\treturn err\n\t}"}, "- f, err := os.Create(name)\n+ f, err := atomicfile.Create(name)\n+ return err\n+ if err := f.Commit(); err != nil {"},
		{"removed on an error", []string{written, "if _, err := f.Write(data); err != nil {\n\t\tos.Remove(name)\n\t\treturn err\n\t}"}, "- f, err := os.Create(name)\n- os.Remove(name)\n- return nil\n+ f, err := atomicfile.Create(name)\n+ return f.Commit()"},
		{"removed by a deferred call", []string{closed, closed + "\n\tdefer os.Remove(name)"}, `by hand: line 53 would publish the file though line 48 removes it`},
		{"a panic that is recovered", []string{opened, "defer func() { recover() }()\n\t" + opened}, usual},
		{"closed by a goroutine", []string{done, "go f.Close()\n\treturn nil"}, `by hand: f is closed by another goroutine (line 51)`},
		{"a goroutine", []string{written, "go f.Write(data)"}, `by hand: line 50 ends the file, and there is no telling whether what line 48 starts has written it`},
		{"a loop", []string{written, "for _, b := range data {\n\t\tif _, err := f.Write([]byte{b}); err != nil {\n\t\t\treturn err\n\t\t}\n\t}"}, usual},
		{"an endless loop", []string{written, "for {\n\t\tif _, err := f.Write(data); err != nil {\n\t\t\treturn err\n\t\t}\n\t\tif len(data) > 3 {\n\t\t\tbreak\n\t\t}\n\t}"}, usual},
		{"opened in a loop", []string{opened, "for range data {\n\t\tf, err := os.Create(name)\n\t\tif err != nil {\n\t\t\treturn err\n\t\t}\n\t\tf.Write(data)\n\t\tf.Close()\n\t}", closed, "", written, ""}, "- f, err := os.Create(name)\n- f.Close()\n+ f, err := atomicfile.Create(name)\n+ return err\n+ if err := f.Commit(); err != nil {"},
		{"synced last", []string{done, "return f.Sync()\n"}, "- f, err := os.Create(name)\n- return f.Sync()\n+ f, err := atomicfile.Create(name)\n+ return f.Commit()"},
		{"synced with a look", []string{done, "if err := f.Sync(); err != nil {\n\t\treturn err\n\t}\n\treturn nil\n"}, "- f, err := os.Create(name)\n- return err\n- if err := f.Sync(); err != nil {\n- return nil\n+ f, err := atomicfile.Create(name)\n+ return f.Commit()"},
		{"no result", []string{"data []byte) error", "data []byte)", opened, "f, err := os.Create(name)\n\tcheck(err)", written, "_, err = f.Write(data)\n\tcheck(err)", done, "return\n"}, "- f, err := os.Create(name)\n+ f, err := atomicfile.Create(name)\n+ check(f.Commit())"},
		{"no result, a message", []string{"data []byte) error", "data []byte)", opened, "f, err := os.Create(name)\n\tif err != nil {\n\t\tlog.Print(err)\n\t\treturn\n\t}", written, "if _, err = f.Write(data); err != nil {\n\t\tlog.Print(err)\n\t\treturn\n\t}", done, "return\n"}, "- f, err := os.Create(name)\n+ f, err := atomicfile.Create(name)\n+ log.Print(err)\n+ return\n+ if err := f.Commit(); err != nil {"},
		{"no result, nothing is said", []string{"data []byte) error", "data []byte)", opened, "f, err := os.Create(name)\n\tif err != nil {\n\t\treturn\n\t}", written, "f.Write(data)", done, "finished = true\n"}, "- f, err := os.Create(name)\n+ f, err := atomicfile.Create(name)\n+ return\n+ if err := f.Commit(); err != nil {"},
		{"two results", []string{"data []byte) error", "data []byte) (int, error)", opened, "f, err := os.Create(name)\n\tif err != nil {\n\t\treturn 0, err\n\t}", written, "n, err := f.Write(data)\n\tif err != nil {\n\t\treturn n, err\n\t}", done, "return n, nil\n"}, "- f, err := os.Create(name)\n+ f, err := atomicfile.Create(name)\n+ return n, err\n+ if err := f.Commit(); err != nil {"},
		{"the program ends", []string{written, written + "\n\tif len(data) > 3 {\n\t\tos.Exit(0)\n\t}"}, "- f, err := os.Create(name)\n+ f, err := atomicfile.Create(name)\n+ return err\n+ if err := f.Commit(); err != nil {"},
		{"closed by a deferred literal with a loop", []string{closed, "defer func() {\n\t\tfor range 1 {\n\t\t\tf.Close()\n\t\t}\n\t}()"}, "- f, err := os.Create(name)\n- return nil\n+ f, err := atomicfile.Create(name)\n+ defer f.Close()\n+ return f.Commit()"},
		{"closed by a deferred literal that does more", []string{closed, "defer func() {\n\t\tf.Close()\n\t\twork()\n\t}()"}, "- f, err := os.Create(name)\n- return nil\n+ f, err := atomicfile.Create(name)\n+ return f.Commit()"},
		{"closed by a deferred literal on an error", []string{closed, "defer func() {\n\t\tif err != nil {\n\t\t\tf.Close()\n\t\t}\n\t}()", done, "return f.Close()\n"}, "- f, err := os.Create(name)\n- return f.Close()\n+ f, err := atomicfile.Create(name)\n+ defer f.Close()\n+ return f.Commit()"},
		{"closed by two deferred calls", []string{closed, "defer f.Close()\n\tdefer f.Close()"}, "- f, err := os.Create(name)\n- return nil\n+ f, err := atomicfile.Create(name)\n+ return f.Commit()"},
		{"the name is opened by a function of ours", []string{written, written + "\n\tif err := look(name); err != nil {\n\t\treturn err\n\t}", "\nfunc save", "\nfunc look(n string) error {\n\t_, err := os.Open(n)\n\treturn err\n}\n\nfunc save"}, "- f, err := os.Create(name)\n+ return err\n+ f, err := atomicfile.Create(name)\n+ if err := f.Commit(); err != nil {"},
		{"a function of ours opens something else", []string{written, written + "\n\tif err := look(); err != nil {\n\t\treturn err\n\t}", "\nfunc save", "\nfunc look() error {\n\t_, err := os.Open(\"x\")\n\treturn err\n}\n\nfunc save"}, "- f, err := os.Create(name)\n+ return err\n+ f, err := atomicfile.Create(name)\n+ if err := f.Commit(); err != nil {"},
		{"a status", []string{"data []byte) error", "data []byte) int", opened, "f, err := os.Create(name)\n\tif err != nil {\n\t\treturn 1\n\t}", written, "if _, err := f.Write(data); err != nil {\n\t\treturn 1\n\t}", done, "return 0\n"}, "- f, err := os.Create(name)\n+ f, err := atomicfile.Create(name)\n+ return 1\n+ if err := f.Commit(); err != nil {"},
		{"a status of the content", []string{"data []byte) error", "data []byte) int", opened, "f, err := os.Create(name)\n\tif err != nil {\n\t\treturn 1\n\t}", written, "if _, err := f.Write(data); err != nil {\n\t\treturn 1\n\t}", done, "return len(data)\n"}, "- f, err := os.Create(name)\n+ f, err := atomicfile.Create(name)\n+ return 1\n+ if err := f.Commit(); err != nil {"},
		{"a condition as result", []string{"data []byte) error", "data []byte) bool", opened, "f, err := os.Create(name)\n\tif err != nil {\n\t\treturn false\n\t}", written, "_, err = f.Write(data)", done, "return err == nil\n"}, "- f, err := os.Create(name)\n+ f, err := atomicfile.Create(name)\n+ return false\n+ if err := f.Commit(); err != nil {"},
		{"handed on to a function of ours beside a number", []string{written, "if err := fill(1, f); err != nil {\n\t\treturn err\n\t}", "\nfunc save", "\nfunc fill(n int, f *os.File) error {\n\t_, err := f.WriteString(\"x\")\n\treturn err\n}\n\nfunc save"}, "- func fill(n int, f *os.File) error {\n- f, err := os.Create(name)\n- return nil\n+ func fill(n int, f io.StringWriter) error {\n+ f, err := atomicfile.Create(name)\n+ return f.Commit()"},
		{"handed on to a function of ours in one field with another", []string{written, "if err := fill(f, f); err != nil {\n\t\treturn err\n\t}", "\nfunc save", "\nfunc fill(f, g *os.File) error {\n\t_, err := f.WriteString(\"x\")\n\treturn err\n}\n\nfunc save"}, "by hand: fill wants an *os.File, and declares it together with others (line 53)"},
		{"handed on to a function of ours that does not name it", []string{written, "if err := fill(1, f); err != nil {\n\t\treturn err\n\t}", "\nfunc save", "\nfunc fill(int, *os.File) error { return nil }\n\nfunc save"}, "- func fill(int, *os.File) error { return nil }\n- f, err := os.Create(name)\n- return nil\n+ func fill(int, io.Writer) error { return nil }\n+ f, err := atomicfile.Create(name)\n+ return f.Commit()"},
		{"handed on to a function of ours that takes many", []string{written, "if err := fill(f); err != nil {\n\t\treturn err\n\t}", "\nfunc save", "\nfunc fill(fs ...*os.File) error { return nil }\n\nfunc save"}, "by hand: fill wants an *os.File, and declares it together with others (line 50)"},
		{"handed on to a function of ours that hands it on", []string{written, "if err := fill(f); err != nil {\n\t\treturn err\n\t}", "\nfunc save", "\nfunc fill(f *os.File) error { return more(f) }\n\nfunc more(f *os.File) error {\n\t_, err := f.WriteString(\"x\")\n\treturn err\n}\n\nfunc save"}, "- func fill(f *os.File) error { return more(f) }\n- func more(f *os.File) error {\n- f, err := os.Create(name)\n- return nil\n+ func fill(f io.StringWriter) error { return more(f) }\n+ func more(f io.StringWriter) error {\n+ f, err := atomicfile.Create(name)\n+ return f.Commit()"},
		{"handed on to a function of ours that closes it", []string{written, "if err := fill(f); err != nil {\n\t\treturn err\n\t}", "\nfunc save", "\nfunc fill(f *os.File) error { return f.Close() }\n\nfunc save"}, "by hand: line 42, in fill, uses its method Close"},
		{"handed on to a function of ours that keeps it", []string{written, "if err := fill(f); err != nil {\n\t\treturn err\n\t}", "\nfunc save", "\nfunc fill(f *os.File) error {\n\tglobal = f\n\treturn nil\n}\n\nfunc save"}, "by hand: line 53 has global keep f"},
		{"handed on to a function of ours that others call", []string{written, "if err := fill(f); err != nil {\n\t\treturn err\n\t}", "\nfunc save", "\nfunc other() error { return fill(os.Stdout) }\n\nfunc fill(f *os.File) error {\n\t_, err := f.WriteString(\"x\")\n\treturn err\n}\n\nfunc save"}, "- func fill(f *os.File) error {\n- f, err := os.Create(name)\n- return nil\n+ func fill(f io.StringWriter) error {\n+ f, err := atomicfile.Create(name)\n+ return f.Commit()"},
		{"a loop that leaves something out", []string{written, "skipped := false\n\tfor _, b := range data {\n\t\tif b == 0 {\n\t\t\tskipped = true\n\t\t\tcontinue\n\t\t}\n\t\tif _, err := f.Write([]byte{b}); err != nil {\n\t\t\treturn err\n\t\t}\n\t}\n\tif skipped {\n\t\treturn errors.New(\"skipped\")\n\t}"}, "- f, err := os.Create(name)\n- return nil\n+ f, err := atomicfile.Create(name)\n+ return f.Commit()"},
		{"a loop that counts", []string{written, "n := 0\n\tfor range data {\n\t\tn++\n\t}\n\tif _, err := f.Write(data); err != nil {\n\t\treturn err\n\t}\n\tif n > 3 {\n\t\treturn errors.New(\"long\")\n\t}"}, "- f, err := os.Create(name)\n+ f, err := atomicfile.Create(name)\n+ return err\n+ if err := f.Commit(); err != nil {"},
		{"a number of bytes that is checked", []string{written, "n, err := f.Write(data)\n\tif err != nil {\n\t\treturn err\n\t}\n\tif n < 3 {\n\t\treturn io.ErrShortWrite\n\t}"}, "- f, err := os.Create(name)\n- return nil\n+ f, err := atomicfile.Create(name)\n+ return f.Commit()"},
		{"synced in a block of its own", []string{written, written + "\n\tif len(data) > 3 {\n\t\tf.Sync()\n\t}"}, "- f, err := os.Create(name)\n- return nil\n+ f, err := atomicfile.Create(name)\n+ return f.Commit()"},
		{"synced before the last write", []string{written, "f.Sync()\n\t" + written}, "- f, err := os.Create(name)\n- return nil\n+ f, err := atomicfile.Create(name)\n+ return f.Commit()"},
		{"synced twice", []string{written, written + "\n\tf.Sync()", done, "return f.Sync()\n"}, "- f, err := os.Create(name)\n- return f.Sync()\n+ f, err := atomicfile.Create(name)\n+ return f.Commit()"},
		{"synced, and the error joined", []string{written, written + "\n\tserr := f.Sync()", done, "return errors.Join(serr, nil)\n"}, "- f, err := os.Create(name)\n- serr := f.Sync()\n+ f, err := atomicfile.Create(name)\n+ serr := f.Commit()"},
		{"nil compared with it", []string{written, "if nil != f {\n\t\tf.Write(data)\n\t}"}, "- f, err := os.Create(name)\n- return nil\n+ f, err := atomicfile.Create(name)\n+ return f.Commit()"},
		{"truncated", []string{written, written + "\n\tif err := f.Truncate(3); err != nil {\n\t\treturn err\n\t}"}, "- f, err := os.Create(name)\n- return nil\n+ f, err := atomicfile.Create(name)\n+ return f.Commit()"},
		{"read again", []string{written, written + "\n\tif _, err := f.Seek(0, io.SeekStart); err != nil {\n\t\treturn err\n\t}\n\tif _, err := io.ReadAll(f); err != nil {\n\t\treturn err\n\t}"}, "- f, err := os.Create(name)\n- return nil\n+ f, err := atomicfile.Create(name)\n+ return f.Commit()"},
		{"its mode is set", []string{written, written + "\n\tif err := f.Chmod(0o600); err != nil {\n\t\treturn err\n\t}"}, "- f, err := os.Create(name)\n- return nil\n+ f, err := atomicfile.Create(name)\n+ return f.Commit()"},
		{"its mode is set by name", []string{written, written + "\n\tif err := os.Chmod(name, 0o600); err != nil {\n\t\treturn err\n\t}"}, "- f, err := os.Create(name)\n+ f, err := atomicfile.Create(name)\n+ return err\n+ if err := f.Commit(); err != nil {"},
		{"removed by name after an error of closing", []string{closed, "_ = 0", done, "if err := f.Close(); err != nil {\n\t\tos.Remove(name)\n\t\treturn err\n\t}\n\treturn nil\n"}, "- f, err := os.Create(name)\n- if err := f.Close(); err != nil {\n- os.Remove(name)\n+ f, err := atomicfile.Create(name)\n+ defer f.Close()\n+ if err := f.Commit(); err != nil {"},
		{"removed on an error, under another name", []string{written, "if _, err := f.Write(data); err != nil {\n\t\tos.Remove(\"other\")\n\t\treturn err\n\t}"}, "- f, err := os.Create(name)\n- return nil\n+ f, err := atomicfile.Create(name)\n+ return f.Commit()"},
		{"removed by a deferred literal on an error", []string{"data []byte) error", "data []byte) (err error)", closed, "defer func() {\n\t\tf.Close()\n\t\tif err != nil {\n\t\t\tos.Remove(name)\n\t\t}\n\t}()"}, "- if err != nil {\n- f, err := os.Create(name)\n- defer func() {\n- f.Close()\n- os.Remove(name)\n- }()\n- return nil\n+ f, err := atomicfile.Create(name)\n+ defer f.Close()\n+ return f.Commit()"},
		{"renamed afterwards", []string{done, "return os.Rename(name, \"x\")\n"}, "- f, err := os.Create(name)\n+ f, err := atomicfile.Create(name)\n+ return err\n+ if err := f.Commit(); err != nil {"},
		{"the program ends well", []string{done, "os.Exit(0)\n\treturn nil\n"}, "- f, err := os.Create(name)\n+ f, err := atomicfile.Create(name)\n+ return err\n+ if err := f.Commit(); err != nil {"},
		{"a switch on what is written", []string{written, "switch len(data) {\n\tcase 0:\n\t\treturn nil\n\tcase 1:\n\t\treturn errors.New(\"short\")\n\tdefault:\n\t\tif _, err := f.Write(data); err != nil {\n\t\t\treturn err\n\t\t}\n\t}"}, "- f, err := os.Create(name)\n- return nil\n- return nil\n+ f, err := atomicfile.Create(name)\n+ return f.Commit()\n+ return f.Commit()"},
		{"a select", []string{written, "select {\n\tcase <-make(chan int):\n\t\treturn errors.New(\"late\")\n\tdefault:\n\t\tif _, err := f.Write(data); err != nil {\n\t\t\treturn err\n\t\t}\n\t}"}, "by hand: line 50 fails for something that has nothing to do with the file, which is complete then"},
		{"written by a literal that is called", []string{written, "write := func() error {\n\t\t_, err := f.Write(data)\n\t\treturn err\n\t}\n\tif err := write(); err != nil {\n\t\treturn err\n\t}"}, "- f, err := os.Create(name)\n- return nil\n+ f, err := atomicfile.Create(name)\n+ return f.Commit()"},
		{"written by a literal that is handed on", []string{written, "each(func(b []byte) error {\n\t\t_, err := f.Write(b)\n\t\treturn err\n\t})", "\nfunc save", "\nfunc each(do func([]byte) error) error { return do(nil) }\n\nfunc save"}, "by hand: line 55 ends the file though the error of each in line 50 may not be nil"},
		{"a jump", []string{written, "if len(data) == 0 {\n\t\tgoto end\n\t}\n\tif _, err := f.Write(data); err != nil {\n\t\treturn err\n\t}\nend:"}, "- func save(name string, data []byte) error {\n- f, err := os.Create(name)\n- defer f.Close()\n+ func save(name string, data []byte) (err error) {\n+ f, err := atomicfile.Create(name)\n+ defer f.Finish(&err)"},
		{"a label", []string{written, "loop:\n\tfor {\n\t\tif _, err := f.Write(data); err != nil {\n\t\t\treturn err\n\t\t}\n\t\tbreak loop\n\t}"}, "- f, err := os.Create(name)\n- return nil\n+ f, err := atomicfile.Create(name)\n+ return f.Commit()"},
		{"printed", []string{written, "if _, err := fmt.Fprintf(f, \"%s\", data); err != nil {\n\t\treturn err\n\t}"}, "- f, err := os.Create(name)\n- return nil\n+ f, err := atomicfile.Create(name)\n+ return f.Commit()"},
		{"copied", []string{written, "if _, err := io.Copy(f, os.Stdin); err != nil {\n\t\treturn err\n\t}"}, "- f, err := os.Create(name)\n- return nil\n+ f, err := atomicfile.Create(name)\n+ return f.Commit()"},
		{"copied, and an error told apart", []string{written, "if _, err := io.CopyN(f, os.Stdin, 3); err != nil && err != io.EOF {\n\t\treturn err\n\t}"}, "by hand: line 52 ends the file though the error of io.CopyN in line 48 may not be nil"},
		{"the output of a command", []string{written, "c := exec.Command(\"x\")\n\tc.Stdout = f\n\tif err := c.Run(); err != nil {\n\t\treturn err\n\t}"}, "by hand: exec.Cmd.Run may list the directory while f is open (line 50)"},
		{"the standard output", []string{written, "os.Stdout = f\n\tfmt.Print(data)"}, "by hand: f is stored in os.Stdout (line 48)"},
	} {
		t.Run(test.name, func(t *testing.T) {
			src := replaced(t, plain, test.changes)
			b := load(t, src)
			fix, reason := b.fixer.Fix(b.sinkIn(t))
			if got := b.outcome(t, fix, reason); got != test.want {
				t.Errorf("got\n%s\nwant\n%s\nof%s", got, test.want, src)
			}
		})
	}
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
