//go:build linux

package atomicfile_test

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"github.com/atomiclint/atomiclint/atomicfile"
)

// pinned returns an option by which a destination seems to be a mount point of
// its own, which cannot be replaced.
func pinned(also func(call, on string) error) atomicfile.Option {
	return atomicfile.Watch(func(call, on, to string) error {
		if call == "rename" {
			return syscall.EBUSY
		}
		if also != nil {
			return also(call, on)
		}
		return nil
	})
}

// Of two writers that overwrite a file at a time each leaves it whole.
func TestInPlaceAtATime(t *testing.T) {
	name := filepath.Join(t.TempDir(), "out")
	if err := os.WriteFile(name, nil, 0o666); err != nil {
		t.Fatal(err)
	}
	const size = 4 << 20
	for range 5 {
		var wg sync.WaitGroup
		for _, content := range []string{"A", "B", "C"} {
			wg.Go(func() {
				r := strings.NewReader(strings.Repeat(content, size))
				if _, err := atomicfile.WriteFrom(name, r, atomicfile.InPlace(), pinned(nil)); err != nil {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		got, err := os.ReadFile(name)
		if err != nil || len(got) != size || len(bytes.Trim(got, string(got[:1]))) > 0 {
			t.Fatalf("got a mixture, %d bytes, %v, want %d times the same", len(got), err, size)
		}
	}
	wantNames(t, filepath.Dir(name), "out")
}

// The destination is locked before the first byte is overwritten, and a lock
// that others hold is waited for.
func TestInPlaceLocks(t *testing.T) {
	name := filepath.Join(t.TempDir(), "out")
	if err := os.WriteFile(name, []byte("old"), 0o666); err != nil {
		t.Fatal(err)
	}
	other, err := os.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer other.Close()
	flock := func(how int) error { return syscall.Flock(int(other.Fd()), how|syscall.LOCK_NB) }
	if err := flock(syscall.LOCK_SH); err != nil {
		t.Fatal(err)
	}
	asked := 0
	err = atomicfile.WriteFileWith(name, []byte("new"), 0o666, pinned(func(call, on string) error {
		switch {
		case call == "lock" && on == "out":
			if asked++; asked == 3 {
				return flock(syscall.LOCK_UN)
			}
		case call == "overwrite":
			if err := flock(syscall.LOCK_SH); err != syscall.EWOULDBLOCK {
				t.Errorf("while it is overwritten the lock is given to another: %v", err)
			}
		}
		return nil
	}), atomicfile.InPlace())
	if err != nil {
		t.Error(err)
	}
	if asked < 3 {
		t.Errorf("the lock was asked for %d times, want 3 at least", asked)
	}
	wantFile(t, name, "new")
}

// A lock that is held for long is waited for some seconds, and then is that of
// a writer who is at work.
func TestInPlaceLockedForLong(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		name := filepath.Join(t.TempDir(), "out")
		if err := os.WriteFile(name, []byte("old"), 0o666); err != nil {
			t.Fatal(err)
		}
		start := time.Now()
		err := atomicfile.WriteFileWith(name, []byte("new"), 0o666, pinned(func(call, on string) error {
			if call == "lock" && on == "out" {
				return syscall.EWOULDBLOCK
			}
			return nil
		}), atomicfile.InPlace())
		wantPathError(t, err, "write", name, atomicfile.ErrInProgress)
		if waited := time.Since(start); waited < time.Second || waited > time.Minute {
			t.Errorf("it has waited for %v, want some seconds", waited)
		}
		wantFile(t, name, "old")
		wantNames(t, filepath.Dir(name), "out")
	})
}

// What was chosen for a file holds for one that is overwritten as well, and it is
// synced unless that was given up.
func TestInPlaceChosen(t *testing.T) {
	for _, level := range []atomicfile.SyncLevel{atomicfile.SyncFull, atomicfile.SyncNone} {
		name := filepath.Join(t.TempDir(), "out")
		if err := os.WriteFile(name, []byte("old"), 0o644); err != nil {
			t.Fatal(err)
		}
		syncs := 0
		f := create(t, name, pinned(func(call, on string) error {
			if strings.HasPrefix(call, "sync") {
				syncs++
			}
			return nil
		}), atomicfile.InPlace(), atomicfile.WithSync(level))
		if err := errors.Join(f.Chmod(0o604), f.Commit()); err != nil {
			t.Fatal(err)
		}
		wantMode(t, name, 0o604)
		if (syncs == 4) != (level == atomicfile.SyncFull) || syncs != 0 && level == atomicfile.SyncNone {
			t.Errorf("level %d: synced %d times, want 4 or none", level, syncs)
		}
	}
}

// A temporary that a killed writer has left in TMPDIR is removed by the next
// writer of the same file, and not by one of another.
func TestInPlaceLeftoverAway(t *testing.T) {
	t.Setenv("TMPDIR", t.TempDir())
	dir := t.TempDir()
	readOnly := atomicfile.Watch(func(call, on, to string) error {
		if call == "create" && strings.HasPrefix(on, "out") {
			return syscall.EACCES
		}
		return nil
	})
	var names []string
	for _, sub := range []string{"a", "b"} {
		if err := os.Mkdir(filepath.Join(dir, sub), 0o777); err != nil {
			t.Fatal(err)
		}
		name := filepath.Join(dir, sub, "out")
		names = append(names, name)
		if err := os.WriteFile(name, []byte("old"), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	f, err := atomicfile.Create(names[0], readOnly, atomicfile.InPlace())
	if err != nil {
		t.Fatal(err)
	}
	left := f.TempName()
	f.Close()
	if err := os.WriteFile(left, []byte("left over"), 0o600); err != nil {
		t.Fatal(err)
	}
	for i, name := range []string{names[1], names[0]} {
		if err := atomicfile.WriteFileWith(name, []byte("new"), 0o666, readOnly, atomicfile.InPlace()); err != nil {
			t.Fatal(err)
		}
		wantFile(t, name, "new")
		if _, err := os.Lstat(left); (err == nil) != (i == 0) {
			t.Errorf("after a write of %s the leftover of %s: %v", name, names[0], err)
		}
	}
	wantNames(t, os.TempDir())
	for range 2 { // where everybody may take the name, that somebody has it says nothing
		f, err := atomicfile.Create(names[0], readOnly, atomicfile.InPlace())
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		if got := filepath.Dir(f.TempName()); got != os.TempDir() {
			t.Errorf("the temporary is in %q, want %s", got, os.TempDir())
		}
	}
}

// In the directory for temporary files, where everybody may look, the temporary
// is its owner's alone to the end.
func TestInPlaceAwayIsNarrow(t *testing.T) {
	t.Setenv("TMPDIR", t.TempDir())
	name := filepath.Join(t.TempDir(), "out")
	if err := errors.Join(os.WriteFile(name, []byte("old"), 0o666), os.Chmod(name, 0o666)); err != nil {
		t.Fatal(err)
	}
	looked := 0
	err := atomicfile.WriteFileWith(name, []byte("new"), 0o666, atomicfile.InPlace(), atomicfile.Watch(func(call, on, to string) error {
		if call == "create" && strings.HasPrefix(on, "out") {
			return syscall.EACCES
		}
		temps, err := os.ReadDir(os.TempDir())
		if err != nil {
			return err
		}
		for _, temp := range temps {
			looked++
			wantMode(t, filepath.Join(os.TempDir(), temp.Name()), 0o600)
		}
		return nil
	}))
	if err != nil || looked == 0 {
		t.Errorf("got error %v, want none; saw the temporary %d times, want more", err, looked)
	}
	wantMode(t, name, 0o666)
}

// InPlace makes no file by writing to it in place.
func TestInPlaceNew(t *testing.T) {
	dir := t.TempDir()
	err := atomicfile.WriteFileWith(filepath.Join(dir, "out"), []byte("new"), 0o666, atomicfile.InPlace(), pinned(nil))
	if !errors.Is(err, syscall.EBUSY) {
		t.Errorf("got error %v, want EBUSY", err)
	}
	wantNames(t, dir)
}

// A guard that was of no use is given up once, and not again by what is done
// instead.
func TestInPlaceAfterGuard(t *testing.T) {
	t.Setenv("TMPDIR", t.TempDir())
	name := filepath.Join(t.TempDir(), "out")
	if err := os.WriteFile(name, []byte("old"), 0o666); err != nil {
		t.Fatal(err)
	}
	first := create(t, name)
	defer first.Close()
	made, closed := 0, 0
	err := atomicfile.WriteFileWith(name, []byte("new"), 0o666, atomicfile.InPlace(), atomicfile.Watch(func(call, on, to string) error {
		switch call + " " + on {
		case "create out.01.atomic.tmp":
			made++
		case "close out.01.atomic.tmp":
			closed++
		case "create out.1.atomic.tmp":
			return syscall.EACCES
		}
		return nil
	}))
	if err != nil {
		t.Fatal(err)
	}
	if made == 0 || closed != made {
		t.Errorf("the guard was made %d times and closed %d times, want as often, and once at least", made, closed)
	}
	wantFile(t, name, "new")
}

// What is kept of a copy that failed half way is no leftover, however long the
// name is.
func TestInPlaceKeeps(t *testing.T) {
	for _, base := range []string{"out", strings.Repeat("x", 255)} {
		dir := t.TempDir()
		name := filepath.Join(dir, base)
		if err := os.WriteFile(name, []byte("old"), 0o666); err != nil {
			t.Fatal(err)
		}
		for i := range 2 {
			err := atomicfile.WriteFileWith(name, []byte("new"), 0o666, pinned(func(call, on string) error {
				if call == "overwrite" {
					return syscall.EIO
				}
				return nil
			}), atomicfile.InPlace())
			kept, gerr := filepath.Glob(filepath.Join(dir, "*.atomic.saved"+strconv.Itoa(i)))
			if gerr != nil || len(kept) != 1 {
				t.Fatalf("%.10s: got %v, %v, want one file that is kept: %v", base, kept, gerr, err)
			}
			if !errors.Is(err, syscall.EIO) || !strings.Contains(err.Error(), kept[0]) {
				t.Errorf("got error %v, want EIO and where the content is, %s", err, kept[0])
			}
			if err := atomicfile.WriteFile(name, []byte("next"), 0o666); err != nil {
				t.Error(err)
			}
			wantFile(t, kept[0], "new")
		}
		wantFile(t, name, "next")
	}
}
