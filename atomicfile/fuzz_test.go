package atomicfile_test

import (
	"bytes"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/atomiclint/atomiclint/atomicfile"
)

// FuzzFile carries out any sequence of operations on a File and on a model of
// it in memory. Each operation must give the same result in both, and in the
// end the destination must hold what the model says: the content if it was
// committed, and otherwise what it held before.
func FuzzFile(f *testing.F) {
	for _, program := range []string{
		"",
		"\x00\x00\x05",
		"\x01\x01\x20\x03\x00\x01\x02\x00\x05\x10",
		"\x04\x00\x10",                         // O_EXCL, absent
		"\x05",                                 // O_EXCL, existing
		"\x09\x00\x10",                         // existing, then Close
		"\x02\x00\x10\x05\x05\x06\x00\x00\x05", // O_WRONLY, and read
		"\x00\x0a\x00\x10\x0a\x0b\x0a",         // Write after Commit
		"\x01\x0b\x0a\x00\x10",                 // Commit after Close
		"\x01\x00\x10\x04\xff\xff\x00\x10",     // Truncate(-1)
		"\x01\x02\xff\xff\x04",                 // WriteAt(-1)
		"\x00\x07\x00\x30\x07\x01\x30\x07\x02\x30\x07\x03\x30",
		"\x01\x00\x08\x07\x04\x30\x00\x08", // a reader that fails
		"\x01\x03\x70\x00\x00\x00\x04",     // a hole
		"\x01\x0c\x07\x08\x0c\x01\x09",     // more than what starts the write-back
		"\x11\x0d\x20\x00\x04",             // Finish with nil
		"\x19\x0d\x20\x00\x04",             // Finish with an error
	} {
		f.Add([]byte(program))
	}
	dir := f.TempDir()
	src := filepath.Join(f.TempDir(), "src")
	if err := os.WriteFile(src, fuzzData(1<<10), 0o666); err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, program []byte) {
		in, err := os.Open(src)
		if err != nil {
			t.Fatal(err)
		}
		defer in.Close()
		r := fuzzRun{t: t, program: program, dir: dir, name: filepath.Join(dir, "out"), src: in}
		r.run()
	})
}

// fuzzData returns n bytes that differ from their neighbours.
func fuzzData(n int) []byte {
	b := make([]byte, n)
	for i := range b {
		b[i] = byte(i*7 + i>>8)
	}
	return b
}

// A fuzzRun is a File and the model of it.
type fuzzRun struct {
	t       *testing.T
	program []byte // what is left of it
	dir     string
	name    string
	src     *os.File // to read from
	large   int      // writes of more than a megabyte
	f       *atomicfile.File

	content   []byte
	off       int64
	writeOnly bool
	failed    error // the first error of a write
	done      bool
	result    error // of Commit
	committed bool  // without error
	mode      fs.FileMode
}

// maxSteps and maxLarge bound how much a program can do: operations, and those
// that write more than a megabyte.
const (
	maxSteps = 100
	maxLarge = 1
)

var errFill = errors.New("fill failed")

func (r *fuzzRun) run() {
	head := r.next()
	existing, excl := head&1 != 0, head&4 != 0
	flag := os.O_RDWR
	if head&2 != 0 {
		flag, r.writeOnly = os.O_WRONLY, true
	}
	if excl {
		flag |= os.O_EXCL
	}
	r.prepare(existing)
	var err error
	r.f, err = atomicfile.OpenFile(r.name, flag|os.O_CREATE|os.O_TRUNC, 0o640, atomicfile.WithSync(atomicfile.SyncNone))
	if excl && existing {
		if !errors.Is(err, fs.ErrExist) {
			r.t.Fatalf("O_EXCL of an existing file: got error %v, want %v", err, fs.ErrExist)
		}
	} else if err != nil {
		r.t.Fatal(err)
	} else {
		for range maxSteps {
			if len(r.program) > 0 {
				r.step()
			}
		}
		r.end(head >> 3 & 3)
	}
	r.check(existing)
}

// prepare makes the directory hold the destination, or nothing.
func (r *fuzzRun) prepare(existing bool) {
	err := os.RemoveAll(r.name)
	if existing {
		err = os.WriteFile(r.name, []byte("old"), 0o600)
	}
	if err != nil {
		r.t.Fatal(err)
	}
	if r.mode = 0o640; existing {
		r.mode = 0o600
	}
}

// end ends the File in one of the ways there are.
func (r *fuzzRun) end(way byte) {
	switch way {
	case 0:
		r.commit()
	case 1:
		r.close()
	case 2:
		var err error
		r.f.Finish(&err)
		r.modelCommit()
		r.want("Finish", 0, err, 0, r.result)
	case 3:
		err := errFill
		r.f.Finish(&err)
		r.want("Finish", 0, err, 0, errFill)
		r.modelClose()
	}
	r.close() // as in every program
}

