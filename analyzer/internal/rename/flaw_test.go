package rename

import (
	"go/ast"
	"go/types"
	"slices"
	"strings"
	"testing"

	"golang.org/x/tools/go/ast/inspector"

	"github.com/atomiclint/atomiclint/analyzer/internal/facts"
	"github.com/atomiclint/atomiclint/analyzer/internal/trace"
	"github.com/atomiclint/atomiclint/analyzer/internal/typecheck"
)

// safe has no flaw. The rows of TestFlaws change it.
const safe = `
func save(path string, data []byte) error {
	f, err := os.CreateTemp(filepath.Dir(path), "x")
	if err != nil {
		return err
	}
	defer os.Remove(f.Name())
	if _, err := f.Write(data); err != nil {
		return err
	}
	if err := f.Chmod(0o644); err != nil {
		return err
	}
	if err := f.Sync(); err != nil {
		return err
	}
	if err := f.Close(); err != nil {
		return err
	}
	if err := os.Rename(f.Name(), path); err != nil {
		return err
	}
	return syncDir(filepath.Dir(path))
}
`

const (
	created  = `os.CreateTemp(filepath.Dir(path), "x")`
	failed   = "\n\tif err != nil {\n\t\treturn err\n\t}"
	removed  = `defer os.Remove(f.Name())`
	written  = "if _, err := f.Write(data); err != nil {\n\t\treturn err\n\t}"
	chmodded = "if err := f.Chmod(0o644); err != nil {\n\t\treturn err\n\t}"
	synced   = "if err := f.Sync(); err != nil {\n\t\treturn err\n\t}"
	closed   = "if err := f.Close(); err != nil {\n\t\treturn err\n\t}"
	renamed  = "if err := os.Rename(f.Name(), path); err != nil {\n\t\treturn err\n\t}"
	dirSync  = "return syncDir(filepath.Dir(path))"
)

// describe lists flaws; those in parentheses are minor.
func describe(flaws []flaw) string {
	var all []string
	for _, f := range flaws {
		text := string(f.Kind)
		if f.Minor {
			text = "(" + text + ")"
		}
		all = append(all, text)
	}
	return strings.Join(all, " ")
}

// judged returns the flaws of the last rename that has some, or "none" if
// there is nothing to judge.
func judged(t *testing.T, p *Checker) string {
	t.Helper()
	got := "none"
	for c := range p.root.Preorder((*ast.CallExpr)(nil)) {
		if u, ok := p.Unsafe(c); ok {
			got = describe(u.Flaws)
		}
	}
	return got
}

