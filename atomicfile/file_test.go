package atomicfile_test

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/atomiclint/atomiclint/atomicfile"
)

var (
	_ io.ReadWriteSeeker = (*atomicfile.File)(nil)
	_ io.ReaderAt        = (*atomicfile.File)(nil)
	_ io.WriterAt        = (*atomicfile.File)(nil)
	_ io.ReaderFrom      = (*atomicfile.File)(nil)
	_ io.StringWriter    = (*atomicfile.File)(nil)
	_ io.Closer          = (*atomicfile.File)(nil)
)

func create(t *testing.T, name string, opts ...atomicfile.Option) *atomicfile.File {
	t.Helper()
	f, err := atomicfile.Create(name, opts...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { f.Close() })
	return f
}

func TestCommit(t *testing.T) {
	dir := t.TempDir()
	name := filepath.Join(dir, "out")
	f := create(t, name)
	if got := f.Name(); got != name {
		t.Errorf("Name is %q, want %q", got, name)
	}
	if got := f.TempName(); got != name+".atomic.tmp" {
		t.Errorf("TempName is %q, want %q", got, name+".atomic.tmp")
	}
	io.WriteString(f, "hello, world")
	f.WriteAt([]byte("J"), 0)
	f.Seek(0, io.SeekEnd)
	f.Write([]byte("!!"))
	f.Truncate(13)
	wantNames(t, dir, "out.atomic.tmp")
	b := make([]byte, 5)
	if n, err := f.ReadAt(b, 0); n != 5 || string(b) != "Jello" {
		t.Errorf("ReadAt gives %q, %v, want Jello", b, err)
	}
	for range 2 {
		if err := f.Commit(); err != nil {
			t.Fatal(err)
		}
	}
	wantFile(t, name, "Jello, world!")
	wantNames(t, dir, "out")
	if err := f.Close(); err != nil {
		t.Errorf("Close after Commit: %v, want nil", err)
	}
	if _, err := f.Write(b); !errors.Is(err, os.ErrClosed) {
		t.Errorf("Write after Commit: %v, want %v", err, os.ErrClosed)
	}
}

func TestCloseDiscards(t *testing.T) {
	dir := t.TempDir()
	name := filepath.Join(dir, "out")
	if err := os.WriteFile(name, []byte("old"), 0o666); err != nil {
		t.Fatal(err)
	}
	f := create(t, name)
	f.WriteString("new")
	for range 2 {
		if err := f.Close(); err != nil {
			t.Errorf("Close: %v, want nil", err)
		}
	}
	wantFile(t, name, "old")
	wantNames(t, dir, "out")
	wantPathError(t, f.Commit(), "commit", name, os.ErrClosed)
}

// After Commit the temporary's name may belong to another writer.
func TestCloseAfterCommitTouchesNothing(t *testing.T) {
	dir := t.TempDir()
	name := filepath.Join(dir, "out")
	f := create(t, name)
	if err := f.Commit(); err != nil {
		t.Fatal(err)
	}
	g := create(t, name)
	f.Close()
	wantNames(t, dir, "out", "out.atomic.tmp")
	if err := g.Commit(); err != nil {
		t.Error(err)
	}
}

type failingReader struct{ n int }

var errRead = errors.New("read failed")

func (r *failingReader) Read(b []byte) (int, error) {
	if r.n == 0 {
		return 0, errRead
	}
	n := min(r.n, len(b))
	r.n -= n
	return n, nil
}

func TestFailedReadIsSticky(t *testing.T) {
	dir := t.TempDir()
	name := filepath.Join(dir, "out")
	f := create(t, name)
	if n, err := f.ReadFrom(&failingReader{1000}); n != 1000 || err != errRead {
		t.Errorf("ReadFrom gives %d, %v, want 1000, %v", n, err, errRead)
	}
	f.WriteString("more")
	if err := f.Commit(); err != errRead {
		t.Errorf("Commit: %v, want %v", err, errRead)
	}
	wantNames(t, dir)
	if n, err := atomicfile.WriteFrom(name, &failingReader{10}); n != 10 || err != errRead {
		t.Errorf("WriteFrom gives %d, %v, want 10, %v", n, err, errRead)
	}
	wantNames(t, dir)
}

func TestFailedTruncateIsSticky(t *testing.T) {
	dir := t.TempDir()
	f := create(t, filepath.Join(dir, "out"))
	err := f.Truncate(-1)
	if err == nil && runtime.GOOS == "js" {
		t.Skip("Truncate(-1) succeeds on js")
	}
	if err == nil {
		t.Fatal("Truncate(-1) succeeds")
	}
	if got := f.Commit(); got != err {
		t.Errorf("Commit: %v, want %v", got, err)
	}
	wantNames(t, dir)
}

