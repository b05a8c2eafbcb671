package analyzer

import (
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"golang.org/x/tools/go/analysis/analysistest"

	"github.com/atomiclint/atomiclint/internal/module"
)

// TestNeverPartial runs functions before and after the fixes while the file
// cannot be completed: in fix_behaviour because what they read fails at each
// byte in turn, in the other packages because the file may not grow further.
// Before, they leave a part of the file behind; after the fixes, never.
func TestNeverPartial(t *testing.T) {
	for _, tt := range []struct {
		shapes, program string
		partial         string // what the program's reports of partial files hold
	}{
		{"fix_behaviour", "reader", ", byte "},
		{"fix_behaviour_writers", "limit", ", limit "},
		{"rename_behaviour", "limit", ", limit "},
	} {
		if tt.program == "limit" && runtime.GOOS != "linux" && runtime.GOOS != "darwin" {
			continue // no limit on the size of files
		}
		t.Run(tt.shapes, func(t *testing.T) {
			run := buildShapes(t, tt.shapes, tt.program)
			for which, partial := range map[string]bool{"original": true, "fixed": false} {
				out := run(which)
				if got := strings.Contains(out, tt.partial); got != partial {
					t.Errorf("%s: found partial files: %v, want %v\n%s", which, got, partial, out)
				}
				if !partial && out != "" {
					t.Errorf("unexpected output:\n%s", out)
				}
			}
		})
	}
}

// chosen is the package of functions that the programs of testdata/neverpartial
// run. One program runs those before the fixes and those after them, as it takes
// longer to build than to run.
const chosen = `package shapes

import (
	"os"

	fixed "example.com/m/fixed"
	original "example.com/m/original"
)

var Shapes = original.Shapes

func init() {
	if os.Args[1] == "fixed" {
		Shapes = fixed.Shapes
	}
}
`

// buildShapes builds a program of testdata/neverpartial with the functions of a
// directory of testdata/src. The function that it returns runs it with the
// original ones or the fixed ones, and returns its output.
func buildShapes(t *testing.T, shapes, program string) (run func(which string) string) {
	t.Helper()
	root, err := filepath.Abs("..")
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	copyFile(t, filepath.Join(analysistest.TestData(), "src", shapes, "a.go"), filepath.Join(dir, "original", "a.go"))
	copyFile(t, filepath.Join(analysistest.TestData(), "src", shapes, "a.go.golden"), filepath.Join(dir, "fixed", "a.go"))
	copyFile(t, filepath.Join(analysistest.TestData(), "neverpartial", program, "main.go"), filepath.Join(dir, "main.go"))
	copyFile(t, filepath.Join(root, "go.sum"), filepath.Join(dir, "go.sum"))
	mod, err := os.ReadFile(filepath.Join(root, "go.mod"))
	if err != nil {
		t.Fatal(err)
	}
	text := strings.Replace(string(mod), "module "+module.Path(), "module example.com/m", 1) +
		"\nrequire " + module.Path() + " v0.0.0\n\nreplace " + module.Path() + " => " + root + "\n"
	writeFile(t, filepath.Join(dir, "go.mod"), text)
	writeFile(t, filepath.Join(dir, "shapes", "shapes.go"), chosen)
	binary := filepath.Join(dir, "shapes.exe")
	build := exec.Command("go", "build", "-mod=mod", "-ldflags=-s -w", "-o", binary, ".")
	build.Dir = dir
	build.Env = append(os.Environ(), "GOWORK=off")
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("%v: %v\n%s", build, err, out)
	}
	return func(which string) string {
		t.Helper()
		cmd := exec.Command(binary, which)
		cmd.Env = append(os.Environ(), "TMPDIR="+memory(t))
		out, err := cmd.CombinedOutput()
		if err != nil {
			t.Fatalf("%v: %v\n%s", cmd, err, out)
		}
		return string(out)
	}
}

// memory returns a directory for temporary files in memory, where there is one:
// the shapes write thousands of files, and what a disk takes to flush them
// changes nothing of what is left.
func memory(t *testing.T) string {
	t.Helper()
	dir, err := os.MkdirTemp("/dev/shm", "shapes")
	if err != nil {
		return t.TempDir()
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	return dir
}

func copyFile(t *testing.T, from, to string) {
	t.Helper()
	text, err := os.ReadFile(from)
	if err != nil {
		t.Fatal(err)
	}
	writeFile(t, to, string(text))
}

// writeFile writes a file, and makes its directory.
func writeFile(t *testing.T, name, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

// TestRenameKeeps runs functions before and after the fixes that replace their
// renames. They publish files of the same modes, and as many writers at a time
// succeed.
func TestRenameKeeps(t *testing.T) {
	run := buildShapes(t, "rename_behaviour", "keeps")
	before, after := run("original"), run("fixed")
	if before != after {
		t.Errorf("got, after the fixes:\n%s\nwant, as before:\n%s", after, before)
	}
}
