package atomicfile_test

import (
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/atomiclint/atomiclint/atomicfile"
)

// draw puts another file in the place of the temporary, as careful libraries do.
func draw(tmp string) error {
	return errors.Join(os.WriteFile(tmp+"~", []byte("drawn"), 0o644), os.Rename(tmp+"~", tmp))
}

// What fill has put in the place of the temporary goes when fill fails.
func TestWritePathReplacedThenFails(t *testing.T) {
	for _, base := range []string{"plot.png", "plot"} {
		dir := t.TempDir()
		name := filepath.Join(dir, base)
		err := atomicfile.WritePath(name, func(tmp string) error { return errors.Join(draw(tmp), errRead) })
		if !errors.Is(err, errRead) {
			t.Errorf("got error %v, want %v", err, errRead)
		}
		wantNames(t, dir)
		func() {
			defer func() { recover() }()
			atomicfile.WritePath(name, func(tmp string) error { draw(tmp); panic("boom") })
		}()
		wantNames(t, dir)
		if err := atomicfile.WritePath(name, draw); err != nil {
			t.Error(err)
		}
		wantFile(t, name, "drawn")
		wantNames(t, dir, base)
	}
}

// Whatever fill does to the temporary, other writers know that it is at work.
func TestWritePathOthersMeanwhile(t *testing.T) {
	needLocks(t)
	for _, base := range []string{"plot.png", "plot", "plot.1", ".plot"} {
		dir := t.TempDir()
		name := filepath.Join(dir, base)
		others := func(when string) {
			t.Helper()
			_, err := os.Lstat(name)
			if err == nil {
				t.Errorf("%s: it is published", when)
			}
			err = atomicfile.WritePath(name, draw)
			wantPathError(t, err, "open", name, atomicfile.ErrInProgress)
			if err := atomicfile.WritePath(name, draw, atomicfile.Concurrent()); err != nil {
				t.Errorf("%s: Concurrent: %v", when, err)
			}
			if err := atomicfile.WriteFile(name, []byte("WriteFile"), 0o644); err != nil {
				t.Errorf("%s: WriteFile: %v", when, err)
			}
			if err := os.Remove(name); err != nil {
				t.Error(err)
			}
		}
		err := atomicfile.WritePath(name, func(tmp string) error {
			others("at first")
			if err := draw(tmp); err != nil {
				return err
			}
			others("replaced")
			if err := os.Remove(tmp); err != nil {
				return err
			}
			others("removed")
			return os.WriteFile(tmp, []byte("fill"), 0o644)
		})
		if err != nil {
			t.Error(err)
		}
		wantFile(t, name, "fill")
		wantNames(t, dir, base)
	}
}

// What is not a file is not published, nor what it leads to.
func TestWritePathNotRegular(t *testing.T) {
	for what, put := range map[string]func(tmp string) error{
		"a directory": func(tmp string) error { return os.Mkdir(tmp, 0o777) },
		"a link":      func(tmp string) error { return os.Symlink("other", tmp) },
	} {
		dir := t.TempDir()
		name := filepath.Join(dir, "out")
		if err := errors.Join(os.WriteFile(name, []byte("old"), 0o644), os.WriteFile(filepath.Join(dir, "other"), nil, 0o644)); err != nil {
			t.Fatal(err)
		}
		err := atomicfile.WritePath(name, func(tmp string) error { return errors.Join(os.Remove(tmp), put(tmp)) })
		// Windows may refuse to open a link, which is an answer, too.
		if err == nil || runtime.GOOS != "windows" && !strings.Contains(err.Error(), "other than a regular file") {
			t.Errorf("%s: got error %v, want one that says so", what, err)
		}
		wantFile(t, name, "old")
	}
}

// fill may use this package to write the temporary, and to write it again.
func TestWritePathNested(t *testing.T) {
	needLocks(t)
	long := strings.Repeat("x", 251)
	for _, base := range []string{"plot.png", "plot", "plot.1.png", "plot.2", long, long[4:] + ".png"} {
		for _, opts := range [][]atomicfile.Option{nil, {atomicfile.Concurrent()}} {
			dir := t.TempDir()
			name := filepath.Join(dir, base)
			err := atomicfile.WritePath(name, func(tmp string) error {
				for _, text := range []string{"first", "second"} {
					if err := atomicfile.WriteFile(tmp, []byte(text), 0o644); err != nil {
						return err
					}
				}
				_, err := os.Stat(name)
				if err == nil {
					t.Error("published already")
				}
				return nil
			}, opts...)
			if err != nil {
				t.Errorf("%s: %v", base, err)
			}
			wantFile(t, name, "second")
			wantNames(t, dir, base)
		}
	}
}

// A file that has another name is somebody's: it is published as it is.
func TestWritePathHardLink(t *testing.T) {
	if runtime.GOOS == "windows" || runtime.GOOS == "plan9" {
		t.Skip("no permission bits, or no links")
	}
	for _, old := range []bool{false, true} {
		dir := t.TempDir()
		name, cached := filepath.Join(dir, "x.o"), filepath.Join(dir, "cached")
		if err := os.WriteFile(cached, []byte("object"), 0o444); err != nil {
			t.Fatal(err)
		}
		if old {
			if err := os.WriteFile(name, []byte("old"), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		err := atomicfile.WritePath(name, func(tmp string) error {
			return errors.Join(os.Remove(tmp), os.Link(cached, tmp))
		})
		if err != nil {
			t.Error(err)
		}
		wantFile(t, name, "object")
		if info, err := os.Stat(cached); err != nil || info.Mode() != 0o444 {
			t.Errorf("the mode of the linked file is %v, %v, want 0444", info.Mode(), err)
		}
		wantNames(t, dir, "cached", "x.o")
	}
}

// Nothing remains of a file that is the destination already.
func TestWritePathLinkToDestination(t *testing.T) {
	if runtime.GOOS == "windows" || runtime.GOOS == "plan9" {
		t.Skip("no links")
	}
	dir := t.TempDir()
	name := filepath.Join(dir, "x.o")
	if err := os.WriteFile(name, []byte("object"), 0o644); err != nil {
		t.Fatal(err)
	}
	err := atomicfile.WritePath(name, func(tmp string) error {
		return errors.Join(os.Remove(tmp), os.Link(name, tmp))
	})
	if err != nil {
		t.Error(err)
	}
	wantFile(t, name, "object")
	wantNames(t, dir, "x.o")
}