// TestFlaws changes one thing, or two, of a safe publication.
func TestFlaws(t *testing.T) {
	for _, test := range []struct {
		name    string
		changes []string // what is replaced, and by what
		want    string
	}{
		{"nothing", nil, "none"},

		{"no sync", []string{synced, ""}, "no-sync"},
		{"sync when it is renamed", []string{synced, "", dirSync, "f.Sync(); " + dirSync}, "no-sync"},
		{"sync where it fails", []string{synced, "if err != nil { f.Sync(); return err }"}, "no-sync"},
		{"sync by a literal", []string{synced, "func() { f.Sync() }()"}, "none"},
		{"sync by a deferred call", []string{synced, "defer f.Sync()"}, "no-sync"},
		{"sync by an expression of the method", []string{synced, "(*os.File).Sync(f)"}, "none"},
		{"sync by the number", []string{synced, "syscall.Fsync(int(f.Fd()))"}, "none"},
		{"sync by a function", []string{synced, "lib.Flush(f)"}, "none"},
		{"sync by a function that may", []string{synced, "lib.Take(f)"}, "none"},
		{"sync by path", []string{synced, "lib.FlushPath(f.Name())"}, "none"},
		{"sync of another path", []string{synced, "lib.FlushPath(path)"}, "no-sync"},
		{"sync of all", []string{synced, "syscall.Sync()"}, "none"},
		{"sync of the directory that it is in", []string{synced, "syncDirOf(f)", dirSync, dirSync + "\n}\n\nfunc syncDirOf(f *os.File) {"}, "no-sync"},
		{"sync of the directory only", []string{synced, "syncDir(path)"}, "no-sync"},
		{"sync of the file opened again", []string{synced, "g, _ := os.Open(f.Name()); g.Sync()"}, "none"},
		{"sync of another file", []string{synced, "g, _ := os.Open(path); g.Sync()"}, "no-sync"},
		{"sync by a name of ours", []string{synced, "fsync()", dirSync, dirSync + "\n}\nfunc fsync() {"}, "none"},
		{"sync as a value", []string{synced, "s := f.Sync; _ = s"}, "none"},
		{"opened with O_SYNC", []string{created, `os.OpenFile(path+".tmp"+time.Now().String(), os.O_CREATE|os.O_SYNC, 0)`, synced, ""}, "none"},
		{"opened with unknown flags", []string{created, `os.OpenFile(path+".tmp", len(data), 0)`, synced, ""}, "none"},
		{"error of sync dropped", []string{synced, "f.Sync()"}, "none"},
		{"errors of sync and close dropped", []string{synced, "f.Sync()", closed, "f.Close()"}, "close-ignored"},

		{"made in a directory of no name", []string{created, `os.CreateTemp(filepath.Join(), "x")`}, "none"},
		{"given a path of no elements", []string{created, `os.Create(filepath.Join())`}, "shared-temp"},

		{"no close", []string{closed, ""}, "(close-ignored)"},
		{"error of close dropped", []string{closed, "f.Close()"}, "(close-ignored)"},
		{"error of close and no sync", []string{closed, "f.Close()", synced, ""}, "no-sync close-ignored"},
		{"error of close assigned to nothing", []string{closed, "_ = f.Close()"}, "(close-ignored)"},
		{"closed as a file made of the number", []string{closed, "g := os.NewFile(f.Fd(), \"x\"); if err := g.Close(); err != nil { return err }"}, "none"},
		{"closed twice", []string{closed, closed + "; f.Close()"}, "none"},
		{"closed by a deferred call", []string{closed, "", removed, removed + "; defer f.Close()"}, "(close-ignored)"},
		{"closed where it fails", []string{closed, "if err != nil { f.Close(); return err }"}, "(close-ignored)"},
		{"closed by a function", []string{closed, "if err := lib.End(f); err != nil { return err }"}, "none"},
		{"closed as an io.Closer", []string{closed, "if err := lib.Shut(f); err != nil { return err }"}, "none"},
		{"closed by the number", []string{closed, "if err := syscall.Close(int(f.Fd())); err != nil { return err }"}, "none"},
		{"error of close logged only", []string{closed, "if err := f.Close(); err != nil { log.Print(err) }"}, "(close-ignored)"},
		{"error of close logged and returned", []string{closed, "if err := f.Close(); err != nil { log.Print(err); return err }"}, "none"},
		{"error of close overwritten", []string{closed, "err = f.Close(); err = nil"}, "(close-ignored)"},
		{"error of close joined", []string{closed, "err = f.Close(); err = errors.Join(err, nil); if err != nil { return err }"}, "none"},

		{"error of writing dropped", []string{written, "f.Write(data)"}, "write-ignored"},
		{"error of writing assigned to nothing", []string{written, "_, _ = f.Write(data)"}, "write-ignored"},
		{"error of writing declared", []string{written, "var _, werr = f.Write(data); if werr != nil { return werr }"}, "none"},
		{"error of writing declared away", []string{written, "var n, _ = f.Write(data); _ = n"}, "write-ignored"},
		{"error of Fprint dropped", []string{written, "fmt.Fprint(f, data)"}, "write-ignored"},
		{"error of WriteString dropped", []string{written, `f.WriteString("x")`}, "write-ignored"},
		{"error of ReadFrom dropped", []string{written, `f.ReadFrom(nil)`}, "write-ignored"},
		{"error of Truncate dropped", []string{written, `f.Truncate(3)`}, "write-ignored"},
		{"error of writing by the number dropped", []string{written, "syscall.Write(int(f.Fd()), data)"}, "write-ignored"},
		{"error of another function dropped", []string{written, "lib.Fill(f)"}, "write-ignored"},
		{"something else asked behind a write", []string{written, "_, err = f.Write(data); if strings.HasPrefix(path, \"x\") { return err }"}, "write-ignored"},
		{"the kind of an error asked behind a write", []string{written, "_, err = f.Write(data); if errors.Is(err, io.EOF) { return err }"}, "none"},
		{"written by a goroutine", []string{written, "go f.Write(data)"}, "write-ignored"},
		{"nothing written", []string{written, ""}, "none"},
		{"written before a deferred rename", []string{removed, "defer func() { os.Rename(f.Name(), path) }(); defer f.Write(data)", written, "", renamed, "", dirSync, "return nil"}, "close-ignored write-ignored (leak) (no-dirsync)"},
		{"written after a deferred rename", []string{removed, "defer f.Write(data); defer func() { os.Rename(f.Name(), path) }()", written, "", renamed, "", dirSync, "return nil"}, "close-ignored (leak) (no-dirsync)"},
		{"written where it fails", []string{written, written + "; if err != nil { f.Write(nil); return err }"}, "none"},
		{"written by a child", []string{written, "c := exec.Command(\"x\"); c.Stdout = f; if err := c.Run(); err != nil { return err }"}, "none"},
		{"written by a child, not synced", []string{written, "c := exec.Command(\"x\"); c.Stdout = f; if err := c.Run(); err != nil { return err }", synced, ""}, "no-sync"},
		{"the errors of a child, not synced", []string{written, "c := exec.Command(\"x\"); c.Stderr = f; if err := c.Run(); err != nil { return err }", synced, ""}, "no-sync"},
		{"given to a variable", []string{synced, "take(f)", dirSync, dirSync + "\n}\n\nvar take func(*os.File)\n\nfunc use() {"}, "none"},
		{"given to a function of a type parameter", []string{synced, "take(f)", "save(path", "save[F func(*os.File)](take F, path"}, "none"},
		{"buffered, nothing written", []string{written, "w := bufio.NewWriter(f); _ = w", synced, ""}, "none"},
		{"encoded and indented", []string{written, "e := json.NewEncoder(f); e.SetIndent(\"\", \" \"); if err := e.Encode(data); err != nil { return err }"}, "none"},
		{"its end is seen to by another package", []string{synced, "", closed, "_ = lib.T{F: f}"}, "none"},
		{"its end is seen to by whoever has a variable", []string{synced, "", closed, "Shared = f", dirSync, dirSync + "\n}\n\nvar Shared *os.File\n\nfunc use() {"}, "none"},
		{"kept in a variable of ours", []string{synced, "", closed, "shared = f", dirSync, dirSync + "\n}\n\nvar shared *os.File\n\nfunc use() {"}, "no-sync close-ignored"},
		{"buffered", []string{written, "w := bufio.NewWriter(f); w.Write(data); if err := w.Flush(); err != nil { return err }"}, "none"},
		{"buffered, not flushed", []string{written, "w := bufio.NewWriter(f); w.Write(data)"}, "write-ignored"},
		{"buffered, error of flushing dropped", []string{written, "w := bufio.NewWriter(f); w.Write(data); w.Flush()"}, "write-ignored"},
		{"buffered, flushed by a deferred call", []string{written, "w := bufio.NewWriter(f); w.Write(data); defer w.Flush()"}, "write-ignored"},
		{"buffered, lent", []string{written, "w := bufio.NewWriter(f); take(w)", dirSync, dirSync + "\n}\nvar take func(*bufio.Writer)\nfunc other() {"}, "none"},
		{"buffered, lent, not synced", []string{written, "w := bufio.NewWriter(f); take(w)", synced, "", dirSync, dirSync + "\n}\nvar take func(*bufio.Writer)\nfunc other() {"}, "no-sync"},
		{"lent to who can flush it", []string{written, "take(f)", synced, "", dirSync, dirSync + "\n}\nvar take func(interface { io.Writer; Sync() error })\nfunc other() {"}, "none"},
		{"lent to who can only write", []string{written, "take(f)", synced, "", dirSync, dirSync + "\n}\nvar take func(io.Writer)\nfunc other() {"}, "no-sync"},
		{"encoded", []string{written, "if err := json.NewEncoder(f).Encode(data); err != nil { return err }"}, "none"},
		{"encoded, error dropped", []string{written, "json.NewEncoder(f).Encode(data)"}, "write-ignored"},

		{"no mode", []string{chmodded, ""}, "none"}, // a store that flushes its directory
		{"no mode, no sync of the directory", []string{chmodded, "", dirSync, "return nil"}, "mode (no-dirsync)"},
		{"mode by path", []string{chmodded, "os.Chmod(f.Name(), 0o644)", dirSync, "return nil"}, "(no-dirsync)"},
		{"mode of the destination", []string{chmodded, "", dirSync, "return os.Chmod(path, 0o644)"}, "(no-dirsync)"},
		{"mode of another file", []string{chmodded, `os.Chmod("x", 0o644)`, dirSync, "return nil"}, "mode (no-dirsync)"},
		{"mode by the number", []string{chmodded, "syscall.Fchmod(int(f.Fd()), 0o644)", dirSync, "return nil"}, "(no-dirsync)"},
		{"mode by a function", []string{chmodded, "lib.Perm(f)", dirSync, "return nil"}, "(no-dirsync)"},
		{"mode if there was a file", []string{chmodded, "if _, serr := os.Stat(path); serr == nil { f.Chmod(0o644) }", dirSync, "return nil"}, "mode (no-dirsync)"},
		{"mode if there was a file, else another", []string{chmodded, "if _, serr := os.Stat(path); serr == nil { f.Chmod(0o644) } else { f.Chmod(0) }", dirSync, "return nil"}, "(no-dirsync)"},
		{"mode if there was a file, else by a variable", []string{chmodded, "if _, serr := os.Stat(path); serr == nil { f.Chmod(0o644) } else { chmod(f.Name()) }", dirSync, "return nil\n}\n\nvar chmod func(string)\n\nfunc use() {"}, "(no-dirsync)"},
		{"mode unless there was no file", []string{chmodded, "if _, serr := os.Stat(path); os.IsNotExist(serr) { _ = 1 } else { f.Chmod(0o644) }", dirSync, "return nil"}, "mode (no-dirsync)"},
		{"mode unless errors.Is", []string{chmodded, "if _, serr := os.Lstat(path); !errors.Is(serr, fs.ErrNotExist) { f.Chmod(0o644) }", dirSync, "return nil"}, "mode (no-dirsync)"},
		{"mode under a condition", []string{chmodded, "if data != nil { f.Chmod(0o644) }", dirSync, "return nil"}, "(no-dirsync)"},
		{"mode where it fails", []string{chmodded, "if err != nil { f.Chmod(0o644); return err }", dirSync, "return nil"}, "mode (no-dirsync)"},
		{"mode if there was a file, else nothing", []string{chmodded, "if _, serr := os.Stat(path); os.IsNotExist(serr) { return serr } else { f.Chmod(0o644) }", dirSync, "return nil"}, "(no-dirsync)"},
		{"a secret", []string{chmodded, "", dirSync, "return nil", "path string", "token string", "(path)", "(token)", ", path)", ", token)"}, "(no-dirsync)"},
		{"a directory of one's own", []string{chmodded, "os.MkdirAll(filepath.Dir(path), 0o700)", dirSync, "return nil"}, "(no-dirsync)"},
		{"a directory for all", []string{chmodded, "os.MkdirAll(filepath.Dir(path), 0o755)", dirSync, "return nil"}, "mode (no-dirsync)"},

		{"no sync of the directory", []string{dirSync, "return nil"}, "(no-dirsync)"},
		{"a rename that syncs", []string{renamed, "if err := lib.Move(f.Name(), path); err != nil { return err }", dirSync, "return nil"}, "none"},

		{"in the directory for temporary files", []string{created, `os.CreateTemp("", "x")`}, "other-dir"},
		{"in os.TempDir", []string{created, `os.CreateTemp(os.TempDir(), "x")`}, "other-dir"},
		{"in /tmp", []string{created, `os.CreateTemp("/tmp", "x")`}, "other-dir"},
		{"below os.TempDir", []string{created, `os.CreateTemp(filepath.Join(os.TempDir(), "d"), "x")`}, "other-dir"},
		{"in TMPDIR", []string{created, `os.CreateTemp(os.Getenv("TMPDIR"), "x")`}, "other-dir"},
		{"in HOME", []string{created, `os.CreateTemp(os.Getenv("HOME"), "x")`}, "none"},
		{"in a variable", []string{created, `os.CreateTemp(dir, "x")`, "f, err", "dir := \"\"\n\tf, err"}, "other-dir"},
		{"in a variable that is tested", []string{created, `os.CreateTemp(dir, "x")`, "f, err", "dir := \"\"\n\tif dir == \"\" { print() }\n\tf, err"}, "none"},
		{"in a directory that nobody passes", []string{created, `os.CreateTemp(dir, "x")`, "save(path", "save(dir, path"}, "none"},
		{"in what Split leaves of a name", []string{created, `os.CreateTemp(dir, "x")`, "f, err", "dir, _ := filepath.Split(path)\n\tf, err"}, "other-dir"},
		{"in what Split leaves of a path", []string{created, `os.CreateTemp(dir, "x")`, "f, err", "dir, _ := filepath.Split(\"d/\"+path)\n\tf, err"}, "none"},
		{"in what Split leaves of what a function returns", []string{created, `os.CreateTemp(dir, "x")`, "f, err", "dir, _ := filepath.Split(named(path))\n\tf, err",
			dirSync, dirSync + "\n}\n\nfunc named(p string) string {\n\treturn \"d/\" + p"}, "none"},
		{"in what Split leaves of a named result", []string{created, `os.CreateTemp(dir, "x")`, "f, err", "dir, _ := filepath.Split(named(path))\n\tf, err",
			dirSync, dirSync + "\n}\n\nfunc named(p string) (q string) {\n\tq = \"d/\" + p\n\treturn"}, "none"},
		{"in what Split leaves of one of two results", []string{created, `os.CreateTemp(dir, "x")`, "f, err", "dir, _ := filepath.Split(named(path))\n\tf, err",
			dirSync, dirSync + "\n}\n\nfunc named(p string) string {\n\tif p == \"\" {\n\t\treturn \"d/\" + p\n\t}\n\treturn \"d\" + p"}, "none"},
		{"in what Split leaves of a bare name that a function returns", []string{created, `os.CreateTemp(dir, "x")`, "f, err", "dir, _ := filepath.Split(named(path))\n\tf, err",
			dirSync, dirSync + "\n}\n\nfunc named(p string) string {\n\treturn \"d\" + p"}, "other-dir"},
		{"in what Split leaves of a format with a directory", []string{created, `os.CreateTemp(dir, "x")`, "f, err", "dir, _ := filepath.Split(fmt.Sprintf(\"d/%s\", path))\n\tf, err"}, "none"},
		{"in what Split leaves of a format", []string{created, `os.CreateTemp(dir, "x")`, "f, err", "dir, _ := filepath.Split(fmt.Sprintf(\"%s.x\", path))\n\tf, err"}, "other-dir"},
		{"in what Split leaves of an absolute path", []string{created, `os.CreateTemp(dir, "x")`, "f, err", "abs, _ := filepath.Abs(path)\n\tdir, _ := filepath.Split(abs)\n\tf, err"}, "none"},
		{"in a temporary directory", []string{created, `os.CreateTemp(dir, "x")`, "f, err", "dir, _ := os.MkdirTemp(\"\", \"d\")\n\tf, err"}, "other-dir"},
		{"in one of its own", []string{created, `os.CreateTemp(dir, "x")`, "f, err", "dir, _ := os.MkdirTemp(filepath.Dir(path), \"d\")\n\tf, err"}, "none"},

		{"left behind", []string{removed, ""}, "(leak)"},
		{"removed by a literal", []string{removed, "defer func() { os.Remove(f.Name()) }()"}, "none"},
		{"removed by a literal that is given the name", []string{removed, "defer func(p string) { os.Remove(p) }(f.Name())"}, "none"},
		{"removed by a literal that is given another name", []string{removed, "defer func(p string) { os.Remove(p) }(\"other\")"}, "(leak)"},
		{"removed by a variable", []string{removed, "name := f.Name(); defer os.Remove(name)"}, "none"},
		{"removed by the name of the file that a field holds", []string{removed, "t := lib.T{F: f}; defer os.Remove(t.F.Name())"}, "none"},
		{"removed by a clean-up", []string{removed, "defer cleanup()", dirSync, dirSync + "\n}\nfunc cleanup() {"}, "none"},
		{"removed by the handle", []string{removed, "defer discard(f)", dirSync, dirSync + "\n}\nfunc discard(f *os.File) {"}, "none"},
		{"another is removed", []string{removed, `defer os.Remove("x")`}, "(leak)"},
		{"removed by a literal that is called", []string{removed, "clean := func() { os.Remove(f.Name()) }; defer clean()"}, "none"},
		{"removed by a literal that is never called", []string{removed, "clean := func() { os.Remove(f.Name()) }; var _ = clean"}, "none"}, // it may be
		{"removed at each exit", []string{removed, "", "\t\treturn err\n\t}\n\treturn sync", "\t\tos.Remove(f.Name())\n\t\treturn err\n\t}\n\treturn sync",
			written, "if _, err := f.Write(data); err != nil { os.Remove(f.Name()); return err }",
			chmodded, "if err := f.Chmod(0o644); err != nil { os.Remove(f.Name()); return err }",
			synced, "if err := f.Sync(); err != nil { os.Remove(f.Name()); return err }",
			closed, "if err := f.Close(); err != nil { os.Remove(f.Name()); return err }"}, "none"},
		{"removed at all exits but one", []string{removed, "", "\t\treturn err\n\t}\n\treturn sync", "\t\tos.Remove(f.Name())\n\t\treturn err\n\t}\n\treturn sync",
			written, "if _, err := f.Write(data); err != nil { return err }",
			chmodded, "if err := f.Chmod(0o644); err != nil { os.Remove(f.Name()); return err }",
			synced, "if err := f.Sync(); err != nil { os.Remove(f.Name()); return err }",
			closed, "if err := f.Close(); err != nil { os.Remove(f.Name()); return err }"}, "(leak)"},

		{"a fixed name", []string{created, `os.Create(path + ".tmp")`}, "shared-temp"},
		{"a fixed name in what callers name", []string{created, `os.Create(filepath.Join(path, "x.tmp"))`, "f.Name(), path", `f.Name(), filepath.Join(path, "x")`, "func save", "func Save"}, "none"}, // they may be alone there
		{"a fixed name, converted", []string{created, `os.Create(string([]rune(path)) + ".tmp")`}, "shared-temp"},
		{"a fixed name by a function", []string{created, `os.Create(named(path))`, dirSync, dirSync + "\n}\n\nfunc named(p string) string {\n\treturn p + \".tmp\""}, "shared-temp"},
		{"a name with the time by a function", []string{created, `os.Create(named(path))`, dirSync, dirSync + "\n}\n\nfunc named(p string) string {\n\treturn p + time.Now().String()"}, "none"},
		{"a constant name", []string{created, `os.Create("x.tmp")`}, "shared-temp"},
		{"a name with the time", []string{created, `os.Create("x" + time.Now().String())`}, "none"},
		{"a name with the process", []string{created, `os.Create(fmt.Sprintf("x%d", os.Getpid()))`}, "none"},
		{"a name with a number", []string{created, `os.Create(fmt.Sprintf("x%d", n))`, "f, err", "n := len(data)\n\tf, err"}, "none"},
		{"a name that must be free", []string{created, `os.OpenFile("x.tmp", os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0)`}, "none"},
		{"a name under a lock", []string{created, `os.Create("x.tmp")`, "f, err", "var mu sync.Mutex; mu.Lock(); defer mu.Unlock()\n\tf, err"}, "none"},
		{"a name under the lock of each caller", []string{created, `os.Create("x.tmp")`, dirSync, dirSync + "\n}\n\nvar mu sync.Mutex\n\nfunc one() {\n\tmu.Lock()\n\tsave(\"a\", nil)\n}\n\nfunc two() {\n\tmu.Lock()\n\tsave(\"b\", nil)"}, "none"},
		{"a name under the lock of one caller", []string{created, `os.Create("x.tmp")`, dirSync, dirSync + "\n}\n\nvar mu sync.Mutex\n\nfunc one() {\n\tmu.Lock()\n\tsave(\"a\", nil)\n}\n\nfunc two() {\n\tsave(\"b\", nil)"}, "shared-temp"},
		{"a name under trylock", []string{created, `os.Create("x.tmp")`, "f, err", "lock()\n\tf, err", dirSync, dirSync + "\n}\nfunc lock() {"}, "none"},

		{"synced in a loop", []string{synced, "for range 2 { if err := f.Sync(); err != nil { return err } }"}, "none"},
		{"synced under a condition", []string{synced, "if data != nil { f.Sync() }"}, "none"},
		{"synced in both branches", []string{synced, "if data != nil { f.Sync() } else { f.Sync() }"}, "none"},
		{"synced in a case", []string{synced, "switch { case data != nil: f.Sync() }"}, "none"},
		{"synced by a function of ours", []string{synced, "if err := flush(f); err != nil { return err }", dirSync, dirSync + "\n}\n\nfunc flush(g *os.File) error {\n\treturn g.Sync()"}, "none"},
		{"finished by a function of ours", []string{synced, "", closed, "if err := end(f); err != nil { return err }", dirSync, dirSync + "\n}\n\nfunc end(g *os.File) error {\n\tif err := g.Sync(); err != nil { return err }\n\treturn g.Close()"}, "none"},
		{"closed by a value of the method", []string{closed, "c := f.Close; if err := c(); err != nil { return err }"}, "none"},
		{"closed in the condition", []string{closed, "if f.Close() != nil { return errors.New(\"x\") }"}, "none"},
		{"closed, and the error kept for the end", []string{closed, "cerr := f.Close()", dirSync, "if cerr != nil { return cerr }; " + dirSync}, "(close-ignored)"},
		{"closed by a function that ends the program", []string{closed, "must(f.Close())", dirSync, dirSync + "\n}\n\nfunc must(err error) {\n\tif err != nil { log.Fatal(err) }\n}\n\nfunc other() {"}, "none"},
		{"closed, the error handed to a function", []string{closed, "note(f.Close())", dirSync, dirSync + "\n}\n\nfunc note(err error) {\n\tlog.Print(err)\n}\n\nfunc other() {"}, "none"},
		{"written by a function of ours", []string{written, "if err := fill(f, data); err != nil { return err }", dirSync, dirSync + "\n}\n\nfunc fill(w io.Writer, data []byte) error {\n\t_, err := w.Write(data)\n\treturn err"}, "none"},
		{"written by a function of ours that has no error", []string{written, "fill(f, data)", dirSync, dirSync + "\n}\n\nfunc fill(w io.Writer, data []byte) {\n\tw.Write(data)\n}\n\nfunc other() {"}, "write-ignored"},
		{"written in a loop", []string{written, "for range data { if _, err := f.Write(data); err != nil { return err } }"}, "none"},
		{"written in a loop, error dropped", []string{written, "for range data { f.Write(data) }"}, "write-ignored"},
		{"copied", []string{written, "if _, err := io.Copy(f, os.Stdin); err != nil { return err }"}, "none"},
		{"copied, error dropped", []string{written, "io.Copy(f, os.Stdin)"}, "write-ignored"},
		{"copied from it", []string{written, "io.Copy(os.Stdout, f)"}, "none"},
		{"written as another type", []string{written, "var w io.Writer = f; w.Write(data)"}, "write-ignored"},
		{"written by two writers at a time", []string{written, "io.MultiWriter(f, os.Stdout).Write(data)"}, "write-ignored"},
		{"flushed without a buffer of ours", []string{written, "w := bufio.NewWriterSize(f, 9); if _, err := w.Write(data); err != nil { return err }; if err := w.Flush(); err != nil { return err }"}, "none"},
		{"the renamed file is opened again and synced", []string{synced, "", renamed, renamed + "; g, _ := os.Open(path); g.Sync()"}, "no-sync"},
		{"renamed by a literal", []string{renamed, "func() { os.Rename(f.Name(), path) }()"}, "none"},
		{"renamed by a deferred call", []string{renamed, "defer os.Rename(f.Name(), path)"}, "no-sync close-ignored"},
		{"error of the rename dropped", []string{renamed, "os.Rename(f.Name(), path)"}, "none"},
		{"renamed under a condition", []string{renamed, "if data != nil { os.Rename(f.Name(), path) }"}, "none"},
		{"renamed by a variable", []string{renamed, "from, to := f.Name(), path; if err := os.Rename(from, to); err != nil { return err }"}, "none"},
		{"linked", []string{renamed, "if err := os.Link(f.Name(), path); err != nil { return err }"}, "none"},
		{"renamed by a function of ours", []string{renamed, "if err := move(f.Name(), path); err != nil { return err }", dirSync, dirSync + "\n}\n\nfunc move(from, to string) error {\n\treturn os.Rename(from, to)"}, "none"},
		{"renamed by a function of ours to a place of its own, not synced", []string{synced, "", renamed, "if err := finish(f.Name()); err != nil { return err }", dirSync, dirSync + "\n}\n\nfunc finish(from string) error {\n\treturn os.Rename(from, \"out\")"}, "no-sync"},
		{"renamed by a function of ours that moves it in a goroutine, not synced", []string{synced, "", renamed, "if err := finish(f.Name()); err != nil { return err }", dirSync, dirSync + "\n}\n\nfunc finish(from string) error {\n\tgo func() { os.Rename(from, \"out\") }()\n\treturn nil"}, "no-sync (no-dirsync)"},
		{"renamed by a path that is cleaned, not synced", []string{synced, "", renamed, "if err := os.Rename(filepath.Clean(f.Name()), path); err != nil { return err }"}, "no-sync"},
		{"renamed by a system call", []string{renamed, "if err := syscall.Rename(f.Name(), path); err != nil { return err }"}, "none"},
		{"the directory is synced by its handle", []string{dirSync, "d, derr := os.Open(filepath.Dir(path)); if derr != nil { return derr }; defer d.Close(); return d.Sync()"}, "none"},
		{"the mode is asked of the old file", []string{chmodded, "if fi, serr := os.Stat(path); serr == nil { f.Chmod(fi.Mode()) }", dirSync, "return nil"}, "mode (no-dirsync)"},
		{"the mode is set by two ways", []string{chmodded, "if data != nil { f.Chmod(0o644) } else { os.Chmod(f.Name(), 0o600) }", dirSync, "return nil"}, "(no-dirsync)"},
		{"the owner is set", []string{chmodded, "f.Chown(0, 0)", dirSync, "return nil"}, "mode (no-dirsync)"},
		{"opened with a mode", []string{created, `os.OpenFile(path+".tmp"+time.Now().String(), os.O_CREATE|os.O_WRONLY, 0o600)`, chmodded, "", dirSync, "return nil"}, "(no-dirsync)"},
		{"a name with the process, converted", []string{created, `os.Create(path + fmt.Sprint(os.Getpid()))`}, "none"},
		{"a name of a field", []string{created, `os.Create(s.tmp)`, "save(path", "save(s *struct{ tmp string }, path"}, "shared-temp"},
		{"a name that is a parameter", []string{created, `os.Create(tmp)`, "save(path", "save(tmp, path"}, "none"},
		{"a name joined with the process", []string{created, `os.Create(filepath.Join(filepath.Dir(path), fmt.Sprint(os.Getpid())))`}, "none"},
		{"a fixed name joined with the directory", []string{created, `os.Create(filepath.Join(filepath.Dir(path), "x.tmp"))`}, "shared-temp"},
		{"a fixed name under a lock of a field", []string{created, `os.Create(path + ".tmp")`, "f, err", "s.mu.Lock(); defer s.mu.Unlock()\n\tf, err", "save(path", "save(s *struct{ mu sync.Mutex }, path"}, "none"},
		{"removed if it is not renamed", []string{removed, "done := false; defer func() { if !done { os.Remove(f.Name()) } }()", dirSync, "done = true; " + dirSync}, "none"},
		{"removed as a flag says", []string{removed, "remove := true; defer func() { if remove { os.Remove(f.Name()) } }()", dirSync, "remove = false; " + dirSync}, "none"},
		{"removed unless a flag says so too early", []string{removed, "done := false; defer func() { if !done { os.Remove(f.Name()) } }()", synced, "done = true; " + synced}, "(leak)"},
		{"removed unless a flag says so, which it does", []string{removed, "done := true; defer func() { if !done { os.Remove(f.Name()) } }()"}, "(leak)"},
		{"removed unless a flag says so on another way", []string{removed, "done := false; defer func() { if !done { os.Remove(f.Name()) } }(); if len(data) > 3 { done = true; return nil }"}, "(leak)"},
		{"removed as a variable of the clean-up says", []string{removed, "defer func() { old := data == nil; if !old { os.Remove(f.Name()) } }()"}, "none"},
		{"removed by a deferred clean-up of all", []string{removed, "defer os.RemoveAll(f.Name())"}, "none"},

		{"a backup", []string{renamed, `if err := os.Rename(f.Name(), path+".bak"); err != nil { return err }`}, "none"},
		{"to a temporary place", []string{renamed, `d, _ := os.MkdirTemp("", ""); if err := os.Rename(f.Name(), filepath.Join(d, "x")); err != nil { return err }`}, "none"},
		{"to a temporary place, not synced", []string{synced, "", renamed, `d, _ := os.MkdirTemp("", ""); if err := os.Rename(f.Name(), filepath.Join(d, "x")); err != nil { return err }`}, "none"},
		{"to a device, not synced", []string{synced, "", renamed, `if err := os.Rename(f.Name(), "/dev/x"); err != nil { return err }`}, "none"},
		{"opened by one of two literals", []string{"f, err := " + created, `open := func() (*os.File, error) { return os.CreateTemp("", "x") }
	if data == nil { open = func() (*os.File, error) { return os.CreateTemp("/tmp", "x") } }
	f, err := open()`}, "other-dir"},
		{"renamed by what a method with arguments says", []string{created, `os.Create(path + ".tmp")`, "f, err :=", "g, err :=", removed, `f := named{g}`, "f.Name()", `f.Name("x")`, dirSync, dirSync + "\n}\n\ntype named struct{ *os.File }\n\nfunc (n named) Name(s string) string {\n\treturn s"}, "none"},
		{"opened by a function", []string{created, `lib.Open(path + ".tmp")`}, "shared-temp"},
		{"opened by a function, no sync", []string{created, `lib.Open(path + ".tmp")`, synced, ""}, "no-sync shared-temp"},
		{"opened by one that syncs", []string{created, `lib.OpenDurable(path + ".tmp")`, synced, ""}, "none"},
		{"a temporary of another package", []string{created, `lib.Temp()`, synced, ""}, "no-sync"},
		{"a temporary of another package, its mode", []string{created, `lib.Temp()`, chmodded, "", dirSync, "return nil"}, "mode (no-dirsync)"},
	} {
		t.Run(test.name, func(t *testing.T) {
			src := changed(t, test.changes)
			p, _ := load(t, src)
			if got := judged(t, p); got != test.want {
				t.Errorf("got %s, want %s:\n%s", got, test.want, src)
			}
		})
	}
}

