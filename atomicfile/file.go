package atomicfile

import (
	"io"
	"io/fs"
	"math"
	"os"
	"runtime"
	"sync"
	"sync/atomic"
	"syscall"

	"github.com/atomiclint/atomiclint/atomicfile/internal/fsys"
)

// A File is a file being written that nobody sees under its name before
// Commit. It has the methods of *os.File that make sense for one.
//
// Like those, its methods may be called from several goroutines, with the
// exception that nothing may be written while Commit runs. On a nil *File they
// return os.ErrInvalid, so that a deferred Close may stand before the check of
// Create's error.
type File struct {
	w *handle
}

// A handle is what a File shares with its copies, so that the writer is cleaned
// up when the last of them was dropped.
type handle struct{ *writer }

// A writer is what is behind a File. It is a separate object so that a File
// that was dropped can be cleaned up.
type writer struct {
	name    string
	stage   *stage // nil if the name is not replaced but written through
	file    *os.File
	cleanup runtime.Cleanup

	writeback writeback
	unwritten atomic.Bool // since Chmod

	mu     sync.Mutex
	failed error // the first error of a write
	state  state
	sealed atomic.Bool // it is complete, though the batch still has it open
	result error       // of Commit

	born calls // the stack in Create, see Finish
}

// A state says how far a write has come. It only ever goes forward.
type state int

const (
	writing   state = iota
	sealed          // complete, and waiting for the batch
	committed       // there is a result
	discarded
)

// Create creates the named file, or replaces it if it exists, when Commit is
// called. It is a drop-in for os.Create followed by Close, with Commit in
// place of the Close that ends the success path:
//
//	f, err := atomicfile.Create(name)
//	if err != nil {
//		return err
//	}
//	defer f.Close() // discards what was not committed
//	if _, err := f.Write(data); err != nil {
//		return err
//	}
//	return f.Commit()
//
// The content goes to name + ".atomic.tmp" meanwhile. If another live writer, here or
// in another process, is at work on the same name, Create fails with
// ErrInProgress; see Concurrent. What a writer left that died is removed.
//
// If name is not a regular file (a device, a FIFO, /dev/stdout), it is opened
// and written to directly, as os.Create would.
func Create(name string, opts ...Option) (*File, error) {
	return create(name, opts)
}

func create(name string, opts []Option) (*File, error) {
	o := defaults(0o666, os.O_RDWR, opts)
	return newFile(name, &o)
}

// OpenFile is a drop-in for os.OpenFile with the flags O_WRONLY or O_RDWR,
// O_CREATE and O_TRUNC. In place of O_TRUNC, or besides it, the flag O_EXCL
// says that the file must not exist: then OpenFile fails with fs.ErrExist if
// it does, and so does Commit if it has come into being since; see NoReplace.
// O_NOFOLLOW of package syscall refuses a name that is a symbolic link. O_SYNC
// and the like are accepted and do nothing, for Commit syncs; but what is not a
// regular file, and so is opened as it is, is opened with all of them.
//
// Everything else is refused: O_APPEND, and an existing file that is not
// truncated, would keep part of the old content, which a replacement cannot.
func OpenFile(name string, flag int, perm fs.FileMode, opts ...Option) (*File, error) {
	access := flag & (os.O_RDONLY | os.O_WRONLY | os.O_RDWR)
	o := defaults(perm, access, opts)
	o.flag = flag
	o.excl = flag&os.O_EXCL != 0
	o.noReplace = o.noReplace || o.excl
	switch {
	case flag&os.O_APPEND != 0:
		return nil, pathError("open", name, errAppend)
	case access != os.O_WRONLY && access != os.O_RDWR:
		return nil, pathError("open", name, errReadOnly)
	case flag&os.O_CREATE == 0 || flag&(os.O_TRUNC|os.O_EXCL) == 0:
		return nil, pathError("open", name, errNoTrunc)
	case flag&fsys.Directory != 0:
		return nil, pathError("open", name, syscall.EINVAL)
	}
	return newFile(name, &o)
}

