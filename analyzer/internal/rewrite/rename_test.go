package rewrite

import (
	"fmt"
	"go/ast"
	"go/types"
	"testing"

	"github.com/atomiclint/atomiclint/analyzer/internal/pending"
	"github.com/atomiclint/atomiclint/analyzer/internal/rename"
	"github.com/atomiclint/atomiclint/analyzer/internal/trace"
	"github.com/atomiclint/atomiclint/internal/module"
)

// whole writes a temporary with one call and renames it, handmade with several.
const (
	whole = `
func save(name string, data []byte) error {
	tmp := name + ".tmp"
	if err := os.WriteFile(tmp, data, 0o666); err != nil {
		return err
	}
	return os.Rename(tmp, name)
}
`
	handmade = `
func save(name string, data []byte) error {
	f, err := os.CreateTemp(filepath.Dir(name), "x")
	if err != nil {
		return err
	}
	defer os.Remove(f.Name())
	if _, err := f.Write(data); err != nil {
		f.Close()
		return err
	}
	if err := f.Chmod(0o644); err != nil {
		f.Close()
		return err
	}
	if err := f.Close(); err != nil {
		return err
	}
	return os.Rename(f.Name(), name)
}
`
)

// TestFixRename changes one thing of a publication by hand, and looks at what
// the fix does to it.
func TestFixRename(t *testing.T) {
	const (
		wrote    = "if err := os.WriteFile(tmp, data, 0o666); err != nil {\n\t\treturn err\n\t}"
		renamed  = "return os.Rename(tmp, name)"
		temp     = `os.CreateTemp(filepath.Dir(name), "x")`
		removed  = "defer os.Remove(f.Name())"
		filled   = "if _, err := f.Write(data); err != nil {\n\t\tf.Close()\n\t\treturn err\n\t}"
		chmodded = "if err := f.Chmod(0o644); err != nil {\n\t\tf.Close()\n\t\treturn err\n\t}"
		shut     = "if err := f.Close(); err != nil {\n\t\treturn err\n\t}"
		moved    = "return os.Rename(f.Name(), name)"
	)
	for _, test := range []struct {
		name    string
		src     string
		changes []string
		want    string
	}{
		{"whole", whole, nil, "- tmp := name + \".tmp\"\n- if err := os.WriteFile(tmp, data, 0o666); err != nil {\n- return err\n- return os.Rename(tmp, name)\n+ return atomicfile.WriteFile(name, data, 0o666)"},
		{"whole, removed on an error", whole, []string{renamed, "if err := os.Rename(tmp, name); err != nil {\n\t\tos.Remove(tmp)\n\t\treturn err\n\t}\n\treturn nil"}, "- tmp := name + \".tmp\"\n- if err := os.WriteFile(tmp, data, 0o666); err != nil {\n- return err\n- if err := os.Rename(tmp, name); err != nil {\n- os.Remove(tmp)\n+ if err := atomicfile.WriteFile(name, data, 0o666); err != nil {"},
		{"whole, a narrow mode", whole, []string{"0o666", "0o600"}, `by hand: the mode 0o600 may be narrower than that of an old file, which the writer keeps`},
		{"whole, a mode that is computed", whole, []string{"0o666", "os.FileMode(len(data))"}, `by hand: the mode os.FileMode(len(data)) may be narrower than that of an old file, which the writer keeps`},
		{"whole, goes on after an error", whole, []string{wrote, "os.WriteFile(tmp, data, 0o666)"}, `by hand: the function goes on after a failed write`},
		{"whole, something in between", whole, []string{renamed, "work()\n\t" + renamed}, `by hand: there is something between the writing and the rename`},
		{"whole, the error of the rename is dropped", whole, []string{renamed, "os.Rename(tmp, name)\n\treturn nil"}, "- tmp := name + \".tmp\"\n- if err := os.WriteFile(tmp, data, 0o666); err != nil {\n- os.Rename(tmp, name)\n+ if err := atomicfile.WriteFile(name, data, 0o666); err != nil {"},
		{"whole, the error of the rename in a variable", whole, []string{renamed, "err := os.Rename(tmp, name)\n\treturn err"}, `by hand: the result of the rename is used in a way that cannot be followed`},
		{"whole, the rename as an argument", whole, []string{renamed, "check(os.Rename(tmp, name))\n\treturn nil"}, `by hand: the result of the rename is used in a way that cannot be followed`},
		{"whole, the rename in a test", whole, []string{renamed, "if len(data) > 0 {\n\t\treturn os.Rename(tmp, name)\n\t}\n\treturn nil"}, `by hand: the temporary is not renamed in the block that creates it (line 44)`},
		{"whole, the temporary is used", whole, []string{renamed, "if _, err := os.Stat(tmp); err != nil {\n\t\treturn err\n\t}\n\t" + renamed}, `by hand: os.Stat gets the name of the temporary`},
		{"whole, the name is known late", whole, []string{renamed, "dst := name + \"x\"\n\treturn os.Rename(tmp, dst)"}, `by hand: the destination is not known yet when the temporary is created`},
		{"whole, the name changes", whole, []string{renamed, "name = \"other\"\n\treturn os.Rename(tmp, name)"}, `by hand: the destination changes`},
		{"whole, the name is a call", whole, []string{renamed, "return os.Rename(tmp, lib.Name())"}, `by hand: the destination is the result of a call`},
		{"whole, the name is put together", whole, []string{renamed, "return os.Rename(tmp, filepath.Join(\"d\", name))"}, "- tmp := name + \".tmp\"\n- if err := os.WriteFile(tmp, data, 0o666); err != nil {\n- return err\n- return os.Rename(tmp, filepath.Join(\"d\", name))\n+ return atomicfile.WriteFile(filepath.Join(\"d\", name), data, 0o666)"},
		{"whole, a directory is made", whole, []string{renamed, "os.Mkdir(\"d\", 0o755)\n\treturn os.Rename(tmp, name)"}, `by hand: line 47 calls os.Mkdir, which may make or list the directory, before the rename`},
		{"whole, another function writes", whole, []string{wrote, "if err := put(tmp, data); err != nil {\n\t\treturn err\n\t}", "\nfunc save", "\nfunc put(p string, data []byte) error { return os.WriteFile(p, data, 0o666) }\n\nfunc save"}, `by hand: p.put creates the temporary`},
		{"whole, written where the name is made", whole, []string{"tmp := name + \".tmp\"\n\t", "", "os.WriteFile(tmp", "os.WriteFile(name+\".tmp\"", "os.Rename(tmp", "os.Rename(name+\".tmp\""}, "- if err := os.WriteFile(name+\".tmp\", data, 0o666); err != nil {\n- return err\n- return os.Rename(name+\".tmp\", name)\n+ return atomicfile.WriteFile(name, data, 0o666)"},
		{"whole, statements share a line", whole, []string{renamed, "work(); work()\n\t" + renamed}, `by hand: statements share a line`},
		{"whole, renamed by another function", whole, []string{renamed, "return move(tmp, name)", "\nfunc save", "\nfunc move(a, b string) error { return os.Rename(a, b) }\n\nfunc save"}, `by hand: the rename is in p.move, line 42`},
		{"handmade", handmade, nil, "- f, err := os.CreateTemp(filepath.Dir(name), \"x\")\n- return err\n- defer os.Remove(f.Name())\n- if err := f.Close(); err != nil {\n- return os.Rename(f.Name(), name)\n+ f, err := atomicfile.Create(name, atomicfile.Concurrent())\n+ defer f.Close()\n+ return f.Commit()"},
		{"handmade, no clean-up", handmade, []string{removed, "work()"}, "- f, err := os.CreateTemp(filepath.Dir(name), \"x\")\n- return err\n- if err := f.Close(); err != nil {\n- return os.Rename(f.Name(), name)\n+ f, err := atomicfile.Create(name, atomicfile.Concurrent())\n+ defer f.Close()\n+ return f.Commit()"},
		{"handmade, another mode", handmade, []string{"0o644", "0o600"}, "- f, err := os.CreateTemp(filepath.Dir(name), \"x\")\n- defer os.Remove(f.Name())\n- if err := f.Close(); err != nil {\n- return os.Rename(f.Name(), name)\n+ f, err := atomicfile.Create(name, atomicfile.Concurrent())\n+ defer f.Close()\n+ if err := f.Chmod(0o600); err != nil {\n+ return f.Commit()"},
		{"handmade, a mode that is computed", handmade, []string{"0o644", "os.FileMode(len(data))"}, "- f, err := os.CreateTemp(filepath.Dir(name), \"x\")\n- defer os.Remove(f.Name())\n- if err := f.Close(); err != nil {\n- return os.Rename(f.Name(), name)\n+ f, err := atomicfile.Create(name, atomicfile.Concurrent())\n+ defer f.Close()\n+ if err := f.Chmod(0o600); err != nil {\n+ return f.Commit()"},
		{"handmade, no mode", handmade, []string{chmodded, "work()"}, "- f, err := os.CreateTemp(filepath.Dir(name), \"x\")\n- defer os.Remove(f.Name())\n- if err := f.Close(); err != nil {\n- return os.Rename(f.Name(), name)\n+ f, err := atomicfile.Create(name, atomicfile.Concurrent())\n+ defer f.Close()\n+ if err := f.Chmod(0o600); err != nil {\n+ return f.Commit()"},
		{"handmade, synced", handmade, []string{chmodded, chmodded + "\n\tif err := f.Sync(); err != nil {\n\t\tf.Close()\n\t\treturn err\n\t}"}, "- f, err := os.CreateTemp(filepath.Dir(name), \"x\")\n- return err\n- return err\n- defer os.Remove(f.Name())\n- f.Close()\n- if err := f.Sync(); err != nil {\n- if err := f.Close(); err != nil {\n- return os.Rename(f.Name(), name)\n+ f, err := atomicfile.Create(name, atomicfile.Concurrent())\n+ defer f.Close()\n+ return f.Commit()"},
		{"handmade, created by name", handmade, []string{temp, `os.Create(name + ".tmp")`}, "- f, err := os.Create(name + \".tmp\")\n- return err\n- defer os.Remove(f.Name())\n- if err := f.Close(); err != nil {\n- return os.Rename(f.Name(), name)\n+ f, err := atomicfile.Create(name)\n+ defer f.Close()\n+ return f.Commit()"},
		{"handmade, used by name", handmade, []string{shut, shut + "\n\tif _, err := os.ReadFile(f.Name()); err != nil {\n\t\treturn err\n\t}"}, `by hand: the name of the temporary is used for something else`},
		{"handmade, the name in a variable", handmade, []string{removed, "tmp := f.Name()\n\tdefer os.Remove(tmp)", "os.Rename(f.Name()", "os.Rename(tmp"}, "- f, err := os.CreateTemp(filepath.Dir(name), \"x\")\n- return err\n- tmp := f.Name()\n- defer os.Remove(tmp)\n- if err := f.Close(); err != nil {\n- return os.Rename(tmp, name)\n+ f, err := atomicfile.Create(name, atomicfile.Concurrent())\n+ defer f.Close()\n+ return f.Commit()"},
		{"handmade, removed by a literal", handmade, []string{removed, "defer func() {\n\t\tf.Close()\n\t\tos.Remove(f.Name())\n\t}()"}, "- f, err := os.CreateTemp(filepath.Dir(name), \"x\")\n- return err\n- defer func() {\n- f.Close()\n- os.Remove(f.Name())\n- }()\n- if err := f.Close(); err != nil {\n- return os.Rename(f.Name(), name)\n+ f, err := atomicfile.Create(name, atomicfile.Concurrent())\n+ defer f.Close()\n+ return f.Commit()"},
		{"handmade, removed by a variable of an inner block", handmade, []string{filled, "if len(data) > 0 {\n\t\tcleanup := func() { os.Remove(f.Name()) }\n\t\tif _, err := f.Write(data); err != nil {\n\t\t\tcleanup()\n\t\t\treturn err\n\t\t}\n\t}"}, `by hand: a function literal removes the temporary, and there is no telling when (line 49)`},
		{"handmade, more in the literal", handmade, []string{removed, "defer func() {\n\t\twork()\n\t\tos.Remove(f.Name())\n\t}()"}, `by hand: a function literal does more than remove the temporary`},
		{"handmade, handed on", handmade, []string{filled, "lib.Take(f)"}, `nothing to fix`},
		{"handmade, the error of closing is dropped", handmade, []string{shut, "f.Close()"}, "- f, err := os.CreateTemp(filepath.Dir(name), \"x\")\n- defer os.Remove(f.Name())\n- f.Close()\n- return os.Rename(f.Name(), name)\n+ f, err := atomicfile.Create(name, atomicfile.Concurrent())\n+ defer f.Close()\n+ return f.Commit()"},
		{"handmade, the error of closing is an argument", handmade, []string{shut, "check(f.Close())"}, `by hand: the error of closing the temporary is used in a way that cannot be followed`},
		{"whole, renamed in a function literal", whole, []string{renamed, "return func() error { return os.Rename(tmp, name) }()"}, `by hand: a function literal renames the temporary that is made around it (line 44)`},
		{"whole, written in a function literal", whole, []string{wrote, "if err := func() error { return os.WriteFile(tmp, data, 0o666) }(); err != nil {\n\t\treturn err\n\t}"}, `by hand: a function literal creates the temporary (line 44)`},
		{"handmade, another function creates it", handmade, []string{temp, "make1(name)", "\nfunc save", "\nfunc make1(name string) (*os.File, error) { return os.CreateTemp(filepath.Dir(name), \"x\") }\n\nfunc save"}, `by hand: another function creates the temporary (line 42)`},
		{"handmade, in the directory that a method tells", handmade, []string{temp, `os.CreateTemp(settings{}.TempDir(), "x")`, "\nfunc save", "\ntype settings struct{}\n\nfunc (settings) TempDir() string {\n\tprintln()\n\treturn \".\"\n}\n\nfunc save"}, `by hand: settings{}.TempDir() may do more than name the temporary`},
		{"handmade, the old file is kept under another name", handmade, []string{shut, shut + "\n\tif err := os.Rename(name, name+\".bak\"); err != nil {\n\t\treturn err\n\t}"}, `by hand: line 59 takes the old file away, and the new one may not be complete yet`},
		{"handmade, the old file is removed", handmade, []string{shut, shut + "\n\told := name\n\tif err := os.Remove(old); err != nil {\n\t\treturn err\n\t}"}, `by hand: line 60 takes the old file away, and the new one may not be complete yet`},
		{"handmade, the old file is linked", handmade, []string{shut, shut + "\n\tos.Link(name, name+\".bak\")"}, "- f, err := os.CreateTemp(filepath.Dir(name), \"x\")\n- return err\n- defer os.Remove(f.Name())\n- if err := f.Close(); err != nil {\n- return os.Rename(f.Name(), name)\n+ f, err := atomicfile.Create(name, atomicfile.Concurrent())\n+ defer f.Close()\n+ return f.Commit()"},
		{"handmade, listed", handmade, []string{filled, filled + "\n\tos.ReadDir(\".\")"}, `by hand: line 52 calls os.ReadDir, which may make or list the directory, before the rename`},
	} {
		t.Run(test.name, func(t *testing.T) {
			src := replaced(t, test.src, test.changes)
			if got := load(t, src).renamed(t); got != test.want {
				t.Errorf("got\n%s\nwant\n%s\nof%s", got, test.want, src)
			}
		})
	}
}

