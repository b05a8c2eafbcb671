package atomicfile

import (
	"fmt"
	"io/fs"
	"os"
	"runtime"
	"strings"
	"sync"
)

// A Batch publishes many files in one round. It waits for the disk once for
// the content of all, and once for each directory, which is several times
// faster than publishing one by one. The zero Batch is ready for use:
//
//	var b atomicfile.Batch
//	defer b.Close() // discards what was not committed
//	for name, data := range outputs {
//		if err := b.WriteFile(name, data, 0o666); err != nil {
//			return err
//		}
//	}
//	return b.Commit()
//
// A Batch is not a transaction. Each file is published whole or not at all,
// and none before the content of all is durable; but the renames come one
// after the other, and a crash among them leaves some files new and some old.
//
// A Batch holds a descriptor for each file and each directory until it ends.
// Its methods may be called from several goroutines.
type Batch struct {
	once  sync.Once
	state *batch
}

// A batch is what is behind a Batch. It is a separate object so that a Batch
// that was dropped can be cleaned up.
type batch struct {
	cleanup runtime.Cleanup

	mu     sync.Mutex
	dirs   map[dirKey]dir
	staged []*stage
	files  []*File
	state  state
	result error
}

type dirKey struct {
	root *os.Root
	name string
}

// A BatchError says how far a Batch came that could not publish everything.
type BatchError struct {
	// Published has the names, as they were given, of the files that were
	// published. It is empty if the error came before the first rename.
	Published []string

	// Err is the first error, a *fs.PathError.
	Err error
}

func (e *BatchError) Error() string {
	if len(e.Published) == 0 {
		return e.Err.Error() + " (nothing was published)"
	}
	return fmt.Sprintf("%v (published: %s)", e.Err, strings.Join(e.Published, ", "))
}

// Unwrap returns e.Err.
func (e *BatchError) Unwrap() error { return e.Err }

func (b *Batch) init() *batch {
	b.once.Do(func() {
		b.state = &batch{dirs: make(map[dirKey]dir)}
		b.state.cleanup = runtime.AddCleanup(b, (*batch).close, b.state)
	})
	return b.state
}

// WriteFile adds a file to the batch. Its content is written to a temporary
// at once, and published by Commit of the batch. Arguments and errors are
// those of the function WriteFile, to which opts are added. The same name may
// be added again; the content added last wins. A name that is no regular file
// is written to at once.
func (b *Batch) WriteFile(name string, data []byte, perm fs.FileMode, opts ...Option) error {
	defer runtime.KeepAlive(b)
	state := b.init()
	o := defaults(perm, os.O_WRONLY, opts)
	o.concurrent, o.batch = true, state
	s := &stage{name: name, opt: o}
	err := s.open()
	if err == errDirect {
		return writeDirect(&o, name, data)
	}
	if err != nil {
		return err
	}
	if err = s.fd.allocate(int64(len(data))); err == nil {
		err = s.fd.write(data)
	}
	if err == nil {
		err = state.add(s, nil)
	}
	if err != nil {
		s.discard()
		return pathError("write", name, err)
	}
	if o.sync != SyncNone {
		s.fd.startWriteback(0, int64(len(data)))
	}
	return nil
}

// Create adds a file to the batch that is written by the methods of File.
// Commit of the File, or Finish, says that it is complete; it is published by
// Commit of the batch, which fails if a File was neither committed nor closed.
// A File that was closed without Commit is not part of the batch any more.
func (b *Batch) Create(name string, opts ...Option) (*File, error) {
	defer runtime.KeepAlive(b)
	state := b.init()
	o := defaults(0o666, os.O_RDWR, opts)
	o.batch = state
	f, err := newFile(name, &o)
	if err != nil {
		return nil, err
	}
	if err := state.add(nil, f); err != nil {
		f.Close()
		return nil, pathError("open", name, err)
	}
	return f, nil
}

// Commit publishes the files of the batch. If it fails before the first
// rename, nothing is published; the error is a *BatchError, which has the
// names that were published. In any case the batch has ended, and no
// temporary remains. A second Commit returns what the first one did. Commit
// after Close returns os.ErrClosed.
func (b *Batch) Commit() error {
	defer runtime.KeepAlive(b)
	return b.init().commit()
}

