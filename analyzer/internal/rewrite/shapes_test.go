package rewrite

import (
	"go/ast"
	"go/parser"
	"go/token"
	"maps"
	"strings"
	"testing"

	"golang.org/x/tools/go/analysis"

	"github.com/atomiclint/atomiclint/internal/module"
)

// TestFixVariables sets other variables to the file.
func TestFixVariables(t *testing.T) {
	of := func(decl, use string) string {
		return "func save(name string, n int) error {\n\t" + decl + "\n\tf, err := os.Create(name)\n\tif err != nil {\n\t\treturn err\n\t}\n\tdefer f.Close()\n\tw = f\n\t" + use + "\n\treturn nil\n}\nfunc take(f *os.File) {}"
	}
	const put = "if _, err := w.Write(nil); err != nil {\n\t\treturn err\n\t}"
	ask[ast.Node](t, []row[string]{
		{of("w := os.Stdout", put), "- w := os.Stdout\n- f, err := os.Create(name)\n- return nil\n+ var w io.Writer = os.Stdout\n+ f, err := atomicfile.Create(name)\n+ return f.Commit()"}, {of("var w = os.Stdout", put), "- var w = os.Stdout\n- f, err := os.Create(name)\n- return nil\n+ var w io.Writer = os.Stdout\n+ f, err := atomicfile.Create(name)\n+ return f.Commit()"}, {of("var w *os.File = os.Stdout", put), "- var w *os.File = os.Stdout\n- f, err := os.Create(name)\n- return nil\n+ var w io.Writer = os.Stdout\n+ f, err := atomicfile.Create(name)\n+ return f.Commit()"}, {of("var w *os.File", put), "by hand: w is of type *os.File (line 125)"}, {of("var w io.Writer", put), "- f, err := os.Create(name)\n- return nil\n+ f, err := atomicfile.Create(name)\n+ return f.Commit()"}, {of("var w any", "print(w)"), "by hand: w takes a value of any type (line 125)"}, {of("var w io.WriteCloser", put), "by hand: w may close f (line 125)"}, {of("w, k := os.Stdout, n\n\tprint(k)", put), "by hand: w is of type *os.File (line 126)"}, {of("var w, k = os.Stdout, n\n\tprint(k)", put), "by hand: w is of type *os.File (line 126)"},
		{of("w := os.Stdout", "fmt.Fprint(w)"), "- w := os.Stdout\n- f, err := os.Create(name)\n- return nil\n+ var w io.Writer = os.Stdout\n+ f, err := atomicfile.Create(name)\n+ return f.Commit()"}, {of("w := os.Stdout", "w.Sync()"), "by hand: w is of type *os.File (line 125)"}, {of("w := os.Stdout", "w.Close()"), "by hand: w is of type *os.File (line 125)"}, {of("w := os.Stdout", "lib.Take(w)"), "by hand: w is of type *os.File (line 125)"}, {of("w := os.Stdout", "take(w)"), "- w := os.Stdout\n- f, err := os.Create(name)\n- return nil\n- func take(f *os.File) {}\n+ var w io.Writer = os.Stdout\n+ f, err := atomicfile.Create(name)\n+ return f.Commit()\n+ func take(f io.Writer) {}"}, {of("w := os.Stdout", "p := &w\n\tprint(p)"), "by hand: w is of type *os.File (line 125)"}, {of("w := os.Stdout", put+"\n\tw = nil"), "by hand: w is of type *os.File (line 125)"}, {of("w := os.Stdout", put+"\n\tw, _ = os.Open(name)"), "by hand: w is of type *os.File (line 125)"},
		{of("w := os.Stdout", "put := w.Write\n\tput(nil)"), "by hand: w is of type *os.File (line 125)"}, {of("w := os.Stdout", "w.WriteString(\"x\")\n\tw.Write(nil)"), "by hand: w is of type *os.File (line 125)"}, {of("w := os.Stdout", "w.WriteString(\"x\")"), "- w := os.Stdout\n- f, err := os.Create(name)\n- return nil\n+ var w io.StringWriter = os.Stdout\n+ f, err := atomicfile.Create(name)\n+ return f.Commit()"}, {of("io := 1\n\tprint(io)\n\tw := os.Stdout", put), "by hand: w is of type *os.File (line 127)"}, {of("w := os.Stdout\n\tio := 1\n\tprint(io)", put), "- w := os.Stdout\n- f, err := os.Create(name)\n- return nil\n+ var w io.Writer = os.Stdout\n+ f, err := atomicfile.Create(name)\n+ return f.Commit()"},
		{"func save(name string, n int) error {\n\tf, err := os.Create(name)\n\tif err != nil {\n\t\treturn err\n\t}\n\tdefer f.Close()\n\tswitch n {\n\tcase 1:\n\t\tw := os.Stdout\n\t\tw = f\n\t\tw.Write(nil)\n\t}\n\treturn nil\n}", "- f, err := os.Create(name)\n- w := os.Stdout\n- return nil\n+ f, err := atomicfile.Create(name)\n+ var w io.Writer = os.Stdout\n+ return f.Commit()"},
		{"func save(name string, n int) error {\n\tf, err := os.Create(name)\n\tif err != nil {\n\t\treturn err\n\t}\n\tdefer f.Close()\n\tif w := os.Stdout; n > 1 {\n\t\tw = f\n\t\tw.Write(nil)\n\t}\n\treturn nil\n}", "by hand: w is of type *os.File (line 125)"},
		{"func save(name string, n int) error {\n\tf, err := os.Create(name)\n\tif err != nil {\n\t\treturn err\n\t}\n\tdefer f.Close()\n\tw := f\n\tw.Write(nil)\n\treturn nil\n}", "- f, err := os.Create(name)\n- w := f\n- return nil\n+ f, err := atomicfile.Create(name)\n+ var w io.Writer = f\n+ return f.Commit()"},
	}, (*subject).fixed)
}