func newFile(name string, o *options) (*File, error) {
	s := &stage{name: name, opt: *o}
	w := &writer{name: name, born: callStack()}
	f := &File{&handle{w}}
	direct, err := s.begin()
	if err != nil {
		return nil, err
	}
	if direct != nil {
		w.file = direct
		return f, nil
	}
	w.stage = s
	s.file = s.out.OSFile(name)
	w.file = s.file
	if o.batch == nil { // which holds w, and cleans up itself
		w.cleanup = runtime.AddCleanup(f.w, (*writer).close, w)
	}
	return f, nil
}

// check returns the writer behind f, or an error if there is none.
func (f *File) check() (*writer, error) {
	if f == nil || f.w == nil {
		return nil, os.ErrInvalid
	}
	return f.w.writer, nil
}

// begin is check for an operation on the content. Of a File that is complete
// package os says that it is closed, and we for one that a batch has open.
func (f *File) begin(op string) (*writer, error) {
	w, err := f.check()
	if err != nil {
		return nil, err
	}
	if w.sealed.Load() {
		return nil, pathError(op, w.name, os.ErrClosed)
	}
	if w.stage != nil {
		if err := w.stage.opt.hook.Tell(op, w.stage.temp); err != nil {
			return nil, w.fail(pathError(op, w.name, err))
		}
	}
	return w, nil
}

// change is begin for an operation that changes the content.
func (f *File) change(op string) (*writer, error) {
	w, err := f.begin(op)
	if err == nil {
		w.unwritten.Store(false)
	}
	return w, err
}

// named returns err, in which the temporary has the name of the destination,
// as it has everywhere on Unix.
func (w *writer) named(err error) error {
	if e, ok := err.(*fs.PathError); ok && e.Path == w.file.Name() {
		return &fs.PathError{Op: e.Op, Path: w.name, Err: e.Err}
	}
	return err
}

// fail keeps err, the first error of a write, for Commit.
func (w *writer) fail(err error) error {
	if err == nil {
		return nil
	}
	err = w.named(err)
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.failed == nil {
		w.failed = err
	}
	return err
}

// startWriteback hands a range of the file to the disk, if it is due.
func (w *writer) startWriteback(off, n int64, due bool) {
	if !due || w.stage == nil || w.stage.opt.sync == SyncNone {
		return
	}
	conn, err := w.file.SyscallConn()
	if err != nil {
		return
	}
	conn.Control(func(uintptr) { w.stage.out.StartWriteback(off, n) })
}

// Write writes b to the file, as (*os.File).Write does. After an error nothing
// can be committed any more.
func (f *File) Write(b []byte) (n int, err error) {
	w, err := f.change("write")
	if err != nil {
		return 0, err
	}
	defer runtime.KeepAlive(f)
	for {
		step := min(len(b), writebackStep)
		m, err := w.file.Write(b[:step])
		n += m
		w.startWriteback(w.writeback.next(int64(m), true))
		if b = b[step:]; err != nil || len(b) == 0 {
			return n, w.fail(err)
		}
	}
}

// WriteString is like Write for a string.
func (f *File) WriteString(s string) (n int, err error) {
	w, err := f.change("write")
	if err != nil {
		return 0, err
	}
	defer runtime.KeepAlive(f)
	for {
		step := min(len(s), writebackStep)
		m, err := w.file.WriteString(s[:step])
		n += m
		w.startWriteback(w.writeback.next(int64(m), true))
		if s = s[step:]; err != nil || len(s) == 0 {
			return n, w.fail(err)
		}
	}
}

// WriteAt writes b at offset off, in bytes, as (*os.File).WriteAt does. After
// an error nothing can be committed any more.
func (f *File) WriteAt(b []byte, off int64) (int, error) {
	w, err := f.change("write")
	if err != nil {
		return 0, err
	}
	defer runtime.KeepAlive(f)
	n, err := w.file.WriteAt(b, off)
	w.startWriteback(w.writeback.at(off, int64(n)))
	return n, w.fail(err)
}

