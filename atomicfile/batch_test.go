package atomicfile_test

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/atomiclint/atomiclint/atomicfile"
)

func TestBatch(t *testing.T) {
	dir := t.TempDir()
	sub := filepath.Join(dir, "sub")
	if err := os.Mkdir(sub, 0o777); err != nil {
		t.Fatal(err)
	}
	var b atomicfile.Batch
	defer b.Close()
	var names, want []string
	var wg sync.WaitGroup
	for i := range 40 {
		base := fmt.Sprintf("%02d", i)
		name := filepath.Join([]string{dir, sub}[i%2], base)
		names = append(names, name)
		if i%2 == 0 {
			want = append(want, base)
		}
		wg.Go(func() {
			if err := b.WriteFile(name, []byte(name), 0o666); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	f, err := b.Create(filepath.Join(dir, "streamed"))
	if err != nil {
		t.Fatal(err)
	}
	f.WriteString("streamed")
	if err := f.Commit(); err != nil {
		t.Fatal(err)
	}
	g, err := b.Create(filepath.Join(dir, "dropped"))
	if err != nil {
		t.Fatal(err)
	}
	g.Close()
	if _, err := os.Stat(names[0]); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("before Commit: %v, want %v", err, fs.ErrNotExist)
	}
	for range 2 {
		if err := b.Commit(); err != nil {
			t.Fatal(err)
		}
	}
	for _, name := range names {
		wantFile(t, name, name)
	}
	wantFile(t, filepath.Join(dir, "streamed"), "streamed")
	wantNames(t, dir, append(want, "streamed", "sub")...)
	if err := b.WriteFile(names[0], nil, 0o666); !errors.Is(err, os.ErrClosed) {
		t.Errorf("WriteFile after Commit: %v, want %v", err, os.ErrClosed)
	}
}

func TestBatchClose(t *testing.T) {
	dir := t.TempDir()
	var b atomicfile.Batch
	for i := range 3 {
		if err := b.WriteFile(filepath.Join(dir, fmt.Sprint(i)), nil, 0o666); err != nil {
			t.Fatal(err)
		}
	}
	for range 2 {
		if err := b.Close(); err != nil {
			t.Error(err)
		}
	}
	if err := b.Commit(); !errors.Is(err, os.ErrClosed) {
		t.Errorf("Commit after Close: %v, want %v", err, os.ErrClosed)
	}
	wantNames(t, dir)
}

func TestBatchSameName(t *testing.T) {
	dir := t.TempDir()
	name := filepath.Join(dir, "out")
	var b atomicfile.Batch
	for i := range 3 {
		if err := b.WriteFile(name, []byte(fmt.Sprint(i)), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	if err := b.Commit(); err != nil {
		t.Fatal(err)
	}
	wantFile(t, name, "2")
	wantNames(t, dir, "out")
}

func TestBatchUnfinishedFile(t *testing.T) {
	dir := t.TempDir()
	var b atomicfile.Batch
	if err := b.WriteFile(filepath.Join(dir, "a"), nil, 0o666); err != nil {
		t.Fatal(err)
	}
	if _, err := b.Create(filepath.Join(dir, "b")); err != nil {
		t.Fatal(err)
	}
	err := b.Commit()
	var be *atomicfile.BatchError
	if !errors.As(err, &be) || len(be.Published) != 0 {
		t.Errorf("got %v, want a *BatchError with nothing published", err)
	}
	wantNames(t, dir)
}

// The second of three files cannot be published. What is known before the
// first rename stops everything; what the rename shows, stops what follows.
func TestBatchPartlyPublished(t *testing.T) {
	for _, tt := range []struct {
		what      string
		spoil     func(name string) error
		published int
		left      []string
	}{
		{"directory", func(name string) error { return os.Mkdir(name, 0o777) }, 0, []string{"b"}},
		{"temporary gone", func(name string) error { return os.Remove(name + ".atomic.tmp") }, 1, []string{"a"}},
	} {
		dir := t.TempDir()
		var b atomicfile.Batch
		var names []string
		for _, base := range []string{"a", "b", "c"} {
			name := filepath.Join(dir, base)
			names = append(names, name)
			if err := b.WriteFile(name, []byte("new"), 0o666); err != nil {
				t.Fatal(err)
			}
		}
		if err := tt.spoil(names[1]); err != nil {
			t.Fatal(err)
		}
		err := b.Commit()
		var be *atomicfile.BatchError
		if !errors.As(err, &be) || !slices.Equal(be.Published, names[:tt.published]) {
			t.Errorf("%s: got %v, want a *BatchError with %v published", tt.what, err, names[:tt.published])
		}
		var pe *fs.PathError
		if !errors.As(err, &pe) || pe.Path != names[1] {
			t.Errorf("%s: got %v, want a *fs.PathError about %s", tt.what, err, names[1])
		}
		wantNames(t, dir, tt.left...)
	}
}

func TestBatchFailedFile(t *testing.T) {
	dir := t.TempDir()
	var b atomicfile.Batch
	if err := b.WriteFile(filepath.Join(dir, "a"), nil, 0o666); err != nil {
		t.Fatal(err)
	}
	f, err := b.Create(filepath.Join(dir, "b"))
	if err != nil {
		t.Fatal(err)
	}
	f.ReadFrom(&failingReader{10})
	if err := f.Commit(); err != errRead {
		t.Errorf("Commit: %v, want %v", err, errRead)
	}
	if err := b.Commit(); !errors.Is(err, errRead) {
		t.Errorf("Commit of the batch: %v, want %v", err, errRead)
	}
	wantNames(t, dir)
}

func TestBatchDropped(t *testing.T) {
	dir := t.TempDir()
	func() {
		var b atomicfile.Batch
		if err := b.WriteFile(filepath.Join(dir, "a"), nil, 0o666); err != nil {
			t.Fatal(err)
		}
		if _, err := b.Create(filepath.Join(dir, "b")); err != nil {
			t.Fatal(err)
		}
	}()
	for range 100 {
		runtime.GC()
		if entries, _ := os.ReadDir(dir); len(entries) == 0 {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	t.Error("the temporaries of a dropped Batch are still there")
}
