package rewrite

import (
	"fmt"
	"go/ast"
	"testing"

	"github.com/atomiclint/atomiclint/analyzer/internal/flow"
)

// TestFixOpenings opens the file in several ways.
func TestFixOpenings(t *testing.T) {
	const written = "if _, err := f.Write(data); err != nil {\n\t\treturn err\n\t}\n\t"
	for _, test := range []struct{ name, body, want string }{
		{"in parentheses", "f, err := (os.Create(name))\n\tif err != nil {\n\t\treturn err\n\t}\n\tdefer f.Close()\n\t" + written + "return nil", "- f, err := (os.Create(name))\n- return nil\n+ f, err := (atomicfile.Create(name))\n+ return f.Commit()"},
		{"nothing keeps it", "_, err := os.Create(name)\n\treturn err", `by hand: nothing keeps the file`},
		{"nothing at all", "os.Create(name)\n\treturn nil", `by hand: the file is not assigned to a variable`},
		{"a method of the call", "_ = first(os.Create(name)).Close()\n\treturn nil", `by hand: the file goes straight into another call`},
		{"into a struct", "var held struct{ f *os.File }\n\tvar err error\n\theld.f, err = os.Create(name)\n\tif err != nil {\n\t\treturn err\n\t}\n\treturn held.f.Close()", `by hand: the file is stored in held.f`},
		{"the error into a struct", "var held struct{ err error }\n\tvar f *os.File\n\tf, held.err = os.Create(name)\n\tif held.err != nil {\n\t\treturn held.err\n\t}\n\treturn f.Close()", `by hand: the error of opening is dropped`},
		{"declared with both", "var f, err = os.Create(name)\n\tif err != nil {\n\t\treturn err\n\t}\n\treturn f.Close()", `by hand: the file is not assigned to a variable`},
		{"a condition with else", "if f, err := os.Create(name); err != nil {\n\t\treturn err\n\t} else {\n\t\tdefer f.Close()\n\t\t" + written + "}\n\treturn nil", "- if f, err := os.Create(name); err != nil {\n+ if f, err := atomicfile.Create(name); err != nil {\n+ return err\n+ if err := f.Commit(); err != nil {"},
		{"a condition of success", "if f, err := os.Create(name); err == nil {\n\t\tdefer f.Close()\n\t\t" + written + "} else {\n\t\treturn err\n\t}\n\treturn nil", `by hand: the statement that opens the file is not in a plain block`},
		{"a condition of success alone", "if f, err := os.Create(name); err == nil {\n\t\tf.Write(data)\n\t\tf.Close()\n\t}\n\treturn nil", "- if f, err := os.Create(name); err == nil {\n- f.Close()\n+ if f, err := atomicfile.Create(name); err == nil {\n+ if err := f.Commit(); err != nil {\n+ return err"},
		{"a condition without the error", "if f, err := os.Create(name); finished {\n\t\tlog.Print(f, err)\n\t}\n\treturn nil", `by hand: the statement that opens the file is not in a plain block`},
		{"a condition, used behind it", "var f *os.File\n\tvar err error\n\tif f, err = os.Create(name); err != nil {\n\t\treturn err\n\t}\n\tdefer f.Close()\n\t" + written + "return nil", `by hand: the statement that opens the file is not in a plain block`},
		{"checked by a function", "f, err := os.Create(name)\n\tcheck(err)\n\tdefer f.Close()\n\t" + written + "return nil", "- f, err := os.Create(name)\n- return nil\n+ f, err := atomicfile.Create(name)\n+ return f.Commit()"},
		{"checked by a function that is given the file as well", "f, err := os.Create(name)\n\tboth(f, err)\n\tdefer f.Close()\n\t" + written + "return nil", "- func both(f *os.File, err error) {\n- f, err := os.Create(name)\n- return nil\n+ func both(f io.Writer, err error) {\n+ f, err := atomicfile.Create(name)\n+ return f.Commit()"},
		{"checked with an assignment", "f, err := os.Create(name)\n\tif n := 1; err != nil {\n\t\tlog.Print(n)\n\t\treturn err\n\t}\n\tdefer f.Close()\n\t" + written + "return nil", "- f, err := os.Create(name)\n- return nil\n+ f, err := atomicfile.Create(name)\n+ return f.Commit()"},
		{"checked, and success as well", "f, err := os.Create(name)\n\tif err != nil {\n\t\treturn err\n\t} else {\n\t\tdefer f.Close()\n\t}\n\t" + written + "return nil", "- f, err := os.Create(name)\n- return nil\n+ f, err := atomicfile.Create(name)\n+ return f.Commit()"},
		{"checked late", "f, err := os.Create(name)\n\tlog.Print(name)\n\tif err != nil {\n\t\treturn err\n\t}\n\tdefer f.Close()\n\t" + written + "return nil", "- f, err := os.Create(name)\n- return nil\n+ f, err := atomicfile.Create(name)\n+ return f.Commit()"},
		{"checked after it is wrapped", "f, err := os.Create(name)\n\terr = wrapped(err)\n\tif err != nil {\n\t\treturn err\n\t}\n\tdefer f.Close()\n\t" + written + "return nil", "- f, err := os.Create(name)\n- return nil\n+ f, err := atomicfile.Create(name)\n+ return f.Commit()"},
		{"overwritten", "f, err := os.Create(name)\n\t_, err = f.Write(data)\n\tif err != nil {\n\t\treturn err\n\t}\n\treturn f.Close()", `by hand: the error of opening is dropped: line 54 overwrites it`},
		{"overwritten after something else", "f, err := os.Create(name)\n\tlog.Print(name)\n\tn := 1\n\t_, err = f.Write(data[n:])\n\tif err != nil {\n\t\treturn err\n\t}\n\treturn f.Close()", `by hand: the error of opening is dropped: line 56 overwrites it`},
		{"declared with another type", "var f io.WriteCloser\n\tf, err := os.Create(name)\n\tif err != nil {\n\t\treturn err\n\t}\n\treturn f.Close()", `by hand: f is of type io.WriteCloser`},
		{"declared outside of a literal", "var f *os.File\n\tput := func() (err error) {\n\t\tf, err = os.Create(name)\n\t\tif err != nil {\n\t\t\treturn err\n\t\t}\n\t\treturn f.Close()\n\t}\n\treturn put()", `by hand: f is declared outside of the function that opens it (line 53)`},
		{"in a literal", "return func() error {\n\t\tf, err := os.Create(name)\n\t\tif err != nil {\n\t\t\treturn err\n\t\t}\n\t\tdefer f.Close()\n\t\t" + written + "return nil\n\t}()", "- f, err := os.Create(name)\n- return nil\n+ f, err := atomicfile.Create(name)\n+ return f.Commit()"},
		{"used in a deferred literal alone", "f, err := os.Create(name)\n\tif err != nil {\n\t\treturn err\n\t}\n\tdefer func() {\n\t\tf.Write(data)\n\t\tf.Close()\n\t}()\n\treturn nil", `by hand: there is no telling what to do if Commit fails`},
		{"used in a goroutine alone", "f, err := os.Create(name)\n\tif err != nil {\n\t\treturn err\n\t}\n\tgo func() {\n\t\tf.Write(data)\n\t\tf.Close()\n\t}()\n\treturn nil", `by hand: there is no telling what to do if Commit fails`},
		{"used in a literal that is called", "f, err := os.Create(name)\n\tif err != nil {\n\t\treturn err\n\t}\n\tfunc() {\n\t\tf.Write(data)\n\t}()\n\treturn f.Close()", "- f, err := os.Create(name)\n- return f.Close()\n+ f, err := atomicfile.Create(name)\n+ defer f.Close()\n+ return f.Commit()"},
		{"used in a literal that is kept", "f, err := os.Create(name)\n\tif err != nil {\n\t\treturn err\n\t}\n\tput := func() {\n\t\tf.Write(data)\n\t}\n\tput()\n\treturn f.Close()", "- f, err := os.Create(name)\n- return f.Close()\n+ f, err := atomicfile.Create(name)\n+ defer f.Close()\n+ return f.Commit()"},
		{"used in two literals", "f, err := os.Create(name)\n\tif err != nil {\n\t\treturn err\n\t}\n\tdefer func() {\n\t\tf.Close()\n\t}()\n\tfunc() {\n\t\tf.Write(data)\n\t}()\n\treturn nil", "- func save(name string, data []byte) error {\n- f, err := os.Create(name)\n- defer func() {\n- f.Close()\n- }()\n+ func save(name string, data []byte) (err error) {\n+ f, err := atomicfile.Create(name)\n+ defer f.Finish(&err)"},
		{"beside another file", "f, err := os.Create(name)\n\tif err != nil {\n\t\treturn err\n\t}\n\tdefer f.Close()\n\tg, err := os.Create(name + \"2\")\n\tif err != nil {\n\t\treturn err\n\t}\n\tdefer g.Close()\n\t" + written + "_, err = g.Write(data)\n\treturn err", "- func save(name string, data []byte) error {\n- f, err := os.Create(name)\n- defer f.Close()\n+ func save(name string, data []byte) (err error) {\n+ f, err := atomicfile.Create(name)\n+ defer f.Finish(&err)"},
		{"beside another file that a function opens", "f, err := os.Create(name)\n\tif err != nil {\n\t\treturn err\n\t}\n\tdefer f.Close()\n\tg, err := opened(name + \"2\")\n\tif err != nil {\n\t\treturn err\n\t}\n\tdefer g.Close()\n\t" + written + "_, err = g.Write(data)\n\treturn err", "- func save(name string, data []byte) error {\n- f, err := os.Create(name)\n- defer f.Close()\n+ func save(name string, data []byte) (err error) {\n+ f, err := atomicfile.Create(name)\n+ defer f.Finish(&err)"},
		{"beside one that is read", "f, err := os.Create(name)\n\tif err != nil {\n\t\treturn err\n\t}\n\tdefer f.Close()\n\tg, err := os.Open(name + \"2\")\n\tif err != nil {\n\t\treturn err\n\t}\n\tdefer g.Close()\n\t_, err = io.Copy(f, g)\n\treturn err", "- func save(name string, data []byte) error {\n- f, err := os.Create(name)\n- defer f.Close()\n+ func save(name string, data []byte) (err error) {\n+ f, err := atomicfile.Create(name)\n+ defer f.Finish(&err)"},
		{"in a case", "switch len(data) {\n\tcase 0:\n\t\tf, err := os.Create(name)\n\t\tif err != nil {\n\t\t\treturn err\n\t\t}\n\t\treturn f.Close()\n\t}\n\treturn nil", "- f, err := os.Create(name)\n- return f.Close()\n+ f, err := atomicfile.Create(name)\n+ return f.Commit()"},
		{"in a case of select", "select {\n\tdefault:\n\t\tf, err := os.Create(name)\n\t\tif err != nil {\n\t\t\treturn err\n\t\t}\n\t\treturn f.Close()\n\t}", "- f, err := os.Create(name)\n- return f.Close()\n+ f, err := atomicfile.Create(name)\n+ return f.Commit()"},
		{"behind a label", "start:\n\tf, err := os.Create(name)\n\tif err != nil {\n\t\tgoto start\n\t}\n\treturn f.Close()", `by hand: the statement that opens the file is not in a plain block`},
	} {
		t.Run(test.name, func(t *testing.T) {
			src := `
func first(f *os.File, err error) *os.File { return f }

func both(f *os.File, err error) {
	if err != nil {
		log.Fatal(err)
	}
}

func wrapped(err error) error { return err }

func save(name string, data []byte) error {
	` + test.body + `
}

func opened(name string) (*os.File, error) { return os.Create(name) }
`
			b := load(t, src)
			fix, reason := b.fixer.Fix(b.sinkIn(t))
			if got := b.outcome(t, fix, reason); got != test.want {
				t.Errorf("got\n%s\nwant\n%s\nof%s", got, test.want, src)
			}
		})
	}
}

