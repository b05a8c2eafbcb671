package atomicfile

import (
	"io/fs"
	"os"
	"runtime"
)

// Commit makes the content durable and publishes it under the destination's
// name. If it returns an error, the destination is as it was and the
// temporary is gone, unless errors.Is(err, ErrNotDurable): then the new
// content is published, but may be lost again in a power cut.
//
// If a Write, ReadFrom, Truncate or Sync has failed before, Commit publishes
// nothing and returns that error, so that no short file can come about where
// the error was overlooked.
//
// A second Commit returns what the first one did. Commit after Close returns
// os.ErrClosed.
func (f *File) Commit() error {
	w, err := f.check()
	if err != nil {
		return err
	}
	defer runtime.KeepAlive(f)
	return w.commit()
}

func (w *writer) commit() error {
	w.mu.Lock()
	defer w.mu.Unlock()
	switch w.state {
	case sealed:
		return nil
	case committed:
		return w.result
	case discarded:
		return pathError("commit", w.name, os.ErrClosed)
	}
	if w.stage != nil && !w.unwritten.Load() {
		w.stage.modeBeforeWrite()
	}
	if w.stage != nil && w.stage.opt.batch != nil && w.failed == nil {
		return w.seal()
	}
	w.state = committed
	w.result = w.finish()
	return w.result
}

// seal hands the file to its batch, which publishes it.
func (w *writer) seal() error {
	w.sealed.Store(true)
	if err := w.stage.opt.batch.add(w); err != nil {
		w.state, w.result = committed, pathError("commit", w.name, err)
		w.stage.discard()
		return w.result
	}
	w.state = sealed
	return nil
}

func (w *writer) finish() error {
	if w.stage == nil {
		err := w.failed
		if cerr := w.file.Close(); err == nil {
			err = cerr
		}
		return err
	}
	w.cleanup.Stop()
	if w.failed != nil {
		w.stage.discard()
		return w.failed
	}
	if err := w.stage.refresh(); err != nil {
		w.stage.discard()
		return err
	}
	return w.stage.publish()
}

// Close discards the file if Commit was not called: the temporary is removed,
// the destination stays as it was. After Commit it does nothing. It may be
// called more than once, and returns nil except on a nil *File.
//
// A destination that is written to directly is closed; what was written to it
// cannot be taken back.
func (f *File) Close() error {
	w, err := f.check()
	if err != nil {
		return err
	}
	defer runtime.KeepAlive(f)
	w.close()
	return nil
}

func (w *writer) close() {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.state == writing {
		w.discard()
	}
}

// discard gives the file up, whether or not it is complete.
func (w *writer) discard() {
	w.state = discarded
	if w.stage == nil {
		w.file.Close()
		return
	}
	w.cleanup.Stop()
	w.stage.discard()
}

// Finish ends a write in a function that has a named error result. It is the
// nearest that Go has to a with block:
//
//	func save(name string) (err error) {
//		f, err := atomicfile.Create(name)
//		if err != nil {
//			return err
//		}
//		defer f.Finish(&err)
//		...
//	}
//
// If the function returns with *errp == nil, Finish commits, and an error of
// that becomes *errp. If it returns an error, panics or ends by
// runtime.Goexit, Finish discards. It must run on the goroutine that created
// the File.
//
// On a nil *File, Finish sets *errp to os.ErrInvalid if it was nil.
func (f *File) Finish(errp *error) {
	w, err := f.check()
	switch {
	case err != nil:
		if *errp == nil {
			*errp = err
		}
	case *errp != nil:
		w.close()
	case callStack().unwinding(w.born):
		w.close()
		// If a deferred function recovers, the caller must not believe that
		// the file was written.
		*errp = pathError("commit", w.name, errUnfinished)
	default:
		*errp = w.commit()
	}
	runtime.KeepAlive(f)
}

var _ fs.File = (*File)(nil)
