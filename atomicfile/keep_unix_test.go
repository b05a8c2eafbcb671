//go:build unix

package atomicfile_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
	"testing"

	"github.com/atomiclint/atomiclint/atomicfile"
)

func wantMode(t *testing.T, name string, want fs.FileMode) {
	t.Helper()
	info, err := os.Stat(name)
	if err != nil {
		t.Fatal(err)
	}
	if got := info.Mode(); got != want {
		t.Errorf("mode of %s is %v, want %v", filepath.Base(name), got, want)
	}
}

func TestMode(t *testing.T) {
	for _, tt := range []struct {
		umask int
		old   fs.FileMode // 0 for a new file
		perm  fs.FileMode
		want  fs.FileMode
	}{
		{umask: 0o022, perm: 0o644, want: 0o644},
		{umask: 0o022, perm: 0o666, want: 0o644},
		{umask: 0o077, perm: 0o644, want: 0o600},
		{umask: 0o022, perm: 0o600, want: 0o600},
		{umask: 0o022, perm: 0o444, want: 0o444},
		{umask: 0o022, perm: 0o644, old: 0o600, want: 0o600},
		{umask: 0o077, perm: 0o644, old: 0o755, want: 0o755},
		{umask: 0o077, perm: 0o600, old: 0o664, want: 0o664},
	} {
		old := syscall.Umask(tt.umask)
		name := filepath.Join(t.TempDir(), "out")
		if tt.old != 0 {
			if err := os.WriteFile(name, nil, 0o600); err != nil {
				t.Fatal(err)
			}
			if err := os.Chmod(name, tt.old); err != nil {
				t.Fatal(err)
			}
		}
		err := atomicfile.WriteFile(name, []byte("x"), tt.perm)
		syscall.Umask(old)
		if err != nil {
			t.Fatal(err)
		}
		wantMode(t, name, tt.want)
	}
}

