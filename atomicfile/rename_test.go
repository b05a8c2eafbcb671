package atomicfile_test

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"syscall"
	"testing"

	"github.com/atomiclint/atomiclint/atomicfile"
)

// TestRename compares what becomes of files and links, and errors, with package
// os.
func TestRename(t *testing.T) {
	for _, test := range []struct {
		name     string
		old, new string
		unix     bool // Windows differs by the user's rights
	}{
		{name: "new", old: "file", new: "absent"},
		{name: "replaced", old: "file", new: "other"},
		{name: "to itself", old: "file", new: "file"},
		{name: "other directory", old: "file", new: "dir/file"},
		{name: "directory", old: "dir", new: "absent"},
		{name: "directory with a slash", old: "dir", new: "absent/", unix: true},
		{name: "directory over an empty one", old: "dir", new: "empty", unix: true},
		{name: "link", old: "link", new: "absent", unix: true},
		{name: "link that is replaced", old: "file", new: "link", unix: true},
		{name: "link that leads nowhere", old: "dangling", new: "other", unix: true},
		{name: "through a linked directory", old: "there/in", new: "there/absent", unix: true},

		{name: "no old path", old: "absent", new: "other"},
		{name: "no directory of the old path", old: "no/file", new: "other"},
		{name: "no directory of the new path", old: "file", new: "no/file"},
		{name: "file over a directory", old: "file", new: "dir"},
		{name: "directory over a file", old: "dir", new: "file", unix: true},
		{name: "below a file", old: "file", new: "other/file", unix: true},
		{name: "empty old path", old: "", new: "other"},
		{name: "empty new path", old: "file", new: ""},
		{name: "NUL", old: "file", new: "a\x00b"},
	} {
		t.Run(test.name, func(t *testing.T) {
			if test.unix && runtime.GOOS == "windows" {
				t.Skip("not the same on Windows")
			}
			got, gotErr := renamed(t, test.old, test.new, atomicfile.Rename)
			want, wantErr := renamed(t, test.old, test.new, os.Rename)
			if got != want {
				t.Errorf("got files\n%swant\n%s", got, want)
			}
			if (gotErr == nil) != (wantErr == nil) {
				t.Fatalf("got error %v, want %v", gotErr, wantErr)
			}
			if wantErr == nil {
				return
			}
			var link *os.LinkError
			if !errors.As(gotErr, &link) || link.Op != "rename" || link.Old != test.old || link.New != test.new {
				t.Errorf("got error %#v, want a *os.LinkError of rename with the paths as given", gotErr)
			}
			for _, kind := range []error{fs.ErrNotExist, fs.ErrExist, syscall.ENOTDIR} {
				if runtime.GOOS == "windows" && kind == syscall.ENOTDIR {
					continue // a missing directory is called so or otherwise
				}
				if errors.Is(gotErr, kind) != errors.Is(wantErr, kind) {
					t.Errorf("got error %v, want that of package os, %v", gotErr, wantErr)
				}
			}
		})
	}
}

// renamed returns what rename leaves of a directory with files of all kinds,
// one line each.
func renamed(t *testing.T, old, new string, rename func(old, new string) error) (string, error) {
	t.Helper()
	t.Chdir(t.TempDir())
	for _, dir := range []string{"dir", "empty"} {
		if err := os.Mkdir(dir, 0o755); err != nil {
			t.Fatal(err)
		}
	}
	for _, name := range []string{"file", "other", "dir/in"} {
		if err := os.WriteFile(name, []byte("content of "+name), 0o640); err != nil {
			t.Fatal(err)
		}
	}
	if runtime.GOOS != "windows" {
		for name, to := range map[string]string{"link": "other", "dangling": "nowhere", "there": "dir"} {
			if err := os.Symlink(to, name); err != nil {
				t.Fatal(err)
			}
		}
	}
	err := rename(old, new)
	var b strings.Builder
	walk := func(path string, e fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		b.WriteString(path + " " + e.Type().String())
		if e.Type().IsRegular() {
			info, err := e.Info()
			if err != nil {
				return err
			}
			data, err := os.ReadFile(path)
			if err != nil {
				return err
			}
			b.WriteString(" " + info.Mode().String() + " " + string(data))
		}
		b.WriteString("\n")
		return nil
	}
	if err := filepath.WalkDir(".", walk); err != nil {
		t.Fatal(err)
	}
	return b.String(), err
}

// TestRenameCalls has each call that Rename makes fail, one after the other.
// Before the rename nothing may have changed, and after it the error says so.
func TestRenameCalls(t *testing.T) {
	dir := t.TempDir()
	tmp, name := filepath.Join(dir, "tmp"), filepath.Join(dir, "out")
	prepare := func() {
		t.Helper()
		for path, data := range map[string]string{tmp: "new", name: "old"} {
			if err := os.WriteFile(path, []byte(data), 0o644); err != nil {
				t.Fatal(err)
			}
		}
	}
	// run renames, and has call n fail if it is made.
	run := func(n int) (calls []string, err error) {
		prepare()
		err = atomicfile.RenameWith(tmp, name, atomicfile.Watch(func(call, _, _ string) error {
			calls = append(calls, call)
			if len(calls)-1 == n {
				return syscall.EIO
			}
			return nil
		}))
		return calls, err
	}
	all, err := run(-1)
	if err != nil {
		t.Fatal(err)
	}
	wantFile(t, name, "new")
	wantNames(t, dir, "out")
	want := []string{"opendir", "lstat", "open", "stat", "sync", "close", "closedir", "opendir", "rename", "syncdir", "closedir"}
	if !slices.Equal(all, want) {
		t.Errorf("got calls %q, want %q", all, want)
	}
	for n, call := range all {
		_, err := run(n)
		switch published := slices.Contains(all[:n], "rename"); {
		case call == "closedir":
			if err != nil {
				t.Errorf("%s fails: got error %v, want none: what had to be durable is", call, err)
			}
		case err == nil || !errors.Is(err, syscall.EIO):
			t.Errorf("%s fails: got error %v, want EIO", call, err)
		case published:
			wantFile(t, name, "new")
			if !errors.Is(err, atomicfile.ErrNotDurable) {
				t.Errorf("%s fails: got error %v, want ErrNotDurable", call, err)
			}
		default:
			wantFile(t, name, "old")
			wantFile(t, tmp, "new")
			if errors.Is(err, atomicfile.ErrNotDurable) {
				t.Errorf("%s fails: got error %v, want another than ErrNotDurable: nothing was renamed", call, err)
			}
		}
	}
}

// TestRenameMode checks that a mode that was changed is made durable where a
// rename may take it back.
func TestRenameMode(t *testing.T) {
	dir := t.TempDir()
	tmp := filepath.Join(dir, "tmp")
	if err := os.WriteFile(tmp, nil, 0o644); err != nil {
		t.Fatal(err)
	}
	var calls []string
	watch := atomicfile.Watch(func(call, _, _ string) error {
		calls = append(calls, call)
		return nil
	})
	if err := atomicfile.RenameWith(tmp, filepath.Join(dir, "out"), atomicfile.Both(watch, atomicfile.RevertsModes())); err != nil {
		t.Fatal(err)
	}
	syncfs, sync := slices.Index(calls, "syncfs"), slices.Index(calls, "sync")
	if runtime.GOOS == "linux" && (syncfs < 0 || sync < syncfs) {
		t.Errorf("got calls %q, want syncfs before sync", calls)
	}
}
