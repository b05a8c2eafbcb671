//go:build integration

package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// TestResults fails if anything behaves otherwise than RESULTS.md says, or
// differs from package os for no known reason.
func TestResults(t *testing.T) {
	dir := t.TempDir()
	program := filepath.Join(dir, "fsbench")
	build := exec.Command("go", "build", "-o", program, ".")
	build.Env = append(build.Environ(), "CGO_ENABLED=0") // it runs where there are no libraries
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	page := filepath.Join(dir, "RESULTS.md")
	if out, err := exec.Command(program, "-out", page).CombinedOutput(); err != nil {
		t.Errorf("fsbench: %v\n%s", err, out)
	}
	got, err := os.ReadFile(page)
	if err != nil {
		t.Fatal(err)
	}
	want, err := os.ReadFile("RESULTS.md")
	if err != nil {
		t.Fatal(err)
	}
	wantLines(t, strings.Split(string(got), "\n"), strings.Split(string(want), "\n"))
}

// wantLines reports the lines that are only in one of the two.
func wantLines(t *testing.T, got, want []string) {
	t.Helper()
	has := func(lines []string) map[string]bool {
		set := make(map[string]bool)
		for _, l := range lines {
			set[l] = true
		}
		return set
	}
	gotSet, wantSet := has(got), has(want)
	for _, l := range got {
		if !wantSet[l] {
			t.Errorf("got, not in RESULTS.md: %s", l)
		}
	}
	for _, l := range want {
		if !gotSet[l] {
			t.Errorf("in RESULTS.md, not got: %s", l)
		}
	}
	if !t.Failed() && strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Error("the lines are those of RESULTS.md, but in another order")
	}
}