// TestFixParameters gives the file to functions that take an *os.File.
func TestFixParameters(t *testing.T) {
	of := func(decl string) string {
		return "defer f.Close()\n\tif err := put(f); err != nil {\n\t\treturn err\n\t} ## func more(f *os.File) { f.WriteString(\"x\") }\nfunc named(f interface{ Name() string }) {}\nfunc seeks(f io.WriteSeeker) {}\n" + decl
	}
	ask[ast.Node](t, []row[string]{
		{of("func put(f *os.File) error { _, err := f.Write(nil); return err }"), "- f, err := os.Create(name)\n- return nil\n- func put(f *os.File) error               { _, err := f.Write(nil); return err }\n+ f, err := atomicfile.Create(name)\n+ return f.Commit()\n+ func put(f io.Writer) error              { _, err := f.Write(nil); return err }"}, {of("func put(f *os.File) error { f.WriteString(\"x\"); return nil }"), "- f, err := os.Create(name)\n- return nil\n- func put(f *os.File) error               { f.WriteString(\"x\"); return nil }\n+ f, err := atomicfile.Create(name)\n+ return f.Commit()\n+ func put(f io.StringWriter) error        { f.WriteString(\"x\"); return nil }"}, {of("func put(f *os.File) error { f.Write(nil); f.Seek(0, 0); return nil }"), "- f, err := os.Create(name)\n- return nil\n- func put(f *os.File) error               { f.Write(nil); f.Seek(0, 0); return nil }\n+ f, err := atomicfile.Create(name)\n+ return f.Commit()\n+ func put(f io.WriteSeeker) error         { f.Write(nil); f.Seek(0, 0); return nil }"}, {of("func put(f *os.File) error { f.Read(nil); return nil }"), "- f, err := os.Create(name)\n- return nil\n- func put(f *os.File) error               { f.Read(nil); return nil }\n+ f, err := atomicfile.Create(name)\n+ return f.Commit()\n+ func put(f io.ReadWriter) error          { f.Read(nil); return nil }"}, {of("func put(f *os.File) error { return f.Sync() }"), "by hand: line 133, in put, uses its method Sync"}, {of("func put(f *os.File) error { print(f.Name()); return nil }"), "by hand: line 133, in put, uses its method Name"},
		{of("func put(f *os.File) error { _ = f.Write; return nil }"), "by hand: line 133, in put, takes a method of the file as a value"}, {of("func put(f *os.File) error { fmt.Fprint(f); return nil }"), "- f, err := os.Create(name)\n- return nil\n- func put(f *os.File) error               { fmt.Fprint(f); return nil }\n+ f, err := atomicfile.Create(name)\n+ return f.Commit()\n+ func put(f io.Writer) error              { fmt.Fprint(f); return nil }"}, {of("func put(f *os.File) error { seeks(f); return nil }"), "- f, err := os.Create(name)\n- return nil\n- func put(f *os.File) error               { seeks(f); return nil }\n+ f, err := atomicfile.Create(name)\n+ return f.Commit()\n+ func put(f io.WriteSeeker) error         { seeks(f); return nil }"}, {of("func put(f *os.File) error { named(f); return nil }"), "by hand: line 133, in put, hands it on to named, which needs its method Name"}, {of("func put(f *os.File) error { lib.Numbered(f); return nil }"), "by hand: line 133, in put, hands it on to lib.Numbered, which needs its method Fd"}, {of("func put(f *os.File) error { lib.Take(f); return nil }"), "by hand: line 133, in put, lib.Take wants an *os.File"}, {of("func put(f *os.File) error { lib.Any(f); return nil }"), "by hand: line 133, in put, needs an *os.File"},
		{of("func put(f *os.File) error { more(f); return nil }"), "- f, err := os.Create(name)\n- return nil\n- func more(f *os.File)                    { f.WriteString(\"x\") }\n- func put(f *os.File) error               { more(f); return nil }\n+ f, err := atomicfile.Create(name)\n+ return f.Commit()\n+ func more(f io.StringWriter)             { f.WriteString(\"x\") }\n+ func put(f io.StringWriter) error        { more(f); return nil }"}, {of("func put(f *os.File) error { more(f); f.Write(nil); return nil }"), "by hand: put wants an *os.File, and no interface of package io has what it uses (line 125)"}, {of("func put(f *os.File) error { if ask() { return put(f) }; f.WriteString(\"x\"); return nil }"), "- f, err := os.Create(name)\n- return nil\n- func put(f *os.File) error {\n+ f, err := atomicfile.Create(name)\n+ return f.Commit()\n+ func put(f io.StringWriter) error {"}, {of("func put(f *os.File) error { return again(f) }\nfunc again(f *os.File) error { return put(f) }"), "by hand: line 133, in put, line 134, in again, put wants an *os.File"}, {of("func put(f *os.File) error { gen(f); return nil }"), "by hand: line 133, in put, needs an *os.File"}, {of("func put(f *os.File) error { w := io.Writer(f); w.Write(nil); return nil }"), "by hand: line 133, in put, needs an *os.File"},
		{of("func put(f *os.File) error { if f == nil { return nil }; f.Write(nil); return nil }"), "by hand: line 133, in put, needs an *os.File"}, {of("func put(f *os.File) error { f = global; f.Write(nil); return nil }"), "by hand: put sets its parameter (line 125)"}, {of("func put(f *os.File) error { p := &f; print(p); return nil }"), "by hand: line 133, in put, needs an *os.File"}, {of("func put(f *os.File) error { global = f; return nil }"), "by hand: line 125 has global keep f"}, {of("func put(f ...*os.File) error { return nil }"), "by hand: put wants an *os.File, and declares it together with others (line 125)"}, {of("func put(_ *os.File) error { return nil }"), "- f, err := os.Create(name)\n- return nil\n- func put(_ *os.File) error               { return nil }\n+ f, err := atomicfile.Create(name)\n+ return f.Commit()\n+ func put(_ io.Writer) error              { return nil }"}, {of("func put(*os.File) error { return nil }"), "- f, err := os.Create(name)\n- return nil\n- func put(*os.File) error                 { return nil }\n+ f, err := atomicfile.Create(name)\n+ return f.Commit()\n+ func put(io.Writer) error                { return nil }"},
		{of("func put(f *os.File) error { f.Truncate(0); return nil }"), "by hand: line 133, in put, uses its method Truncate"}, {of("func put[T *os.File](f T) error { return nil }"), "by hand: put is generic (line 125)"}, {of("var put = func(f *os.File) error { f.Write(nil); return nil }"), "by hand: put wants an *os.File (line 125)"}, {of("func put(f *os.File) error { f.WriteAt(nil, 0); return nil }"), "- f, err := os.Create(name)\n- return nil\n- func put(f *os.File) error               { f.WriteAt(nil, 0); return nil }\n+ f, err := atomicfile.Create(name)\n+ return f.Commit()\n+ func put(f io.WriterAt) error            { f.WriteAt(nil, 0); return nil }"}, {of("func put(f *os.File) error { f.ReadFrom(nil); return nil }"), "- f, err := os.Create(name)\n- return nil\n- func put(f *os.File) error               { f.ReadFrom(nil); return nil }\n+ f, err := atomicfile.Create(name)\n+ return f.Commit()\n+ func put(f io.ReaderFrom) error          { f.ReadFrom(nil); return nil }"}, {of("func put(f *os.File) error { defer f.Close(); return nil }"), "by hand: line 133, in put, uses its method Close"}, {of("func put(f *os.File) error { func() { f.Write(nil) }(); return nil }"), "- f, err := os.Create(name)\n- return nil\n- func put(f *os.File) error               { func() { f.Write(nil) }(); return nil }\n+ f, err := atomicfile.Create(name)\n+ return f.Commit()\n+ func put(f io.Writer) error              { func() { f.Write(nil) }(); return nil }"},
		{of("func put(f *os.File) error { all(f); return nil }"), "- f, err := os.Create(name)\n- return nil\n- func put(f *os.File) error               { all(f); return nil }\n+ f, err := atomicfile.Create(name)\n+ return f.Commit()\n+ func put(f io.Writer) error              { all(f); return nil }"}, {of("func put(io *os.File) error { io.Write(nil); return nil }"), "- f, err := os.Create(name)\n- return nil\n- func put(io *os.File) error              { io.Write(nil); return nil }\n+ f, err := atomicfile.Create(name)\n+ return f.Commit()\n+ func put(io io.Writer) error             { io.Write(nil); return nil }"},
	}, (*subject).fixed)
}

