package atomicfile

import (
	"errors"
	"io/fs"
	"os"
	"time"

	"github.com/atomiclint/atomiclint/atomicfile/internal/fsys"
)

// ownerRead is added to the mode of every temporary. Without it a later writer
// could not open the file to see whether it is a leftover. The destination
// does not get it.
const ownerRead = 0o400

// ownerWrites is added to the mode of what WritePath hands out.
const ownerWrites = 0o600

// claimHere makes the temporary in the directory home.
func (s *stage) claimHere(perm fs.FileMode) error {
	first, guard := s.naming.firstAndGuard()
	if s.home.Exists(guard) {
		s.sweep(1)
	}
	s.slot, s.temp = 0, first
	if s.opt.asPath {
		if s.home.Exists(first) {
			s.removeLeftover()
		}
		s.slot, s.temp = 1, s.naming.path(1)
	}
	return s.claim(perm)
}

// firstMode returns the mode that the temporary is made with. It has no more
// rights than the destination, and as long as it is not known to have the same
// group and access lists, none but those of the owner. Those of a new file are
// what they will be.
func (s *stage) firstMode() fs.FileMode {
	if !s.exists && s.opt.asPath {
		return s.opt.perm | ownerWrites
	}
	if !s.exists {
		return s.opt.perm | ownerRead
	}
	s.on = s.dir.Type(&s.old)
	mode := s.old.Mode().Perm()
	// It is better not changed at the end where a rename may take that back, and
	// where the file system may not let it be changed. What WritePath hands out
	// has its mode before.
	if mode&0o077 != 0 && !((s.on.RevertsModes || !s.on.Local || s.opt.asPath) && s.sameAccess()) {
		mode &= 0o700
	}
	return mode | ownerRead
}

// claim makes the temporary, so that it is this writer's and no other's.
//
// The lock is what tells a live writer from one that died: the system drops
// it with the process. If there is a temporary already whose writer lives, that
// is an error, unless several may be at work at a time. If nothing can be told
// of its writer, the next slot is tried in any case.
func (s *stage) claim(perm fs.FileMode) error {
	for try := 0; try < maxTries && s.slot < maxSlots; try++ {
		switch err := s.takeOrMake(perm); {
		case err == errAgain:
			if try > 2 {
				time.Sleep(time.Duration(try) * 10 * time.Microsecond)
			}
		case err == errUnknown, err == ErrInProgress && s.mayShare():
			s.slot, try = s.slot+1, 0
			s.temp = s.tempIn(s.slot)
		default:
			return err
		}
	}
	return ErrInProgress
}

func (s *stage) takeOrMake(perm fs.FileMode) error {
	if s.slot == 0 {
		return s.makeFirst(perm)
	}
	return s.takeSlot(perm)
}

// mayShare reports whether the destination may have other writers now. Those of
// the same batch are no others: the last of them counts.
func (s *stage) mayShare() bool {
	return s.opt.concurrent || s.opt.batch != nil && s.opt.batch.writes(s)
}

var (
	// errUnknown says that nothing can be told of the writer of a temporary, or
	// that it cannot be removed.
	errUnknown = errors.New("not known to be a leftover")

	// errAgain says that another writer interfered, so that the same is to be
	// tried again.
	errAgain = errors.New("another writer interfered")
)

// makeFirst tries once to make the temporary in the first slot: created by
// O_EXCL, locked, and still under its name once the lock is held. It returns
// errAgain, errUnknown, or ErrInProgress if there is a live writer.
func (s *stage) makeFirst(perm fs.FileMode) error {
	f, err := s.home.Create(s.temp, s.opt.access, perm)
	if errors.Is(err, fs.ErrExist) {
		return s.removeLeftover()
	}
	if err != nil {
		return err
	}
	self, err := s.adopt(f)
	if err != nil {
		return err
	}
	if s.on.LocksOut {
		f.Unlock()
	}
	s.have(f, &self)
	return nil
}

// have notes that the temporary is open.
func (s *stage) have(f fsys.File, self *fsys.Info) {
	s.out, s.writable, s.self, s.mode = f, true, *self, self.Mode()
}