// TestFindBody tells how the work with the file begins.
func TestFindBody(t *testing.T) {
	of := func(body string) string {
		return "func save(name string, n int, ch chan int) {\n\t" + body + "\n}"
	}
	ask[ast.Node](t, []row[string]{
		{of("f, err := os.Create(name); check(err); f.Close()"), "failed false, must true, 1"}, {of("f, err := os.Create(name); if err != nil { return }; f.Close()"), "failed true, must false, 1"}, {of("f, err := os.Create(name); if err == nil { return }; f.Close()"), "failed false, must false, 2"}, {of("f, err := os.Create(name); if err != nil { return } else { work() }; f.Close()"), "failed false, must false, 2"},
		{of("f, err := os.Create(name); if n := 1; err != nil { print(n); return }; f.Close()"), "failed false, must false, 2"}, {of("f, err := os.Create(name); lib.Both(err, f); f.Close()"), "failed false, must false, 2"}, {of("f, err := os.Create(name); print(1, err); f.Close()"), "failed false, must true, 1"}, {of("f, err := os.Create(name); print(err, 1); f.Close()"), "failed false, must false, 2"},
		{of("f, err := os.Create(name); work(); check(err); f.Close()"), "failed false, must false, 3"}, {of("if f, err := os.Create(name); err != nil { return } else { f.Close() }"), "failed true, must false, 1"}, {of("if f, err := os.Create(name); err == nil { f.Close() }"), "failed false, must false, 1"},
		{of("switch n { case 1: f, err := os.Create(name); check(err); f.Close() }"), "failed false, must true, 1"}, {of("select { case <-ch: f, err := os.Create(name); check(err); f.Close(); work() }"), "failed false, must true, 2"}, {of("f, err := os.Create(name); print(f, err)"), "failed false, must false, 1"}, {of("f, err := os.Create(name); runtime.GC(); print(f, err)"), "failed false, must false, 2"},
	}, func(s *subject) string {
		return fmt.Sprintf("failed %t, must %t, %d", s.h.failed != nil, s.h.must != nil, len(s.h.body))
	})
}

