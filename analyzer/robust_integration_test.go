//go:build integration

package analyzer

import (
	"bytes"
	"os"
	"os/exec"
	"regexp"
	"strings"
	"testing"
)

// robustModules are public modules of many packages, of unlike authors, whose
// dependencies load within a minute.
var robustModules = []string{
	"golang.org/x/tools@v0.52.0",
	"honnef.co/go/tools@v0.8.2",
	"github.com/google/pprof@v0.0.0-20261016150608-1facf8f91b50",
	"github.com/swaggo/swag@v1.16.6",
	"sigs.k8s.io/kind@v0.33.0",
}

// TestRobust runs the command, with all that it can report, on the standard
// library and on public modules, with their tests. It finds no fault with what
// is reported, but the command must get to the end of each.
func TestRobust(t *testing.T) {
	tool := buildCommand(t)
	t.Run("std", func(t *testing.T) {
		robust(t, tool, t.TempDir(), 150, "std")
	})
	for _, module := range robustModules {
		t.Run(module, func(t *testing.T) {
			dir := unpackModule(t, module)
			dropLocalReplacements(t, dir)
			robust(t, tool, dir, 1, "./...")
		})
	}
}

// broken is what the command prints of itself when it cannot go on.
var broken = regexp.MustCompile(`(?m)^(panic|fatal error):|internal error|^goroutine [0-9]+ \[|unexpected node type`)

// robust runs the command on the packages of dir, of which there have to be
// that many at least.
func robust(t *testing.T, tool, dir string, atLeast int, patterns ...string) {
	t.Helper()
	if n := countPackages(t, dir, patterns); n < atLeast {
		t.Fatalf("%s: %d packages, want at least %d", dir, n, atLeast)
	} else {
		t.Logf("%d packages", n)
	}
	var stdout, stderr bytes.Buffer
	cmd := exec.Command(tool, append([]string{"-json", "-tests", "-strict"}, patterns...)...)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "GOFLAGS=-mod=mod", "GOWORK=off")
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	if err := cmd.Run(); err != nil && stdout.Len() == 0 {
		t.Fatalf("%s: %v\n%s", dir, err, head(stderr.String()))
	}
	if at := broken.FindIndex(stderr.Bytes()); at != nil {
		t.Fatalf("%s: the command has not got to the end:\n%s", dir, head(stderr.String()[at[0]:]))
	}
	decodeDiagnostics(t, stdout.String())
}

// countPackages returns how many packages the patterns match.
func countPackages(t *testing.T, dir string, patterns []string) int {
	t.Helper()
	return strings.Count(runIn(t, dir, "go", append([]string{"list", "-e"}, patterns...)...), "\n")
}

// head returns the beginning of text.
func head(text string) string {
	const limit = 4000
	return text[:min(len(text), limit)]
}