// check looks at what is there in the end.
func (r *fuzzRun) check(existing bool) {
	got, err := os.ReadFile(r.name)
	switch {
	case r.committed && (err != nil || !bytes.Equal(got, r.content)):
		r.t.Errorf("destination holds %.40q (%d bytes), %v, want %.40q (%d bytes)", got, len(got), err, r.content, len(r.content))
	case !r.committed && existing && string(got) != "old":
		r.t.Errorf("destination holds %.40q, %v, want the old content", got, err)
	case !r.committed && !existing && !errors.Is(err, fs.ErrNotExist):
		r.t.Errorf("destination holds %.40q, %v, want no file", got, err)
	}
	if !r.committed && !existing {
		wantNames(r.t, r.dir)
		return
	}
	wantNames(r.t, r.dir, "out")
	mode := r.mode
	if !r.committed {
		mode = 0o600
	}
	if info, err := os.Stat(r.name); err != nil || runtime.GOOS != "windows" && info.Mode() != mode {
		r.t.Errorf("mode is %v, %v, want %v", info.Mode(), err, mode)
	}
}

// next takes a byte of the program, 0 at its end.
func (r *fuzzRun) next() byte {
	if len(r.program) == 0 {
		return 0
	}
	b := r.program[0]
	r.program = r.program[1:]
	return b
}

// offset takes a number from -32768 to 32767 from the program.
func (r *fuzzRun) offset() int64 { return int64(int16(uint16(r.next())<<8 | uint16(r.next()))) }

// step carries out one operation.
func (r *fuzzRun) step() {
	f := r.f
	switch op := r.next() % 15; op {
	case 0, 12:
		n := int(r.next())
		if op == 12 && r.large < maxLarge {
			r.large++
			n += 1 << 20
		}
		b := fuzzData(n)
		got, err := f.Write(b)
		r.wantWrite("Write", got, err, b)
	case 1:
		b := fuzzData(int(r.next()))
		got, err := f.WriteString(string(b))
		r.wantWrite("WriteString", got, err, b)
	case 2:
		off, b := r.offset(), fuzzData(int(r.next()))
		got, err := f.WriteAt(b, off)
		r.wantWriteAt(got, err, b, off)
	case 3:
		r.seek(r.offset(), int(r.next()%3))
	case 4:
		r.truncate(r.offset())
	case 5:
		r.read(int(r.next()))
	case 6:
		r.readAt(r.offset(), int(r.next()))
	case 7:
		r.readFrom(r.next()%6, int(r.next()))
	case 8:
		err := f.Sync()
		r.want("Sync", 0, err, 0, r.ifOpen(nil))
	case 9:
		info, err := f.Stat()
		if r.done {
			r.want("Stat", 0, err, 0, errAny) // on Windows os does not say os.ErrClosed
			return
		}
		r.want("Stat", 0, err, 0, nil)
		if err == nil && info.Size() != int64(len(r.content)) {
			r.t.Errorf("Stat: got a size of %d, want %d", info.Size(), len(r.content))
		}
	case 10:
		r.commit()
	case 11:
		r.close()
	case 13:
		mode := fs.FileMode(r.next())&0o077 | 0o600
		err := f.Chmod(mode)
		r.want("Chmod", 0, err, 0, r.ifOpen(nil))
		if err == nil {
			r.mode = mode
		}
	case 14:
		if f.Name() != r.name || f.TempName() != r.name+".atomic.tmp" {
			r.t.Errorf("Name is %q and TempName %q, want %[3]q and %[3]q with .atomic.tmp", f.Name(), f.TempName(), r.name)
		}
	}
}

// ifOpen returns err, or os.ErrClosed if the File is not open.
func (r *fuzzRun) ifOpen(err error) error {
	if r.done {
		return os.ErrClosed
	}
	return err
}

// errAny stands for an error whose kind is the system's choice.
var errAny = errors.New("any error")

// want compares the results of an operation with those of the model.
func (r *fuzzRun) want(op string, n int64, err error, wantN int64, want error) {
	r.t.Helper()
	ok := err == want || want == errAny && err != nil || want != nil && errors.Is(err, want)
	if !ok || n != wantN {
		r.t.Errorf("%s: got %d, %v, want %d, %v", op, n, err, wantN, want)
	}
}

// fail notes the error of a write.
func (r *fuzzRun) fail(err error) {
	if err != nil && r.failed == nil && !r.done {
		r.failed = err
	}
}

// put writes b to the model.
func (r *fuzzRun) put(b []byte, off int64) {
	if len(b) == 0 {
		return
	}
	r.resize(max(int64(len(r.content)), off+int64(len(b))))
	copy(r.content[off:], b)
}

func (r *fuzzRun) resize(size int64) {
	if grow := size - int64(len(r.content)); grow > 0 {
		r.content = append(r.content, make([]byte, grow)...)
	}
	r.content = r.content[:size]
}

func (r *fuzzRun) wantWrite(op string, n int, err error, b []byte) {
	r.fail(err)
	if r.done {
		r.want(op, int64(n), err, 0, os.ErrClosed)
		return
	}
	r.want(op, int64(n), err, int64(len(b)), nil)
	r.put(b, r.off)
	r.off += int64(len(b))
}

