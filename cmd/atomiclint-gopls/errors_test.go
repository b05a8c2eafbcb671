package main

import (
	"os"
	"path/filepath"
	"testing"
)

func TestUsage(t *testing.T) {
	s := newSession(t)
	s.fails(2, []string{"-bogus"}, "-bogus", "-help")
	s.fails(2, []string{"v0.23.0"}, `"v0.23.0"`, "-help")
	stdout, stderr, code := s.run("-help")
	if code != 0 || stderr != "" || len(stdout) < 100 {
		t.Errorf("-help: got exit code %d, output %q, error %q, want the usage", code, stdout, stderr)
	}
}

// TestWrongOutput checks that a file that cannot be written is reported before
// the work begins: there is no network here.
func TestWrongOutput(t *testing.T) {
	s := newSession(t, "GOPROXY=off")
	dir := t.TempDir()
	missing := filepath.Join(dir, "missing", "gopls")
	s.fails(1, []string{"-o", missing}, missing, "no such file")
	s.fails(1, []string{"-o", dir}, dir, "is not a file")
	s.fails(1, []string{"-o", os.DevNull}, os.DevNull, "is not a file")
}

// TestNoHome checks the error if there is no directory for programs.
func TestNoHome(t *testing.T) {
	cache := t.TempDir()
	newSession(t, "HOME=", "GOPATH=", "GOBIN=", "GOENV=off", "GOCACHE="+cache, "GOMODCACHE="+cache).fails(1, nil, "neither GOBIN nor GOPATH", "-o")
}

func TestNoNetwork(t *testing.T) {
	dir := t.TempDir()
	output := filepath.Join(dir, "gopls")
	newSession(t, "GOPROXY=off").fails(1, []string{"-o", output}, "cannot list the versions of gopls: ", "GOPROXY=off")
	newSession(t, "GOPROXY=http://127.0.0.1:1").fails(1, []string{"-o", output}, "cannot list the versions of gopls: ", "connection refused")
	checkEmpty(t, dir)
}

// TestNoGo checks the error if there is no go command.
func TestNoGo(t *testing.T) {
	newSession(t, "PATH="+t.TempDir()).fails(1, nil, `"go": executable file not found`)
}

func checkEmpty(t *testing.T, dir string) {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil || len(entries) > 0 {
		t.Errorf("got %v in the directory of the output (%v), want nothing", entries, err)
	}
}
