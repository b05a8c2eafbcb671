package atomicfile

import (
	"os"
	"path/filepath"
	"testing"

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
		dest := filepath.Join(t.TempDir(), "out")
		dieAfter(t, dest, step)
		if _, err := os.Stat(dest + ".tmp"); err != nil {
			t.Fatal(err)
		}
		f, err := Create(dest)
		if err != nil {
			t.Errorf("died after %s: %v", name, err)
			continue
		}
		if err := f.Commit(); err != nil {
			t.Error(err)
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
		dieAfter(t, dest, step)
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