func (r *fuzzRun) wantWriteAt(n int, err error, b []byte, off int64) {
	r.fail(err)
	switch {
	case off < 0:
		r.want("WriteAt", int64(n), err, 0, errAny)
	case r.done && len(b) > 0:
		r.want("WriteAt", int64(n), err, 0, os.ErrClosed)
	default:
		r.want("WriteAt", int64(n), err, int64(len(b)), nil)
		if !r.done {
			r.put(b, off)
		}
	}
}

func (r *fuzzRun) seek(off int64, whence int) {
	got, err := r.f.Seek(off, whence)
	want := off
	switch whence {
	case io.SeekCurrent:
		want += r.off
	case io.SeekEnd:
		want += int64(len(r.content))
	}
	switch {
	case r.done:
		r.want("Seek", got, err, 0, os.ErrClosed)
	case want < 0:
		r.want("Seek", got, err, got, errAny)
	default:
		r.want("Seek", got, err, want, nil)
		r.off = want
	}
}

func (r *fuzzRun) truncate(size int64) {
	err := r.f.Truncate(size)
	r.fail(err)
	switch {
	case r.done || size < 0:
		r.want("Truncate", 0, err, 0, errAny)
	default:
		r.want("Truncate", 0, err, 0, nil)
		r.resize(size)
	}
}

// wantRead checks what was read at offset off into a buffer of n bytes.
func (r *fuzzRun) wantRead(op string, got []byte, err error, off int64, n int) {
	var want []byte
	if off < int64(len(r.content)) {
		want = r.content[off:min(off+int64(n), int64(len(r.content)))]
	}
	var wantErr error
	switch {
	case n == 0 && (!r.done || op == "ReadAt"):
		// Nothing is asked for, and so not even missed.
	case r.done:
		want, wantErr = nil, os.ErrClosed
	case r.writeOnly:
		want, wantErr = nil, errAny
	case len(want) == 0 || op == "ReadAt" && len(want) < n:
		wantErr = io.EOF
	}
	r.want(op, int64(len(got)), err, int64(len(want)), wantErr)
	if !bytes.Equal(got, want) {
		r.t.Errorf("%s: got %.40q, want %.40q", op, got, want)
	}
}

func (r *fuzzRun) read(n int) {
	b := make([]byte, n)
	got, err := r.f.Read(b)
	r.wantRead("Read", b[:got], err, r.off, n)
	r.off += int64(got)
}

func (r *fuzzRun) readAt(off int64, n int) {
	b := make([]byte, n)
	got, err := r.f.ReadAt(b, off)
	if off < 0 {
		r.want("ReadAt", int64(got), err, 0, errAny)
		return
	}
	r.wantRead("ReadAt", b[:got], err, off, n)
}

// readFrom has the File read n bytes from one kind of reader.
func (r *fuzzRun) readFrom(kind byte, n int) {
	b := fuzzData(1 << 10)[:n]
	var from io.Reader
	var wantErr error
	var limited *io.LimitedReader
	switch kind {
	case 0:
		from = bytes.NewReader(b)
	case 1:
		from = struct{ io.Reader }{strings.NewReader(string(b))}
	case 2: // a file, to its end
		r.src.Seek(-int64(n), io.SeekEnd)
		b, from = fuzzData(1 << 10)[1<<10-n:], r.src
	case 3:
		r.src.Seek(0, io.SeekStart)
		limited = &io.LimitedReader{R: r.src, N: int64(n)}
		from = limited
	case 4:
		from, wantErr = io.MultiReader(bytes.NewReader(b), &failingReader{}), errRead
	case 5:
		from = &io.LimitedReader{R: bytes.NewReader(fuzzData(1 << 10)), N: int64(n)}
	}
	got, err := r.f.ReadFrom(from)
	r.fail(err)
	if r.done {
		if n > 0 {
			r.want("ReadFrom", got, err, 0, os.ErrClosed)
		}
		return
	}
	r.want("ReadFrom", got, err, int64(n), wantErr)
	if limited != nil && limited.N != 0 {
		r.t.Errorf("ReadFrom: %d bytes are left of the reader's limit, want 0", limited.N)
	}
	r.put(b, r.off)
	r.off += int64(n)
}

// commit calls Commit, and again.
func (r *fuzzRun) commit() {
	r.modelCommit()
	for range 2 {
		err := r.f.Commit()
		r.want("Commit", 0, err, 0, r.result)
	}
}

func (r *fuzzRun) modelCommit() {
	if r.done {
		return
	}
	r.done, r.result, r.committed = true, r.failed, r.failed == nil
}

func (r *fuzzRun) close() {
	err := r.f.Close()
	r.want("Close", 0, err, 0, nil)
	r.modelClose()
}

func (r *fuzzRun) modelClose() {
	if !r.done {
		r.done, r.result = true, os.ErrClosed
	}
}