// TestFixStats asks the open file what it is.
func TestFixStats(t *testing.T) {
	of := func(stat string) string {
		return "defer f.Close()\n\tif _, err := f.Write(data); err != nil {\n\t\treturn err\n\t}\n\t" + stat
	}
	ask[ast.Node](t, []row[string]{
		{of("f.Stat()"), "- f, err := os.Create(name)\n- return nil\n+ f, err := atomicfile.Create(name)\n+ return f.Commit()"}, {of("info, _ := f.Stat()\n\tprint(info.Size())"), "- f, err := os.Create(name)\n+ f, err := atomicfile.Create(name)\n+ return err\n+ if err := f.Commit(); err != nil {"}, {of("info, _ := f.Stat()\n\tprint(info.Mode())"), "by hand: line 129 looks at more than the size of the open file"}, {of("info, _ := f.Stat()\n\tlib.Any(info)"), "by hand: line 129 looks at more than the size of the open file"}, {of("var info, _ = f.Stat()\n\tprint(info.Name(), info.IsDir(), info.ModTime().IsZero())"), "- f, err := os.Create(name)\n- return nil\n+ f, err := atomicfile.Create(name)\n+ return f.Commit()"}, {of("var info, _ = f.Stat()\n\tlib.Any(info.Sys())"), "by hand: line 129 looks at more than the size of the open file"}, {of("stat(f.Stat()) ## func stat(fs.FileInfo, error) {}"), "by hand: line 128 hands on more than the size of the open file"}, {of("stat := f.Stat\n\tstat()"), "by hand: line 131 ends the file though the error of stat in line 129 may not be nil"},
	}, (*subject).fixed)
}