// adopt locks a file just created. Between creating and locking it, another
// writer may take it for a leftover, lock it and unlink it. Hence the look
// after locking; without it, stress tests publish files of others.
func (s *stage) adopt(f fsys.File) (self fsys.Info, err error) {
	err = f.Lock()
	if err == fsys.ErrLocked && s.provesDeath() {
		f.Close()
		return self, errAgain
	}
	// Where a free lock proves nothing, who holds this one only looks, and takes
	// nothing away. Any other error means that the file system has no locks: then
	// nobody can take the file for a leftover, and O_EXCL alone keeps other
	// writers off.
	for try := 0; err == fsys.ErrLocked && try < maxTries; try++ {
		time.Sleep(time.Duration(try) * 10 * time.Microsecond)
		err = f.Lock()
	}
	s.lockless = s.lockless || err != nil && err != fsys.ErrLocked
	if self, err = f.Stat(); err != nil {
		s.home.Remove(f.Name())
		f.Close()
		return self, err
	}
	if self.MayBeUnlinked() {
		if now, err := s.home.Lstat(f.Name()); err != nil || !now.Same(&self) {
			f.Close()
			return self, errAgain
		}
	}
	if !s.exists || s.away {
		s.on = s.home.Type(&self)
	}
	return self, nil
}

// removeLeftover removes the temporary that is there already, if the writer
// that made it is dead. It is removed, not used again: a new inode has no mode,
// owner, attributes or open descriptors of the past.
func (s *stage) removeLeftover() error {
	f, err := s.seize(s.temp)
	if err != nil {
		return err
	}
	defer f.Close()
	if err := s.home.Remove(s.temp); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return errUnknown
	}
	return errAgain
}

// seize takes the lock of the file e, if the writer that made it is dead. It
// returns ErrInProgress if the writer lives, errUnknown if that cannot be told,
// and errAgain if there is no such file any more.
func (s *stage) seize(e fsys.Name) (fsys.File, error) {
	f, is, err := probe(s.home, e)
	if errors.Is(err, fs.ErrNotExist) {
		return f, errAgain
	}
	if err != nil {
		return f, errUnknown
	}
	if err := s.lockDead(f, &is); err != nil {
		f.Close()
		return fsys.NoFile, err
	}
	return f, nil
}

// lockDead takes the lock of a file of a dead writer.
//
// A lock that is held proves a live writer on every file system. A free one
// proves a dead writer only where the kernel keeps the locks itself. That the
// file has the destination for another name proves that it was published, by a
// link, and its writer died, or lives and will remove it itself.
//
// In the end the name is looked at. Its owner may have renamed the file onto
// the destination between our opening and our locking it: then what we hold
// locked is the live destination, whose link count is 1 as before, and only
// the name tells.
func (s *stage) lockDead(f fsys.File, is *fsys.Info) error {
	if f.Lock() != nil {
		// Anybody who can read a file can lock it together with others
		// (flock -s). Only a writer locks it alone.
		if f.LockShared() == fsys.ErrLocked {
			return ErrInProgress
		}
		return errUnknown
	}
	if !s.isDestination(is) && !s.provesDeath() {
		return errUnknown
	}
	now, err := s.home.Lstat(f.Name())
	if errors.Is(err, fs.ErrNotExist) || err == nil && !now.Same(is) {
		return errAgain
	}
	if err != nil {
		return errUnknown
	}
	return nil
}

// provesDeath reports whether a lock that is free proves that the writer is
// dead. It does not where this process cannot lock at all.
func (s *stage) provesDeath() bool { return !s.lockless && s.home.ProvesDeath() }

// isDestination reports whether a file is the destination as well.
func (s *stage) isDestination(i *fsys.Info) bool {
	if !i.Linked() || s.away {
		return false
	}
	dest, err := s.dir.Lstat(s.dest)
	return err == nil && dest.Same(i)
}

// probe opens the temporary e of another writer. It opens nothing but regular
// files, for to open a device may set it going.
func probe(d fsys.Dir, e fsys.Name) (fsys.File, fsys.Info, error) {
	is, err := d.Lstat(e)
	if err == nil && !is.Regular() {
		err = errUnknown
	}
	if err != nil {
		return fsys.NoFile, is, err
	}
	f, err := d.Open(e, os.O_RDONLY)
	if err != nil {
		return fsys.NoFile, is, err
	}
	if is, err = f.Stat(); err == nil && !is.Regular() {
		err = errUnknown
	}
	if err != nil {
		f.Close()
	}
	return f, is, err
}
