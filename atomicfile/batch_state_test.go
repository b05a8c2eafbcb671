package atomicfile_test

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"sync"
	"testing"

	"github.com/atomiclint/atomiclint/atomicfile"
)

// A name means what it means when it is given.
func TestBatchDirectories(t *testing.T) {
	dir := t.TempDir()
	for _, sub := range []string{"one", "two"} {
		if err := os.Mkdir(filepath.Join(dir, sub), 0o777); err != nil {
			t.Fatal(err)
		}
	}
	link := filepath.Join(dir, "link")
	links := os.Symlink("one", link) == nil && runtime.GOOS != "windows"
	var b atomicfile.Batch
	defer b.Close()
	t.Chdir(filepath.Join(dir, "one"))
	if err := b.WriteFile("x", nil, 0o644); err != nil {
		t.Fatal(err)
	}
	if links {
		if err := b.WriteFile(filepath.Join(link, "through"), nil, 0o644); err != nil {
			t.Fatal(err)
		}
		if err := errors.Join(os.Remove(link), os.Symlink("two", link)); err != nil {
			t.Fatal(err)
		}
		if err := b.WriteFile(filepath.Join(link, "through"), nil, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	t.Chdir(filepath.Join(dir, "two"))
	if err := b.WriteFile("y", nil, 0o644); err != nil {
		t.Fatal(err)
	}
	if err := b.Commit(); err != nil {
		t.Fatal(err)
	}
	if links {
		wantNames(t, filepath.Join(dir, "one"), "through", "x")
		wantNames(t, filepath.Join(dir, "two"), "through", "y")
		return
	}
	wantNames(t, filepath.Join(dir, "one"), "x")
	wantNames(t, filepath.Join(dir, "two"), "y")
}

// Each directory is synced once, however many files of it there are, and not at
// all if that was given up.
func TestBatchSyncsDirectoriesOnce(t *testing.T) {
	for level, want := range map[atomicfile.SyncLevel]int{atomicfile.SyncFull: 2, atomicfile.SyncFile: 0, atomicfile.SyncNone: 0} {
		dir := t.TempDir()
		if err := os.Mkdir(filepath.Join(dir, "sub"), 0o777); err != nil {
			t.Fatal(err)
		}
		var mu sync.Mutex
		calls := make(map[string]int)
		watch := atomicfile.Watch(func(call, on, to string) error {
			mu.Lock()
			defer mu.Unlock()
			calls[call]++
			return nil
		})
		var b atomicfile.Batch
		for _, name := range []string{"a", "b", "sub/c", "sub/d", "e"} {
			if err := b.WriteFile(filepath.Join(dir, name), nil, 0o644, watch, atomicfile.WithSync(level)); err != nil {
				t.Fatal(err)
			}
		}
		if err := b.Commit(); err != nil {
			t.Fatal(err)
		}
		if runtime.GOOS != "windows" && calls["syncdir"] != want {
			t.Errorf("level %d: directories were synced %d times, want %d", level, calls["syncdir"], want)
		}
		if files := calls["sync"]; (files == 5) != (level != atomicfile.SyncNone) {
			t.Errorf("level %d: files were synced %d times", level, files)
		}
	}
}

// Other writers are not of the batch.
func TestBatchBesideOthers(t *testing.T) {
	needLocks(t)
	name := filepath.Join(t.TempDir(), "out")
	other := create(t, name)
	defer other.Close()
	var b atomicfile.Batch
	defer b.Close()
	_, err := b.Create(name)
	wantPathError(t, err, "open", name, atomicfile.ErrInProgress)
	if err := b.WriteFile(name, nil, 0o644); err != nil {
		t.Errorf("WriteFile: %v", err)
	}
	if _, err := b.Create(name); err != nil {
		t.Errorf("Create of what the batch writes: %v", err)
	}
}

// Of several contents for one name the one that was complete last counts,
// whichever way they came.
func TestBatchOrder(t *testing.T) {
	needLocks(t)
	for _, order := range []string{"CcW", "CWc", "WCc", "WW", "CCcc", "CcCc", "WCcW", "CWcW", "CcWCc"} {
		dir := t.TempDir()
		name := filepath.Join(dir, "out")
		var b atomicfile.Batch
		var open []*atomicfile.File
		last := ""
		for i, step := range order {
			text := fmt.Sprint(i)
			switch step {
			case 'W':
				if err := b.WriteFile(name, []byte(text), 0o644); err != nil {
					t.Fatalf("%s: %v", order, err)
				}
				last = text
			case 'C':
				f, err := b.Create(name)
				if err != nil {
					t.Fatalf("%s: %v", order, err)
				}
				f.WriteString(text)
				open = append(open, f)
			case 'c':
				text := make([]byte, 1)
				if _, err := open[0].ReadAt(text, 0); err != nil {
					t.Fatal(err)
				}
				if err := open[0].Commit(); err != nil {
					t.Fatalf("%s: %v", order, err)
				}
				open, last = open[1:], string(text)
			}
		}
		if err := b.Commit(); err != nil {
			t.Errorf("%s: %v", order, err)
		}
		wantFile(t, name, last)
		wantNames(t, dir, "out")
	}
}

// With NoReplace a second content for a name is one too many.
func TestBatchNoReplaceTwice(t *testing.T) {
	dir := t.TempDir()
	name := filepath.Join(dir, "out")
	var b atomicfile.Batch
	defer b.Close()
	if err := b.WriteFile(name, []byte("first"), 0o644, atomicfile.NoReplace()); err != nil {
		t.Fatal(err)
	}
	wantPathError(t, b.WriteFile(name, []byte("second"), 0o644, atomicfile.NoReplace()), "write", name, fs.ErrExist)
	if err := b.Commit(); err != nil {
		t.Fatal(err)
	}
	wantFile(t, name, "first")
	wantNames(t, dir, "out")
}

// After its Commit a File of a batch takes nothing more, like any other.
func TestBatchLateWrite(t *testing.T) {
	dir := t.TempDir()
	var b atomicfile.Batch
	defer b.Close()
	f, err := b.Create(filepath.Join(dir, "out"))
	if err != nil {
		t.Fatal(err)
	}
	f.WriteString("whole")
	for range 2 {
		if err := f.Commit(); err != nil {
			t.Fatal(err)
		}
	}
	buf := make([]byte, 1)
	for op, do := range map[string]func() error{
		"Write":    func() error { _, err := f.Write(buf); return err },
		"WriteAt":  func() error { _, err := f.WriteAt(buf, 0); return err },
		"ReadFrom": func() error { _, err := f.ReadFrom(&failingReader{1}); return err },
		"Read":     func() error { _, err := f.Read(buf); return err },
		"ReadAt":   func() error { _, err := f.ReadAt(buf, 0); return err },
		"Seek":     func() error { _, err := f.Seek(0, 0); return err },
		"Truncate": func() error { return f.Truncate(0) },
		"Sync":     f.Sync,
		"Chmod":    func() error { return f.Chmod(0o600) },
		"Chown":    func() error { return f.Chown(-1, -1) },
	} {
		if err := do(); !errors.Is(err, os.ErrClosed) {
			t.Errorf("%s after Commit: got error %v, want %v", op, err, os.ErrClosed)
		}
	}
	if err := f.Close(); err != nil {
		t.Error(err)
	}
	if err := b.Commit(); err != nil {
		t.Fatal(err)
	}
	wantFile(t, filepath.Join(dir, "out"), "whole")
	if err := f.Commit(); err != nil {
		t.Errorf("Commit of the File after that of the batch: %v", err)
	}
}

// Close discards files also that were complete.
func TestBatchCloseAfterCommitOfFile(t *testing.T) {
	dir := t.TempDir()
	name := filepath.Join(dir, "out")
	var b atomicfile.Batch
	f, err := b.Create(name)
	if err != nil {
		t.Fatal(err)
	}
	if err := f.Commit(); err != nil {
		t.Fatal(err)
	}
	if err := b.Close(); err != nil {
		t.Fatal(err)
	}
	wantNames(t, dir)
	if err := create(t, name).Close(); err != nil {
		t.Error(err)
	}
	if err := f.Commit(); !errors.Is(err, os.ErrClosed) {
		t.Errorf("Commit of the File after Close of the batch: got error %v, want %v", err, os.ErrClosed)
	}
}

// Calls that are at work when the batch ends finish first, or fail, and leave
// nothing.
func TestBatchEndsMeanwhile(t *testing.T) {
	for _, end := range []func(*atomicfile.Batch) error{(*atomicfile.Batch).Close, (*atomicfile.Batch).Commit} {
		dir := t.TempDir()
		for round := range 30 {
			var b atomicfile.Batch
			var wg sync.WaitGroup
			began := make(chan bool, 8)
			for g := range 8 {
				wg.Go(func() {
					name := filepath.Join(dir, fmt.Sprint(g))
					began <- true
					err := b.WriteFile(name, make([]byte, 64<<10), 0o644, atomicfile.WithSync(atomicfile.SyncNone))
					if g%2 == 0 && err == nil {
						var f *atomicfile.File
						if f, err = b.Create(name, atomicfile.WithSync(atomicfile.SyncNone)); err == nil {
							f.WriteString("text")
							err = f.Commit()
						}
					}
					if err != nil && !errors.Is(err, os.ErrClosed) {
						t.Errorf("round %d: %v", round, err)
					}
				})
			}
			for range round % 8 {
				<-began
			}
			end(&b)
			wg.Wait()
			if left, err := filepath.Glob(filepath.Join(dir, "*.atomic.tmp")); err != nil || len(left) > 0 {
				t.Fatalf("round %d: %v, %v are left", round, left, err)
			}
		}
	}
}