// TestFixLateFailures fails after the file is written.
func TestFixLateFailures(t *testing.T) {
	of := func(rest string) string {
		return "defer f.Close()\n\tif _, err := f.Write(data); err != nil {\n\t\treturn err\n\t}\n\t" + rest
	}
	const tail = "\n\t\treturn errKnown\n\t}"
	ask[ast.Node](t, []row[string]{
		{of("if n > 3 {" + tail), "- f, err := os.Create(name)\n+ f, err := atomicfile.Create(name)\n+ return err\n+ if err := f.Commit(); err != nil {"}, {of("if len(data) > 3 {" + tail), "- f, err := os.Create(name)\n- return nil\n+ f, err := atomicfile.Create(name)\n+ return f.Commit()"}, {of("if len(data) > 3 {\n\t\treturn work()\n\t}"), "- func save(name, other string, data []byte, n int, v any, hook func(string) error, t *pair, ch chan int, r io.Reader, mu *sync.Mutex) error {\n- f, err := os.Create(name)\n- defer f.Close()\n+ func save(name, other string, data []byte, n int, v any, hook func(string) error, t *pair, ch chan int, r io.Reader, mu *sync.Mutex) (err error) {\n+ f, err := atomicfile.Create(name)\n+ defer f.Finish(&err)"}, {of("if err := verify(data); err != nil {\n\t\treturn err\n\t} ## func verify([]byte) error { return failure }"), "- f, err := os.Create(name)\n- return nil\n+ f, err := atomicfile.Create(name)\n+ return f.Commit()"}, {of("if err := work(); err != nil {\n\t\treturn err\n\t}"), "- f, err := os.Create(name)\n+ f, err := atomicfile.Create(name)\n+ return err\n+ if err := f.Commit(); err != nil {"}, {of("if t.err != nil {\n\t\treturn t.err\n\t}"), "- func save(name, other string, data []byte, n int, v any, hook func(string) error, t *pair, ch chan int, r io.Reader, mu *sync.Mutex) error {\n- f, err := os.Create(name)\n- defer f.Close()\n+ func save(name, other string, data []byte, n int, v any, hook func(string) error, t *pair, ch chan int, r io.Reader, mu *sync.Mutex) (err error) {\n+ f, err := atomicfile.Create(name)\n+ defer f.Finish(&err)"}, {of("if err := t.fill(nil); err != nil {\n\t\treturn err\n\t}"), "- f, err := os.Create(name)\n+ f, err := atomicfile.Create(name)\n+ return err\n+ if err := f.Commit(); err != nil {"},
		{of("errs := make(chan error, 1)\n\treturn <-errs"), "- func save(name, other string, data []byte, n int, v any, hook func(string) error, t *pair, ch chan int, r io.Reader, mu *sync.Mutex) error {\n- f, err := os.Create(name)\n- defer f.Close()\n+ func save(name, other string, data []byte, n int, v any, hook func(string) error, t *pair, ch chan int, r io.Reader, mu *sync.Mutex) (err error) {\n+ f, err := atomicfile.Create(name)\n+ defer f.Finish(&err)"}, {of("ctx := context.Background()\n\tif err := ctx.Err(); err != nil {\n\t\treturn err\n\t}"), "- f, err := os.Create(name)\n- return nil\n+ f, err := atomicfile.Create(name)\n+ return f.Commit()"}, {of("err2 := work()\n\terr3 := fmt.Errorf(\"x: %w\", err2)\n\treturn err3"), "- func save(name, other string, data []byte, n int, v any, hook func(string) error, t *pair, ch chan int, r io.Reader, mu *sync.Mutex) error {\n- f, err := os.Create(name)\n- defer f.Close()\n+ func save(name, other string, data []byte, n int, v any, hook func(string) error, t *pair, ch chan int, r io.Reader, mu *sync.Mutex) (err error) {\n+ f, err := atomicfile.Create(name)\n+ defer f.Finish(&err)"}, {of("if err := work(); err != nil {\n\t\treturn fmt.Errorf(\"x: %w\", err)\n\t}"), "- f, err := os.Create(name)\n+ f, err := atomicfile.Create(name)\n+ return err\n+ if err := f.Commit(); err != nil {"}, {of("if err := verify(data); err != nil {\n\t\treturn fmt.Errorf(\"x: %w\", err)\n\t} ## func verify([]byte) error { return failure }"), "- f, err := os.Create(name)\n- return nil\n+ f, err := atomicfile.Create(name)\n+ return f.Commit()"},
		{of("if err := os.Chmod(other, 0); err != nil {\n\t\treturn err\n\t}"), "- f, err := os.Create(name)\n+ f, err := atomicfile.Create(name)\n+ return err\n+ if err := f.Commit(); err != nil {"}, {of("if err := global.Close(); err != nil {\n\t\treturn err\n\t}"), "- f, err := os.Create(name)\n+ f, err := atomicfile.Create(name)\n+ return err\n+ if err := f.Commit(); err != nil {"}, {of("if _, err := global.Write(data); err != nil {\n\t\treturn err\n\t}"), "- f, err := os.Create(name)\n+ f, err := atomicfile.Create(name)\n+ return err\n+ if err := f.Commit(); err != nil {"}, {of("switch n {\n\tcase 1:\n\t\treturn errKnown\n\tcase 2:\n\t\tf.Write(data)\n\t}"), "- f, err := os.Create(name)\n- return nil\n+ f, err := atomicfile.Create(name)\n+ return f.Commit()"}, {of("switch len(data) {\n\tcase 1:\n\t\treturn errKnown\n\t}"), "- f, err := os.Create(name)\n- return nil\n+ f, err := atomicfile.Create(name)\n+ return f.Commit()"}, {of("if n > 3 {\n\t\tf.Write(data)\n\t\treturn errKnown\n\t}"), "- f, err := os.Create(name)\n- return nil\n+ f, err := atomicfile.Create(name)\n+ return f.Commit()"},
		{of("if n > 3 {\n\t\tif _, err := f.Write(data); err != nil {\n\t\t\treturn err\n\t\t}\n\t} else if n > 2 {\n\t\treturn errKnown\n\t}"), "- f, err := os.Create(name)\n- return nil\n+ f, err := atomicfile.Create(name)\n+ return f.Commit()"}, {of("if err := lib.Write(f); err != nil {\n\t\treturn err\n\t}\n\tif n > 3 {" + tail), "- f, err := os.Create(name)\n+ f, err := atomicfile.Create(name)\n+ return err\n+ if err := f.Commit(); err != nil {"}, {of("err = t.err\n\treturn err"), "- func save(name, other string, data []byte, n int, v any, hook func(string) error, t *pair, ch chan int, r io.Reader, mu *sync.Mutex) error {\n- f, err := os.Create(name)\n- defer f.Close()\n+ func save(name, other string, data []byte, n int, v any, hook func(string) error, t *pair, ch chan int, r io.Reader, mu *sync.Mutex) (err error) {\n+ f, err := atomicfile.Create(name)\n+ defer f.Finish(&err)"}, {of("p := &t.err\n\treturn *p"), "- func save(name, other string, data []byte, n int, v any, hook func(string) error, t *pair, ch chan int, r io.Reader, mu *sync.Mutex) error {\n- f, err := os.Create(name)\n- defer f.Close()\n+ func save(name, other string, data []byte, n int, v any, hook func(string) error, t *pair, ch chan int, r io.Reader, mu *sync.Mutex) (err error) {\n+ f, err := atomicfile.Create(name)\n+ defer f.Finish(&err)"}, {of("return []error{nil}[n]"), "- func save(name, other string, data []byte, n int, v any, hook func(string) error, t *pair, ch chan int, r io.Reader, mu *sync.Mutex) error {\n- f, err := os.Create(name)\n- defer f.Close()\n+ func save(name, other string, data []byte, n int, v any, hook func(string) error, t *pair, ch chan int, r io.Reader, mu *sync.Mutex) (err error) {\n+ f, err := atomicfile.Create(name)\n+ defer f.Finish(&err)"}, {of("return errors.Join(t.err, work())"), "- func save(name, other string, data []byte, n int, v any, hook func(string) error, t *pair, ch chan int, r io.Reader, mu *sync.Mutex) error {\n- f, err := os.Create(name)\n- defer f.Close()\n+ func save(name, other string, data []byte, n int, v any, hook func(string) error, t *pair, ch chan int, r io.Reader, mu *sync.Mutex) (err error) {\n+ f, err := atomicfile.Create(name)\n+ defer f.Finish(&err)"}, {of("panic(\"x\")"), "- f, err := os.Create(name)\n+ f, err := atomicfile.Create(name)\n+ return err\n+ if err := f.Commit(); err != nil {"}, {of("if n > 3 {\n\t\tpanic(\"x\")\n\t}"), "- f, err := os.Create(name)\n+ f, err := atomicfile.Create(name)\n+ return err\n+ if err := f.Commit(); err != nil {"},
		{of("if n > 3 {\n\t\tos.Exit(1)\n\t}"), "- f, err := os.Create(name)\n+ f, err := atomicfile.Create(name)\n+ return err\n+ if err := f.Commit(); err != nil {"}, {of("if n > 3 {\n\t\tos.Exit(0)\n\t}"), "- f, err := os.Create(name)\n+ f, err := atomicfile.Create(name)\n+ return err\n+ if err := f.Commit(); err != nil {"}, {of("if n > 3 {\n\t\truntime.Goexit()\n\t}"), "- f, err := os.Create(name)\n+ f, err := atomicfile.Create(name)\n+ return err\n+ if err := f.Commit(); err != nil {"}, {of("var c conn\n\tif _, err := c.Write(data); err != nil {\n\t\treturn err\n\t}"), "- f, err := os.Create(name)\n+ f, err := atomicfile.Create(name)\n+ return err\n+ if err := f.Commit(); err != nil {"}, {of("var c conn\n\tc.Write(nil)\n\tif n > 3 {" + tail), "- f, err := os.Create(name)\n+ f, err := atomicfile.Create(name)\n+ return err\n+ if err := f.Commit(); err != nil {"}, {of("os.Rename(other, \"x\")\n\tif n > 3 {" + tail), "- f, err := os.Create(name)\n+ f, err := atomicfile.Create(name)\n+ return err\n+ if err := f.Commit(); err != nil {"}, {of("log.Print(name)\n\tif len(data) > 3 {" + tail), "by hand: line 128 says that the file is written, and the function can still fail"}, {of("mu.Unlock()\n\tif len(data) > 3 {" + tail), "by hand: line 133 would publish the file only after line 128, which cannot be undone"},
		{"defer f.Close()\n\ts := bufio.NewScanner(r)\n\tfor s.Scan() {\n\t\tf.Write(s.Bytes())\n\t}\n\treturn s.Err()", "- func save(name, other string, data []byte, n int, v any, hook func(string) error, t *pair, ch chan int, r io.Reader, mu *sync.Mutex) error {\n- f, err := os.Create(name)\n- defer f.Close()\n+ func save(name, other string, data []byte, n int, v any, hook func(string) error, t *pair, ch chan int, r io.Reader, mu *sync.Mutex) (err error) {\n+ f, err := atomicfile.Create(name)\n+ defer f.Finish(&err)"}, {"defer f.Close()\n\ts := bufio.NewScanner(r)\n\tfor s.Scan() {\n\t\tif _, err := f.Write(s.Bytes()); err != nil {\n\t\t\treturn err\n\t\t}\n\t}\n\tif err := s.Err(); err != nil {\n\t\treturn err\n\t}", "- f, err := os.Create(name)\n- return nil\n+ f, err := atomicfile.Create(name)\n+ return f.Commit()"},
		{"defer f.Close()\n\tcount := 0\n\tfor range n {\n\t\tf.Write(data)\n\t\tcount++\n\t}\n\tif count == 0 {" + tail, "- f, err := os.Create(name)\n- return nil\n+ f, err := atomicfile.Create(name)\n+ return f.Commit()"}, {"defer f.Close()\n\tcount := 0\n\tfor range n {\n\t\tcount++\n\t}\n\tf.Write(data)\n\tif count == 0 {" + tail, "- f, err := os.Create(name)\n+ f, err := atomicfile.Create(name)\n+ return err\n+ if err := f.Commit(); err != nil {"}, {"defer f.Close()\n\tvar last error\n\tfor range n {\n\t\tif err := work(); err != nil {\n\t\t\tlast = err\n\t\t\tcontinue\n\t\t}\n\t\tf.Write(data)\n\t}\n\treturn last", "- func save(name, other string, data []byte, n int, v any, hook func(string) error, t *pair, ch chan int, r io.Reader, mu *sync.Mutex) error {\n- f, err := os.Create(name)\n- defer f.Close()\n+ func save(name, other string, data []byte, n int, v any, hook func(string) error, t *pair, ch chan int, r io.Reader, mu *sync.Mutex) (err error) {\n+ f, err := atomicfile.Create(name)\n+ defer f.Finish(&err)"},
		{"defer f.Close()\n\tfor range n {\n\t\tif ask() {\n\t\t\treturn errKnown\n\t\t}\n\t\tf.Write(data)\n\t}", "- f, err := os.Create(name)\n- return nil\n+ f, err := atomicfile.Create(name)\n+ return f.Commit()"}, {"defer f.Close()\n\tif len(data) == 0 {" + tail + "\n\tf.Write(data)", "- f, err := os.Create(name)\n- return nil\n+ f, err := atomicfile.Create(name)\n+ return f.Commit()"}, {"defer f.Close()\n\tif n == 0 {" + tail + "\n\tf.Write(data)", "- f, err := os.Create(name)\n- return nil\n+ f, err := atomicfile.Create(name)\n+ return f.Commit()"}, {"defer f.Close()\n\tif err := work(); err != nil {\n\t\treturn err\n\t}\n\tf.Write(data)", "- f, err := os.Create(name)\n- return nil\n+ f, err := atomicfile.Create(name)\n+ return f.Commit()"},
		{"func save(name string, data []byte) (n int) {\n\tf, err := os.Create(name)\n\tif err != nil {\n\t\treturn 1\n\t}\n\tdefer f.Close()\n\tf.Write(data)\n\tcode := 0\n\tif ask() {\n\t\tcode = 1\n\t}\n\treturn code\n}", "- f, err := os.Create(name)\n+ f, err := atomicfile.Create(name)\n+ return 1\n+ if err := f.Commit(); err != nil {"}, {"func save(name string, data []byte) (n int) {\n\tf, err := os.Create(name)\n\tif err != nil {\n\t\treturn 1\n\t}\n\tdefer f.Close()\n\tf.Write(data)\n\tif len(data) > 3 {\n\t\treturn 1\n\t}\n\treturn 0\n}", "by hand: line 128 can still fail for what was written when the file is published"},
		{"func save(name string, data []byte) bool {\n\tf, err := os.Create(name)\n\tif err != nil {\n\t\treturn false\n\t}\n\tdefer f.Close()\n\tf.Write(data)\n\tok := len(data) > 3\n\treturn ok\n}", "by hand: line 126 can still fail for what was written when the file is published"}, {"func save(name string, data []byte) (pair, error) {\n\tf, err := os.Create(name)\n\tif err != nil {\n\t\treturn pair{}, err\n\t}\n\tdefer f.Close()\n\tif _, err := f.Write(data); err != nil {\n\t\treturn pair{n: 1}, err\n\t}\n\treturn pair{n: 2}, nil\n}", "- f, err := os.Create(name)\n+ f, err := atomicfile.Create(name)\n+ return pair{}, err\n+ if err := f.Commit(); err != nil {"},
	}, (*subject).fixed)
}