// renamed returns what the fix of the last rename changes, or why there is none.
func (b *bench) renamed(t testing.TB) string {
	t.Helper()
	b.sums.Solve(b.sums.SummarizeFiles)
	checker := rename.New(b.sums)
	got := "nothing to fix"
	for c := range b.Root.Preorder((*ast.CallExpr)(nil)) {
		if u, ok := checker.Unsafe(c); ok {
			fix, reason := b.fixer.FixRename(u)
			got = b.outcome(t, fix, reason)
		}
	}
	return got
}

// TestFixIndirect wraps calls that write to a path.
func TestFixIndirect(t *testing.T) {
	for _, test := range []struct{ name, body, want string }{
		{"returned", "return lib.Save(name)", "- return lib.Save(name)\n+ return atomicfile.WritePath(name, func(tmp string) error { return lib.Save(tmp) }, atomicfile.WithPerm(0o600))"},
		{"tested", "if err := lib.Save(name + \"x\"); err != nil {\n\t\treturn err\n\t}\n\treturn nil", "- if err := lib.Save(name + \"x\"); err != nil {\n+ if err := atomicfile.WritePath(name+\"x\", func(tmp string) error { return lib.Save(tmp) }, atomicfile.WithPerm(0o600)); err != nil {"},
		{"dropped", "lib.Save(name)\n\treturn nil", `by hand: its error is dropped`},
		{"deferred", "defer lib.Save(name)\n\treturn nil", `by hand: its error is dropped`},
		{"does more", "return lib.Keep(name)", `by hand: lib.Keep keeps the path`},
		{"two results", "_, err := lib.Count(name)\n\treturn err", `by hand: it does not return just an error`},
		{"opens", "f := lib.Open(name)\n\t_, err := f.Write(data)\n\treturn err", `by hand: it returns the file`},
		{"a path that is computed late", "return lib.Save(filepath.Join(os.Getenv(\"x\"), name))", "- return lib.Save(filepath.Join(os.Getenv(\"x\"), name))\n+ return atomicfile.WritePath(filepath.Join(os.Getenv(\"x\"), name), func(tmp string) error { return lib.Save(tmp) }, atomicfile.WithPerm(0o600))"},
		{"tmp is taken", "tmp := name\n\treturn lib.Save(tmp)", "- return lib.Save(tmp)\n+ return atomicfile.WritePath(tmp, func(tmp1 string) error { return lib.Save(tmp1) }, atomicfile.WithPerm(0o600))"},
	} {
		t.Run(test.name, func(t *testing.T) {
			src := "\nfunc save(name string, data []byte) error {\n\t" + test.body + "\n}\n"
			b := load(t, src)
			got := "nothing to fix"
			for c := range b.Root.Preorder((*ast.CallExpr)(nil)) {
				if w, ok := b.sums.Indirect(c, b.pass); ok {
					fix, reason := b.fixer.FixIndirect(w)
					got = b.outcome(t, fix, reason)
				}
			}
			if got != test.want {
				t.Errorf("got\n%s\nwant\n%s\nof%s", got, test.want, src)
			}
		})
	}
}