func TestChmod(t *testing.T) {
	name := filepath.Join(t.TempDir(), "out")
	if err := os.WriteFile(name, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	f := create(t, name)
	if err := f.Chmod(0o640); err != nil {
		t.Fatal(err)
	}
	if err := f.Commit(); err != nil {
		t.Fatal(err)
	}
	wantMode(t, name, 0o640)
}

// What WritePath hands out can be read by its owner, which a new file need not
// be.
func TestWritePathMode(t *testing.T) {
	for _, perm := range []fs.FileMode{0o200, 0o600, 0o640} {
		name := filepath.Join(t.TempDir(), "out")
		err := atomicfile.WritePath(name, func(tmp string) error { return os.WriteFile(tmp, nil, 0o600) }, atomicfile.WithPerm(perm))
		if err != nil {
			t.Fatal(err)
		}
		wantMode(t, name, perm)
	}
	for _, mode := range []fs.FileMode{0o755, 0o600, 0o644 | fs.ModeSticky} {
		for _, exists := range []bool{false, true} {
			name := filepath.Join(t.TempDir(), "out")
			if exists {
				if err := os.WriteFile(name, nil, 0o640); err != nil {
					t.Fatal(err)
				}
			}
			if err := atomicfile.WritePath(name, func(tmp string) error { return os.Chmod(tmp, mode) }); err != nil {
				t.Fatal(err)
			}
			wantMode(t, name, mode)
		}
	}
}

// The mode that counts is that of the destination when it is replaced.
func TestModeChangedMeanwhile(t *testing.T) {
	name := filepath.Join(t.TempDir(), "out")
	if err := os.WriteFile(name, nil, 0o644); err != nil {
		t.Fatal(err)
	}
	f := create(t, name)
	if err := os.Chmod(name, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := f.Commit(); err != nil {
		t.Fatal(err)
	}
	wantMode(t, name, 0o600)
}

func TestSymlinks(t *testing.T) {
	dir := t.TempDir()
	sub := filepath.Join(dir, "sub")
	if err := os.Mkdir(sub, 0o777); err != nil {
		t.Fatal(err)
	}
	for link, to := range map[string]string{
		"chain":    "link",
		"link":     "sub/target",
		"dangling": "sub/new",
		"loop":     "loop",
		"todir":    "sub",
	} {
		if err := os.Symlink(to, filepath.Join(dir, link)); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Symlink("../link", filepath.Join(sub, "back")); err != nil {
		t.Fatal(err)
	}
	for link, target := range map[string]string{
		"chain": "target", "link": "target", "sub/back": "target", "dangling": "new",
	} {
		if err := atomicfile.WriteFile(filepath.Join(dir, link), []byte(link), 0o666); err != nil {
			t.Fatal(err)
		}
		wantFile(t, filepath.Join(sub, target), link)
		if info, err := os.Lstat(filepath.Join(dir, link)); err != nil || info.Mode().Type() != fs.ModeSymlink {
			t.Errorf("%s is no link any more: %v, %v", link, info.Mode(), err)
		}
	}
	wantNames(t, sub, "back", "new", "target")
	loop := filepath.Join(dir, "loop")
	wantPathError(t, atomicfile.WriteFile(loop, nil, 0o666), "open", loop, syscall.ELOOP)
	todir := filepath.Join(dir, "todir")
	wantPathError(t, atomicfile.WriteFile(todir, nil, 0o666), "open", todir, syscall.EISDIR)
}

func TestSpecialFiles(t *testing.T) {
	dir := t.TempDir()
	null := filepath.Join(dir, "null")
	if err := os.Symlink("/dev/null", null); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"/dev/null", null} {
		if err := atomicfile.WriteFile(name, []byte("x"), 0o666); err != nil {
			t.Error(err)
		}
		f := create(t, name)
		if _, err := f.WriteString("x"); err != nil {
			t.Error(err)
		}
		if got := f.TempName(); got != "" {
			t.Errorf("TempName of %s is %q, want none", name, got)
		}
		if err := f.Commit(); err != nil {
			t.Error(err)
		}
	}
	wantNames(t, dir, "null")
}

func TestUnwritable(t *testing.T) {
	if os.Geteuid() == 0 {
		t.Skip("root may write everything")
	}
	dir := t.TempDir()
	name := filepath.Join(dir, "out")
	if err := os.WriteFile(name, []byte("old"), 0o444); err != nil {
		t.Fatal(err)
	}
	wantPathError(t, atomicfile.WriteFile(name, []byte("new"), 0o666), "open", name, fs.ErrPermission)
	wantFile(t, name, "old")
	if err := os.Chmod(dir, 0o555); err != nil {
		t.Fatal(err)
	}
	defer os.Chmod(dir, 0o755) // for t.TempDir
	fresh := filepath.Join(dir, "fresh")
	wantPathError(t, atomicfile.WriteFile(fresh, nil, 0o666), "open", fresh, fs.ErrPermission)
}

// A directory that may be searched and changed, but not listed.
func TestUnlistableDirectory(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "dir")
	if err := os.Mkdir(dir, 0o300); err != nil {
		t.Fatal(err)
	}
	defer os.Chmod(dir, 0o755) // for t.TempDir
	name := filepath.Join(dir, "out")
	if err := atomicfile.WriteFile(name, []byte("x"), 0o666); err != nil {
		t.Error(err)
	}
	wantFile(t, name, "x")
}

// The directory is held open: renaming it does no harm.
func TestMovedDirectory(t *testing.T) {
	dir := t.TempDir()
	if err := os.Mkdir(filepath.Join(dir, "a"), 0o777); err != nil {
		t.Fatal(err)
	}
	f := create(t, filepath.Join(dir, "a", "out"))
	f.WriteString("x")
	if err := os.Rename(filepath.Join(dir, "a"), filepath.Join(dir, "b")); err != nil {
		t.Fatal(err)
	}
	if err := f.Commit(); err != nil {
		t.Error(err)
	}
	wantFile(t, filepath.Join(dir, "b", "out"), "x")
	wantNames(t, filepath.Join(dir, "b"), "out")
}

// A leftover that its owner may not read is recognized nevertheless.
func TestUnreadable(t *testing.T) {
	needLocks(t)
	dir := t.TempDir()
	name := filepath.Join(dir, "out")
	for range 2 {
		f, err := atomicfile.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o200)
		if err != nil {
			t.Fatal(err)
		}
		_, err = atomicfile.Create(name)
		wantPathError(t, err, "open", name, atomicfile.ErrInProgress)
		if err := f.Commit(); err != nil {
			t.Fatal(err)
		}
		wantMode(t, name, 0o200)
	}
	wantNames(t, dir, "out")
}
