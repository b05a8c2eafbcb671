package main

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"strings"
	"testing"

	"github.com/atomiclint/atomiclint/cmd/atomiclint/internal/rewrite"
	"github.com/atomiclint/atomiclint/internal/module"
)

// goFiles reads the Go files below a directory, by their names in it.
func goFiles(t *testing.T, dir string) map[string]string {
	t.Helper()
	files := make(map[string]string)
	m := &userModule{t: t, dir: dir}
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(path, ".go") {
			return err
		}
		rel, err := filepath.Rel(dir, path)
		files[rel] = m.read(rel)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// some is a module with fixes in two files and findings that are left.
const some = `
-- app.go --
package app

import (
	"fmt"
	"os"
)

func Save(data []byte) error {
	return os.WriteFile("config.json", data, 0o644)
}

func Open(name string) {
	f, err := os.Create(name)
	fmt.Fprint(f, err)
	f = nil
}
-- more/more.go --
package more

import "os"

func Save(data []byte) error {
	if err := os.WriteFile("a.json", data, 0o644); err != nil {
		return err
	}
	return os.WriteFile("b.json", data, 0o644)
}
`

// TestFixSpeaks checks what -fix says about what it does. What is left has moved
// by the lines that import the writer, but with -diff.
func TestFixSpeaks(t *testing.T) {
	const want = `app.go: line 9: Write the file atomically with atomicfile.WriteFile
more/more.go: lines 6, 9: Write the file atomically with atomicfile.WriteFile
3 fixed in 2 files, 1 left for you:
`
	const left = "app.go:%d:12: os.Create can leave name half-written; use atomicfile.Create and Commit (by hand: f may hold another file, too (line %d))\n"
	m := newModule(t, some)
	r := m.run(tool, "-fix", "-diff", "./...")
	if wouldBe := strings.Replace(want, "3 fixed", "3 would be fixed", 1) + fmt.Sprintf(left, 13, 15); r.code != 0 || !strings.HasPrefix(r.stderr, wouldBe) {
		t.Errorf("got %v\nwant %q", r, wouldBe)
	}
	r = m.run(tool, "-fix", "./...")
	if r.code != 0 || r.stdout != "" || !strings.HasPrefix(r.stderr, want+fmt.Sprintf(left, 15, 17)) {
		t.Errorf("got %v\nwant %q", r, want+fmt.Sprintf(left, 15, 17))
	}
	if r := m.run(tool, "-fix", "./more"); r.code != 0 || r.stderr != "" {
		t.Errorf("got %v\nwant no word where there is nothing to fix", r)
	}
}

// TestDiffApplies checks that git applies what -diff prints, and that it is what
// -fix does.
func TestDiffApplies(t *testing.T) {
	archive := strings.Replace(some, "-- more/more.go --", "-- windows/w.go --\n"+strings.ReplaceAll(
		"package windows\n\nimport \"os\"\n\nvar  a   = os.WriteFile(\"a\", []byte{1}, 0o644)\n", "\n", "\r\n")+"-- more/more.go --", 1)
	fixed := newModule(t, archive)
	fixed.must(tool, "-fix", "./...")
	for _, command := range [][]string{
		{tool, "-fix", "-diff", "./..."},
		{"go", "fix", "-fixtool=" + tool, "-diff", "./..."},
	} {
		m := newModule(t, archive)
		r := m.run(command[0], command[1:]...)
		m.write("all.patch", r.stdout)
		m.must("git", "apply", "all.patch")
		got := goFiles(t, m.dir)
		for name, want := range goFiles(t, fixed.dir) {
			if got[name] != want {
				t.Errorf("%s: %s: got %q, want %q, from\n%s", command, name, got[name], want, r.stdout)
			}
		}
	}
}

// TestFixKeepsLines checks that lines which a fix has nothing to do with stay,
// byte by byte, whatever their ends and their format.
func TestFixKeepsLines(t *testing.T) { testFixKeepsLines(t, standAlone, "-fix") }

func testFixKeepsLines(t *testing.T, w way, flags ...string) {
	t.Helper()
	text := strings.ReplaceAll("package windows\n\nimport (\n\t\"fmt\"\n\t\"os\"\n)\n\nvar  a   = 1\n\nfunc f(data []byte) {\n\tfmt.Println(`x\ny`,a)\n\tos.WriteFile(\"a\", data, 0o644)\n}\n", "\n", "\r\n")
	want := strings.NewReplacer("\t\"os\"\r\n", "\r\n\t\""+module.Path()+"/atomicfile\"\r\n", "os.WriteFile", "atomicfile.WriteFile").Replace(text)
	m := newModule(t, "-- w.go --\n")
	m.write("w.go", text)
	if r := w.in(m, append(flags, "./...")...); r.code != 0 {
		t.Fatalf("got %v, want exit code 0", r)
	}
	if got := m.read("w.go"); got != want {
		t.Errorf("got\n%q\nwant\n%q", got, want)
	}
}

// TestFixWithoutModule checks that nothing is changed where the result could
// not be built.
func TestFixWithoutModule(t *testing.T) {
	m := newBareModule(t, "-- main.go --\npackage main\n\nimport \"os\"\n\nfunc main() { os.WriteFile(\"a\", []byte{1}, 0o644) }\n")
	m.must("rm", "go.mod")
	before := m.read("main.go")
	r := m.run(tool, "-fix", "main.go")
	want := "atomiclint: main.go is in no module, and could not import " + module.Path() + "/atomicfile: go mod init makes one; nothing was changed\n"
	if r.code != 1 || r.stderr != want || m.read("main.go") != before {
		t.Errorf("got %v\nwant %q", r, want)
	}
}

// TestUnwritable checks that a file that cannot be written is named, and that
// the others are written.
func TestUnwritable(t *testing.T) {
	p := &plan{files: map[string]*fixedFile{}}
	for i, name := range []string{"a.go", "b.go"} {
		f := &fixedFile{name: name, new: "new " + name, fixes: []appliedFix{{i, "Use it"}}}
		f.edits = []rewrite.Edit{{}}
		p.files[name] = f
	}
	written := make(map[string]string)
	p.write(func(name string, data []byte) error {
		if name == "a.go" {
			return &fs.PathError{Op: "open", Path: name, Err: fs.ErrPermission}
		}
		written[name] = string(data)
		return nil
	})
	var out bytes.Buffer
	code := p.report(&out, false)
	want := "atomiclint: a.go cannot be written, and is as it was: open a.go: permission denied\nb.go: line 1: Use it\n1 fixed in 1 file\n"
	if want = strings.Replace(want, "permission denied", fs.ErrPermission.Error(), 1); code != 1 || out.String() != want || fmt.Sprint(written) != "map[b.go:new b.go]" {
		t.Errorf("got exit code %d, %q, written %v; want exit code 1, %q, and b.go written", code, out.String(), written, want)
	}
	if !errors.Is(p.files["a.go"].err, fs.ErrPermission) {
		t.Errorf("got error %v, want %v", p.files["a.go"].err, fs.ErrPermission)
	}
}

// TestGoLine checks that nothing is changed in a module whose go line the writer
// would raise, and that the one line about it says how to go on.
func TestGoLine(t *testing.T) { testGoLine(t, standAlone, "-fix") }

func testGoLine(t *testing.T, w way, flags ...string) {
	for _, test := range []struct {
		line, toolchain string
		want            string // in the one line, or empty if the fix is applied
	}{
		{"go 1.21", "auto", "go.mod says go 1.21, and from go 1.22 on each iteration of a loop has its own variables: run go get go@1.26.0, test, then run this again; nothing was changed"},
		{"go 1.24.0", "auto", "go.mod says go 1.24.0, and the language changes with it: run go get go@1.26.0"},
		{"", "auto", "go.mod says go 1.16, and from go 1.22 on"},
		{"go 1.26.0", "local", ""},
	} {
		t.Run(test.line, func(t *testing.T) {
			t.Parallel()
			m := newBareModule(t, broken+"-- b/b.go --\npackage b\n\nimport \"os\"\n\nvar _ = os.WriteFile(\"b\", []byte{1}, 0o644)\n")
			m.write("go.mod", "module example.com/app\n\n"+test.line+"\n")
			m.env = append(m.env, "GOTOOLCHAIN="+test.toolchain)
			before := m.read("app.go")
			r := w.in(m, append(flags, "./...")...)
			if changed := m.read("app.go") != before; changed == (test.want != "") {
				t.Errorf("got the file changed %v: %v", changed, r)
			}
			if n := strings.Count(r.stderr, "atomiclint: "+module.Path()); test.want != "" && (r.code != 1 || n != 1 || !strings.Contains(r.stderr, test.want)) {
				t.Errorf("got %v\nwant one line with %q", r, test.want)
			}
		})
	}
}

// TestStuck checks which Go cannot follow when the go line is raised.
func TestStuck(t *testing.T) {
	for _, test := range []struct {
		version, mode string
		want          bool
	}{
		{"go1.25.3", "local", true},
		{"go1.25.3", "go1.25.3", true},
		{"go1.25.3", "auto", false},
		{"go1.25.3", "path", false},
		{"go1.25.3", "local+auto", false},
		{"go1.25.3", "go1.25.3+path", false},
		{"go1.25.3", "", false},
		{"go1.26.0", "local", false},
		{"go1.26rc1", "local", false},
		{"go1.27.4", "go1.27.4", false},
	} {
		if got := (toolchain{test.version, test.mode}).stuck(); got != test.want {
			t.Errorf("%s with GOTOOLCHAIN=%s: got %v, want %v", test.version, test.mode, got, test.want)
		}
	}
}
