//go:build unix && !solaris && !aix

package atomicfile_test

import (
	"errors"
	"os"
	"path/filepath"
	"syscall"
	"testing"

	"github.com/atomiclint/atomiclint/atomicfile"
)

func TestFIFO(t *testing.T) {
	dir := t.TempDir()
	fifo := filepath.Join(dir, "fifo")
	if err := syscall.Mkfifo(fifo, 0o666); err != nil {
		t.Fatal(err)
	}
	got := make(chan string)
	go func() {
		b, _ := os.ReadFile(fifo)
		got <- string(b)
	}()
	if err := atomicfile.WriteFile(fifo, []byte("through"), 0o666); err != nil {
		t.Fatal(err)
	}
	if s := <-got; s != "through" {
		t.Errorf("the reader of the FIFO got %q, want %q", s, "through")
	}
	wantNames(t, dir, "fifo")
	go os.ReadFile(fifo)
	f := create(t, fifo)
	if err := f.Sync(); !errors.Is(err, syscall.EINVAL) {
		t.Errorf("Sync: got error %v, want EINVAL", err)
	}
	if err := f.Commit(); err != nil {
		t.Errorf("Commit after a Sync that is not to be had: %v", err)
	}
}