// pendings is a source that uses the writer, besides the header.
const pendings = `
import "github.com/atomiclint/atomiclint/atomicfile"
`

// TestRepair repairs misuses of the writer.
func TestRepair(t *testing.T) {
	for _, test := range []struct{ name, src, want string }{
		{"left behind", "func save(name string) error {\n\tf, err := atomicfile.Create(name)\n\tif err != nil {\n\t\treturn err\n\t}\n\tif _, err := f.Write(nil); err != nil {\n\t\treturn err\n\t}\n\treturn f.Commit()\n}", `+ defer f.Close()`},
		{"left behind in a loop", "func save(name string) error {\n\tfor range 3 {\n\t\tf, err := atomicfile.Create(name)\n\t\tif err != nil {\n\t\t\treturn err\n\t\t}\n\t\tif _, err := f.Write(nil); err != nil {\n\t\t\treturn err\n\t\t}\n\t\tif err := f.Commit(); err != nil {\n\t\t\treturn err\n\t\t}\n\t}\n\treturn nil\n}", `by hand`},
		{"never", "func save(name string) error {\n\tf, err := atomicfile.Create(name)\n\tif err != nil {\n\t\treturn err\n\t}\n\tdefer f.Close()\n\tif _, err := f.Write(nil); err != nil {\n\t\treturn err\n\t}\n\treturn nil\n}", "- return nil\n+ return f.Commit()"},
		{"never, no result", "func save(name string) {\n\tf, err := atomicfile.Create(name)\n\tif err != nil {\n\t\treturn\n\t}\n\tdefer f.Close()\n\tf.Write(nil)\n}", `by hand`},
		{"lost", "func save(name string) error {\n\tf, err := atomicfile.Create(name)\n\tif err != nil {\n\t\treturn err\n\t}\n\tdefer f.Close()\n\tf.Write(nil)\n\tif name == \"\" {\n\t\treturn nil\n\t}\n\treturn f.Commit()\n}", `by hand`},
		{"dropped", "func save(f *atomicfile.File) error {\n\tf.Commit()\n\treturn nil\n}", "- f.Commit()\n+ if err := f.Commit(); err != nil {\n+ return err"},
		{"dropped by an assignment", "func save(f *atomicfile.File) error {\n\t_ = f.Commit()\n\treturn nil\n}", "- _ = f.Commit()\n+ if err := f.Commit(); err != nil {\n+ return err"},
		{"dropped by a deferred call", "func save(f *atomicfile.File) error {\n\tdefer f.Commit()\n\treturn work()\n}", "- func save(f *atomicfile.File) error {\n- defer f.Commit()\n+ func save(f *atomicfile.File) (err error) {\n+ defer f.Finish(&err)"},
		{"dropped by a deferred call, no result", "func save(f *atomicfile.File) {\n\tdefer f.Commit()\n\twork()\n}", `by hand`},
		{"dropped, no result", "func save(f *atomicfile.File) {\n\tf.Commit()\n}", `by hand`},
		{"Finish with another error", "func save(f *atomicfile.File) error {\n\tvar err error\n\tdefer f.Finish(&err)\n\treturn work()\n}", `by hand`},
		{"Finish with an error that could be the result", "func save(name string) error {\n\tf, err := atomicfile.Create(name)\n\tif err != nil {\n\t\treturn err\n\t}\n\tdefer f.Finish(&err)\n\t_, err = f.Write(nil)\n\treturn err\n}", "- func save(name string) error {\n+ func save(name string) (err error) {"},
		{"Finish with a new error", "func save(f *atomicfile.File) error {\n\tdefer f.Finish(new(error))\n\treturn work()\n}", `by hand`},
		{"Finish with the result", "func save(f *atomicfile.File) (err error) {\n\tdefer f.Finish(&err)\n\treturn work()\n}", `nothing to fix`},
	} {
		t.Run(test.name, func(t *testing.T) {
			if got := repaired(t, test.src); got != test.want {
				t.Errorf("got\n%s\nwant\n%s\nof %s", got, test.want, test.src)
			}
		})
	}
}

