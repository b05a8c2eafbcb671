package rewrite

import (
	"fmt"
	"go/ast"
	"testing"

	"github.com/atomiclint/atomiclint/analyzer/internal/flow"
)

// TestFixRenameOfFile publishes a file by hand that is opened, written and
// closed in several ways.
func TestFixRenameOfFile(t *testing.T) {
	const (
		plainly = `os.Create(name + ".tmp")`
		private = `os.CreateTemp(filepath.Dir(name), "x")`
	)
	for _, test := range []struct {
		name string
		open string // the body follows it, or is the whole source if this is empty
		body string
		want string
	}{
		{"opened in a condition", "", `
func save(name string, data []byte) error {
	if f, err := os.Create(name + ".tmp"); err != nil {
		return err
	} else {
		f.Write(data)
		f.Close()
	}
	return os.Rename(name+".tmp", name)
}
`, `by hand: the statement that opens the file is not in the block that renames it`},
		{"the work with the file in a deferred literal", plainly, `
	defer func() {
		f.Write(data)
		f.Close()
	}()
	return os.Rename(name+".tmp", name)`, `by hand: the statement that opens the file is not in the block that renames it`},
		{"declared with its type", "", `
func save(name string, data []byte) error {
	var f *os.File
	var err error
	f, err = os.Create(name + ".tmp")
	if err != nil {
		return err
	}
	defer f.Close()
	if _, err := f.Write(data); err != nil {
		return err
	}
	return os.Rename(f.Name(), name)
}
`, "- var f *os.File\n- f, err = os.Create(name + \".tmp\")\n- return os.Rename(f.Name(), name)\n+ var f *atomicfile.File\n+ f, err = atomicfile.Create(name)\n+ return f.Commit()"},
		{"opened to be read as well", `os.OpenFile(name+".tmp", os.O_RDWR|os.O_CREATE, 0o644)`, `
	defer f.Close()
	if _, err := f.Write(data); err != nil {
		return err
	}
	return os.Rename(f.Name(), name)`, "- f, err := os.OpenFile(name+\".tmp\", os.O_RDWR|os.O_CREATE, 0o644)\n- return os.Rename(f.Name(), name)\n+ f, err := atomicfile.OpenFile(name, os.O_RDWR|os.O_CREATE|os.O_TRUNC, 0o644)\n+ return f.Commit()"},
		{"opened with O_TRUNC", `os.OpenFile(name+".tmp", os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o644)`, `
	defer f.Close()
	if _, err := f.Write(data); err != nil {
		return err
	}
	return os.Rename(f.Name(), name)`, "- f, err := os.OpenFile(name+\".tmp\", os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o644)\n- return os.Rename(f.Name(), name)\n+ f, err := atomicfile.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o644)\n+ return f.Commit()"},
		{"opened with O_TRUNC and O_EXCL", `os.OpenFile(name+".tmp", os.O_RDWR|os.O_CREATE|os.O_TRUNC|os.O_EXCL, 0o644)`, `
	defer f.Close()
	if _, err := f.Write(data); err != nil {
		return err
	}
	return os.Rename(f.Name(), name)`, "- f, err := os.OpenFile(name+\".tmp\", os.O_RDWR|os.O_CREATE|os.O_TRUNC|os.O_EXCL, 0o644)\n- return os.Rename(f.Name(), name)\n+ f, err := atomicfile.OpenFile(name, os.O_RDWR|os.O_CREATE|os.O_TRUNC, 0o644)\n+ return f.Commit()"},
		{"opened with O_EXCL, and somebody asks whether it exists", "", `
func save(name string, data []byte) error {
	f, err := os.OpenFile(name+".tmp", os.O_RDWR|os.O_CREATE|os.O_EXCL, 0o644)
	if err != nil {
		return err
	}
	defer f.Close()
	if _, err := f.Write(data); err != nil {
		return err
	}
	return os.Rename(f.Name(), name)
}

func taken(err error) bool { return os.IsExist(err) }
`, `by hand: O_EXCL claims the name when the file is opened, the writer when it is published`},
		{"opened to append", `os.OpenFile(name+".tmp", os.O_WRONLY|os.O_CREATE|os.O_APPEND, 0o644)`, `
	defer f.Close()
	if _, err := f.Write(data); err != nil {
		return err
	}
	return os.Rename(f.Name(), name)`, `by hand: it appends`},
		{"the error of the rename is dropped", plainly, `
	defer f.Close()
	if _, err := f.Write(data); err != nil {
		return err
	}
	os.Rename(f.Name(), name)
	return nil`, `by hand: the error of the rename is dropped`},
		{"the error of the rename is blank", plainly, `
	defer f.Close()
	if _, err := f.Write(data); err != nil {
		return err
	}
	_ = os.Rename(f.Name(), name)
	return nil`, `by hand: the error of the rename is dropped`},
		{"the file is used after the rename", plainly, `
	defer f.Close()
	if err := os.Rename(f.Name(), name); err != nil {
		return err
	}
	_, err = f.Write(data)
	return err`, `by hand: f is used after the rename`},
		{"the name of the file is used after the rename failed", plainly, `
	defer f.Close()
	if _, err := f.Write(data); err != nil {
		return err
	}
	if err := os.Rename(f.Name(), name); err != nil {
		return fmt.Errorf("renaming %s: %w", f.Name(), err)
	}
	return nil`, "- f, err := os.Create(name + \".tmp\")\n- if err := os.Rename(f.Name(), name); err != nil {\n+ f, err := atomicfile.Create(name)\n+ if err := f.Commit(); err != nil {"},
		{"the name of the file in a variable of its own", plainly, `
	defer f.Close()
	tmp := f.Name()
	if _, err := f.Write(data); err != nil {
		return fmt.Errorf("writing %s: %w", tmp, err)
	}
	return os.Rename(tmp, name)`, "- f, err := os.Create(name + \".tmp\")\n- tmp := f.Name()\n- return fmt.Errorf(\"writing %s: %w\", tmp, err)\n- return os.Rename(tmp, name)\n+ f, err := atomicfile.Create(name)\n+ return fmt.Errorf(\"writing %s: %w\", name, err)\n+ return f.Commit()"},
		{"the name of the file in a variable that changes", plainly, `
	defer f.Close()
	tmp := f.Name()
	if _, err := f.Write(data); err != nil {
		return err
	}
	if err := os.Rename(tmp, name); err != nil {
		return err
	}
	tmp = ""
	log.Print(tmp)
	return nil`, `by hand: the name of the temporary is used for something else`},
		{"the name of the file in a variable of the package", "", `
var last string

func save(name string, data []byte) error {
	f, err := os.Create(name + ".tmp")
	if err != nil {
		return err
	}
	defer f.Close()
	last = f.Name()
	if _, err := f.Write(data); err != nil {
		return err
	}
	return os.Rename(name+".tmp", name)
}
`, `by hand: the name of the temporary is used for something else`},
		{"the name of the file is put together", plainly, `
	defer f.Close()
	if _, err := f.Write([]byte(f.Name())); err != nil {
		return err
	}
	return os.Rename(name+".tmp", name)`, `by hand: the name of the temporary is used for something else`},
		{"closed on one way, renamed on both", plainly, `
	if _, err := f.Write(data); err != nil {
		f.Close()
		return err
	}
	if len(data) > 0 {
		f.Close()
	}
	return os.Rename(name+".tmp", name)`, `by hand: f is closed on some paths only`},
		{"closed again, and the error returned", plainly, `
	defer func() {
		if cerr := f.Close(); cerr != nil && err == nil {
			err = cerr
		}
	}()
	if _, err := f.Write(data); err != nil {
		return err
	}
	f.Close()
	return os.Rename(name+".tmp", name)`, `by hand: a deferred function literal does more than close and remove the temporary`},
		{"closed by a deferred literal that looks at the error", plainly, `
	defer func() {
		if cerr := f.Close(); cerr != nil && err == nil {
			err = cerr
		}
	}()
	if _, err := f.Write(data); err != nil {
		return err
	}
	return os.Rename(name+".tmp", name)`, `by hand: a deferred function literal does more than close and remove the temporary`},
		{"closed by a deferred literal that says something", plainly, `
	defer func() {
		f.Close()
		log.Print("done")
	}()
	if _, err := f.Write(data); err != nil {
		return err
	}
	return os.Rename(name+".tmp", name)`, `by hand: a deferred function literal does more than close and remove the temporary`},
		{"the error of closing is checked after it is assigned", plainly, `
	if _, err = f.Write(data); err != nil {
		return err
	}
	err = f.Close()
	if err != nil {
		return err
	}
	return os.Rename(name+".tmp", name)`, "- if err != nil {\n- f, err := os.Create(name + \".tmp\")\n- return err\n- err = f.Close()\n- return os.Rename(name+\".tmp\", name)\n+ f, err := atomicfile.Create(name)\n+ defer f.Close()\n+ return f.Commit()"},
		{"the error of closing is checked after a new variable has it", plainly, `
	if _, err = f.Write(data); err != nil {
		return err
	}
	cerr := f.Close()
	if cerr != nil {
		return cerr
	}
	return os.Rename(name+".tmp", name)`, `by hand: the error of closing the temporary is used in a way that cannot be followed`},
		{"the error of closing is checked with something else", plainly, `
	if _, err = f.Write(data); err != nil {
		return err
	}
	err = f.Close()
	if err != nil || finished {
		return err
	}
	return os.Rename(name+".tmp", name)`, `by hand: the error of closing the temporary is used in a way that cannot be followed`},
		{"the error of closing is checked, and success as well", plainly, `
	if _, err = f.Write(data); err != nil {
		return err
	}
	err = f.Close()
	if err != nil {
		return err
	} else {
		work()
	}
	return os.Rename(name+".tmp", name)`, `by hand: the error of closing the temporary is used in a way that cannot be followed`},
		{"the error of closing in a condition, and success as well", plainly, `
	if _, err = f.Write(data); err != nil {
		return err
	}
	if err := f.Close(); err != nil {
		return err
	} else {
		work()
	}
	return os.Rename(name+".tmp", name)`, `by hand: the error of closing the temporary is used in a way that cannot be followed`},
		{"the error of closing in a condition, or something else", plainly, `
	if _, err = f.Write(data); err != nil {
		return err
	}
	if err := f.Close(); err != nil || finished {
		return err
	}
	return os.Rename(name+".tmp", name)`, `by hand: the error of closing the temporary is used in a way that cannot be followed`},
		{"the error of closing within another call", plainly, `
	if _, err = f.Write(data); err != nil {
		return err
	}
	if err := errors.Join(f.Close()); err != nil {
		return err
	}
	return os.Rename(name+".tmp", name)`, `by hand: the error of closing the temporary is used in a way that cannot be followed`},
		{"the error of closing is not checked", plainly, `
	if _, err = f.Write(data); err != nil {
		return err
	}
	err = f.Close()
	log.Print(err)
	return os.Rename(name+".tmp", name)`, `by hand: the error of closing the temporary is used in a way that cannot be followed`},
		{"the error of closing is blank", plainly, `
	if _, err = f.Write(data); err != nil {
		return err
	}
	_ = f.Close()
	return os.Rename(name+".tmp", name)`, "- f, err := os.Create(name + \".tmp\")\n- _ = f.Close()\n- return os.Rename(name+\".tmp\", name)\n+ f, err := atomicfile.Create(name)\n+ defer f.Close()\n+ return f.Commit()"},
		{"the first error is kept", plainly, `
	_, err = f.Write(data)
	if cerr := f.Close(); err == nil {
		err = cerr
	}
	if err != nil {
		return err
	}
	return os.Rename(name+".tmp", name)`, "- f, err := os.Create(name + \".tmp\")\n- if cerr := f.Close(); err == nil {\n- err = cerr\n- return os.Rename(name+\".tmp\", name)\n+ f, err := atomicfile.Create(name)\n+ defer f.Close()\n+ return f.Commit()"},
		{"the last of a list of statements closes", plainly, `
	if _, err = f.Write(data); err != nil {
		return err
	}
	if err = os.Rename(name+".tmp", name); err != nil {
		return err
	}
	return f.Close()`, `by hand: f is used after the rename`},
		{"a private file that is made public when it is complete", private, `
	defer f.Close()
	if _, err := f.Write(data); err != nil {
		return err
	}
	if err := f.Chmod(0o640); err != nil {
		return err
	}
	return os.Rename(f.Name(), name)`, "- f, err := os.CreateTemp(filepath.Dir(name), \"x\")\n- return os.Rename(f.Name(), name)\n+ f, err := atomicfile.Create(name, atomicfile.Concurrent())\n+ return err\n+ if err := f.Chmod(0o600); err != nil {\n+ return f.Commit()"},
		{"a private file in a program", "", `
func save(name string, data []byte) {
	f, err := os.CreateTemp(filepath.Dir(name), "x")
	if err != nil {
		log.Fatal(err)
	}
	defer f.Close()
	f.Write(data)
	if err := os.Rename(f.Name(), name); err != nil {
		log.Fatal(err)
	}
}
`, "- f, err := os.CreateTemp(filepath.Dir(name), \"x\")\n- if err := os.Rename(f.Name(), name); err != nil {\n+ log.Fatal(err)\n+ f, err := atomicfile.Create(name, atomicfile.Concurrent())\n+ if err := f.Chmod(0o600); err != nil {\n+ if err := f.Commit(); err != nil {"},
		{"a private file in a function that says nothing", "", `
func save(name string, data []byte) {
	f, err := os.CreateTemp(filepath.Dir(name), "x")
	if err != nil {
		return
	}
	defer f.Close()
	f.Write(data)
	if err := os.Rename(f.Name(), name); err != nil {
		return
	}
}
`, "- f, err := os.CreateTemp(filepath.Dir(name), \"x\")\n- if err := os.Rename(f.Name(), name); err != nil {\n+ f, err := atomicfile.Create(name, atomicfile.Concurrent())\n+ return\n+ if err := f.Chmod(0o600); err != nil {\n+ if err := f.Commit(); err != nil {"},
	} {
		t.Run(test.name, func(t *testing.T) {
			src := test.body
			if test.open != "" {
				src = "\nfunc save(name string, data []byte) (err error) {\n\tf, err := " + test.open + "\n\tif err != nil {\n\t\treturn err\n\t}" + src + "\n}\n"
			}
			if got := load(t, src).renamed(t); got != test.want {
				t.Errorf("got\n%s\nwant\n%s\nof%s", got, test.want, src)
			}
		})
	}
}

