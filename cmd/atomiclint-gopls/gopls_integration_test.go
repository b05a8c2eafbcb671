//go:build integration

package main

import (
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

// TestGopls builds each supported gopls, the newest first, and drives it. The
// newest is compared with the stock gopls as well.
func TestGopls(t *testing.T) {
	g := goCommand{dir: t.TempDir()}
	known, err := loadCatalog(t.Context(), g)
	if err != nil {
		t.Fatal(err)
	}
	built := 0
	for _, r := range slices.Backward(known.releases) {
		if !known.builds(r) {
			t.Logf("gopls %s needs %s: not built", r.version, r.goVersion)
			continue
		}
		built++
		t.Run(r.version, func(t *testing.T) {
			path := buildGopls(t, r.version)
			newest := built == 1
			t.Run("drive", func(t *testing.T) { drive(t, path) })
			t.Run("without writer", func(t *testing.T) { driveWithoutWriter(t, path) })
			if newest {
				t.Run("latency", func(t *testing.T) { measureLatency(t, path, r) })
			}
		})
	}
	if built < 4 {
		t.Errorf("got %d versions built, want four at least", built)
	}
}

// buildGopls builds a version of gopls with the command, and returns its path.
func buildGopls(t *testing.T, version string) string {
	t.Helper()
	output := filepath.Join(t.TempDir(), "gopls")
	s := newSession(t)
	begin := time.Now()
	cmd := s.command("-gopls", version, "-o", output)
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	state := cmd.ProcessState
	t.Logf("built in %.1f s, %.1f s CPU", time.Since(begin).Seconds(), (state.UserTime() + state.SystemTime()).Seconds())
	out, err := exec.Command(output, "version").Output()
	if want := "golang.org/x/tools/gopls " + version + "+atomiclint\n"; err != nil || !strings.HasPrefix(string(out), want) {
		t.Errorf("got version %q, error %v, want %q", out, err, want)
	}
	return output
}
