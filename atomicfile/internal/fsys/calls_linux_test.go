package fsys

import (
	"os"
	"path/filepath"
	"testing"

	"golang.org/x/sys/unix"
)

// Both ways to look at a file see the same.
func TestStatWithoutStatx(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "f"), nil, 0o4640); err != nil {
		t.Fatal(err)
	}
	d, err := OpenDir(nil, dir, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	for _, tt := range []struct {
		e     Name
		flags int
	}{{"f\x00", unix.AT_SYMLINK_NOFOLLOW}, {"\x00", unix.AT_EMPTY_PATH}} {
		got, err := fstatat(d.fd, tt.e, tt.flags)
		if err != nil {
			t.Fatal(err)
		}
		want, err := statx(d.fd, tt.e, tt.flags)
		if err != nil {
			t.Skip(err)
		}
		if got != want {
			t.Errorf("%q: fstatat gives %+v, statx %+v", tt.e, got, want)
		}
	}
}

func TestAttributesThroughProc(t *testing.T) {
	dest := filepath.Join(t.TempDir(), "out")
	if err := os.WriteFile(dest, nil, 0o666); err != nil {
		t.Fatal(err)
	}
	if err := unix.Setxattr(dest, "user.k", []byte("value"), 0); err != nil {
		t.Skip(err)
	}
	d, err := OpenDir(nil, filepath.Dir(dest), nil)
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	buf := make([]byte, 64)
	n, err := unix.Llistxattr(d.procPath("out\x00"), buf)
	if err != nil || string(buf[:n]) != "user.k\x00" {
		t.Errorf("listing gives %q, %v, want user.k", buf[:n], err)
	}
	if n, err := d.GetAttr("out\x00", "user.k", buf); err != nil || string(buf[:n]) != "value" {
		t.Errorf("getAttr gives %q, %v, want value", buf[:n], err)
	}
}

// Without /proc, and before the calls that name a file in a directory, the file
// is opened.
func TestAttributesOfOpened(t *testing.T) {
	name := filepath.Join(t.TempDir(), "out")
	for _, mode := range []os.FileMode{0o600, 0o200} {
		os.Remove(name)
		if err := os.WriteFile(name, nil, mode); err != nil {
			t.Fatal(err)
		}
		if err := unix.Setxattr(name, "user.k", []byte("value"), 0); err != nil {
			t.Skip(err)
		}
		opens := 0
		d, err := OpenDir(nil, filepath.Dir(name), &Hook{Before: func(call, _, _ string) error {
			if call == "open" {
				opens++
			}
			if opens == 1 && mode == 0o200 {
				return unix.EACCES // also to root
			}
			return nil
		}})
		if err != nil {
			t.Fatal(err)
		}
		defer d.Close()
		buf, n := make([]byte, 64), 0
		err = d.withFile("out\x00", func(fd int) (err error) {
			n, err = unix.Fgetxattr(fd, "user.k", buf)
			return err
		})
		if err != nil || string(buf[:n]) != "value" {
			t.Errorf("mode %o: got %q, %v, want value", mode, buf[:n], err)
		}
		if want := map[os.FileMode]int{0o600: 1, 0o200: 2}[mode]; opens != want {
			t.Errorf("mode %o: the file was opened %d times, want %d", mode, opens, want)
		}
	}
}

// mounted mounts a file system of the type for the time of a test, if the caller
// may.
func mounted(t *testing.T, fstype string) Dir {
	t.Helper()
	dir := t.TempDir()
	if err := unix.Mount(fstype, dir, fstype, 0, ""); err != nil {
		t.Skipf("cannot mount %s: %v", fstype, err)
	}
	t.Cleanup(func() {
		if err := unix.Unmount(dir, unix.MNT_DETACH); err != nil {
			t.Error(err)
		}
	})
	d, err := OpenDir(nil, dir, nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(d.Close)
	return d
}

// What the types of file systems say.
func TestTypesMounted(t *testing.T) {
	for _, tt := range []struct {
		fstype                        string
		local, proves, pseudo, magics bool
	}{
		{"tmpfs", true, true, false, false},
		{"ramfs", true, true, false, false},
		{"proc", false, false, true, true},
		{"sysfs", false, false, true, false},
		{"bpf", false, false, true, false},
		{"configfs", false, false, true, false},
		{"fusectl", false, false, true, false},
		{"debugfs", false, false, true, false},
		{"cgroup2", false, false, true, false},
	} {
		t.Run(tt.fstype, func(t *testing.T) {
			d := mounted(t, tt.fstype)
			at, err := d.Stat()
			if err != nil {
				t.Fatal(err)
			}
			if got := d.Type(&at); got != (Type{Local: tt.local}) {
				t.Errorf("got type %+v, want one that is local: %v", got, tt.local)
			}
			if d.ProvesDeath() != tt.proves || d.Pseudo() != tt.pseudo || d.MagicLinks() != tt.magics {
				t.Errorf("its locks prove something: %v, it has no files but the kernel's: %v, links like those of /proc: %v; want %v, %v, %v",
					d.ProvesDeath(), d.Pseudo(), d.MagicLinks(), tt.proves, tt.pseudo, tt.magics)
			}
		})
	}
}

// Room is reserved only where the file system is known to keep it, or where it
// matters.
func TestReserve(t *testing.T) {
	for fstype, known := range map[string]bool{"tmpfs": true, "ramfs": false} {
		t.Run(fstype, func(t *testing.T) {
			d := mounted(t, fstype)
			asked := false
			d.hook = &Hook{Before: func(call, _, _ string) error {
				asked = asked || call == "reserve"
				return nil
			}}
			f, err := d.Create("f\x00", unix.O_WRONLY, 0o600)
			if err != nil {
				t.Fatal(err)
			}
			defer f.Close()
			if err := f.Reserve(1<<20, false); err != nil || asked != known {
				t.Errorf("got error %v, and fallocate was called: %v, want %v", err, asked, known)
			}
			if err := f.Reserve(1<<20, true); err != nil || !asked {
				t.Errorf("where it matters: got error %v, and fallocate was called: %v", err, asked)
			}
		})
	}
}

// The device tells 9p, which shows the type of the server's file system, from
// that file system itself.
func TestTypes(t *testing.T) {
	for _, tt := range []struct {
		dir   string
		local bool
	}{{t.TempDir(), true}, {"/proc/self", false}, {"/sys", false}} {
		d, err := OpenDir(nil, tt.dir, nil)
		if err != nil {
			t.Skip(err)
		}
		defer d.Close()
		at, err := d.Stat()
		if err != nil {
			t.Fatal(err)
		}
		if got := d.Type(&at).Local; got != tt.local {
			t.Errorf("%s is local: %v, want %v", tt.dir, got, tt.local)
		}
		if got := d.ProvesDeath(); got != tt.local {
			t.Errorf("%s has locks that prove something: %v, want %v", tt.dir, got, tt.local)
		}
		if got := d.Pseudo(); got == tt.local {
			t.Errorf("%s has no files but the kernel's: %v, want %v", tt.dir, got, !tt.local)
		}
	}
}