// repaired returns what the last fix for a misuse of the writer in src changes.
func repaired(t testing.TB, src string) string {
	t.Helper()
	b := loadText(t, "package p\n"+pendings+"\nvar failure error\n\nfunc work() error { return failure }\n\n"+src+"\n", module.Writer())
	return b.repaired(t)
}

// repaired is that for the source of the bench.
func (b *bench) repaired(t testing.TB) string {
	t.Helper()
	checker := pending.New(b.sums)
	got := "nothing to fix"
	for c := range b.Root.Preorder((*ast.CallExpr)(nil)) {
		list, ways := checker.Misuses(c)
		for _, m := range list {
			got = b.outcome(t, b.fixer.Repair(ways, m), "")
		}
		if recv, kind, deferred, ok := checker.DroppedError(c); ok {
			got = b.outcome(t, b.fixer.RepairDropped(checker, c, recv, kind, deferred), "")
		}
		if _, reason := checker.Finishes(c); reason != "" {
			got = b.outcome(t, b.fixer.RepairFinish(c), "")
		}
	}
	return got
}

// TestOtherWriter aims fixes at another package, which has WriteFile only.
func TestOtherWriter(t *testing.T) {
	src := "package p\n\nimport \"os\"\n\nfunc save(name string) {\n\tf, err := os.Create(name)\n\tif err != nil {\n\t\treturn\n\t}\n\tf.Write(nil)\n}\n"
	b := loadText(t, src, "example.com/safe/v2")
	_, reason := b.fixer.Fix(b.sinkIn(t))
	if want := "only calls that write a whole file can be turned into calls of example.com/safe/v2"; reason != want {
		t.Errorf("got reason %q, want %q", reason, want)
	}
	if _, reason := b.fixer.FixIndirect(trace.Indirect{}); reason != "only atomicfile has WritePath" {
		t.Errorf("got reason %q, want that only atomicfile has WritePath", reason)
	}
	for kind, want := range map[types.BasicKind]string{types.Bool: "false", types.Int: "0", types.String: `""`, types.UnsafePointer: "nil"} {
		if got := b.fixer.zeroText(types.Typ[kind], b.File.End()); got != want {
			t.Errorf("zero of %s: got %s, want %s", types.Typ[kind], got, want)
		}
	}
}

