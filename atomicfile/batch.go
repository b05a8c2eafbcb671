package atomicfile

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"runtime"
	"slices"
	"strings"
	"sync"
	"syscall"

	"github.com/atomiclint/atomiclint/atomicfile/internal/fsys"
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
	mu     sync.Mutex // for what follows
	state  state
	dirs   map[place]fsys.Dir
	files  []*writer               // those that were not complete when they were added
	order  []*writer               // those that are complete
	latest map[destination]*writer // the last of order for each destination

	atWork sync.WaitGroup // the calls that add a file
	ending sync.Mutex     // held by the call that ends the batch
	result error          // of Commit
}

// A destination is the file that a stage will replace, by whatever name.
type destination struct {
	dir  fsys.Dir
	base string
}

func (s *stage) destination() destination { return destination{s.dir, s.base} }

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
		b.state = &batch{dirs: make(map[place]fsys.Dir), latest: make(map[destination]*writer)}
		runtime.AddCleanup(b, (*batch).close, b.state)
	})
	return b.state
}

// WriteFile adds a file to the batch. Its content is written to a temporary
// at once, and published by Commit of the batch. Arguments and errors are
// those of the function WriteFile, to which opts are added. The same name may
// be added again; the content that was complete last wins. A name that is no
// regular file is written to at once.
func (b *Batch) WriteFile(name string, data []byte, perm fs.FileMode, opts ...Option) error {
	defer runtime.KeepAlive(b)
	state := b.init()
	if !state.begin() {
		return pathError("open", name, os.ErrClosed)
	}
	defer state.atWork.Done()
	o := defaults(perm, os.O_WRONLY, opts)
	o.concurrent, o.batch = true, state
	s := &stage{name: name, opt: o}
	direct, err := s.begin()
	if direct != nil {
		return writeDirect(direct, name, data)
	}
	if err != nil {
		return err
	}
	if err = s.write(data); err == nil {
		err = pathError("write", name, state.add(&writer{name: name, stage: s, state: sealed}))
	}
	if err != nil {
		s.discard()
		return err
	}
	if o.sync != SyncNone {
		s.out.StartWriteback(0, int64(len(data)))
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
	if !state.begin() {
		return nil, pathError("open", name, os.ErrClosed)
	}
	defer state.atWork.Done()
	o := defaults(0o666, os.O_RDWR, opts)
	o.batch = state
	f, err := newFile(name, &o)
	if err != nil {
		return nil, err
	}
	state.mu.Lock()
	defer state.mu.Unlock()
	state.files = append(state.files, f.w.writer)
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

// begin announces a call that adds a file, which the end of the batch waits
// for. It reports false if the batch has ended.
func (b *batch) begin() bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.state != writing {
		return false
	}
	b.atWork.Add(1)
	return true
}

// openDir opens a directory. One that the batch has already is used again, but
// only the system knows which it is: names change their meaning.
func (b *batch) openDir(o *options, name string) (fsys.Dir, error) {
	d, err := fsys.OpenDir(o.root, name, o.hook)
	if err != nil {
		return d, err
	}
	at, err := o.placeOf(d, name)
	if err != nil {
		d.Close()
		return d, err
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	if known, ok := b.dirs[at]; ok {
		d.Close()
		return known, nil
	}
	b.dirs[at] = d
	return d, nil
}

// writes reports whether another file of the batch has the destination of s.
func (b *batch) writes(s *stage) bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.latest[s.destination()] != nil {
		return true
	}
	for _, w := range b.files {
		if w.stage != nil && w.stage.destination() == s.destination() {
			return true
		}
	}
	return false
}

// add takes up a file that is complete, in place of one with the same
// destination.
func (b *batch) add(w *writer) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.state != writing {
		return os.ErrClosed
	}
	dest := w.stage.destination()
	if old := b.latest[dest]; old != nil {
		if w.stage.opt.noReplace {
			return syscall.EEXIST
		}
		old.mu.Lock()
		old.discard()
		old.mu.Unlock()
	}
	b.order = append(b.order, w)
	b.latest[dest] = w
	return nil
}

// stop has no file added to the batch any more. It returns the state before.
func (b *batch) stop(to state) (was state) {
	b.mu.Lock()
	was = b.state
	if was == writing {
		b.state = to
	}
	b.mu.Unlock()
	b.atWork.Wait()
	return was
}

func (b *batch) close() {
	b.ending.Lock()
	defer b.ending.Unlock()
	if b.stop(discarded) == writing {
		b.release()
	}
}

// release discards what was not published and lets go of everything.
func (b *batch) release() {
	for _, w := range slices.Concat(b.files, b.order) {
		w.mu.Lock()
		if w.state == writing || w.state == sealed {
			w.discard()
		}
		w.mu.Unlock()
	}
	for _, d := range b.dirs {
		d.Close()
	}
	b.dirs, b.files, b.order, b.latest = nil, nil, nil, nil
}

func (b *batch) commit() error {
	b.ending.Lock()
	defer b.ending.Unlock()
	switch b.stop(committed) {
	case committed:
		return b.result
	case discarded:
		return os.ErrClosed
	}
	published, err := b.publish()
	b.release()
	if err != nil {
		b.result = &BatchError{published, err}
	}
	return b.result
}

func (b *batch) publish() (published []string, err error) {
	for _, w := range b.files {
		err = first(err, w.complete())
	}
	var ready []*writer
	for _, w := range b.order {
		if w.state == sealed {
			ready = append(ready, w)
		}
	}
	if err == nil {
		err = prepare(ready)
	}
	n := 0
	for ; err == nil && n < len(ready); n++ {
		s := ready[n].stage
		if err = s.swap(); err != nil && !errors.Is(err, ErrNotDurable) {
			break
		}
		published = append(published, s.name)
	}
	err = first(err, syncDirs(ready[:n]))
	for _, w := range ready[:n] {
		w.mu.Lock()
		w.state = committed
		w.stage.close()
		w.mu.Unlock()
	}
	return published, err
}

// complete reports, as an error, why a File of a batch is not complete.
func (w *writer) complete() error {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.state == writing {
		return pathError("commit", w.name, errOpen)
	}
	return w.result
}

// syncers is how many files are synced at a time. File systems with a journal
// let those who wait at the same time share a write to it.
const syncers = 64

// prepare gives all files their metadata, then syncs them.
func prepare(ready []*writer) error {
	for _, w := range ready {
		if err := w.stage.refresh(); err != nil {
			return err
		}
		if err := w.stage.settle(); err != nil {
			return pathError("chmod", w.name, err)
		}
	}
	work := make(chan *stage)
	errs := make([]error, min(syncers, len(ready)))
	var wg sync.WaitGroup
	for i := range errs {
		wg.Go(func() {
			for s := range work {
				errs[i] = first(errs[i], s.sync())
			}
		})
	}
	for _, w := range ready {
		work <- w.stage
	}
	close(work)
	wg.Wait()
	err := first(errs...)
	for _, w := range ready {
		if err == nil {
			err = pathError("close", w.name, w.stage.release())
		}
	}
	return err
}

// syncDirs makes the renames durable.
func syncDirs(done []*writer) (err error) {
	synced := make(map[fsys.Dir]bool)
	for _, w := range done {
		if s := w.stage; s.opt.sync == SyncFull && (fsys.SyncsFiles || !synced[s.dir]) {
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
