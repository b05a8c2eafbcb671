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

func TestNoReplace(t *testing.T) {
	dir := t.TempDir()
	name := filepath.Join(dir, "out")
	f := create(t, name, atomicfile.NoReplace())
	f.WriteString("first")
	if err := f.Commit(); err != nil {
		t.Fatal(err)
	}
	wantFile(t, name, "first")
	_, err := atomicfile.Create(name, atomicfile.NoReplace())
	wantPathError(t, err, "open", name, fs.ErrExist)
	wantNames(t, dir, "out")
}

// OpenFile takes the option as well as the flag.
func TestNoReplaceOpenFile(t *testing.T) {
	name := filepath.Join(t.TempDir(), "out")
	if err := os.WriteFile(name, nil, 0o644); err != nil {
		t.Fatal(err)
	}
	_, err := atomicfile.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o644, atomicfile.NoReplace())
	wantPathError(t, err, "open", name, fs.ErrExist)
}

// The name is taken between Create and Commit.
func TestNoReplaceMeanwhile(t *testing.T) {
	dir := t.TempDir()
	name := filepath.Join(dir, "out")
	f, err := atomicfile.OpenFile(name, os.O_RDWR|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte("theirs"), 0o666); err != nil {
		t.Fatal(err)
	}
	wantPathError(t, f.Commit(), "rename", name, fs.ErrExist)
	wantFile(t, name, "theirs")
	wantNames(t, dir, "out")
}

func TestNoReplaceSymlink(t *testing.T) {
	dir := t.TempDir()
	name := filepath.Join(dir, "out")
	if err := os.Symlink("nowhere", name); err != nil {
		t.Skip(err)
	}
	_, err := atomicfile.Create(name, atomicfile.NoReplace())
	wantPathError(t, err, "open", name, fs.ErrExist)
	wantNames(t, dir, "out")
}

// Of several writers at once, one publishes.
func TestNoReplaceRace(t *testing.T) {
	dir := t.TempDir()
	for range 20 {
		name := filepath.Join(dir, "out")
		var wg sync.WaitGroup
		results := make([]error, 4)
		for i := range results {
			wg.Go(func() {
				results[i] = atomicfile.Write(name, func(f *atomicfile.File) error {
					_, err := f.WriteString("x")
					return err
				}, atomicfile.NoReplace(), atomicfile.Concurrent(), atomicfile.WithSync(atomicfile.SyncNone))
			})
		}
		wg.Wait()
		won := 0
		for _, err := range results {
			if err == nil {
				won++
			} else if !errors.Is(err, fs.ErrExist) {
				t.Errorf("got %v, want %v", err, fs.ErrExist)
			}
		}
		if won != 1 {
			t.Errorf("%d writers published, want 1", won)
		}
		wantNames(t, dir, "out")
		if err := os.Remove(name); err != nil {
			t.Fatal(err)
		}
	}
}

func TestSyncLevels(t *testing.T) {
	name := filepath.Join(t.TempDir(), "out")
	for _, level := range []atomicfile.SyncLevel{atomicfile.SyncFull, atomicfile.SyncFile, atomicfile.SyncNone} {
		f := create(t, name, atomicfile.WithSync(level))
		f.Write([]byte{byte(level)})
		if err := f.Commit(); err != nil {
			t.Error(err)
		}
		wantFile(t, name, string([]byte{byte(level)}))
	}
}

func TestWithPerm(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("no permission bits")
	}
	name := filepath.Join(t.TempDir(), "out")
	f := create(t, name, atomicfile.WithPerm(0o600))
	if err := f.Commit(); err != nil {
		t.Fatal(err)
	}
	info, err := os.Stat(name)
	if err != nil || info.Mode() != 0o600 {
		t.Errorf("mode is %v, %v, want 0600", info.Mode(), err)
	}
}

func TestIn(t *testing.T) {
	dir := t.TempDir()
	sub := filepath.Join(dir, "root", "sub")
	if err := os.MkdirAll(sub, 0o777); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "outside"), []byte("outside"), 0o666); err != nil {
		t.Fatal(err)
	}
	root, err := os.OpenRoot(filepath.Join(dir, "root"))
	if err != nil {
		t.Fatal(err)
	}
	defer root.Close()
	for link, to := range map[string]string{
		"inside":   "sub/out",
		"sub/up":   "../top",
		"escape":   "../outside",
		"absolute": filepath.Join(dir, "outside"),
		"dir":      "..",
	} {
		if err := root.Symlink(to, link); err != nil {
			t.Skip(err)
		}
	}
	for _, tt := range []struct{ name, file string }{
		{"sub/out", "sub/out"},
		{"plain", "plain"},
		{"inside", "sub/out"},
		{"sub/up", "top"},
		{"sub/../plain", "plain"},
	} {
		f, err := atomicfile.Create(tt.name, atomicfile.In(root))
		if err != nil {
			t.Errorf("%s: %v", tt.name, err)
			continue
		}
		if _, err := root.Lstat(f.TempName()); err != nil {
			t.Errorf("the temporary of %s: %v", tt.name, err)
		}
		f.WriteString(tt.name)
		if err := f.Commit(); err != nil {
			t.Errorf("%s: %v", tt.name, err)
		}
		wantFile(t, filepath.Join(dir, "root", tt.file), tt.name)
	}
	for _, name := range []string{"../outside", "escape", "absolute", "dir/outside", filepath.Join(dir, "outside"), ""} {
		f, err := atomicfile.Create(name, atomicfile.In(root))
		if err == nil {
			f.Close()
			t.Errorf("Create(%q) leads out of the root", name)
			continue
		}
		var pe *fs.PathError
		if !errors.As(err, &pe) || pe.Op != "open" || pe.Path != name {
			t.Errorf("Create(%q): %v, want a *fs.PathError for open", name, err)
		}
	}
	wantFile(t, filepath.Join(dir, "outside"), "outside")
	wantNames(t, dir, "outside", "root")
}

// Without a root nothing is written, least of all outside of it.
func TestInNil(t *testing.T) {
	t.Chdir(t.TempDir())
	_, err := atomicfile.Create("out", atomicfile.In(nil))
	wantPathError(t, err, "open", "out", os.ErrInvalid)
	wantNames(t, ".")
}