func TestPure(t *testing.T) {
	ask[*ast.CallExpr](t, []row[string]{
		{renames("_ = /*?*/len(name)"), "true true false"},
		{renames("_ = /*?*/string(name)"), "true true false"},
		{renames("_ = /*?*/filepath.Base(name)"), "true true false"},
		{renames("_ = /*?*/f.Name()"), "true true true"},
		{renames("_ = /*?*/global.Name()"), "false false false"},
		{renames("_ = /*?*/os.Getpid()"), "true true false"},
		{renames("/*?*/work()"), "false true false"},
		{renames("/*?*/hook(other)"), "false false false"},
		{renames("_ = /*?*/join(name) ## func join(s string) string { return s + \"x\" }"), "false true false"},
		{renames("_ = /*?*/join(name) ## func join(s string) string { return s + lib.Name() }"), "false false false"},
		{renames("_ = /*?*/filepath.Base(lib.Name())"), "true false false"},
		{renames("_ = /*?*/filepath.Base(text())"), "true true false"},
	}, func(s *subject) string {
		r := s.replacement()
		return fmt.Sprint(r.pure(s.call()), " ", r.impure(s.call(), 0) == nil, " ", r.isTemp(s.call()))
	})
}

func TestOwnVar(t *testing.T) {
	ask[ast.Node](t, []row[bool]{
		{renames("own := 1\n\t_ = own"), true}, {renames("own := 1\n\t_ = &own"), false}, {renames("func() { own := 1; _ = own }()"), true}, {renames("n++ ## var own int"), false},
		{renames("n++ ## func others(own int) {}"), false}, {renames("n++ ## type others struct{ own int }"), false},
	}, func(s *subject) bool { return s.replacement().ownVar(s.Object(s.t, "own").(*types.Var)) })
}

