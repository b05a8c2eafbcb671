package fsys

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"golang.org/x/sys/unix"
)

// A file that may only be written to is opened for that.
func TestSyncAllOpens(t *testing.T) {
	var opened []string
	d, err := OpenDir(nil, t.TempDir(), &Hook{Before: func(call, on, _ string) error {
		opened = append(opened, call)
		if call == "open" && len(opened) == 2 {
			return unix.EACCES
		}
		return nil
	}})
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	f, err := d.Create("f\x00", os.O_WRONLY, 0o200)
	if err != nil {
		t.Fatal(err)
	}
	f.Close()
	opened = []string{"opendir"}
	if err := d.syncAll("f\x00"); err != nil || len(opened) != 5 || opened[2] != "open" || opened[3] != "syncfs" || opened[4] != "close" {
		t.Errorf("got error %v and calls %q, want two times open, syncfs and close", err, opened)
	}
	opened = nil
	if err := d.syncAll("absent\x00"); !errors.Is(err, fs.ErrNotExist) || len(opened) != 1 {
		t.Errorf("got error %v and calls %q, want one open, and fs.ErrNotExist", err, opened)
	}
}

// A name that is taken is not linked to.
func TestRenameNewByLink(t *testing.T) {
	dir := t.TempDir()
	d, err := OpenDir(nil, dir, &Hook{Before: func(call, _, _ string) error {
		if call == "renamenew" {
			return unix.EINVAL // the file system does not know it
		}
		return nil
	}})
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	for _, name := range []string{"from", "taken"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(name), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := d.RenameNew("from\x00", "taken\x00"); !errors.Is(err, fs.ErrExist) {
		t.Errorf("got error %v, want fs.ErrExist", err)
	}
	if err := d.RenameNew("from\x00", "free\x00"); err != nil {
		t.Error(err)
	}
	for name, want := range map[string]string{"taken": "taken", "free": "from"} {
		if got, err := os.ReadFile(filepath.Join(dir, name)); string(got) != want {
			t.Errorf("%s holds %q, %v, want %q", name, got, err, want)
		}
	}
	if d.Exists("from\x00") {
		t.Error("the old name is still there")
	}
}

// Nothing waits for the other end of a FIFO that has come to be in the place of
// a file, and no link is followed.
func TestOpenDoesNotWait(t *testing.T) {
	dir := t.TempDir()
	d, err := OpenDir(nil, dir, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	if err := errors.Join(unix.Mkfifo(filepath.Join(dir, "fifo"), 0o600), os.Symlink("file", filepath.Join(dir, "link"))); err != nil {
		t.Fatal(err)
	}
	for name, open := range map[string]func(Name, int) (File, error){"Open": d.Open, "OpenOrCreate": d.OpenOrCreate} {
		if _, err := open("fifo\x00", os.O_WRONLY); !errors.Is(err, unix.ENXIO) {
			t.Errorf("%s of a FIFO: got error %v, want ENXIO", name, err)
		}
		if _, err := open("link\x00", os.O_WRONLY); !errors.Is(err, unix.ELOOP) {
			t.Errorf("%s of a link: got error %v, want ELOOP", name, err)
		}
	}
	if _, err := d.Open("file\x00", os.O_WRONLY); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("Open of an absent file: got error %v, want fs.ErrNotExist", err)
	}
	f, err := d.OpenOrCreate("file\x00", os.O_WRONLY)
	if err != nil {
		t.Fatalf("OpenOrCreate of an absent file: %v", err)
	}
	defer f.Close()
	if is, err := f.Stat(); err != nil || is.Mode() != 0o600 {
		t.Errorf("OpenOrCreate has made a file of mode %v, %v, want 0600", is.Mode(), err)
	}
}
