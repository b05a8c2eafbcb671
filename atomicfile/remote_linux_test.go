package atomicfile_test

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"

	"golang.org/x/sys/unix"

	"github.com/atomiclint/atomiclint/atomicfile"
)

// These tests have the file system be one of which little is known, or that a
// server keeps.

// Who has a temporary locked for ever, where that proves nothing, does not keep
// its writer from it.
func TestRemoteLockedForEver(t *testing.T) {
	name := filepath.Join(t.TempDir(), "out")
	err := atomicfile.WriteFileWith(name, []byte("new"), 0o644, atomicfile.Watch(func(call, on, to string) error {
		if call == "lock" {
			return syscall.EWOULDBLOCK
		}
		return nil
	}), atomicfile.Remote())
	if err != nil {
		t.Error(err)
	}
	wantFile(t, name, "new")
}

// A file system that has no sync says so, which is no failure of the disk.
func TestSyncUnknown(t *testing.T) {
	for _, answer := range []error{syscall.EINVAL, syscall.ENOTSUP, syscall.ENOSYS} {
		name := filepath.Join(t.TempDir(), "out")
		f := create(t, name, atomicfile.Watch(func(call, on, to string) error {
			if strings.HasPrefix(call, "sync") {
				return answer
			}
			return nil
		}))
		if err := f.Commit(); err != nil {
			t.Errorf("%v: %v", answer, err)
		}
		wantFile(t, name, "")
	}
}

// A directory that was opened only to be searched is synced with all of its
// file system.
func TestSyncUnlistable(t *testing.T) {
	name := filepath.Join(t.TempDir(), "out")
	var calls []string
	err := atomicfile.WriteFileWith(name, nil, 0o644, atomicfile.Watch(func(call, on, to string) error {
		calls = append(calls, call)
		if call == "syncdir" {
			return syscall.EBADF
		}
		return nil
	}))
	if err != nil || !slices.Contains(calls, "syncfs") {
		t.Errorf("got error %v, calls %v, want a syncfs", err, calls)
	}
	err = atomicfile.WriteFileWith(name, nil, 0o644, atomicfile.Watch(func(call, on, to string) error {
		return map[string]error{"syncdir": syscall.EBADF, "syncfs": syscall.EIO}[call]
	}))
	if !errors.Is(err, atomicfile.ErrNotDurable) || !errors.Is(err, syscall.EIO) || errors.Is(err, fs.ErrExist) {
		t.Errorf("syncfs answers EIO: got error %v, want ErrNotDurable for that reason, and no other", err)
	}
}

// On a file system that others keep, the temporary is closed before it is
// renamed: what they say then is an error of the write.
func TestRemote(t *testing.T) {
	for _, tt := range []struct {
		fail string
		want error
	}{{"", nil}, {"close", syscall.EDQUOT}} {
		dir := t.TempDir()
		name := filepath.Join(dir, "out")
		if err := os.WriteFile(name, []byte("old"), 0o644); err != nil {
			t.Fatal(err)
		}
		for verb, write := range map[string]func(...atomicfile.Option) error{
			"WriteFile": func(opts ...atomicfile.Option) error {
				return atomicfile.WriteFileWith(name, []byte("new"), 0o644, opts...)
			},
			"Create, SyncNone": func(opts ...atomicfile.Option) error {
				return create(t, name, append(opts, atomicfile.WithSync(atomicfile.SyncNone))...).Commit()
			},
			"WritePath": func(opts ...atomicfile.Option) error {
				return atomicfile.WritePath(name, func(tmp string) error { return os.WriteFile(tmp, []byte("new"), 0o644) }, opts...)
			},
			"Batch": func(opts ...atomicfile.Option) error {
				var b atomicfile.Batch
				return errors.Join(b.WriteFile(name, []byte("new"), 0o644, opts...), b.Commit())
			},
		} {
			renamed := false
			err := write(atomicfile.Watch(func(call, on, to string) error {
				if call == "rename" {
					renamed = true
					for _, d := range descriptors(t, filepath.Join(dir, on)) {
						if d.flags&unix.O_PATH == 0 {
							t.Errorf("%s: renamed while it is open as %s", verb, d.number)
						}
					}
				}
				if call == tt.fail && !strings.HasPrefix(on, "out.01") {
					return syscall.EDQUOT
				}
				return nil
			}), atomicfile.Remote())
			if !errors.Is(err, tt.want) || renamed != (tt.want == nil) {
				t.Errorf("%s: got error %v, renamed %v, want %v", verb, err, renamed, tt.want)
			}
			if tt.want != nil {
				wantFile(t, name, "old")
			}
			wantNames(t, dir, "out")
		}
	}
}

// On such a file system a lock that is free proves nothing, and one that is
// held proves a live writer.
func TestRemoteLeftover(t *testing.T) {
	dir := t.TempDir()
	name := filepath.Join(dir, "out")
	watch := atomicfile.Watch(func(string, string, string) error { return nil })
	if err := os.WriteFile(name+".atomic.tmp", []byte("left over"), 0o600); err != nil {
		t.Fatal(err)
	}
	f := create(t, name, watch, atomicfile.Remote())
	if got, want := filepath.Base(f.TempName()), "out.1.atomic.tmp"; got != want {
		t.Errorf("the temporary is %s, want %s", got, want)
	}
	_, err := atomicfile.Create(name, watch, atomicfile.Remote())
	wantPathError(t, err, "open", name, atomicfile.ErrInProgress)
	if err := atomicfile.WriteFileWith(name, []byte("WriteFile"), 0o644, watch, atomicfile.Remote()); err != nil {
		t.Error(err)
	}
	wantFile(t, name, "WriteFile")
	f.WriteString("Create")
	if err := f.Commit(); err != nil {
		t.Error(err)
	}
	wantFile(t, name, "Create")
	if err := os.WriteFile(name+".1.atomic.tmp", []byte("left over, too"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := atomicfile.WriteFileWith(name, []byte("WriteFile"), 0o644, watch, atomicfile.Remote()); err != nil {
		t.Error(err)
	}
	wantFile(t, name, "WriteFile")
	wantNames(t, dir, "out", "out.1.atomic.tmp", "out.atomic.tmp")
}

// Who looks at a temporary on such a file system has its lock for a moment, also
// of one that was made just then, and its writer waits.
func TestRemoteLookedAt(t *testing.T) {
	dir := t.TempDir()
	name := filepath.Join(dir, "out")
	var other *os.File
	asked := 0
	err := atomicfile.WriteFileWith(name, []byte("new"), 0o644, atomicfile.Watch(func(call, on, to string) (err error) {
		if call != "lock" || on != "out.atomic.tmp" {
			return nil
		}
		switch asked++; asked {
		case 1:
			if other, err = os.Open(filepath.Join(dir, on)); err == nil {
				err = syscall.Flock(int(other.Fd()), syscall.LOCK_EX)
			}
		case 4:
			err = other.Close()
		}
		return err
	}), atomicfile.Remote())
	if err != nil || asked < 4 {
		t.Errorf("got error %v, and the lock was asked for %d times, want 4", err, asked)
	}
	wantFile(t, name, "new")
	wantNames(t, dir, "out")
}
