package atomicfile_test

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
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
		t.Skip("no locks, or no marks")
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

// A file of the user's that happens to have the temporary's name.
func TestForeignTemporary(t *testing.T) {
	dir := t.TempDir()
	name := filepath.Join(dir, "out")
	if err := os.WriteFile(name+".tmp", []byte("mine"), 0o666); err != nil {
		t.Fatal(err)
	}
	_, err := atomicfile.Create(name)
	wantPathError(t, err, "open", name, fs.ErrExist)
	if errors.Is(err, atomicfile.ErrInProgress) {
		t.Errorf("%v is ErrInProgress", err)
	}
	if err := atomicfile.WriteFile(name, []byte("new"), 0o666); err != nil {
		t.Error(err)
	}
	wantFile(t, name, "new")
	wantFile(t, name+".tmp", "mine")
	wantNames(t, dir, "out", "out.tmp")
}

func TestReplacedTemporary(t *testing.T) {
	dir := t.TempDir()
	name := filepath.Join(dir, "out")
	f := create(t, name)
	if err := os.Remove(name + ".tmp"); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name+".tmp", []byte("planted"), 0o666); err != nil {
		t.Fatal(err)
	}
	if err := f.Commit(); err == nil {
		t.Error("Commit publishes a file that is not its own")
	}
	wantFile(t, name+".tmp", "planted")
	wantNames(t, dir, "out.tmp")
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