// TestFixLists removes elements of lists that the file is in.
func TestFixLists(t *testing.T) {
	of := func(keep, remove string) string {
		return "func save(name, other string, n int) error {\n\tf, err := os.Create(name)\n\tif err != nil {\n\t\treturn err\n\t}\n\tdefer f.Close()\n\tif _, err := f.Write(nil); err != nil {\n\t\t" + remove + "\n\t\treturn err\n\t}\n\t" + keep + "\n\treturn nil\n}\nvar made []string\nfunc list(s []string, t string) []string { println(); return s }\nfunc drop(s string) { os.Remove(s) }\nfunc dropAll() { for _, s := range made { os.Remove(s) } }\nfunc dropTwo(s, t string) { os.Remove(s + t) }"
	}
	ask[ast.Node](t, []row[string]{
		{of("made = append(made, name)", "os.Remove(made[0])"), "by hand: line 125 removes the old file by another name"}, {of("made = append(made, other)", "os.Remove(made[0])"), "- f, err := os.Create(name)\n+ f, err := atomicfile.Create(name)\n+ return err\n+ if err := f.Commit(); err != nil {"}, {of("made = append(made, other, name)", "os.Remove(made[n])"), "by hand: line 125 removes the old file by another name"}, {of("made = list(made, name)", "os.Remove(made[0])"), "- f, err := os.Create(name)\n+ f, err := atomicfile.Create(name)\n+ return err\n+ if err := f.Commit(); err != nil {"}, {of("made = append(made, name)", "for _, s := range made {\n\t\t\tos.Remove(s)\n\t\t}"), "by hand: line 126 removes the old file by another name"}, {of("made = append(made, name)", "dropAll()"), "by hand: line 125 removes the old file in dropAll"}, {of("made = append(made, other)", "dropAll()"), "- f, err := os.Create(name)\n+ f, err := atomicfile.Create(name)\n+ return err\n+ if err := f.Commit(); err != nil {"},
		{of("", "drop(name)"), "by hand: line 125 removes the old file in drop"}, {of("", "drop(filepath.Clean(name))"), "by hand: line 125 removes the old file in drop"}, {of("", "drop(other)"), "- f, err := os.Create(name)\n- return nil\n+ f, err := atomicfile.Create(name)\n+ return f.Commit()"}, {of("", "dropTwo(name, other)"), "by hand: line 125 gives dropTwo the name of the file before it is published"}, {of("", "func() { os.Remove(name) }()"), "by hand: line 125 gives (func() literal) the name of the file before it is published"},
		{"func save(names []string, n int) error {\n\tf, err := os.Create(names[n])\n\tif err != nil {\n\t\treturn err\n\t}\n\tdefer f.Close()\n\tif _, err := f.Write(nil); err != nil {\n\t\tdrop(names[0])\n\t\treturn err\n\t}\n\treturn nil\n}\nfunc drop(s string) { os.Remove(s) }", "by hand: line 125 removes the old file in drop"},
		{"func save(names []string, n int) error {\n\tf, err := os.Create(names[1])\n\tif err != nil {\n\t\treturn err\n\t}\n\tdefer f.Close()\n\tif _, err := f.Write(nil); err != nil {\n\t\tdrop(names[0])\n\t\treturn err\n\t}\n\treturn nil\n}\nfunc drop(s string) { os.Remove(s) }", "- f, err := os.Create(names[1])\n- return nil\n+ f, err := atomicfile.Create(names[1])\n+ return f.Commit()"},
	}, (*subject).fixed)
}

