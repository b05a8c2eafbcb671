package atomicfile_test

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"testing"

	"github.com/atomiclint/atomiclint/atomicfile"
)

func TestWritePath(t *testing.T) {
	write := func(tmp string) error { return os.WriteFile(tmp, []byte("new"), 0o666) }
	replace := func(tmp string) error {
		if err := os.WriteFile(tmp+"~", []byte("new"), 0o640); err != nil {
			return err
		}
		return os.Rename(tmp+"~", tmp)
	}
	for _, tt := range []struct {
		name string
		old  fs.FileMode // 0 for none
		fill func(string) error
		mode fs.FileMode
		want error
	}{
		{name: "written", fill: write, mode: 0o644},
		{name: "written over", old: 0o600, fill: write, mode: 0o600},
		{name: "replaced", fill: replace, mode: 0o640},
		{name: "replaced over", old: 0o600, fill: replace, mode: 0o600},
		{name: "made executable", old: 0o600, mode: 0o755, fill: func(tmp string) error {
			return errors.Join(write(tmp), os.Chmod(tmp, 0o755))
		}},
		{name: "failed", old: 0o600, mode: 0o600, want: errRead, fill: func(tmp string) error {
			return errors.Join(write(tmp), errRead)
		}},
		{name: "removed", old: 0o600, mode: 0o600, want: fs.ErrNotExist, fill: os.Remove},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if runtime.GOOS == "windows" && tt.mode != 0o644 {
				t.Skip("no permission bits")
			}
			dir := t.TempDir()
			name := filepath.Join(dir, "plot.tar.gz")
			if tt.old != 0 {
				if err := os.WriteFile(name, []byte("old"), tt.old); err != nil {
					t.Fatal(err)
				}
			}
			err := atomicfile.WritePath(name, func(tmp string) error {
				if want := filepath.Join(dir, "plot.atomic.tmp.tar.gz"); tmp != want {
					t.Errorf("the temporary is %s, want %s", tmp, want)
				}
				return tt.fill(tmp)
			})
			if !errors.Is(err, tt.want) {
				t.Errorf("got error %v, want %v", err, tt.want)
			}
			if tt.want == nil {
				wantFile(t, name, "new")
			} else {
				wantFile(t, name, "old")
			}
			info, err := os.Stat(name)
			if err != nil || runtime.GOOS != "windows" && info.Mode() != tt.mode {
				t.Errorf("mode is %v, %v, want %v", info.Mode(), err, tt.mode)
			}
			wantNames(t, dir, "plot.tar.gz")
		})
	}
}

func TestWritePathNames(t *testing.T) {
	for name, want := range map[string]string{
		"out":          "out.001.atomic.tmp",
		"a.png":        "a.atomic.tmp.png",
		".bashrc":      ".bashrc.001.atomic.tmp",
		".config.json": ".config.atomic.tmp.json",
		"dot.":         "dot.atomic.tmp.",
	} {
		dir := t.TempDir()
		err := atomicfile.WritePath(filepath.Join(dir, name), func(tmp string) error {
			if got := filepath.Base(tmp); got != want {
				t.Errorf("the temporary of %s is %s, want %s", name, got, want)
			}
			return nil
		})
		if err != nil {
			t.Error(err)
		}
	}
}

func TestWritePathPanic(t *testing.T) {
	dir := t.TempDir()
	func() {
		defer func() { recover() }()
		atomicfile.WritePath(filepath.Join(dir, "out"), func(string) error { panic("boom") })
	}()
	wantNames(t, dir)
}

func TestWritePathInRoot(t *testing.T) {
	dir := t.TempDir()
	root, err := os.OpenRoot(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer root.Close()
	err = atomicfile.WritePath("out.txt", func(tmp string) error {
		return os.WriteFile(tmp, []byte("x"), 0o666)
	}, atomicfile.In(root))
	if err != nil {
		t.Fatal(err)
	}
	wantFile(t, filepath.Join(dir, "out.txt"), "x")
	wantNames(t, dir, "out.txt")
}

func TestWritePathDirect(t *testing.T) {
	got := ""
	err := atomicfile.WritePath(os.DevNull, func(tmp string) error {
		got = tmp
		return nil
	})
	if err != nil || got != os.DevNull {
		t.Errorf("fill is called with %q, %v, want %q", got, err, os.DevNull)
	}
}
