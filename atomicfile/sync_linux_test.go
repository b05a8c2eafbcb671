package atomicfile_test

import (
	"errors"
	"os"
	"syscall"
	"testing"

	"github.com/atomiclint/atomiclint/atomicfile/internal/fsys"
)

// TestSyncsAsk looks below the hook: what syncs must ask the system, which
// knows no descriptor that was closed.
func TestSyncsAsk(t *testing.T) {
	var calls []string
	hook := &fsys.Hook{Before: func(call, _, _ string) error {
		calls = append(calls, call)
		return nil
	}}
	d, err := fsys.OpenDir(nil, t.TempDir(), hook)
	if err != nil {
		t.Fatal(err)
	}
	name := fsys.MakeName("f")
	f, err := d.Create(name, os.O_WRONLY, 0o600)
	if err != nil {
		t.Fatal(err)
	}
	f.Close()
	if err := f.Sync(fsys.Type{}, false); !errors.Is(err, syscall.EBADF) {
		t.Errorf("sync of a closed file: got error %v, want EBADF", err)
	}
	calls = nil
	if err := f.Sync(fsys.Type{RevertsModes: true}, true); !errors.Is(err, syscall.EBADF) || len(calls) != 1 || calls[0] != "syncfs" {
		t.Errorf("sync of the file system of a closed file: got calls %q and error %v, want only syncfs, and EBADF", calls, err)
	}
	d.Close()
	if err := d.Sync(name); !errors.Is(err, syscall.EBADF) {
		t.Errorf("sync of a closed directory: got error %v, want EBADF", err)
	}
}
