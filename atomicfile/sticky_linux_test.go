package atomicfile_test

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
	"testing"

	"golang.org/x/sys/unix"

	"github.com/atomiclint/atomiclint/atomicfile"
)

// stickyDir returns a directory like /tmp.
func stickyDir(t *testing.T, uid int) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "sticky")
	if err := errors.Join(os.Mkdir(dir, 0o777), os.Chown(dir, uid, 0), os.Chmod(dir, 0o777|fs.ModeSticky)); err != nil {
		t.Fatal(err)
	}
	return dir
}

// In a sticky directory the kernel is asked about a file of another user, by
// the call that it protects.
func TestStickyFile(t *testing.T) {
	needRoot(t)
	const sticky = 0o777 | fs.ModeSticky
	for _, tt := range []struct {
		what       string
		dir, owner int
		mode       fs.FileMode // of the directory
		asked      bool
	}{
		{"another's", 0, 1000, sticky, true},
		{"our own", 1000, 0, sticky, false},
		{"that of the directory's owner", 1000, 1000, sticky, false},
		{"another's, for a group", 0, 1000, 0o775 | fs.ModeSticky, true},
		{"another's, not sticky", 0, 1000, 0o777, false},
		{"another's, for the owner alone", 0, 1000, 0o755 | fs.ModeSticky, false},
	} {
		dir := stickyDir(t, tt.dir)
		if err := os.Chmod(dir, tt.mode); err != nil {
			t.Fatal(err)
		}
		name := filepath.Join(dir, "out")
		if err := errors.Join(os.WriteFile(name, []byte("old"), 0o666), os.Chown(name, tt.owner, tt.owner)); err != nil {
			t.Fatal(err)
		}
		asked := false
		err := atomicfile.WriteFileWith(name, []byte("new"), 0o666, atomicfile.Watch(func(call, on, to string) error {
			if call == "open" && on == "out" {
				asked = true
				return syscall.EACCES
			}
			return nil
		}))
		if asked != tt.asked || errors.Is(err, fs.ErrPermission) != tt.asked {
			t.Errorf("%s file: asked %v, error %v, want %v", tt.what, asked, err, tt.asked)
		}
		wantFile(t, name, map[bool]string{true: "old", false: "new"}[tt.asked])
		wantNames(t, filepath.Dir(name), "out")
	}
}

// A symbolic link that another user has put into a sticky directory is not
// followed, also if it comes there only after package os has looked.
func TestStickyLink(t *testing.T) {
	needRoot(t)
	dir, target := stickyDir(t, 0), filepath.Join(t.TempDir(), "target")
	name := filepath.Join(dir, "out")
	plant := func() error {
		os.Remove(name)
		return errors.Join(os.Symlink(target, name), os.Lchown(name, 1000, 1000))
	}
	if err := plant(); err != nil {
		t.Fatal(err)
	}
	write := func(before func(call string) error) error {
		return atomicfile.WriteFileWith(name, []byte("new"), 0o666, atomicfile.Watch(func(call, on, to string) error {
			if call == "setting" {
				return syscall.ENOENT // whether the kernel protects links, cannot be read
			}
			return before(call)
		}))
	}
	wantPathError(t, write(func(string) error { return nil }), "open", name, fs.ErrPermission)
	if err := errors.Join(os.Remove(name), os.Symlink(target, name)); err != nil {
		t.Fatal(err)
	}
	err := write(func(call string) error {
		if call == "pin" {
			return plant()
		}
		return nil
	})
	wantPathError(t, err, "open", name, fs.ErrPermission)
	if _, err := os.Lstat(target); err == nil {
		t.Error("the target was written")
	}
}

// What is not replaced is opened with O_CREATE, by which the kernel protects
// FIFOs.
func TestStickyFIFO(t *testing.T) {
	needRoot(t)
	setting, err := os.ReadFile("/proc/sys/fs/protected_fifos")
	if err != nil || setting[0] == '0' {
		t.Skip("the kernel does not protect FIFOs here")
	}
	name := filepath.Join(stickyDir(t, 0), "fifo")
	if err := errors.Join(syscall.Mkfifo(name, 0o666), os.Chmod(name, 0o666), os.Chown(name, 1000, 1000)); err != nil {
		t.Fatal(err)
	}
	wantPathError(t, atomicfile.WriteFile(name, []byte("secret"), 0o600), "open", name, fs.ErrPermission)
}

// The guard of a slot that another user has made is not relied on, for he may
// take it away.
func TestPlantedGuard(t *testing.T) {
	needRoot(t)
	dir := stickyDir(t, 0)
	name := filepath.Join(dir, "out")
	guard := name + ".01.atomic.tmp"
	if err := errors.Join(os.WriteFile(guard, nil, 0o600), os.Chown(guard, 1000, 1000)); err != nil {
		t.Fatal(err)
	}
	err := atomicfile.WritePath(name, func(tmp string) error {
		wantOwner(t, guard, 0, 0)
		return os.WriteFile(tmp, []byte("new"), 0o666)
	})
	if err != nil {
		t.Error(err)
	}
	wantFile(t, name, "new")
	wantNames(t, dir, "out")
}

// A file that another user has put at the destination meanwhile is replaced,
// and neither its owner nor its rights go to the new one.
func TestPlantedMeanwhile(t *testing.T) {
	needRoot(t)
	for _, old := range []bool{false, true} {
		dir := stickyDir(t, 0)
		name := filepath.Join(dir, "out")
		if old {
			if err := errors.Join(os.WriteFile(name, []byte("old"), 0o600), os.Chmod(name, 0o600)); err != nil {
				t.Fatal(err)
			}
		}
		var b atomicfile.Batch
		for verb, put := range map[string]func(plant func()) error{
			"Create": func(plant func()) error {
				return atomicfile.Write(name, func(f *atomicfile.File) error { plant(); return nil }, atomicfile.WithPerm(0o600))
			},
			"WritePath": func(plant func()) error {
				return atomicfile.WritePath(name, func(tmp string) error { plant(); return nil }, atomicfile.WithPerm(0o600))
			},
			"Batch": func(plant func()) error {
				err := b.WriteFile(name, nil, 0o600)
				plant()
				return errors.Join(err, b.Commit())
			},
		} {
			err := put(func() {
				err := errors.Join(os.WriteFile(name+"~", []byte("planted"), 0o666), os.Chmod(name+"~", 0o666),
					unix.Setxattr(name+"~", "user.planted", nil, 0), os.Chown(name+"~", 1000, 1000), os.Rename(name+"~", name))
				if err != nil {
					t.Fatal(err)
				}
			})
			if err != nil {
				t.Errorf("%s: %v", verb, err)
			}
			wantOwner(t, name, 0, 0)
			wantMode(t, name, 0o600)
			if n, err := unix.Listxattr(name, nil); n != 0 || err != nil {
				t.Errorf("%s: the file has attributes", verb)
			}
			wantNames(t, dir, "out")
			if !old {
				os.Remove(name)
			}
		}
	}
}