// TestLeftovers takes the calls of gone out, with what makes no sense without
// them.
func TestLeftovers(t *testing.T) {
	for _, test := range []struct{ body, want string }{
		{"a()\n\tgone()\n\tb()", "a()\n\tb()"},
		{"a()\n\n\tgone()\n\n\tb()", "a()\n\n\tb()"},
		{"gone()\n\n\tb()", "b()"},
		{"a()\n\n\tgone()", "a()"},
		{"a()\n\n\t// about it\n\tgone()\n\n\tb()", "a()\n\n\tb()"},
		{"a()\n\n\t// about both\n\tgone()\n\tb()", "a()\n\n\t// about both\n\tb()"},
		{"a()\n\t// about it\n\tgone()", "a()"},
		{"// one\n\t// two\n\tgone()\n\n\tb()", "b()"},
		{"a() // about a\n\tgone()\n\n\tb()", "a() // about a\n\n\tb()"},
		{"gone()\n\tgone()\n\n\tb()", "b()"},
		{"// about all\n\tgone()\n\tgone()\n\n\tb()", "b()"},
		{"//go:generate x\n\tgone()\n\n\tb()", "//go:generate x\n\n\tb()"},
		{"// about it\n\tgone()\n\t// about b\n\tb()", "// about b\n\tb()"},
		{"/* about it */\n\tgone()\n\t/* about b */\n\tb()", "/* about b */\n\tb()"},
		{"// about it\n\n\tgone()\n\n\tb()", "// about it\n\n\tb()"},
		{"a()\n\tgone() // about it\n\tb()", "a()\n\tb()"},
		{"{\n\t\t// about it\n\t\tgone()\n\t}", "{\n\t}"},
		{"switch {\n\tcase true:\n\t\t// about it\n\t\tgone()\n\tcase false:\n\t}", "switch {\n\tcase true:\n\tcase false:\n\t}"},
		{"switch {\n\tcase true:\n\t\t// about it\n\t\tgone()\n\tdefault:\n\t}", "switch {\n\tcase true:\n\tdefault:\n\t}"},
	} {
		src := func(body string) string {
			return "package p\n\nfunc f() {\n\t" + body + "\n}\n\nfunc a()    {}\nfunc b()    {}\nfunc gone() {}\n"
		}
		b := loadText(t, src(test.body), module.Writer())
		s := &source{file: b.File, tok: b.Fset.File(b.File.FileStart), text: []byte(b.src), eol: "\n"}
		var edits []analysis.TextEdit
		for c := range b.Root.Preorder((*ast.ExprStmt)(nil)) {
			if b.text(c.Node()) == "gone()" {
				edits = append(edits, s.dropLines(c.Node())...)
			}
		}
		if got, want := b.apply(t, s.withLeftovers(edits)), src(test.want); got != want {
			t.Errorf("got\n%s\nwant\n%s\nof\n%s", got, want, test.body)
		}
	}
}