// changed returns the safe publication with what stands at the even places of
// pairs replaced by what follows it.
func changed(t testing.TB, pairs []string) string {
	t.Helper()
	src := safe
	for i := 0; i < len(pairs); i += 2 {
		if !strings.Contains(src, pairs[i]) {
			t.Fatalf("the source has no %q:\n%s", pairs[i], src)
		}
		src = strings.ReplaceAll(src, pairs[i], pairs[i+1])
	}
	return src
}

// TestUnsafe looks at what a finding tells besides the flaws.
func TestUnsafe(t *testing.T) {
	for _, test := range []struct {
		src    string
		remedy string
		own    bool
	}{
		{`func save(p string, b []byte) { os.WriteFile(p+".tmp", b, 0); os.Rename(p+".tmp", p) }`, "w.WriteFile", false},
		{`func save(p string, b []byte) { f, _ := os.CreateTemp("", ""); f.Write(b); os.Rename(f.Name(), p) }`, "w.Create and Commit", true},
		{`func save(p string, b []byte) { n := p+time.Now().String(); os.WriteFile(n, b, 0); os.Rename(n, p) }`, "w.WriteFile", true},
	} {
		p, pkg := load(t, test.src+"\n")
		u, ok := p.Unsafe(pkg.Call(t, "os.Rename"))
		if !ok {
			t.Errorf("%s: got no finding", test.src)
			continue
		}
		if got := u.Remedy("w"); got != test.remedy || u.Own != test.own || u.Fn.FullName() != "os.Rename" || len(u.Drafts) != 1 || u.Move.Dst == nil {
			t.Errorf("%s: got remedy %s, own %t, %d drafts, want %s, %t, 1", test.src, got, u.Own, len(u.Drafts), test.remedy, test.own)
		}
	}
	for _, kind := range []FlawKind{NoSync, NoDirSync, OtherDir, CloseIgnored, WriteIgnored, Leak, ModeLost, SharedTemp} {
		if Explanations[kind] == "" {
			t.Errorf("%s has no explanation", kind)
		}
	}
}