// TestNarrow tells where all the work with the file is done.
func TestNarrow(t *testing.T) {
	ask[ast.Node](t, []row[string]{
		{"defer func() { f.Close() }()", "literal"}, {"go func() { f.Close() }()", "literal"}, {"func() { f.Close() }()", "function"}, {"own := func() { f.Close() }; own()", "function"}, {"f.Write(data); defer func() { f.Close() }()", "function"}, {"defer func() { f.Write(data) }(); defer func() { f.Close() }()", "function"},
	}, func(s *subject) string {
		if flow.IsLiteral(s.h.fn) {
			return "literal"
		}
		return "function"
	})
}

// TestUnread looks for what overwrites the error of opening.
func TestUnread(t *testing.T) {
	of := func(body string) string {
		return "func save(name string) (err error) {\n\tf, err := os.Create(name)\n\t" + body + "\n\t_ = f\n\treturn nil\n}"
	}
	ask[ast.Node](t, []row[int]{
		{of("err = work()"), 2}, {of("work()\n\terr = work()"), 3}, {of("log.Print(err)\n\terr = work()"), 0}, {of("err = errors.Join(err)"), 0}, {of("failure = work()"), 0}, {of("failure = err; err = work()"), 0}, {of(""), 0}, {of("_, err = two()"), 2},
	}, func(s *subject) int {
		c, _ := unparen(s.h.s.Cursor)
		return s.lines(s.h.unreadError(c.Parent()))
	})
}

