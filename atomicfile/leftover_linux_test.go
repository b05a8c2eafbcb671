package atomicfile

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"golang.org/x/sys/unix"
)

// dieAfter returns what is left of a writer that died when it had done up to
// and including step: nothing but its temporary.
func dieAfter(t *testing.T, name string, step func(*stage) error) {
	t.Helper()
	s := stage{name: name, opt: options{perm: 0o644, access: os.O_WRONLY}}
	if err := s.open(); err != nil {
		t.Fatal(err)
	}
	if err := s.write([]byte("unpublished")); err != nil {
		t.Fatal(err)
	}
	if err := step(&s); err != nil {
		t.Fatal(err)
	}
	s.out.Close()
	s.dir.Close()
}

// The temporary is known for a leftover in every phase, whatever was done to
// it since.
func TestLeftoverOfEveryPhase(t *testing.T) {
	for phase, step := range map[string]func(*stage) error{
		"open":    func(*stage) error { return nil },
		"settle":  (*stage).settle,
		"prepare": (*stage).prepare,
	} {
		for what, do := range map[string]func(temp string) error{
			"nothing":  func(string) error { return nil },
			"read":     func(temp string) error { _, err := os.ReadFile(temp); return err },
			"chmod":    func(temp string) error { return os.Chmod(temp, 0o1777) },
			"touch":    func(temp string) error { return os.Chtimes(temp, time.Unix(1, 0), time.Unix(1, 0)) },
			"link":     func(temp string) error { return os.Link(temp, filepath.Join(filepath.Dir(temp), "linked")) },
			"truncate": func(temp string) error { return os.Truncate(temp, 0) },
		} {
			dest := filepath.Join(t.TempDir(), "out")
			dieAfter(t, dest, step)
			if err := do(dest + tempMark); err != nil {
				t.Fatal(err)
			}
			f, err := Create(dest)
			if err != nil {
				t.Errorf("died after %s, then %s: %v", phase, what, err)
				continue
			}
			if got, want := f.TempName(), dest+tempMark; got != want {
				t.Errorf("died after %s, then %s: the temporary is %s, want %s", phase, what, got, want)
			}
			if err := f.Commit(); err != nil {
				t.Error(err)
			}
			if _, err := os.Lstat(dest + tempMark); err == nil {
				t.Errorf("died after %s, then %s: the leftover is still there", phase, what)
			}
		}
	}
}

// Who reads a temporary may lock it together with others, which does not make
// him a writer, but keeps the leftover.
func TestLockedByReader(t *testing.T) {
	dest := filepath.Join(t.TempDir(), "out")
	dieAfter(t, dest, func(*stage) error { return nil })
	reader, err := os.Open(dest + tempMark)
	if err != nil {
		t.Fatal(err)
	}
	defer reader.Close()
	if err := unix.Flock(int(reader.Fd()), unix.LOCK_SH); err != nil {
		t.Fatal(err)
	}
	f, err := Create(dest)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if got, want := f.TempName(), filepath.Join(filepath.Dir(dest), "out.1"+tempMark); got != want {
		t.Errorf("the temporary is %s, want %s", got, want)
	}
}

// A writer of either kind removes what one of the other has left.
func TestLeftoverOfTheOtherKind(t *testing.T) {
	write := func(name string) error { return WriteFile(name, []byte("new"), 0o644) }
	path := func(name string) error { return WritePath(name, write) } // with this package, as fill may
	for _, tt := range []struct {
		left []string
		next func(name string) error
	}{
		{[]string{".atomic.tmp"}, write},
		{[]string{".atomic.tmp"}, path},
		{[]string{".01.atomic.tmp", ".001.atomic.tmp"}, write},
		{[]string{".01.atomic.tmp", ".001.atomic.tmp", ".001.atomic.tmp.atomic.tmp"}, write},
		{[]string{".01.atomic.tmp", ".001.atomic.tmp", ".001.atomic.tmp.atomic.tmp"}, path},
	} {
		dir := t.TempDir()
		dest := filepath.Join(dir, "out")
		for _, suffix := range tt.left {
			if err := os.WriteFile(dest+suffix, nil, 0o600); err != nil {
				t.Fatal(err)
			}
		}
		if err := tt.next(dest); err != nil {
			t.Errorf("%v: %v", tt.left, err)
		}
		entries, err := os.ReadDir(dir)
		if err != nil || len(entries) != 1 {
			t.Errorf("%v: %v are there afterwards, want %s alone (%v)", tt.left, entries, dest, err)
		}
	}
}
