package atomicfile

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"time"

	"github.com/atomiclint/atomiclint/atomicfile/internal/fsys"
)

// claimAway makes the temporary elsewhere, for InPlace: in os.TempDir, unless
// it must not leave the root, or else in memory. If neither can be done, it
// fails with the error why, which is that of making it beside the destination.
func (s *stage) claimAway(why error) error {
	if s.opt.root == nil && s.claimInTempDir() == nil || s.claimInMemory() == nil {
		return nil
	}
	return why
}

// claimInTempDir makes the temporary in os.TempDir. Its name begins with a
// number that stands for the destination, so that files of one name in several
// directories do not share a temporary, and the next writer of this one removes
// what another has left.
func (s *stage) claimInTempDir() error {
	home, err := fsys.OpenDir(nil, os.TempDir(), s.opt.hook)
	if err != nil {
		return err
	}
	near := *s
	s.home, s.away = home, true
	s.opt.concurrent = true // in this directory everybody may take the name
	s.naming = newNaming(string(appendHash(nil, hash(s.identity())))+"-"+s.base, nameMax)
	if err := s.claimHere(0o600); err != nil {
		home.Close()
		*s = near
		return err
	}
	return nil
}

// claimInMemory makes the temporary in memory, where it has no name, so that it
// is nothing for others to write to.
func (s *stage) claimInMemory() error {
	if s.opt.asPath {
		return errors.ErrUnsupported
	}
	f, err := fsys.InMemory(s.opt.hook)
	if err != nil {
		return err
	}
	self, err := f.Stat()
	if err != nil {
		f.Close()
		return err
	}
	s.temp, s.away, s.inMemory = "", true, true
	s.have(f, &self)
	return nil
}

// tempName returns a path that leads to the temporary, or "" if none does.
func (s *stage) tempName() string {
	switch {
	case s.inMemory:
		return ""
	case s.away:
		return filepath.Join(os.TempDir(), s.temp.String())
	}
	return s.dirname + s.temp.String()
}

// copyInPlace writes the content of the temporary, which is complete and
// durable, over the destination, which is locked meanwhile. Until the room for
// it is reserved nothing of the old content is touched. After that an error
// leaves the temporary where it is, for it has the only whole copy.
func (s *stage) copyInPlace() error {
	src, err := s.whole()
	if err != nil {
		return err
	}
	defer src.Close()
	to, err := reopen(s.dir, s.dest, os.O_WRONLY, &s.old)
	if err != nil {
		return err
	}
	dst := to.OSFile(s.base)
	defer dst.Close()
	if err := lockWaiting(to); err != nil {
		return err
	}
	info, err := src.Stat()
	if err != nil {
		return cause(err)
	}
	if err := to.Reserve(info.Size(), true); err != nil {
		return err
	}
	if err := s.giveAway(dst); err != nil {
		return cause(err)
	}
	if err := s.overwrite(to, dst, src, info.Size()); err != nil {
		return fmt.Errorf("overwritten in part: %w", s.keep(err))
	}
	if !s.inMemory {
		s.home.Remove(s.temp) // if it stays, the next writer removes it; the destination is whole
	}
	return nil
}

// whole opens the temporary, to be read from its beginning.
func (s *stage) whole() (*os.File, error) {
	if !s.inMemory {
		from, err := reopen(s.home, s.temp, os.O_RDONLY, &s.self)
		if err != nil {
			return nil, err
		}
		return from.OSFile(s.temp.String()), nil
	}
	if s.file == nil {
		s.file = s.out.OSFile(s.name)
	}
	_, err := s.file.Seek(0, io.SeekStart)
	return s.file, err
}

// How long a writer waits for another one that overwrites the same file.
const (
	lockTries = 500
	lockPause = 10 * time.Millisecond
)

// lockWaiting takes the lock of a destination. Who reads it may hold the lock
// together with others, and is waited for as well. A file system without locks
// cannot keep writers apart.
func lockWaiting(f fsys.File) error {
	for range lockTries {
		if f.Lock() != fsys.ErrLocked {
			return nil
		}
		time.Sleep(lockPause)
	}
	return ErrInProgress
}

// keep keeps the temporary, because it has the only whole copy, under a name by
// which the next writer does not take it for a leftover. It returns err, with
// where that is. What is in memory cannot be kept.
func (s *stage) keep(err error) error {
	if s.inMemory {
		return err
	}
	s.kept = true
	like := newNaming(s.base, nameMaxShort).base // leaves room for more than this
	for n := range maxSlots {
		saved := fsys.MakeName(like + ".atomic.saved" + strconv.Itoa(n))
		rerr := s.home.RenameNew(s.temp, saved)
		if rerr == nil {
			s.temp = saved
		}
		if !errors.Is(rerr, fs.ErrExist) {
			break
		}
	}
	return fmt.Errorf("the whole new content is in %s: %w", s.tempName(), err)
}

// giveAway gives the destination its new owner, and takes from it the rights
// that it shall not have, before the new content can be read there.
func (s *stage) giveAway(dst *os.File) error {
	if s.setMode {
		if err := dst.Chmod(s.newMode & s.old.Mode()); err != nil {
			return err
		}
	}
	if s.setUID || s.setGID {
		return dst.Chown(s.newUID, s.newGID)
	}
	return nil
}

// overwrite copies src to dst, which is to, the destination.
func (s *stage) overwrite(to fsys.File, dst, src *os.File, size int64) error {
	if err := to.Hook().Tell("overwrite", s.dest); err != nil {
		return err
	}
	if _, err := io.Copy(dst, src); err != nil {
		return cause(err)
	}
	if err := dst.Truncate(size); err != nil {
		return cause(err)
	}
	if s.setMode {
		if err := dst.Chmod(s.newMode); err != nil {
			return cause(err)
		}
	}
	if s.opt.sync != SyncNone {
		if err := to.Sync(s.on, false); err != nil {
			return err
		}
	}
	return cause(to.Hook().Close("close", s.dest, dst.Close))
}

// reopen opens the file e of d, if that is still the file is.
func reopen(d fsys.Dir, e fsys.Name, flag int, is *fsys.Info) (fsys.File, error) {
	f, err := d.Open(e, flag)
	if err != nil {
		return f, cause(err)
	}
	now, err := f.Stat()
	if err == nil && !now.Same(is) {
		err = errReplaced
	}
	if err != nil {
		f.Close()
	}
	return f, err
}