// Close discards the batch if Commit was not called. After Commit it does
// nothing. It may be called more than once, and returns nil.
func (b *Batch) Close() error {
	defer runtime.KeepAlive(b)
	b.init().close()
	return nil
}

// openDir returns the directory name, which is opened once for the batch.
func (b *batch) openDir(root *os.Root, name string) (dir, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.state != writing {
		return dir{}, os.ErrClosed
	}
	key := dirKey{root, name}
	if d, ok := b.dirs[key]; ok {
		return d, nil
	}
	d, err := openDir(root, name)
	if err == nil {
		b.dirs[key] = d
	}
	return d, err
}

// add takes up a stage that is complete, or a File.
func (b *batch) add(s *stage, f *File) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.state != writing {
		return os.ErrClosed
	}
	if s != nil {
		b.staged = append(b.staged, s)
	} else {
		b.files = append(b.files, f)
	}
	return nil
}

func (b *batch) close() {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.state == writing {
		b.state = discarded
		b.end(b.staged)
	}
}

// end discards the stages given and lets go of everything.
func (b *batch) end(discard []*stage) {
	b.cleanup.Stop()
	for _, f := range b.files {
		f.w.close()
	}
	for _, s := range discard {
		s.discard()
	}
	for _, d := range b.dirs {
		d.close()
	}
	b.dirs, b.staged, b.files = nil, nil, nil
}

func (b *batch) commit() error {
	b.mu.Lock()
	defer b.mu.Unlock()
	switch b.state {
	case committed:
		return b.result
	case discarded:
		return os.ErrClosed
	}
	b.state = committed
	if published, err := b.publish(); err != nil {
		b.result = &BatchError{published, err}
	}
	return b.result
}

func (b *batch) publish() (published []string, err error) {
	for _, f := range b.files {
		ready, ferr := f.w.handOver()
		if ready != nil {
			b.staged = append(b.staged, ready)
		}
		err = first(err, ferr)
	}
	if err == nil {
		err = b.prepare()
	}
	n := 0
	for ; err == nil && n < len(b.staged); n++ {
		s := b.staged[n]
		if err = s.swap(); err != nil {
			break
		}
		published = append(published, s.name)
	}
	err = first(err, b.syncDirs(b.staged[:n]))
	for _, s := range b.staged[:n] {
		s.close()
	}
	b.end(b.staged[n:])
	return published, err
}

// syncers is how many files are synced at a time. File systems with a journal
// let those who wait at the same time share a write to it.
const syncers = 64

// prepare gives all files their metadata, then syncs them.
func (b *batch) prepare() error {
	for _, s := range b.staged {
		if err := s.refresh(); err != nil {
			return err
		}
		if err := s.settle(); err != nil {
			return err
		}
	}
	work := make(chan *stage)
	errs := make([]error, min(syncers, len(b.staged)))
	var wg sync.WaitGroup
	for i := range errs {
		wg.Go(func() {
			for s := range work {
				errs[i] = first(errs[i], s.syncFile())
			}
		})
	}
	for _, s := range b.staged {
		work <- s
	}
	close(work)
	wg.Wait()
	return first(errs...)
}

// syncDirs makes the renames durable.
func (b *batch) syncDirs(done []*stage) (err error) {
	synced := make(map[dir]bool)
	for _, s := range done {
		if s.opt.sync == SyncFull && (dirSyncIsFileSync || !synced[s.dir]) {
			synced[s.dir] = true
			err = first(err, s.syncDir())
		}
	}
	return err
}

// first returns the first error that is not nil.
func first(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

// handOver gives the stage of a File that was committed to the batch.
func (w *writer) handOver() (*stage, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	switch {
	case w.state == writing:
		return nil, pathError("commit", w.name, errOpen)
	case w.result != nil:
		return nil, w.result
	case w.state == discarded || w.stage == nil:
		return nil, nil
	}
	return w.stage, nil
}