// TestRenames asks whether there is a rename to judge.
func TestRenames(t *testing.T) {
	for _, test := range []struct {
		body string
		want bool
	}{
		{`os.Rename("a", "b")`, true}, {`os.Link("a", "b")`, true}, {`lib.Move("a", "b")`, true},
		{`var fs lib.FS; fs.Rename("a", "b")`, true}, {`os.Remove("a")`, false}, {`lib.Put("a")`, false}, {`f := os.Rename; _ = f`, true},
	} {
		p, _ := load(t, "func user() { "+test.body+" }\n")
		if got := Renames(p.sums); got != test.want {
			t.Errorf("%s: got %t, want %t", test.body, got, test.want)
		}
	}
}

func TestPreferTemporary(t *testing.T) {
	temp, whole := &Draft{Kind: draftTemp}, &Draft{Kind: DraftWhole}
	for _, test := range []struct{ found, want []*Draft }{
		{nil, nil}, {[]*Draft{whole}, []*Draft{whole}}, {[]*Draft{temp}, []*Draft{temp}}, {[]*Draft{whole, temp, whole}, []*Draft{temp}},
	} {
		if got := preferTemporary(test.found); !slices.Equal(got, test.want) {
			t.Errorf("%v: got %v, want %v", test.found, got, test.want)
		}
	}
}

