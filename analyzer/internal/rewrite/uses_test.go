package rewrite

import (
	"fmt"
	"go/ast"
	"go/types"
	"strings"
	"testing"
)

// TestFixUses has one thing more done with the file than to write it.
func TestFixUses(t *testing.T) {
	for _, test := range []struct{ name, use, want string }{
		{"in an array", "w := [1]io.Writer{f}\n\t_ = w", "- f, err := os.Create(name)\n- return nil\n+ f, err := atomicfile.Create(name)\n+ defer f.Close()\n+ return f.Commit()"},
		{"in an array of files", "w := [1]*os.File{f}\n\t_ = w", `by hand: an element of [1]*os.File is of type *os.File (line 81)`},
		{"in a list, with an index", "w := []io.Writer{0: f}\n\t_ = w", "- f, err := os.Create(name)\n- return nil\n+ f, err := atomicfile.Create(name)\n+ defer f.Close()\n+ return f.Commit()"},
		{"in a map of files", "w := map[int]*os.File{0: f}\n\t_ = w", `by hand: 0 of map[int]*os.File is of type *os.File (line 81)`},
		{"in a struct, by place", "w := pair{1, f}\n\t_ = w", `by hand: line 81 keeps f where what writes to it cannot be followed`},
		{"in a struct, by name", "w := pair{w: f}\n\t_ = w", `by hand: line 81 keeps f where what writes to it cannot be followed`},
		{"in a pointer to a struct", "w := &pair{1, f}\n\t_ = w", `by hand: line 81 keeps f where what writes to it cannot be followed`},
		{"in a list of pointers to structs", "w := []*pair{{1, f}}\n\t_ = w", `by hand: line 81 keeps f where what writes to it cannot be followed`},
		{"in a struct with a file, by place", "w := files{nil, f}\n\t_ = w", `by hand: an element of files is of type *os.File (line 81)`},
		{"in a struct with a file, by name", "w := files{f: f}\n\t_ = w", `by hand: f of files is of type *os.File (line 81)`},
		{"in a struct that may close it", "w := closers{f}\n\t_ = w", `by hand: an element of closers may close f (line 81)`},
		{"in a field of a variable", "var w pair\n\tw.w = f", `by hand: line 82 keeps f where what writes to it cannot be followed`},
		{"in a field of a parameter", "held.w = f", `by hand: f is stored in held.w (line 81)`},
		{"in an element of a variable", "var w [2]io.Writer\n\tw[1] = f", "- f, err := os.Create(name)\n- return nil\n+ f, err := atomicfile.Create(name)\n+ defer f.Close()\n+ return f.Commit()"},
		{"in what a variable points to", "var w io.Writer\n\tp := &w\n\t*p = f", "- f, err := os.Create(name)\n- return nil\n+ f, err := atomicfile.Create(name)\n+ defer f.Close()\n+ return f.Commit()"},
		{"in what a call returns", "hold().w = f", `by hand: f is stored in hold().w (line 81)`},
		{"in one of two variables", "var w io.Writer\n\tn, w := 1, f\n\t_, _ = n, w", "- f, err := os.Create(name)\n- return nil\n+ f, err := atomicfile.Create(name)\n+ defer f.Close()\n+ return f.Commit()"},
		{"as one of several arguments", "all(f)", "- f, err := os.Create(name)\n- return nil\n+ f, err := atomicfile.Create(name)\n+ defer f.Close()\n+ return f.Commit()"},
		{"as the last of several arguments", "all(os.Stdout, f)", "- f, err := os.Create(name)\n- return nil\n+ f, err := atomicfile.Create(name)\n+ defer f.Close()\n+ return f.Commit()"},
		{"as a list of arguments", "all([]io.Writer{f}...)", "- f, err := os.Create(name)\n- return nil\n+ f, err := atomicfile.Create(name)\n+ defer f.Close()\n+ return f.Commit()"},
		{"in a writer over several", "w := io.MultiWriter(os.Stdout, f)\n\tw.Write(data)", `by hand: line 87 ends the file though the error of w.Write in line 82 may not be nil`},
		{"printed", "fmt.Println(f)", `by hand: fmt.Println takes a value of any type (line 81)`},
		{"printed to", "fmt.Fprintln(f, name)", "- f, err := os.Create(name)\n- return nil\n+ f, err := atomicfile.Create(name)\n+ defer f.Close()\n+ return f.Commit()"},
		{"handed to a variable that holds a function", "write := lib.Write\n\twrite(f)", `by hand: line 87 ends the file though the error of write in line 82 may not be nil`},
		{"handed to a function that closes it", "lib.Close(f)", `by hand: lib.Close may close f (line 81)`},
		{"handed to a function that is deferred and closes it", "defer lib.Close(f)", "- f, err := os.Create(name)\n- return nil\n+ f, err := atomicfile.Create(name)\n+ return f.Commit()"},
		{"handed to what knows its name", "named(f)", `by hand: named may look for the file by its name (line 81)`},
		{"converted to a closer", "io.Closer(f).Close()", `by hand: line 86 ends the file though the error of io.Closer(f).Close in line 81 may not be nil`},
		{"converted to a type of ours", "_ = (*os.File)(f)", `by hand: (*os.File) is of type *os.File (line 81)`},
		{"in place of another one that a function wants", "w := os.Stdout\n\tif name != \"\" {\n\t\tw = f\n\t}\n\tlib.Take(w)", `by hand: w is of type *os.File (line 83)`},
		{"its size asked for", "info, err := f.Stat()\n\tif err != nil {\n\t\treturn err\n\t}\n\tlog.Print(info.Size())", "- f, err := os.Create(name)\n- return nil\n+ f, err := atomicfile.Create(name)\n+ defer f.Close()\n+ return f.Commit()"},
		{"its mode asked for", "info, err := f.Stat()\n\tif err != nil {\n\t\treturn err\n\t}\n\tlog.Print(info.Mode())", `by hand: line 85 looks at more than the size of the open file`},
		{"asked for and handed on", "info, err := f.Stat()\n\tif err != nil {\n\t\treturn err\n\t}\n\tos.SameFile(info, info)", `by hand: line 85 looks at more than the size of the open file`},
		{"asked for, and dropped", "f.Stat()", "- f, err := os.Create(name)\n- return nil\n+ f, err := atomicfile.Create(name)\n+ defer f.Close()\n+ return f.Commit()"},
		{"a method as a value", "write := f.Write\n\twrite(data)", `by hand: line 87 ends the file though the error of write in line 82 may not be nil`},
		{"Close as an argument", "lib.Any(f.Close)", `by hand: lib.Any may close f (line 81)`},
		{"closed by a literal that is called", "func() {\n\t\tf.Close()\n\t}()", `by hand: f is closed by a function literal (line 82)`},
		{"closed by a literal that is kept", "shut := func() { f.Close() }\n\tshut()", `by hand: line 87 would publish the file after it is closed`},
		{"closed by a literal that is kept, and does more", "shut := func() { f.Close(); println() }\n\tshut()", `by hand: f is closed by a function literal (line 81)`},
		{"closed by a literal that is deferred within another", "func() {\n\t\tdefer func() { f.Close() }()\n\t}()", `by hand: f is closed by a function literal (line 82)`},
		{"closed by a deferred literal that is given it", "defer func(c *os.File) {\n\t\tc.Close()\n\t}(f)", "- func save(name string, data []byte, held *pair) error {\n- f, err := os.Create(name)\n- defer func(c *os.File) {\n- c.Close()\n- }(f)\n+ func save(name string, data []byte, held *pair) (err error) {\n+ f, err := atomicfile.Create(name)\n+ defer f.Finish(&err)"},
		{"closed by a deferred literal that is given it and looks at the error", "defer func(c *os.File) {\n\t\tif err := c.Close(); err != nil {\n\t\t\tlog.Print(err)\n\t\t}\n\t}(f)", "- f, err := os.Create(name)\n- defer func(c *os.File) {\n- return nil\n+ f, err := atomicfile.Create(name)\n+ defer func(c io.Closer) {\n+ return f.Commit()"},
		{"closed by a deferred literal that is given it, and keeps the method", "defer func(c *os.File) {\n\t\tshut := c.Close\n\t\tshut()\n\t}(f)", `by hand: (func(c *os.File) literal) wants an *os.File (line 84)`},
		{"closed by a deferred function of ours", "defer quietly(f)", "- func quietly(f *os.File) { f.Close() }\n- f, err := os.Create(name)\n- return nil\n+ func quietly(f io.Closer) { f.Close() }\n+ f, err := atomicfile.Create(name)\n+ return f.Commit()"},
		{"closed by a deferred function of ours that looks at the error", "defer loudly(f)", "- func loudly(f *os.File) {\n- f, err := os.Create(name)\n- return nil\n+ func loudly(f io.Closer) {\n+ f, err := atomicfile.Create(name)\n+ return f.Commit()"},
		{"closed by a deferred function of ours that looks for it", "defer looking(f)", `by hand: line 66, in looking, uses its method Close`},
		{"closed by a deferred function of ours that is generic", "defer either[int](f)", `by hand: either[int] is generic (line 81)`},
		{"compared with nil, the other way", "if nil == f {\n\t\treturn failure\n\t}", "- func save(name string, data []byte, held *pair) error {\n- f, err := os.Create(name)\n+ func save(name string, data []byte, held *pair) (err error) {\n+ f, err := atomicfile.Create(name)\n+ defer f.Finish(&err)"},
		{"sent to a channel of writers", "c := make(chan io.Writer, 1)\n\tc <- f", `by hand: f is used in a way that cannot be followed (line 82)`},
		{"returned by a literal", "_ = func() *os.File { return f }", `by hand: f is returned, and used before that`},
		{"its address in a call", "lib.Any(&f)", `by hand: the address of f is taken`},
		{"in a switch", "switch f {\n\tcase nil:\n\t\treturn failure\n\t}", `by hand: f is used in a way that cannot be followed (line 81)`},
		{"asserted", "_, ok := io.Writer(f).(io.Seeker)\n\tlog.Print(ok)", "- f, err := os.Create(name)\n- return nil\n+ f, err := atomicfile.Create(name)\n+ defer f.Close()\n+ return f.Commit()"},
	} {
		t.Run(test.name, func(t *testing.T) {
			src := `
type (
	pair struct {
		n int
		w io.Writer
	}
	files   struct{ w, f *os.File }
	closers struct{ c io.WriteCloser }
)

func all(ws ...io.Writer) {}

func named(w interface{ Name() string }) {}

func hold() *pair { return new(pair) }

func quietly(f *os.File) { f.Close() }

func loudly(f *os.File) {
	if err := f.Close(); err != nil {
		log.Print(err)
	}
}

func looking(f *os.File) {
	if err := f.Close(); err == nil {
		log.Print("closed")
	}
}

func either[T any](f *os.File) T {
	f.Close()
	return *new(T)
}

func save(name string, data []byte, held *pair) error {
	f, err := os.Create(name)
	if err != nil {
		return err
	}
	` + test.use + `
	if _, err := f.Write(data); err != nil {
		return err
	}
	return nil
}
`
			b := load(t, src)
			fix, reason := b.fixer.Fix(b.sinkIn(t))
			if got := b.outcome(t, fix, reason); got != test.want {
				t.Errorf("got\n%s\nwant\n%s\nof%s", got, test.want, src)
			}
		})
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

func TestRootOf(t *testing.T) {
	ask[ast.Expr](t, []row[string]{
		{"_ = /*?*/n", "n"},
		{"_ = /*?*/t.path", "t"},
		{"_ = /*?*/(t).path", "t"},
		{"_ = /*?*/data[0]", "data"},
		{"_ = /*?*/data[:1]", "data"},
		{"_ = /*?*/*t", "t"},
		{"_ = /*?*/text()", ""},
		{"_ = /*?*/lookup().path ## func lookup() pair { return pair{} }", ""},
		{"_ = /*?*/-n", ""},
	}, func(s *subject) string {
		if obj := s.h.rootOf(s.expr()); obj != nil {
			return obj.Name()
		}
		return ""
	})
}

func TestReasonsOfUses(t *testing.T) {
	ask[ast.Node](t, []row[string]{
		{"ws := []io.Writer{f}; _ = ws", ""},
		{"ws := [1]io.Writer{f}; _ = ws", ""},
		{"ws := map[int]io.Writer{1: f}; _ = ws", ""},
		{"ws := map[int]any{1: f}; _ = ws", "1 of map[int]any takes a value of any type (line 124)"},
		{"own := pair{w: f}; _ = own", ""},
		{"own := pair{1, \"\", f, nil, nil}; _ = own", ""},
		{"own := []*pair{{w: f}}; _ = own", ""},
		{"own := []any{f}; _ = own", "an element of []any takes a value of any type (line 124)"},
		{"own := []io.WriteCloser{f}; _ = own", "an element of []io.WriteCloser may close f (line 124)"},
		{"own := []*os.File{f}; _ = own", "an element of []*os.File is of type *os.File (line 124)"},
		{"own := &holder{f: f}; _ = own ## type holder struct{ f *os.File }", "f of holder is of type *os.File (line 124)"},
		{"own := struct{ v any }{f}; _ = own", "an element of struct{v any} takes a value of any type (line 124)"},
		{"ws := []io.Writer{0: f}; _ = ws", ""},
		{"global = f", "f is stored in global (line 124)"},
		{"t.w = f", "f is stored in t.w (line 124)"},
		{"var own pair; own.w = f; _ = own", ""},
		{"_ = f == global", "f is compared with another file (line 124)"},
		{"_ = nil != f", ""},
		{"_ = f", ""},
		{"var w io.Writer = f; _ = w", ""},
		{"var w any = f; _ = w", "w takes a value of any type (line 124)"},
		{"var w, x io.Writer = nil, f; _, _ = w, x", ""},
		{"w := f; _ = w", "w is of type *os.File (line 124)"},
		{"w, _ := f, 1; w.Write(data)", "w is of type *os.File (line 124)"},
		{"c2 := make(chan *os.File, 1); c2 <- f", "f is used in a way that cannot be followed (line 124)"},
		{"go f.Close()", "f is closed by another goroutine (line 124)"},
		{"defer f.Close()", ""},
		{"defer func() { f.Close() }()", ""},
		{"lib.Any(f.Close)", "lib.Any may close f (line 124)"},
		{"own := f.Close; own()", "the method Close of f is used as a value (line 124)"},
		{"f.Fd()", "atomicfile.File has no method Fd (line 124)"},
		{"f.Truncate(0)", ""},
		{"info, _ := f.Stat(); _ = info.Mode()", "line 124 looks at more than the size of the open file"},
		{"info, _ := f.Stat(); _ = info.Size()", ""},
		{"var info, ierr = f.Stat(); _, _ = info.Mode(), ierr", "line 124 looks at more than the size of the open file"},
		{"info, _ := f.Stat(); lib.Any(info)", "line 124 looks at more than the size of the open file"},
		{"f.Stat()", ""},
		{"lib.Any(first(f.Stat())) ## func first(i fs.FileInfo, err error) fs.FileInfo { return i }", "line 124 hands on more than the size of the open file"},
		{"own := f.Stat; own()", ""},
		{"own := func() { f.Close() }; own()", ""},
		{"lib.Any(func() { f.Close() })", "f is closed by a function literal (line 124)"},
		{"func() { f.Close() }()", "f is closed by a function literal (line 124)"},
		{"go func() { f.Close() }()", ""},
		{"w := io.Writer(f); _ = w", ""},
		{"w := any(f); _ = w", "any takes a value of any type (line 124)"},
		{"w := (*os.File)(f); _ = w", "(*os.File) is of type *os.File (line 124)"},
		{"gen(f)", "gen is generic (line 124)"},
		{"gen[io.Writer](f)", "gen[io.Writer] is generic (line 124)"},
		{"lib.Close(f)", "lib.Close may close f (line 124)"},
		{"defer lib.Close(f)", ""},
		{"lib.WriteClose(f)", "lib.WriteClose may close f (line 124)"},
		{"lib.Numbered(f)", "lib.Numbered needs method Fd, which atomicfile.File does not have (line 124)"},
		{"named(f) ## func named(interface{ Name() string }) {}", "named may look for the file by its name (line 124)"},
		{"all(nil, f)", ""},
		{"all(f)", ""},
		{"lib.Any(f)", "lib.Any takes a value of any type (line 124)"},
		{"lib.Take(f)", "lib.Take wants an *os.File (line 124)"},
		{"print(f)", "print wants an *os.File (line 124)"},
		{"defer hook2(f.Close) ## func hook2(func() error) {}", ""},
		{"go lib.Close(f)", "f is closed by another goroutine (line 124)"},
		{"p := &f; _ = p", "f is used in a way that cannot be followed (line 124)"},
		{"func() { defer f.Close() }()", "f is closed by a function literal (line 124)"},
	}, func(s *subject) string {
		s.h.closings, s.h.widened = nil, nil
		return s.h.usesReason()
	})
}

func TestClosings(t *testing.T) {
	ask[ast.Node](t, []row[string]{
		{"f.Close()", "0 false false "},
		{"defer f.Close()", "1 true false "},
		{"f.Write(data); defer func() { f.Close() }()", "2 true false "},
		{"f.Write(data); defer shut(f) ## func shut(f *os.File) { f.Close() }", "3 true false "},
		{"f.Write(data); defer shut(f) ## func shut(f *os.File) { if err := f.Close(); err != nil { log.Print(err) } }", "3 true true "},
		{"f.Write(data); own := func() { f.Close() }; own()", "4 false false "},
		{"f.Close(); f.Close()", "0 false false 0 false false "},
		{"f.Write(data); defer lib.Close(f)", "3 true false "},
		{"f.Write(data); defer check(f.Close())", "0 false false "},
	}, func(s *subject) string {
		text := ""
		for _, cl := range s.h.closings {
			text += fmt.Sprint(cl.kind, cl.stmt != nil, cl.says, " ")
		}
		return text
	})
}
