package atomicfile

import (
	"os"
	"path/filepath"
	"testing"

	"golang.org/x/sys/unix"
)

// dieAfter returns what is left of a writer that died when it had done up to
// and including step: nothing but its temporary.
func dieAfter(t *testing.T, name string, unnamed bool, step func(*stage) error) {
	t.Helper()
	s := stage{name: name, opt: options{perm: 0o644, access: os.O_WRONLY, unnamed: unnamed}}
	if err := s.open(); err != nil {
		t.Fatal(err)
	}
	if err := s.fd.write([]byte("unpublished")); err != nil {
		t.Fatal(err)
	}
	if err := step(&s); err != nil {
		t.Fatal(err)
	}
	s.fd.close()
	s.dir.close()
}

// The temporary is known for a leftover in every phase, also when its mode is
// the final one already and only the rename is missing.
func TestLeftoverOfEveryPhase(t *testing.T) {
	for name, step := range map[string]func(*stage) error{
		"open":    func(*stage) error { return nil },
		"settle":  (*stage).settle,
		"prepare": (*stage).prepare,
	} {
		for _, unnamed := range []bool{false, true} {
			dest := filepath.Join(t.TempDir(), "out")
			dieAfter(t, dest, unnamed, step)
			if _, err := os.Stat(dest + ".tmp"); err != nil {
				t.Fatal(err)
			}
			if name == "open" { // people watch it grow
				if _, err := os.ReadFile(dest + ".tmp"); err != nil {
					t.Fatal(err)
				}
			}
			f, err := Create(dest)
			if err != nil {
				t.Errorf("died after %s, made without a name: %v: %v", name, unnamed, err)
				continue
			}
			if err := f.Commit(); err != nil {
				t.Error(err)
			}
		}
	}
}

// A temporary made without a name has its final mode from the start, and a
// second writer finds it as it finds any other.
func TestUnnamed(t *testing.T) {
	dest := filepath.Join(t.TempDir(), "out")
	for _, tt := range []struct {
		what string
		perm os.FileMode // of the existing file, or 0
	}{{"new", 0}, {"replaced", 0o640}} {
		if tt.perm != 0 {
			if err := os.Chmod(dest, tt.perm); err != nil {
				t.Fatal(err)
			}
		}
		f, err := Create(dest, Unnamed())
		if err != nil {
			t.Fatal(err)
		}
		s := f.w.stage
		if s.unnamed {
			t.Errorf("%s: the temporary has got no name", tt.what)
		}
		if s.self.mode()&os.ModeSticky != 0 {
			t.Fatalf("%s: the temporary was made with a name", tt.what)
		}
		if _, err := Create(dest, Unnamed()); err == nil {
			t.Errorf("%s: a second writer got in", tt.what)
		}
		if _, err := f.WriteString("content"); err != nil {
			t.Fatal(err)
		}
		if err := f.Commit(); err != nil {
			t.Fatal(err)
		}
		if s.altered {
			t.Errorf("%s: the mode was changed after the file was made", tt.what)
		}
		info, err := os.Stat(dest)
		if err != nil {
			t.Fatal(err)
		}
		if want := tt.perm; want != 0 && info.Mode() != want {
			t.Errorf("%s: mode %v, want %v", tt.what, info.Mode(), want)
		}
	}
}

// A way that is not open to this process, or on this kernel, is made up for by
// another.
func TestLinkThroughProc(t *testing.T) {
	d, err := openDir(nil, t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	defer d.close()
	f, err := d.openat(".\x00", os.O_WRONLY|unix.O_TMPFILE, 0o644)
	if err != nil {
		t.Skip(err)
	}
	defer f.close()
	if err := d.linkProc(f, "out\x00"); err != nil {
		t.Fatal(err)
	}
	self, err := f.stat()
	if err != nil {
		t.Fatal(err)
	}
	if named, err := d.lstat("out\x00"); err != nil || !named.same(&self) {
		t.Errorf("the name does not stand for the file (%v)", err)
	}
}

// Both ways to look at a file see the same.
func TestStatWithoutStatx(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "f"), nil, 0o4640); err != nil {
		t.Fatal(err)
	}
	d, err := openDir(nil, dir)
	if err != nil {
		t.Fatal(err)
	}
	defer d.close()
	for _, tt := range []struct {
		e     entry
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

// What has the name and the owner but not the mark is left alone; so is what
// has the mark and another name besides.
func TestOurs(t *testing.T) {
	for _, tt := range []struct {
		what   string
		change func(temp string) error
		want   bool
	}{
		{"as it is", func(string) error { return nil }, true},
		{"mark taken off", func(temp string) error {
			return os.Chmod(temp, 0o644)
		}, false},
		{"access time changed after the seal", func(temp string) error {
			return unix.UtimesNanoAt(unix.AT_FDCWD, temp, []unix.Timespec{{Sec: 1}, {Sec: 1}}, 0)
		}, false},
		{"second name", func(temp string) error { return os.Link(temp, temp+"2") }, false},
		{"not regular", func(temp string) error {
			if err := os.Remove(temp); err != nil {
				return err
			}
			return os.Mkdir(temp, 0o777|os.ModeSticky)
		}, false},
	} {
		dest := filepath.Join(t.TempDir(), "out")
		step := (*stage).settle
		if tt.what == "mark taken off" {
			step = func(*stage) error { return nil }
		}
		dieAfter(t, dest, false, step)
		if err := tt.change(dest + ".tmp"); err != nil {
			t.Fatal(err)
		}
		f, err := Create(dest)
		if got := err == nil; got != tt.want {
			t.Errorf("%s: taken for a leftover: %v, want %v (%v)", tt.what, got, tt.want, err)
		}
		f.Close()
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
	d, err := openDir(nil, filepath.Dir(dest))
	if err != nil {
		t.Fatal(err)
	}
	defer d.close()
	buf := make([]byte, 64)
	n, err := unix.Llistxattr(d.procPath("out\x00"), buf)
	if err != nil || string(buf[:n]) != "user.k\x00" {
		t.Errorf("listing gives %q, %v, want user.k", buf[:n], err)
	}
	if n, err := d.getAttr("out\x00", "user.k", buf); err != nil || string(buf[:n]) != "value" {
		t.Errorf("getAttr gives %q, %v, want value", buf[:n], err)
	}
}
