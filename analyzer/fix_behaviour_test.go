package analyzer

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/tools/go/analysis/analysistest"
)

// TestNeverPartial runs the functions of fix_behaviour, before and after the
// fixes, with readers that fail at each byte in turn. Before, they leave half
// of the file behind; after the fixes, never.
func TestNeverPartial(t *testing.T) {
	for _, tt := range []struct {
		file    string
		partial bool
	}{
		{"a.go", true},
		{"a.go.golden", false},
	} {
		t.Run(tt.file, func(t *testing.T) {
			out := runShapes(t, filepath.Join(analysistest.TestData(), "src", "fix_behaviour", tt.file))
			if got := strings.Contains(out, ", byte "); got != tt.partial {
				t.Errorf("found partial files: %v, want %v\n%s", got, tt.partial, out)
			}
			if !tt.partial && out != "" {
				t.Errorf("unexpected output:\n%s", out)
			}
		})
	}
}

// runShapes runs testdata/neverpartial with the functions of file.
func runShapes(t *testing.T, file string) string {
	t.Helper()
	root, err := filepath.Abs("..")
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	copyFile(t, file, filepath.Join(dir, "shapes", "a.go"))
	copyFile(t, filepath.Join(analysistest.TestData(), "neverpartial", "main.go"), filepath.Join(dir, "main.go"))
	copyFile(t, filepath.Join(root, "go.sum"), filepath.Join(dir, "go.sum"))
	mod, err := os.ReadFile(filepath.Join(root, "go.mod"))
	if err != nil {
		t.Fatal(err)
	}
	text := strings.Replace(string(mod), "module "+modulePath(), "module example.com/m", 1) +
		"\nrequire " + modulePath() + " v0.0.0\n\nreplace " + modulePath() + " => " + root + "\n"
	if err := os.WriteFile(filepath.Join(dir, "go.mod"), []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command("go", "run", "-mod=mod", ".")
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "GOWORK=off")
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%v: %v\n%s", cmd, err, out)
	}
	return string(out)
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
