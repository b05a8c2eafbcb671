package fsys

import (
	"errors"
	"testing"

	"golang.org/x/sys/unix"
)

// Every call asks the system, which knows no descriptor that was closed, and
// its answer is heard.
func TestClosed(t *testing.T) {
	d, err := OpenDir(nil, t.TempDir(), nil)
	if err != nil {
		t.Fatal(err)
	}
	f, err := d.Create("f\x00", unix.O_WRONLY, 0o600)
	if err != nil {
		t.Fatal(err)
	}
	f.Close()
	d.Close()
	buf := make([]byte, 16)
	for name, call := range map[string]func() error{
		"Dir.Lstat":        func() error { _, err := d.Lstat("f\x00"); return err },
		"Dir.Stat":         func() error { _, err := d.Stat(); return err },
		"Dir.Writable":     func() error { return d.Writable("f\x00") },
		"Dir.Create":       func() error { _, err := d.Create("g\x00", unix.O_WRONLY, 0o600); return err },
		"Dir.Open":         func() error { _, err := d.Open("f\x00", unix.O_RDONLY); return err },
		"Dir.OpenOrCreate": func() error { _, err := d.OpenOrCreate("f\x00", unix.O_WRONLY); return err },
		"Dir.Pin":          func() error { _, err := d.Pin("f\x00"); return err },
		"Dir.ReadLink":     func() error { _, _, err := d.ReadLink("f\x00"); return err },
		"Dir.Remove":       func() error { return d.Remove("f\x00") },
		"Dir.Rename":       func() error { return d.Rename("f\x00", "g\x00") },
		"Dir.RenameNew":    func() error { return d.RenameNew("f\x00", "g\x00") },
		"Dir.ListAttrs":    func() error { _, err := d.ListAttrs("f\x00", buf); return err },
		"Dir.GetAttr":      func() error { _, err := d.GetAttr("f\x00", "user.k", buf); return err },
		"Dir.Sync":         func() error { return d.Sync("f\x00") },
		"File.Close":       f.Close,
		"File.Stat":        func() error { _, err := f.Stat(); return err },
		"File.Chmod":       func() error { return f.Chmod(0o600) },
		"File.Chown":       func() error { return f.Chown(-1, -1) },
		"File.SetAttr":     func() error { return f.SetAttr("user.k", buf) },
		"File.Lock":        f.Lock,
		"File.LockShared":  f.LockShared,
		"File.Write":       func() error { return f.Write(buf) },
		"File.Sync":        func() error { return f.Sync(Type{}, false) },
	} {
		if err := call(); !errors.Is(err, unix.EBADF) {
			t.Errorf("%s: got error %v, want EBADF", name, err)
		}
	}
	if d.Exists("f\x00") || f.HasAttr("user.k") {
		t.Error("a file or an attribute is there of what was closed")
	}
	if has, known := d.HasAttr("user.k"); has || known {
		t.Errorf("the directory has the attribute: %v, and that is known: %v, want neither", has, known)
	}
}