// TestDeclaration tells why the variable cannot be declared otherwise.
func TestDeclaration(t *testing.T) {
	ask[ast.Node](t, []row[string]{
		{"func save(name string) {\n\tvar f *os.File\n\tvar err error\n\tf, err = os.Create(name)\n\tprint(f, err)\n}", " true"}, {"func save(name string) {\n\tvar f, g *os.File\n\tvar err error\n\tf, err = os.Create(name)\n\tprint(f, err, g)\n}", "f is not declared on its own false"},
		{"func save(name string) {\n\tvar f = global\n\tvar err error\n\tf, err = os.Create(name)\n\tprint(f, err)\n}", "f is not declared on its own false"}, {"func save(name string) (f *os.File, err error) {\n\tf, err = os.Create(name)\n\treturn\n}", "f is a result of the function, which returns the file false"}, {"func save(name string, f *os.File) {\n\tvar err error\n\tf, err = os.Create(name)\n\tprint(f, err)\n}", "f is a parameter false"},
		{"func save(name string) {\n\tvar f *os.File\n\tfunc() {\n\t\tvar err error\n\t\tf, err = os.Create(name)\n\t\tprint(err)\n\t}()\n\tprint(f)\n}", "f is declared outside of the function that opens it (line 119) false"}, {"func save(name string) {\n\tfunc() {\n\t\tvar f *os.File\n\t\tvar err error\n\t\tf, err = os.Create(name)\n\t\tprint(f, err)\n\t}()\n}", " true"},
		{"func save(name string) {\n\tf, err := os.Create(name)\n\tprint(f, err)\n}", " false"},
	}, func(s *subject) string {
		s.h.decl = nil
		return fmt.Sprint(s.h.declaration(), " ", s.h.decl != nil)
	})
	ask[ast.Node](t, []row[string]{
		{"func save(name string) {\n\tf, err := os.Create(name)\n\tprint(f, err)\n}", ""}, {"func save(name string) {\n\t_, err := os.Create(name)\n\tprint(err)\n}", "nothing keeps the file"}, {"func save(name string) {\n\tf, _ := os.Create(name)\n\tprint(f)\n}", "the error of opening is dropped"},
		{"func save(name string) {\n\tvar err error\n\tglobal, err = os.Create(name)\n\tprint(err)\n}", "global is a variable of the package"}, {"func save(name string) {\n\tvar t struct{ f *os.File; err error }\n\tt.f, t.err = os.Create(name)\n}", "the file is stored in t.f"}, {"func save(name string) {\n\tvar t struct{ f *os.File; err error }\n\tf := global\n\tf, t.err = os.Create(name)\n\tprint(f)\n}", "f may hold another file, too (line 120)"},
		{"func save(name string) {\n\tvar t struct{ f *os.File; err error }\n\tvar f *os.File\n\tf, t.err = os.Create(name)\n\tprint(f)\n}", "the error of opening is dropped"}, {"func save(name string) {\n\tf, err := os.Create(name)\n\tf = nil\n\tprint(f, err)\n}", "f may hold another file, too (line 120)"}, {"func save(name string) {\n\tf, err := os.Create(name)\n\tp := &f\n\tprint(p, err)\n}", "the address of f is taken"},
		{"func save(name string) {\n\tvar f io.Writer\n\tvar err error\n\tf, err = os.Create(name)\n\tprint(f, err)\n}", "f is of type io.Writer"}, {"func save(name string) {\n\tf, err := os.Create(name)\n\tfor f = range files { }\n\tprint(f, err)\n}\nvar files map[*os.File]int", "f may hold another file, too (line 120)"},
	}, func(s *subject) string { return s.h.variables() })
}
