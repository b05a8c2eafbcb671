package atomicfile_test

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"testing"

	"github.com/atomiclint/atomiclint/atomicfile"
)

// wantFile checks that name holds want.
func wantFile(t *testing.T, name, want string) {
	t.Helper()
	got, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	if string(got) != want {
		t.Errorf("%s holds %.40q, want %.40q", name, got, want)
	}
}

// wantNames checks that dir holds the files names, and nothing else.
func wantNames(t *testing.T, dir string, names ...string) {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, e := range entries {
		got = append(got, e.Name())
	}
	if strings.Join(got, " ") != strings.Join(names, " ") {
		t.Errorf("%s holds %v, want %v", dir, got, names)
	}
}

// wantPathError checks that err is a *fs.PathError for op on name that is target.
func wantPathError(t *testing.T, err error, op, name string, target error) {
	t.Helper()
	var pe *fs.PathError
	if !errors.As(err, &pe) {
		t.Fatalf("got error %v (%T), want a *fs.PathError", err, err)
	}
	if pe.Op != op || pe.Path != name || !errors.Is(err, target) {
		t.Errorf("got %s %s: %v, want %s %s: %v", pe.Op, pe.Path, pe.Err, op, name, target)
	}
}

func TestWriteFile(t *testing.T) {
	for _, size := range []int{0, 1, 4096, 1<<20 - 1, 1 << 20, 5<<20 + 3} {
		dir := t.TempDir()
		name := filepath.Join(dir, "out")
		for _, fill := range []string{"a", "b"} {
			want := strings.Repeat(fill, size)
			if err := atomicfile.WriteFile(name, []byte(want), 0o644); err != nil {
				t.Fatal(err)
			}
			wantFile(t, name, want)
			wantNames(t, dir, "out")
		}
	}
}

func TestWriteFileErrors(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "file")
	if err := os.WriteFile(file, nil, 0o666); err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		name string
		want error
	}{
		{"", fs.ErrNotExist},
		{dir, syscall.EISDIR},
		{filepath.Join(dir, "missing", "out"), fs.ErrNotExist},
		{filepath.Join(file, "out"), syscall.ENOTDIR},
		{dir + "/", syscall.EISDIR},
		{filepath.Join(dir, "new") + "/", syscall.EISDIR},
		{dir + "/a\x00b", syscall.EINVAL},
		{filepath.Join(dir, strings.Repeat("x", 256)), syscall.ENAMETOOLONG},
	} {
		if runtime.GOOS == "js" && tt.name == "" {
			continue // EINVAL, as from os.WriteFile
		}
		err := atomicfile.WriteFile(tt.name, []byte("x"), 0o644)
		wantPathError(t, err, "open", tt.name, tt.want)
		_, err = atomicfile.Create(tt.name)
		wantPathError(t, err, "open", tt.name, tt.want)
	}
	wantNames(t, dir, "file")
}

func TestWriteFileLongName(t *testing.T) {
	for _, n := range []int{250, 251, 252, 255} {
		dir := t.TempDir()
		name := filepath.Join(dir, strings.Repeat("é", n/2)+strings.Repeat("x", n%2))
		f, err := atomicfile.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		if err := atomicfile.WriteFile(name, []byte("whole"), 0o644); err != nil { // under a unique name
			t.Errorf("%d bytes: %v", n, err)
		}
		wantFile(t, name, "whole")
		if err := f.Commit(); err != nil {
			t.Fatal(err)
		}
		wantFile(t, name, "")
		wantNames(t, dir, filepath.Base(name))
	}
}

func TestWriteFileAllocs(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("counted on Linux, where names are not copied")
	}
	name := filepath.Join(t.TempDir(), "out")
	data := bytes.Repeat([]byte("x"), 1024)
	got := testing.AllocsPerRun(100, func() {
		if err := atomicfile.WriteFile(name, data, 0o644); err != nil {
			t.Fatal(err)
		}
	})
	if got > 6 {
		t.Errorf("WriteFile makes %v allocations, want at most 6", got)
	}
}

func BenchmarkWriteFile(b *testing.B) {
	name := filepath.Join(b.TempDir(), "out")
	data := bytes.Repeat([]byte("x"), 1024)
	b.ReportAllocs()
	for b.Loop() {
		if err := atomicfile.WriteFile(name, data, 0o644); err != nil {
			b.Fatal(err)
		}
	}
}
