//go:build unix

package main

import (
	"errors"
	"os"
	"path/filepath"
	"syscall"
	"testing"
)

// TestInterrupt checks that an interrupt ends a download, and removes what was
// made until then.
func TestInterrupt(t *testing.T) {
	proxy := t.TempDir()
	list := filepath.Join(proxy, "golang.org", "x", "tools", "gopls", "@v", "list")
	if err := errors.Join(os.MkdirAll(filepath.Dir(list), 0o777), syscall.Mkfifo(list, 0o666)); err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	s := newSession(t, "GOPROXY=file://"+filepath.ToSlash(proxy))
	cmd := s.command("-o", filepath.Join(dir, "gopls"))
	stderr, err := cmd.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	asked, err := os.OpenFile(list, os.O_WRONLY, 0) // waits until somebody reads it
	if err != nil {
		t.Fatal(err)
	}
	defer asked.Close()
	if err := cmd.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	var said [1000]byte
	n, _ := stderr.Read(said[:])
	if got, want := string(said[:n]), "atomiclint-gopls: interrupted; nothing was written\n"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if err := cmd.Wait(); err == nil || cmd.ProcessState.ExitCode() != 1 {
		t.Errorf("got %v, want exit code 1", err)
	}
	s.checkTmp()
	checkEmpty(t, dir)
}
