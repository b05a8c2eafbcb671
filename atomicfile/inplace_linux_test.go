package atomicfile_test

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/atomiclint/atomiclint/atomicfile"
)

func writeInPlace(name, text string) error {
	return atomicfile.Write(name, func(f *atomicfile.File) error {
		_, err := f.WriteString(text)
		return err
	}, atomicfile.InPlace())
}

func TestInPlaceReadOnlyDirectory(t *testing.T) {
	if os.Geteuid() == 0 {
		t.Skip("root may write to every directory")
	}
	t.Setenv("TMPDIR", t.TempDir())
	dir := t.TempDir()
	name := filepath.Join(dir, "out")
	if err := os.WriteFile(name, []byte("a longer old content"), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(dir, 0o555); err != nil {
		t.Fatal(err)
	}
	defer os.Chmod(dir, 0o755)
	wantPathError(t, atomicfile.WriteFile(name, []byte("new"), 0o644), "open", name, fs.ErrPermission)
	if err := writeInPlace(name, "new"); err != nil {
		t.Fatal(err)
	}
	wantFile(t, name, "new")
	wantMode(t, name, 0o644)
	wantNames(t, os.Getenv("TMPDIR"))
	f := create(t, name, atomicfile.InPlace())
	if got := f.TempName(); !strings.HasPrefix(got, os.TempDir()) {
		t.Errorf("TempName is %q, want one in %s", got, os.TempDir())
	}
	f.WriteString("discarded")
	f.Close()
	wantFile(t, name, "new")
	wantNames(t, os.Getenv("TMPDIR"))
	fresh := filepath.Join(dir, "fresh")
	wantPathError(t, writeInPlace(fresh, "new"), "open", fresh, fs.ErrPermission)
}

// Where neither the directory nor os.TempDir can be written to, the new content
// is in memory meanwhile.
func TestInPlaceInMemory(t *testing.T) {
	dir := t.TempDir()
	root, err := os.OpenRoot(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer root.Close()
	nowhere := filepath.Join(t.TempDir(), "nowhere")
	failing, opened := "", 0 // directories that are
	readOnly := atomicfile.Watch(func(call, on, to string) error {
		opened += map[string]int{"opendir": 1, "closedir": -1}[call]
		if call == "create" {
			return syscall.EROFS
		}
		if call == failing {
			return syscall.EIO
		}
		return nil
	})
	for _, tt := range []struct {
		what, tmp, name string
		opts            []atomicfile.Option
	}{
		{"TMPDIR is read-only", os.TempDir(), filepath.Join(dir, "out"), nil},
		{"TMPDIR is not there", nowhere, filepath.Join(dir, "out"), nil},
		{"within a root", os.TempDir(), "out", []atomicfile.Option{atomicfile.In(root)}},
	} {
		t.Setenv("TMPDIR", tt.tmp)
		name := filepath.Join(dir, "out")
		opts := append(tt.opts, readOnly, atomicfile.InPlace())
		if err := errors.Join(os.WriteFile(name, []byte("a longer old content"), 0o644), os.Chmod(name, 0o664)); err != nil {
			t.Fatal(err)
		}
		f, err := atomicfile.Create(tt.name, opts...)
		if err != nil {
			t.Fatalf("%s: %v", tt.what, err)
		}
		if got := f.TempName(); got != "" {
			t.Errorf("%s: TempName is %q, want none", tt.what, got)
		}
		f.WriteString("discarded")
		f.Close()
		wantFile(t, name, "a longer old content")
		for _, write := range []func() error{
			func() error { return atomicfile.WriteFileWith(tt.name, []byte("WriteFile"), 0o600, opts...) },
			func() error {
				return atomicfile.Write(tt.name, func(f *atomicfile.File) error {
					_, err := f.WriteString("Write")
					return err
				}, opts...)
			},
		} {
			if err := write(); err != nil {
				t.Fatalf("%s: %v", tt.what, err)
			}
			if data, err := os.ReadFile(name); !strings.HasPrefix(string(data), "Write") || len(data) > len("WriteFile") {
				t.Errorf("%s: got %q, %v, want the new content", tt.what, data, err)
			}
			wantMode(t, name, 0o664)
		}
		wantPathError(t, atomicfile.WritePath(tt.name, func(string) error { return nil }, opts...), "open", tt.name, syscall.EROFS)
		for call, want := range map[string]error{"memory": syscall.EROFS, "overwrite": syscall.EIO} {
			failing = call
			err := atomicfile.WriteFileWith(tt.name, []byte("WriteFile"), 0o600, opts...)
			if !errors.Is(err, want) || strings.Contains(err.Error(), "content is in") {
				t.Errorf("%s, %s fails: got error %v, want %v, and nothing of a file that has the content", tt.what, call, err, want)
			}
		}
		failing = ""
		wantNames(t, dir, "out")
		if want := map[bool]int{true: 6, false: 0}[tt.tmp == nowhere]; opened != want {
			t.Errorf("%s: %d directories were opened that were not closed, want %d, which are not there", tt.what, opened, want)
		}
		opened = 0
	}
}

// Nothing is made outside of a root.
func TestInPlaceWithinRoot(t *testing.T) {
	t.Setenv("TMPDIR", t.TempDir())
	dir := t.TempDir()
	root, err := os.OpenRoot(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer root.Close()
	if err := os.WriteFile(filepath.Join(dir, "out"), []byte("old"), 0o644); err != nil {
		t.Fatal(err)
	}
	f := create(t, "out", atomicfile.InPlace(), atomicfile.In(root), atomicfile.Watch(func(call, on, to string) error {
		if call == "create" && strings.HasPrefix(on, "out") {
			return syscall.EROFS
		}
		return nil
	}))
	defer f.Close()
	wantNames(t, os.TempDir())
	if err := f.Commit(); err != nil {
		t.Error(err)
	}
	wantFile(t, filepath.Join(dir, "out"), "")
}

// mount mounts for the time of a test, if the caller may.
func mount(t *testing.T, source, target, fstype string, flags uintptr, data string) {
	t.Helper()
	if err := syscall.Mount(source, target, fstype, flags, data); err != nil {
		t.Skip("cannot mount: ", err)
	}
	t.Cleanup(func() {
		if err := syscall.Unmount(target, syscall.MNT_DETACH); err != nil {
			t.Error(err)
		}
	})
}

func TestInPlaceMountPoint(t *testing.T) {
	dir := t.TempDir()
	name, source := filepath.Join(dir, "out"), filepath.Join(dir, "source")
	for _, file := range []string{name, source} {
		if err := os.WriteFile(file, []byte("old"), 0o640); err != nil {
			t.Fatal(err)
		}
	}
	mount(t, source, name, "", syscall.MS_BIND, "")
	wantPathError(t, atomicfile.WriteFile(name, []byte("new"), 0o666), "rename", name, syscall.EBUSY)
	wantFile(t, source, "old")
	if err := writeInPlace(name, "new content"); err != nil {
		t.Fatal(err)
	}
	wantFile(t, source, "new content")
	wantMode(t, source, 0o640)
	wantNames(t, dir, "out", "source")
}

// There is not room for the new content in place: the old one stays.
func TestInPlaceFull(t *testing.T) {
	for _, overlay := range []bool{false, true} {
		dir := t.TempDir()
		small, name := filepath.Join(dir, "small"), filepath.Join(dir, "out")
		if err := errors.Join(os.Mkdir(small, 0o777), os.WriteFile(name, nil, 0o666)); err != nil {
			t.Fatal(err)
		}
		mount(t, "tmpfs", small, "tmpfs", 0, "size=64k")
		source := small
		if overlay {
			t.Chdir(small) // for short options
			source = filepath.Join(small, "merged")
			if err := errors.Join(os.Mkdir("lower", 0o777), os.Mkdir("upper", 0o777), os.Mkdir("work", 0o777), os.Mkdir(source, 0o777)); err != nil {
				t.Fatal(err)
			}
			mount(t, "overlay", source, "overlay", 0, "lowerdir=lower,upperdir=upper,workdir=work")
		}
		source = filepath.Join(source, "source")
		if err := os.WriteFile(source, []byte("old"), 0o666); err != nil {
			t.Fatal(err)
		}
		mount(t, source, name, "", syscall.MS_BIND, "")
		err := writeInPlace(name, string(bytes.Repeat([]byte("x"), 100_000)))
		wantPathError(t, err, "write", name, syscall.ENOSPC)
		wantFile(t, name, "old")
		wantNames(t, dir, "out", "small")
	}
}

// A full disk leaves the old file and no temporary.
func TestDiskFull(t *testing.T) {
	dir := t.TempDir()
	mount(t, "tmpfs", dir, "tmpfs", 0, "size=64k")
	name := filepath.Join(dir, "out")
	if err := os.WriteFile(name, []byte("old"), 0o666); err != nil {
		t.Fatal(err)
	}
	for _, size := range []int{100_000, 2 << 20} {
		data := bytes.Repeat([]byte("x"), size)
		wantPathError(t, atomicfile.WriteFile(name, data, 0o666), "write", name, syscall.ENOSPC)
		f := create(t, name)
		f.Write(data) // overlooked
		wantPathError(t, f.Commit(), "write", name, syscall.ENOSPC)
		wantFile(t, name, "old")
		wantNames(t, dir, "out")
	}
}
