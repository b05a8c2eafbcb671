package atomicfile_test

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"sync"
	"testing"

	"github.com/atomiclint/atomiclint/atomicfile"
)

// needLocks skips a test on systems where a live writer cannot be told from a
// dead one.
func needLocks(t *testing.T) {
	t.Helper()
	switch runtime.GOOS {
	case "aix", "illumos", "js", "plan9", "solaris", "wasip1":
		t.Skip("no locks, or no way to tell whether they prove anything")
	}
}

func TestInProgress(t *testing.T) {
	needLocks(t)
	dir := t.TempDir()
	name := filepath.Join(dir, "out")
	f := create(t, name)
	_, err := atomicfile.Create(name)
	wantPathError(t, err, "open", name, atomicfile.ErrInProgress)
	if !errors.Is(err, fs.ErrExist) {
		t.Errorf("%v is not fs.ErrExist", err)
	}
	if err := atomicfile.WriteFile(name, []byte("WriteFile"), 0o666); err != nil {
		t.Errorf("WriteFile beside a live writer: %v", err)
	}
	g := create(t, name, atomicfile.Concurrent())
	g.WriteString("Concurrent")
	wantFile(t, name, "WriteFile")
	if err := g.Commit(); err != nil {
		t.Error(err)
	}
	wantFile(t, name, "Concurrent")
	f.WriteString("Create")
	if err := f.Commit(); err != nil {
		t.Error(err)
	}
	wantFile(t, name, "Create")
	wantNames(t, dir, "out")
}

// What is no regular file cannot be a leftover, and is gone round.
func TestForeignTemporary(t *testing.T) {
	dir := t.TempDir()
	name := filepath.Join(dir, "out")
	for _, temp := range []string{"out.atomic.tmp", "out.1.atomic.tmp"} {
		if err := os.Mkdir(filepath.Join(dir, temp), 0o777); err != nil {
			t.Fatal(err)
		}
	}
	f := create(t, name)
	if got, want := filepath.Base(f.TempName()), "out.2.atomic.tmp"; got != want {
		t.Errorf("the temporary is %s, want %s", got, want)
	}
	f.WriteString("Create")
	if err := f.Commit(); err != nil {
		t.Error(err)
	}
	wantFile(t, name, "Create")
	if err := atomicfile.WriteFile(name, []byte("WriteFile"), 0o666); err != nil {
		t.Error(err)
	}
	wantFile(t, name, "WriteFile")
	wantNames(t, dir, "out", "out.1.atomic.tmp", "out.atomic.tmp")
}

// Names that are those of temporaries, or may be to some file system, are
// refused, so that no published file ever has one; all others are not.
func TestTempNames(t *testing.T) {
	dir := t.TempDir()
	for _, base := range []string{
		"a.atomic.tmp", "a.1.atomic.tmp", "a.atomic.tmp.png", ".atomic.tmp", "A.ATOMIC.TMP", "a.Atomic.tmp.PNG",
		"a.atomic.tmp.", "a.atomic.tmp. .", "a.atomic.tmp ", "a.atomic.tmp .",
		"a.atomic.t\u00admp", "a.atomic\u200b.tmp", "a\u200d.atomic.tmp.png", "a.\ufe0fatomic.tmp", "a.atomic.tmp\u034f",
	} {
		name := filepath.Join(dir, base)
		var b atomicfile.Batch
		for verb, err := range map[string]error{
			"WriteFile": atomicfile.WriteFile(name, nil, 0o666),
			"Write":     atomicfile.Write(name, func(*atomicfile.File) error { return nil }),
			"WritePath": atomicfile.WritePath(name, func(string) error { return nil }),
			"Batch":     b.WriteFile(name, nil, 0o666),
		} {
			if !errors.Is(err, fs.ErrInvalid) {
				t.Errorf("%s of %q: got %v, want an error that is fs.ErrInvalid", verb, base, err)
			}
			wantPathError(t, err, "open", name, fs.ErrInvalid)
		}
		b.Close()
	}
	wantNames(t, dir)
	for _, base := range []string{"a.tmp", "a.atomic", "atomic.tmp", "a.atomic.tmpl", "a-atomic.tmp", "a.tmp.lock", "\u00e9.atomic.tm\u00e9", "\xff.tmp"} {
		if err := atomicfile.WriteFile(filepath.Join(dir, base), nil, 0o666); err != nil {
			t.Error(err)
		}
	}
}

// A file that was published stays, whatever is written beside it.
func TestPublishedStays(t *testing.T) {
	dir := t.TempDir()
	var want []string
	for _, base := range []string{"a", "a.1", "a.1.0", "a.tmp", "a.tmp.lock", "a.tmp.0123456789abcdef", "a.1.tmp", "a.atomic", "a~"} {
		want = append(want, base)
		if err := atomicfile.WriteFile(filepath.Join(dir, base), []byte(base), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	for _, base := range want {
		if err := atomicfile.WriteFile(filepath.Join(dir, base), []byte(base), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	for _, base := range want {
		wantFile(t, filepath.Join(dir, base), base)
	}
	slices.Sort(want)
	wantNames(t, dir, want...)
}

// A destination whose name ends in a number does not share a temporary with
// another.
func TestNumberedNames(t *testing.T) {
	dir := t.TempDir()
	temps := make(map[string]string)
	for _, base := range []string{"a", "a.1", "a.1.0", "a.1.1", "a.01", "a.2", "1", ".1", "a1"} {
		name := filepath.Join(dir, base)
		for range 3 {
			f := create(t, name, atomicfile.Concurrent())
			defer f.Close()
			if other, ok := temps[f.TempName()]; ok {
				t.Errorf("%s and %s have the same temporary %s", base, other, filepath.Base(f.TempName()))
			}
			temps[f.TempName()] = base
		}
	}
}

func TestReplacedTemporary(t *testing.T) {
	dir := t.TempDir()
	name := filepath.Join(dir, "out")
	f := create(t, name)
	if err := os.Remove(name + ".atomic.tmp"); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name+".atomic.tmp", []byte("planted"), 0o666); err != nil {
		t.Fatal(err)
	}
	if err := f.Commit(); err == nil {
		t.Error("Commit publishes a file that is not its own")
	}
	wantFile(t, name+".atomic.tmp", "planted")
	wantNames(t, dir, "out.atomic.tmp")
}

func TestManyGoroutines(t *testing.T) {
	dir := t.TempDir()
	name := filepath.Join(dir, "out")
	var wg sync.WaitGroup
	for i := range 8 {
		wg.Go(func() {
			data := make([]byte, 64<<10)
			for j := range data {
				data[j] = byte(i)
			}
			for range 30 {
				if err := atomicfile.WriteFile(name, data, 0o666); err != nil {
					t.Error(err)
				}
				got, err := os.ReadFile(name)
				if err != nil || len(got) != len(data) {
					t.Errorf("read %d bytes, %v, want %d", len(got), err, len(data))
					return
				}
				for _, b := range got {
					if b != got[0] {
						t.Errorf("torn read: %d and %d", got[0], b)
						return
					}
				}
			}
		})
	}
	wg.Wait()
	wantNames(t, dir, "out")
}