// ReadFrom writes what r gives until io.EOF. After an error, be it of reading
// or of writing, nothing can be committed any more: the file would be short.
// The data does not pass through memory where the system can copy it itself
// (copy_file_range and splice on Linux).
func (f *File) ReadFrom(r io.Reader) (int64, error) {
	w, err := f.change("write")
	if err != nil {
		return 0, err
	}
	defer runtime.KeepAlive(f)
	n, err := f.readFrom(w, r)
	return n, w.fail(err)
}

// copyStep is how much is copied within the kernel, in bytes, before the disk
// is given something to do.
const copyStep = 8 << 20

func (f *File) readFrom(w *writer, r io.Reader) (n int64, err error) {
	switch r := r.(type) {
	case syscall.Conn:
		return w.copyWithin(r.(io.Reader), math.MaxInt64)
	case *io.LimitedReader:
		if _, ok := r.R.(syscall.Conn); ok {
			n, err := w.copyWithin(r.R, r.N)
			r.N -= n
			return n, err
		}
	case io.WriterTo:
		return r.WriteTo(onlyWriter{f})
	}
	return io.CopyBuffer(onlyWriter{f}, onlyReader{r}, make([]byte, 128<<10))
}

// copyWithin copies up to limit bytes from a file or connection through
// (*os.File).ReadFrom, which sees what r is behind one io.LimitedReader, but
// not behind two.
func (w *writer) copyWithin(r io.Reader, limit int64) (n int64, err error) {
	for n < limit {
		step := min(copyStep, limit-n)
		m, err := w.file.ReadFrom(io.LimitReader(r, step))
		n += m
		w.startWriteback(w.writeback.next(m, true))
		if err != nil || m < step {
			return n, err
		}
	}
	return n, nil
}

// These hide the methods by which io.Copy would come back to ReadFrom.
type (
	onlyWriter struct{ io.Writer }
	onlyReader struct{ io.Reader }
)

// Read reads from the file, as (*os.File).Read does.
func (f *File) Read(b []byte) (int, error) {
	w, err := f.begin("read")
	if err != nil {
		return 0, err
	}
	defer runtime.KeepAlive(f)
	n, err := w.file.Read(b)
	w.writeback.next(int64(n), false)
	return n, w.named(err)
}

// ReadAt reads from offset off, in bytes, as (*os.File).ReadAt does.
func (f *File) ReadAt(b []byte, off int64) (int, error) {
	w, err := f.begin("read")
	if err != nil {
		return 0, err
	}
	defer runtime.KeepAlive(f)
	n, err := w.file.ReadAt(b, off)
	return n, w.named(err)
}

// Seek sets the offset of the next Read or Write, as (*os.File).Seek does.
func (f *File) Seek(offset int64, whence int) (int64, error) {
	w, err := f.begin("seek")
	if err != nil {
		return 0, err
	}
	defer runtime.KeepAlive(f)
	n, err := w.file.Seek(offset, whence)
	if err == nil {
		w.writeback.seek(n)
	}
	return n, w.named(err)
}

// Truncate sets the size of the file, in bytes. After an error nothing can be
// committed any more.
func (f *File) Truncate(size int64) error {
	w, err := f.change("truncate")
	if err != nil {
		return err
	}
	defer runtime.KeepAlive(f)
	return w.fail(w.file.Truncate(size))
}

// Sync makes what was written so far durable, under the temporary name.
// Commit does so by itself. After an error nothing can be committed any more.
func (f *File) Sync() error {
	w, err := f.begin("sync")
	if err != nil {
		return err
	}
	defer runtime.KeepAlive(f)
	err = w.file.Sync()
	if fsys.UnsupportedSync(err) {
		return w.named(err) // Commit knows what to do without
	}
	return w.fail(err)
}
