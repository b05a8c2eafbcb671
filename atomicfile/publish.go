package atomicfile

import (
	"errors"
	"io/fs"
	"os"
	"syscall"
	"time"

	"github.com/atomiclint/atomiclint/atomicfile/internal/fsys"
)

// publish makes the temporary the destination. After an error other than
// ErrNotDurable the destination is as it was and the temporary is gone.
// In every case nothing of the stage remains open.
func (s *stage) publish() error {
	if err := s.prepare(); err != nil {
		s.discard()
		return err
	}
	err := s.swap()
	if err != nil && !errors.Is(err, ErrNotDurable) {
		s.discard()
		return err
	}
	if err == nil {
		err = s.syncDir()
	}
	s.close() // its error says nothing more: what had to be durable is
	return err
}

// prepare makes the temporary what the destination shall be, but for the name.
// Metadata comes before the sync, so that one sync covers both, and closing
// last, because of what it may still say.
func (s *stage) prepare() error {
	if err := s.settle(); err != nil {
		return pathError("chmod", s.name, err)
	}
	if err := s.sync(); err != nil {
		return err
	}
	return pathError("close", s.name, s.release())
}

// sync makes the content durable. A sync that failed is not tried again:
// the kernel has already marked the pages clean, and a second one would lie
// (Rebello et al., USENIX ATC 2020).
func (s *stage) sync() error {
	if s.opt.sync == SyncNone {
		return nil
	}
	return pathError("sync", s.name, s.out.Sync(s.on, s.altered))
}

// release closes the temporary where it must not be open for writing when it
// gets the name of the destination, before it does.
//
// Where another machine or a program keeps the files, it may take the content
// as late as now, and refuse it; and it may refuse to rename a file that is
// open. That the lock goes with it does no harm, for there nobody takes a free
// lock for the proof of a leftover.
//
// A program that is open for writing cannot be started (ETXTBSY, execve(2)),
// and on Windows hardly any file be read. There the lock is needed until after
// the rename, and goes to a descriptor that can only read.
func (s *stage) release() error {
	switch {
	case s.away:
		return nil
	case !s.on.Local:
		pin, _ := s.home.Pin(s.temp) // or no file
		err := s.closeOut()
		s.out = pin // its inode number is not given to another file meanwhile
		return err
	case s.writable && (fsys.ClosesFirst || s.mode&0o111 != 0):
		return s.handOver()
	}
	return nil
}

// handOver exchanges the descriptor for one that can only read, which gets the
// lock. Both hold it together for a moment, so that there is none in which
// nobody does.
func (s *stage) handOver() error {
	f, err := s.home.Open(s.temp, os.O_RDONLY)
	if err != nil {
		return nil // its owner may not read it, so it stays open
	}
	is, err := f.Stat()
	if err == nil && !is.Same(&s.self) {
		err = errReplaced
	}
	if err != nil {
		f.Close()
		return err
	}
	s.out.LockShared()
	f.LockShared()
	err = s.closeOut()
	s.out = f
	return err
}

// refresh looks again at the destination, for a File may have been open for
// long, and at the temporary, if Chown has changed it. A destination that was
// there is a model also if it is not any more, but not one that somebody else
// has put there meanwhile: package os would have had the old one open.
func (s *stage) refresh() error {
	if s.setUID || s.setGID {
		self, err := s.out.Stat()
		if err != nil {
			return pathError("stat", s.name, err)
		}
		s.self, s.mode = self, self.Mode()
	}
	old, err := s.dir.Lstat(s.dest)
	for try := 0; fsys.Stale(err) && try < maxTries; try++ {
		old, err = s.dir.Lstat(s.dest)
	}
	switch {
	case errors.Is(err, fs.ErrNotExist):
	case err != nil:
		return pathError("stat", s.name, err)
	case s.opt.noReplace:
		return pathError("rename", s.name, syscall.EEXIST)
	case !old.Regular():
		return pathError("rename", s.name, errNotRegular)
	case s.isModel(&old):
		s.old, s.exists = old, true
	default:
		s.exists = false
	}
	return nil
}

// swap puts the temporary in the place of the destination, while the lock is
// held.
func (s *stage) swap() error {
	err := s.replace()
	if err == nil || errors.Is(err, ErrNotDurable) {
		s.leave(true)
	}
	return err
}

func (s *stage) replace() error {
	if err := s.holdsName(); err != nil {
		return pathError("rename", s.name, err)
	}
	if !s.away {
		err := s.rename()
		if err == nil || !s.opt.inPlace || !s.exists || !fsys.CannotReplace(err) {
			return pathError("rename", s.name, err)
		}
	}
	// The destination is overwritten now. If the power goes meanwhile, the only
	// whole content is the temporary's, which needs its name then.
	if s.opt.sync != SyncNone && !s.inMemory {
		if err := s.home.Sync(s.temp); err != nil {
			return pathError("sync", s.name, err)
		}
	}
	return pathError("write", s.name, s.copyInPlace())
}

// rename gives the temporary the name of the destination. What a server
// answers is not always what it did, so that after an error the names are
// looked at: they tell whether the file was renamed all the same, or whether
// the answer was about what the destination was a moment ago.
func (s *stage) rename() error {
	for try := 1; ; try++ {
		err := s.renameOnce()
		if err == nil {
			if s.borrowed {
				s.home.Remove(s.temp) // it stays if it was a link to the destination (rename(2))
			}
			return nil
		}
		switch now, derr := s.dir.Lstat(s.dest); {
		case derr == nil && now.Same(&s.self):
			s.home.Remove(s.temp) // it is a second name, if it is there
			return nil
		case s.holdsName() != nil:
			if !s.on.Local && derr == nil && !(s.exists && now.Same(&s.old)) && !errors.Is(err, fs.ErrExist) {
				return notDurable{err} // the temporary has gone, and the destination is new, perhaps by a new number
			}
			return err
		case (errors.Is(err, fs.ErrNotExist) || fsys.Stale(err)) && try < maxTries:
		case s.exists && !s.on.Local && (errors.Is(derr, fs.ErrNotExist) || derr == nil && now.Unlinked()):
			if try == lossTries {
				return s.keep(err)
			}
			time.Sleep(time.Duration(try) * lossPause)
		default:
			return err
		}
	}
}

// A file system that cannot replace a file may remove it first, and then have
// its server refuse the rename, as CIFS does as long as somebody has the file
// open. That is waited for; after a second the new content is kept instead, for
// the old has gone.
const (
	lossTries = 20
	lossPause = 5 * time.Millisecond // then twice that, three times, ...
)

func (s *stage) renameOnce() error {
	if s.opt.noReplace {
		return s.dir.RenameNew(s.temp, s.dest)
	}
	return s.dir.Rename(s.temp, s.dest)
}

// syncDir makes the rename durable, and on f2fs also the content of a file that
// was overwritten in place: crash tests have seen a mixture there after a sync
// of the file alone. File systems that cannot sync a directory say so, and that
// is no error: there is nothing more that could be done.
func (s *stage) syncDir() error {
	if s.opt.sync != SyncFull {
		return nil
	}
	err := s.dir.Sync(s.dest)
	if err == nil {
		return nil
	}
	return &fs.PathError{Op: "sync", Path: s.name, Err: notDurable{err}}
}
