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