// TestHiddenNames looks for the name x in files that are not built.
func TestHiddenNames(t *testing.T) {
	for _, test := range []struct{ src, want string }{
		{"func x() {}", "declared, function, mentioned, value"}, {"func y() {}", ""}, {"func (t) x() {}", "function, mentioned, value"}, {"type x int", "declared, function, mentioned, value"}, {"type y int", ""}, {"var x int", "declared, function, mentioned, value"}, {"var y, x int", "declared, function, mentioned, value"}, {"const x = 1", "declared, function, mentioned, value"}, {"import \"x\"", ""}, {"func y() { x() }", "mentioned"}, {"func y() { (x)() }", "mentioned"}, {"func y() { t.x() }", "mentioned"},
		{"var y = x", "mentioned, value"}, {"func y() { z(x) }", "mentioned, value"}, {"func y() { t.x(x) }", "mentioned, value"}, {"func y() { z := t.x }", "mentioned, value"}, {"func y() { x := 1; z(x) }", "mentioned"}, {"func y(x int) { z(x) }", "mentioned"}, {"func y(a, x int) { z(x) }", "mentioned"}, {"func y() { x = 1 }", "mentioned, value"}, {"type y interface{ x() }", "mentioned, value"},
		{"func y() { a, x := 1, 2; z(x) }", "mentioned"}, {"func y() { t.a, b := 1, 2; z(x) }", "mentioned, value"},
	} {
		file, err := parser.ParseFile(token.NewFileSet(), "p.go", "package p\n"+test.src+"\n", parser.SkipObjectResolution)
		if file == nil {
			t.Fatal(err)
		}
		var all []string
		for _, q := range []struct {
			what string
			ok   bool
		}{{"declared", declaresName(file, "x")}, {"function", declaresFunc(file, "x")}, {"mentioned", mentionsName(file, "x")}, {"value", usesAsValue(file, "x")}} {
			if q.ok {
				all = append(all, q.what)
			}
		}
		got := strings.Join(all, ", ")
		if got != test.want {
			t.Errorf("%s: got %q, want %q", test.src, got, test.want)
		}
	}
}