// TestRenamesOfUnix looks for a function whose path is not its first argument.
func TestRenamesOfUnix(t *testing.T) {
	for call, want := range map[string]bool{`unix.Renameat(0, "a", 0, "b")`: true, `unix.Unlink("a")`: false} {
		pkg := typecheck.Source(t, "package p\n\nimport \"golang.org/x/sys/unix\"\n\nfunc user() { "+call+" }\n")
		s := trace.New(func(*types.Package) *facts.Package { return nil }, nil)
		s.Prepare(pkg.Types, pkg.Info, func() inspector.Cursor { return pkg.Root })
		s.Load()
		if got := Renames(s); got != want {
			t.Errorf("%s: got %t, want %t", call, got, want)
		}
	}
}

func TestNames(t *testing.T) {
	for name, want := range map[string]bool{"/tmp": true, "/tmp/": true, "/tmp/x": true, "/var/tmp/x": true, "/dev/shm/x": true, "/tmpx": false, "tmp": false, "": false} {
		if got := systemTemp(name); got != want {
			t.Errorf("%q is for temporary files: got %t, want %t", name, got, want)
		}
	}
	for name, want := range map[string]bool{"Sync": true, "fdatasync": true, "SyncFile": true, "async": false, "syncer": false} {
		if got := syncs(name); got != want {
			t.Errorf("%q flushes: got %t, want %t", name, got, want)
		}
	}
}