func TestLeadsToRename(t *testing.T) {
	ask[ast.Stmt](t, []row[bool]{
		{renames("/*?*/work()"), true}, {renames("if n > 0 {\n\t\t/*?*/work()\n\t\treturn err\n\t}"), false}, {renames("if n > 0 {\n\t\t/*?*/work()\n\t}"), true},
		{renames("if n > 0 {\n\t\t/*?*/panic(n)\n\t}"), false},
	}, func(s *subject) bool { return s.replacement().leadsToRename(s.stmt()) })
}

func TestCheckFollows(t *testing.T) {
	ask[ast.Stmt](t, []row[bool]{
		{renames("/*?*/err = f.Close()\n\tif err != nil {\n\t\treturn err\n\t}"), true}, {renames("/*?*/err = f.Close()\n\tif err == nil {\n\t\treturn err\n\t}"), false},
		{renames("/*?*/err = f.Close()\n\twork()"), false}, {renames("/*?*/err = f.Close()\n\tif k := n; err != nil {\n\t\t_ = k\n\t}"), false},
		{renames("/*?*/err = f.Close()\n\tif err != nil {\n\t\treturn err\n\t} else {\n\t\twork()\n\t}"), false}, {renames("/*?*/f.Close()\n\tif err != nil {\n\t\treturn err\n\t}"), false},
		{renames("if n > 0 {\n\t\t/*?*/err = f.Close()\n\t}"), false},
	}, func(s *subject) bool {
		r := s.replacement()
		return r.checkFollows(s.c, r.assigned(s.stmt()))
	})
}