// TestRepairRenameio repairs misuses of another writer.
func TestRepairRenameio(t *testing.T) {
	deps := maps.Clone(wider)
	deps["github.com/google/renameio/v2"] = "package renameio\n\nimport \"os\"\n\ntype PendingFile struct{ *os.File }\n\nfunc TempFile(dir, path string) (*PendingFile, error)   { return nil, nil }\nfunc (t *PendingFile) Cleanup() error                { return nil }\nfunc (t *PendingFile) CloseAtomicallyReplace() error { return nil }\n"
	of := func(body string) string {
		return "func save(name string, n int) error {\n\tf, err := renameio.TempFile(\"\", name)\n\tif err != nil {\n\t\treturn err\n\t}\n\t" + body + "\n}"
	}
	const wrote = "if _, err := f.Write(nil); err != nil {\n\t\treturn err\n\t}\n\t"
	for _, test := range []struct{ src, want string }{
		{of("defer f.Cleanup()\n\t" + wrote + "return nil"), "- return nil\n+ return f.CloseAtomicallyReplace()"},
		{of("defer f.Cleanup()\n\t" + wrote + "return f.CloseAtomicallyReplace()"), "nothing to fix"},
		{of(wrote + "return f.CloseAtomicallyReplace()"), "+ defer f.Cleanup()"},
		{of("defer f.Cleanup()\n\t" + wrote + "return f.Close()"), "- return f.Close()\n+ return f.CloseAtomicallyReplace()"},
		{of("defer f.Cleanup()\n\t" + wrote + "f.Close()\n\treturn nil"), "by hand"},
		{of("defer f.Cleanup()\n\tdefer f.Close()\n\t" + wrote + "return nil"), "- return nil\n+ return f.CloseAtomicallyReplace()"},
		{of("defer f.Cleanup()\n\t" + wrote + "f.CloseAtomicallyReplace()\n\treturn nil"), "- f.CloseAtomicallyReplace()\n+ return err\n+ if err := f.CloseAtomicallyReplace(); err != nil {"},
		{of("defer f.CloseAtomicallyReplace()\n\t" + wrote + "return nil"), "by hand"},
		{of("defer f.Cleanup()\n\t" + wrote + "return f.Cleanup()"), "- return f.Cleanup()\n+ return f.CloseAtomicallyReplace()"},
	} {
		b := loadWith(t, "package p\n\nimport \"github.com/google/renameio/v2\"\n\n"+test.src+"\n", module.Writer(), deps, told)
		if got := b.repaired(t); got != test.want {
			t.Errorf("got %q, want %q of\n%s", got, test.want, test.src)
		}
	}
}
