//go:build integration

package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"testing"
	"time"
)

// The large package of a module from the module proxy, in which edits are
// made: with its tests it has 35,000 lines.
const (
	largeModule  = "golang.org/x/net"
	largeVersion = "v0.62.0"
	largePackage = "http2"
)

// measureLatency measures how long it takes from an edit in largePackage to
// the findings in it, in the gopls at path and in a stock gopls of the same
// version. The times of the two are for people to compare.
func measureLatency(t *testing.T, path string, r release) {
	ours := latency(t, path, "printf", "atomiclint")
	stock := latency(t, installStock(t, r), "printf")
	t.Logf("gopls %s: findings after %.2f s with atomiclint, %.2f s without", r.version, ours.Seconds(), stock.Seconds())
}

// installStock builds the gopls r as it is.
func installStock(t *testing.T, r release) string {
	t.Helper()
	bin := t.TempDir()
	cmd := exec.Command("go", "install", goplsPath+"@"+r.version)
	cmd.Env = append(os.Environ(), "GOBIN="+bin, "GOFLAGS=")
	begin := time.Now()
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	t.Logf("stock gopls built in %.1f s", time.Since(begin).Seconds())
	return filepath.Join(bin, "gopls")
}

// latency returns the median of the times from an edit to the diagnostics from
// all the given sources, in the gopls at path.
func latency(t *testing.T, path string, sources ...string) time.Duration {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "net")
	if err := fetch(t.Context(), goCommand{dir: t.TempDir()}, largeModule, largeVersion, dir); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(dir, largePackage, "latency.go")
	if err := os.WriteFile(file, []byte("package "+largePackage+"\n"), 0o666); err != nil {
		t.Fatal(err)
	}
	c := start(t, path, dir, nil)
	ready := func(list []diagnostic) bool {
		return !slices.ContainsFunc(sources, func(source string) bool {
			return !slices.ContainsFunc(list, func(d diagnostic) bool { return d.Source == source })
		})
	}
	begin := time.Now()
	c.open(file, edited(0))
	c.diagnostics(file, ready)
	first := time.Since(begin)
	var times []time.Duration
	for i := range 7 {
		begin := time.Now()
		c.change(file, edited(i+1))
		c.diagnostics(file, ready)
		times = append(times, time.Since(begin))
	}
	slices.Sort(times)
	t.Logf("first findings after %v, then from %v to %v", first, times[0], times[len(times)-1])
	return times[len(times)/2]
}

// edited returns the text of the file after the edit i.
func edited(i int) string {
	return fmt.Sprintf(`package http2

import (
	"fmt"
	"os"
)

func latencySave(data []byte) error {
	fmt.Printf("%%d: %d\n", "some")
	return os.WriteFile("config%[1]d.json", data, 0o644)
}
`, i)
}