func TestCheckAround(t *testing.T) {
	ask[*ast.CallExpr](t, []row[bool]{
		{renames("if err == nil {\n\t\terr = /*?*/f.Close()\n\t}"), true}, {renames("if err != nil {\n\t\terr = /*?*/f.Close()\n\t}"), false},
		{renames("if err == nil {\n\t\terr = /*?*/f.Close()\n\t} else {\n\t\twork()\n\t}"), false}, {renames("if k := n; err == nil {\n\t\terr = /*?*/f.Close()\n\t\t_ = k\n\t}"), false},
		{renames("if k := n; err == nil && k > 0 {\n\t\terr = /*?*/f.Close()\n\t}"), false}, {renames("if err == nil {\n\t\twork()\n\t\terr = /*?*/f.Close()\n\t}"), false},
		{renames("if err == nil {\n\t\terr := /*?*/f.Close()\n\t\t_ = err\n\t}"), false}, {renames("if err == nil {\n\t\t/*?*/f.Close()\n\t}"), false},
		{renames("if err == nil {\n\t\terr = (/*?*/f.Close())\n\t}"), false}, {renames("if err == nil && n > 0 {\n\t\terr = /*?*/f.Close()\n\t}"), false}, {renames("err = /*?*/f.Close()"), false},
		{renames("{\n\t\tif err == nil {\n\t\t\terr = /*?*/f.Close()\n\t\t}\n\t}"), false}, {renames("if n > 0 {\n\t} else {\n\t\terr = /*?*/f.Close()\n\t}"), false},
		{renames("if failure == nil {\n\t\terr = /*?*/f.Close()\n\t}"), false}, {renames("if err == nil {\n\t\terr, n = /*?*/f.Close(), 1\n\t}"), false},
		{renames("for err == nil {\n\t\terr = /*?*/f.Close()\n\t}"), false},
	}, func(s *subject) bool {
		stmt, _ := flow.StatementAround(s.c)
		return s.replacement().checkAround(s.c, stmt) != nil
	})
}

