package atomicfile_test

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/atomiclint/atomiclint/atomicfile"
)

// These tests have something else stand where the temporary is to be.

// Who is kept from a temporary for ever gives up.
func TestGivesUp(t *testing.T) {
	for what, answer := range map[string]map[string]error{
		"others come and go":    {"create": syscall.EEXIST},
		"nothing can be told":   {"create": syscall.EEXIST, "lstat": syscall.EIO},
		"others are everywhere": {"lock": syscall.EWOULDBLOCK, "lockshared": syscall.EWOULDBLOCK},
	} {
		name := filepath.Join(t.TempDir(), "out")
		err := atomicfile.WriteFileWith(name, nil, 0o644, atomicfile.Watch(func(call, on, to string) error {
			if on == "out" {
				return nil
			}
			return answer[call]
		}), atomicfile.Local())
		if !errors.Is(err, atomicfile.ErrInProgress) {
			t.Errorf("%s: got error %v, want ErrInProgress", what, err)
		}
	}
}

// What another user has left cannot be opened, and is gone round.
func TestUnopenableTemporary(t *testing.T) {
	dir := t.TempDir()
	name := filepath.Join(dir, "out")
	if err := os.WriteFile(name+".atomic.tmp", []byte("another's"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, answer := range []error{syscall.EACCES, syscall.EPERM} {
		f := create(t, name, atomicfile.Watch(func(call, on, to string) error {
			if call == "open" && on == "out.atomic.tmp" {
				return answer
			}
			if on == "" && strings.HasPrefix(call, "lock") {
				t.Errorf("%v: %s of a file that was not opened", answer, call)
			}
			return nil
		}))
		if got := f.TempName(); got != name+".1.atomic.tmp" {
			t.Errorf("%v: the temporary is %s, want %s.1.atomic.tmp", answer, got, name)
		}
		if err := f.Commit(); err != nil {
			t.Error(err)
		}
		wantNames(t, dir, "out", "out.atomic.tmp")
	}
}

// What is no regular file when it has been opened is gone round as well.
func TestTemporaryBecomesFIFO(t *testing.T) {
	dir := t.TempDir()
	name := filepath.Join(dir, "out")
	temp := name + ".atomic.tmp"
	if err := os.WriteFile(temp, []byte("left"), 0o600); err != nil {
		t.Fatal(err)
	}
	err := atomicfile.WriteFileWith(name, []byte("new"), 0o644, atomicfile.Local(), atomicfile.Watch(func(call, on, to string) error {
		if call == "open" && on == "out.atomic.tmp" {
			return errors.Join(os.Remove(temp), syscall.Mkfifo(temp, 0o600))
		}
		return nil
	}))
	if err != nil {
		t.Fatal(err)
	}
	wantFile(t, name, "new")
	if info, err := os.Lstat(temp); err != nil || info.Mode().Type() != fs.ModeNamedPipe {
		t.Errorf("what was put in the place of the temporary: %v, %v, want the FIFO", info, err)
	}
}

// What has never been a regular file is not even opened, for that may set a
// device going.
func TestTemporaryIsFIFO(t *testing.T) {
	dir := t.TempDir()
	name := filepath.Join(dir, "out")
	if err := syscall.Mkfifo(name+".atomic.tmp", 0o600); err != nil {
		t.Skip(err)
	}
	err := atomicfile.WriteFileWith(name, []byte("new"), 0o644, atomicfile.Local(), atomicfile.Watch(func(call, on, to string) error {
		if call == "open" && on == "out.atomic.tmp" {
			t.Error("the FIFO in the place of the temporary is opened")
		}
		return nil
	}))
	if err != nil {
		t.Fatal(err)
	}
	wantFile(t, name, "new")
	wantNames(t, dir, "out", "out.atomic.tmp")
}