func TestReadFrom(t *testing.T) {
	dir := t.TempDir()
	want := strings.Repeat("0123456789abcdef", 1<<20+1)
	src := filepath.Join(dir, "src")
	if err := os.WriteFile(src, []byte(want), 0o666); err != nil {
		t.Fatal(err)
	}
	in, err := os.Open(src)
	if err != nil {
		t.Fatal(err)
	}
	defer in.Close()
	for _, tt := range []struct {
		name string
		r    io.Reader
		n    int
	}{
		{"file", in, len(want)},
		{"limited file", io.LimitReader(in, 9<<20), 9 << 20},
		{"strings.Reader", strings.NewReader(want), len(want)},
		{"plain reader", struct{ io.Reader }{strings.NewReader(want)}, len(want)},
	} {
		in.Seek(0, io.SeekStart)
		name := filepath.Join(dir, "out")
		if n, err := atomicfile.WriteFrom(name, tt.r); n != int64(tt.n) || err != nil {
			t.Errorf("%s: WriteFrom gives %d, %v, want %d", tt.name, n, err, tt.n)
		}
		wantFile(t, name, want[:tt.n])
	}
}

func TestWrite(t *testing.T) {
	dir := t.TempDir()
	name := filepath.Join(dir, "out")
	write := func(text string, err error) error {
		return atomicfile.Write(name, func(f *atomicfile.File) error {
			f.WriteString(text)
			return err
		})
	}
	if err := write("one", nil); err != nil {
		t.Fatal(err)
	}
	if err := write("two", errRead); err != errRead {
		t.Errorf("Write: %v, want %v", err, errRead)
	}
	func() {
		defer func() { recover() }()
		atomicfile.Write(name, func(f *atomicfile.File) error {
			f.WriteString("three")
			panic("boom")
		})
	}()
	wantFile(t, name, "one")
	wantNames(t, dir, "out")
}

func TestOpenFileFlags(t *testing.T) {
	dir := t.TempDir()
	name := filepath.Join(dir, "out")
	for _, flag := range []int{
		os.O_RDONLY,
		os.O_CREATE | os.O_TRUNC,
		os.O_WRONLY | os.O_CREATE,
		os.O_WRONLY | os.O_TRUNC,
		os.O_WRONLY | os.O_CREATE | os.O_APPEND,
		os.O_WRONLY | os.O_CREATE | os.O_TRUNC | os.O_APPEND,
	} {
		if f, err := atomicfile.OpenFile(name, flag, 0o666); err == nil {
			f.Close()
			t.Errorf("OpenFile with flag %#x succeeds", flag)
		}
	}
	f, err := atomicfile.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := f.Read(make([]byte, 1)); err == nil || err == io.EOF {
		t.Errorf("Read of a write-only File: %v, want an error", err)
	}
	if err := f.Commit(); err != nil {
		t.Fatal(err)
	}
	if info, err := os.Stat(name); err != nil || runtime.GOOS != "windows" && info.Mode() != 0o600 {
		t.Errorf("mode is %v, %v, want 0600", info.Mode(), err)
	}
	_, err = atomicfile.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	wantPathError(t, err, "open", name, fs.ErrExist)
}

// nothing returns err, or another error if n is not 0.
func nothing[N int | int64](n N, err error) error {
	if n != 0 {
		return fmt.Errorf("got %d and error %v", n, err)
	}
	return err
}

func TestNilFile(t *testing.T) {
	for _, f := range []*atomicfile.File{nil, {}} {
		for name, call := range map[string]func() error{
			"Write":       func() error { return nothing(f.Write(nil)) },
			"WriteString": func() error { return nothing(f.WriteString("")) },
			"WriteAt":     func() error { return nothing(f.WriteAt(nil, 0)) },
			"ReadFrom":    func() error { return nothing(f.ReadFrom(nil)) },
			"Read":        func() error { return nothing(f.Read(nil)) },
			"ReadAt":      func() error { return nothing(f.ReadAt(nil, 0)) },
			"Seek":        func() error { return nothing(f.Seek(0, 0)) },
			"Truncate":    func() error { return f.Truncate(0) },
			"Sync":        f.Sync,
			"Stat":        func() error { _, err := f.Stat(); return err },
			"Chmod":       func() error { return f.Chmod(0) },
			"Chown":       func() error { return f.Chown(0, 0) },
			"SyscallConn": func() error { _, err := f.SyscallConn(); return err },
			"Commit":      f.Commit,
			"Close":       f.Close,
			"Finish":      func() (err error) { f.Finish(&err); return err },
		} {
			if err := call(); err != os.ErrInvalid {
				t.Errorf("%s: %v, want %v", name, err, os.ErrInvalid)
			}
		}
		if name, temp := f.Name(), f.TempName(); name != "" || temp != "" {
			t.Errorf("it has the name %q and the temporary %q, want none", name, temp)
		}
	}
}

// TestDropped checks that the runtime cleans up after a File that was
// neither committed nor closed.
func TestDropped(t *testing.T) {
	dir := t.TempDir()
	func() {
		f, err := atomicfile.Create(filepath.Join(dir, "out"))
		if err != nil {
			t.Fatal(err)
		}
		f.WriteString("lost")
	}()
	for range 100 {
		runtime.GC()
		if entries, _ := os.ReadDir(dir); len(entries) == 0 {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	t.Error("the temporary of a dropped File is still there")
}

// A copy of a File is that File.
func TestCopied(t *testing.T) {
	name := filepath.Join(t.TempDir(), "out")
	copied := func() atomicfile.File { return *create(t, name) }()
	for range 10 {
		runtime.GC()
		time.Sleep(10 * time.Millisecond)
	}
	_, err := copied.WriteString("new")
	if err := errors.Join(err, copied.Commit()); err != nil {
		t.Fatal(err)
	}
	wantFile(t, name, "new")
}