func TestChanges(t *testing.T) {
	ask[ast.Expr](t, []row[bool]{
		{renames("_ = /*?*/n"), false}, {renames("_ = /*?*/n + 1\n\tn = 2"), true}, {renames("n = 2\n\t_ = /*?*/(n)"), true}, {renames("other = \"\"\n\t_ = /*?*/n"), false},
		{renames("_ = /*?*/get() ## var got int\nfunc get() int { return got }"), false}, {renames("_ = /*?*/get()\n\tgot = 1 ## var got int\nfunc get() int { return got }"), true},
		{renames("_ = /*?*/n\n\tp := &n\n\t_ = p"), true}, {renames("_ = /*?*/number() + n"), false}, {renames("_ = /*?*/number()"), false},
	}, func(s *subject) bool {
		r := s.replacement()
		return r.changes(s.expr(), r.start.Node().Pos(), r.rename.Node().End())
	})
}

// TestInTheWay asks what keeps a rename from being replaced.
func TestInTheWay(t *testing.T) {
	ask[ast.Node](t, []row[string]{
		{renames("n++"), ""},
		{renames("_ = filepath.Dir(name)"), ""},
		{renames("os.Mkdir(other, 0)"), "line 125 calls os.Mkdir, which may make or list the directory, before the rename"},
		{renames("os.ReadDir(other)"), "line 125 calls os.ReadDir, which may make or list the directory, before the rename"},
		{renames("os.Remove(name)"), "line 125 takes the old file away, and the new one may not be complete yet"},
		{renames("os.Rename(name, other)"), "line 125 takes the old file away, and the new one may not be complete yet"},
		{renames("os.Link(name, other)"), ""},
		{renames("os.Remove(other)"), ""},
		{renames("lib.Any(walkDir) ## func walkDir() {}"), ""},
		{renames("walkDir() ## func walkDir() {}"), "line 125 calls walkDir, which may make or list the directory, before the rename"},
		{renames("func() { os.Remove(name) }()"), "line 125 takes the old file away, and the new one may not be complete yet"},
		{renames("os.Symlink(other, name)"), "the package makes symbolic links: the rename replaces one, the writer the file that it leads to"},
		{renames("symlink := os.Symlink\n\t_ = symlink"), "the package makes symbolic links: the rename replaces one, the writer the file that it leads to"},
		{renames("name = other"), "the destination changes"},
		{renames("n++; n--"), "statements share a line"},
		{renames("n++\n\treturn os.Rename(f.Name(), text())"), ""},
		{renames("n++\n\treturn os.Rename(f.Name(), lib.Name())"), "the destination is the result of a call"},
	}, func(s *subject) string {
		u, _ := s.unsafe()
		src, _ := s.fixer.source(s.File.Package)
		_, reason := s.fixer.newReplacement(u, src)
		return reason
	})
	ask[ast.Node](t, []row[string]{
		{renames("os.Truncate(name, 0)"), ""},
		{renames("os.Chmod(name, 0)"), ""},
		{renames("os.Rename(other, name)"), ""},
		{renames("os.Stat(name)"), ""},
	}, func(s *subject) string {
		u, _ := s.unsafe()
		src, _ := s.fixer.source(s.File.Package)
		_, reason := s.fixer.newReplacement(u, src)
		return reason
	})
}