func TestUsesNames(t *testing.T) {
	ask[ast.Node](t, []row[string]{
		{renames("n++"), "false 0"},
		{renames("n = os.Getpid()"), "true 0"},
		{renames("getpid := os.Getpid\n\tgetpid()"), "true 0"},
		{renames("n = getpid() ## func getpid() int { return 0 }"), "false 0"},
		{renames("tmp := f.Name()\n\t_ = tmp"), "false 1"},
		{renames("tmp := f.Name()\n\ttmp = other\n\t_ = tmp"), "false 0"},
		{renames("var tmp string\n\ttmp = f.Name()\n\t_ = tmp"), "false 1"},
		{renames("t.path = f.Name()"), "false 0"},
		{renames("tmp, k := f.Name(), n\n\t_, _ = tmp, k"), "false 1"},
		{renames("tmp := global.Name()\n\t_ = tmp"), "false 0"},
		{renames("tmp := f.Name()\n\t_ = &tmp"), "false 0"},
		{renames("global2 = f.Name() ## var global2 string"), "false 0"},
	}, func(s *subject) string {
		r := s.replacement()
		return fmt.Sprint(r.uses(map[string]bool{"os.Getpid": true}), " ", len(r.names))
	})
}

// TestFixClaims opens the temporary with other flags, or has others know of it.
func TestFixClaims(t *testing.T) {
	of := func(tmp, flags, others string) string {
		return "func save(name string, n int) error {\n\tf, err := os.OpenFile(" + tmp + ", os.O_CREATE|os.O_WRONLY" + flags + ", 0o644)\n\tif err != nil {\n\t\treturn err\n\t}\n\tdefer f.Close()\n\tif _, err := f.WriteString(\"x\"); err != nil {\n\t\treturn err\n\t}\n\treturn os.Rename(f.Name(), name)\n}\n" + others
	}
	ask[ast.Node](t, []row[string]{
		{of("name+\".tmp\"", "|os.O_EXCL", ""), "- f, err := os.OpenFile(name+\".tmp\", os.O_CREATE|os.O_WRONLY|os.O_EXCL, 0o644)\n- return os.Rename(f.Name(), name)\n+ f, err := atomicfile.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o644)\n+ return f.Commit()"},
		{of("name+\".tmp\"", "|os.O_EXCL", "var _ = os.IsExist"), "by hand: O_EXCL claims the name when the file is opened, the writer when it is published"},
		{of("name+\".tmp\"", "|os.O_TRUNC", "var _ = os.IsExist"), "- f, err := os.OpenFile(name+\".tmp\", os.O_CREATE|os.O_WRONLY|os.O_TRUNC, 0o644)\n- return os.Rename(f.Name(), name)\n+ f, err := atomicfile.OpenFile(name, os.O_CREATE|os.O_WRONLY|os.O_TRUNC, 0o644)\n+ return f.Commit()"},
		{of("name+strconv.Itoa(os.Getpid())", "|os.O_EXCL", "var _ = os.IsExist"), "- f, err := os.OpenFile(name+strconv.Itoa(os.Getpid()), os.O_CREATE|os.O_WRONLY|os.O_EXCL, 0o644)\n- return os.Rename(f.Name(), name)\n+ f, err := atomicfile.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o644, atomicfile.Concurrent())\n+ return f.Commit()"},
		{of("name+\".tmp\"", "|os.O_TRUNC", "func other(s string) { os.Stat(s + \".tmp\") }"), "by hand: line 129 looks for the temporary"},
		{of("name+\".tmp\"", "|os.O_TRUNC", "func other(s string) { os.Stat(s + \".new\") }"), "- f, err := os.OpenFile(name+\".tmp\", os.O_CREATE|os.O_WRONLY|os.O_TRUNC, 0o644)\n- return os.Rename(f.Name(), name)\n+ f, err := atomicfile.OpenFile(name, os.O_CREATE|os.O_WRONLY|os.O_TRUNC, 0o644)\n+ return f.Commit()"},
		{of("name+\".tmp\"", "|os.O_TRUNC", "func other(s string) { os.Stat(s + \".tmp\" + \".new\") }"), "- f, err := os.OpenFile(name+\".tmp\", os.O_CREATE|os.O_WRONLY|os.O_TRUNC, 0o644)\n- return os.Rename(f.Name(), name)\n+ f, err := atomicfile.OpenFile(name, os.O_CREATE|os.O_WRONLY|os.O_TRUNC, 0o644)\n+ return f.Commit()"},
		{of("name+\".tmp\"", "|os.O_TRUNC", "func other(s string) { os.Mkdir(s+\".tmp\", 0) }"), "- f, err := os.OpenFile(name+\".tmp\", os.O_CREATE|os.O_WRONLY|os.O_TRUNC, 0o644)\n- return os.Rename(f.Name(), name)\n+ f, err := atomicfile.OpenFile(name, os.O_CREATE|os.O_WRONLY|os.O_TRUNC, 0o644)\n+ return f.Commit()"},
		{of("name+\".tmp\"", "|os.O_TRUNC|os.O_APPEND", ""), "by hand: it appends"},
		{of("text()", "|os.O_TRUNC", ""), "- f, err := os.OpenFile(text(), os.O_CREATE|os.O_WRONLY|os.O_TRUNC, 0o644)\n- return os.Rename(f.Name(), name)\n+ f, err := atomicfile.OpenFile(name, os.O_CREATE|os.O_WRONLY|os.O_TRUNC, 0o644)\n+ return f.Commit()"},
		{of("lib.Name()", "|os.O_TRUNC", ""), "by hand: lib.Name() may do more than name the temporary"},
	}, func(s *subject) string {
		u, _ := s.unsafe()
		return s.outcome(s.fixer.FixRename(u))
	})
}
