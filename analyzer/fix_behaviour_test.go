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
		for file, partial := range map[string]bool{"a.go": true, "a.go.golden": false} {
			t.Run(tt.shapes+"/"+file, func(t *testing.T) {
				out := runShapes(t, filepath.Join(analysistest.TestData(), "src", tt.shapes, file), tt.program)
				if got := strings.Contains(out, tt.partial); got != partial {
					t.Errorf("found partial files: %v, want %v\n%s", got, partial, out)
				}
				if !partial && out != "" {
					t.Errorf("unexpected output:\n%s", out)
				}
			})
		}
	}
}

// runShapes runs a program of testdata/neverpartial with the functions of file.
func runShapes(t *testing.T, file, program string) string {
	t.Helper()
	root, err := filepath.Abs("..")
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	copyFile(t, file, filepath.Join(dir, "shapes", "a.go"))
	copyFile(t, filepath.Join(analysistest.TestData(), "neverpartial", program, "main.go"), filepath.Join(dir, "main.go"))
	copyFile(t, filepath.Join(root, "go.sum"), filepath.Join(dir, "go.sum"))
	mod, err := os.ReadFile(filepath.Join(root, "go.mod"))
	if err != nil {
		t.Fatal(err)
	}
	text := strings.Replace(string(mod), "module "+module.Path(), "module example.com/m", 1) +
		"\nrequire " + module.Path() + " v0.0.0\n\nreplace " + module.Path() + " => " + root + "\n"
	if err := os.WriteFile(filepath.Join(dir, "go.mod"), []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command("go", "run", "-mod=mod", ".")
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "GOWORK=off", "TMPDIR="+memory(t), "GOTMPDIR="+t.TempDir())
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%v: %v\n%s", cmd, err, out)
	}
	return string(out)
}

// memory returns a directory for temporary files in memory, where there is one:
// the shapes write thousands of files, and what a disk takes to flush them
// changes nothing of what is left. Programs may not run from there.
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
	if err := os.MkdirAll(filepath.Dir(to), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(to, text, 0o644); err != nil {
		t.Fatal(err)
	}
}

// TestRenameKeeps runs functions before and after the fixes that replace their
// renames. They publish files of the same modes, and as many writers at a time
// succeed.
func TestRenameKeeps(t *testing.T) {
	shapes := filepath.Join(analysistest.TestData(), "src", "rename_behaviour")
	before := runShapes(t, filepath.Join(shapes, "a.go"), "keeps")
	after := runShapes(t, filepath.Join(shapes, "a.go.golden"), "keeps")
	if before != after {
		t.Errorf("got, after the fixes:\n%s\nwant, as before:\n%s", after, before)
	}
}
