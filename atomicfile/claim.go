package atomicfile

import (
	"errors"
	"io/fs"
	"os"
	"syscall"
	"time"
)

// A stage is one write on its way: the destination, and the temporary that
// will replace it.
type stage struct {
	name string // the destination as the caller wrote it
	opt  options
	target
	dest  entry
	temp  entry
	n     int // of the slot that temp is in, see slots.go
	limit int // on the length of names

	home dir  // where the temporary is: the directory of the destination, but see InPlace
	away bool // home is another directory

	fd      desc
	file    *os.File // fd in the hands of a File, or nil
	self    node     // the temporary, as it was made
	altered bool     // its owner or mode is another by now

	// What the caller chose by Chmod and Chown, in place of what an existing
	// destination has.
	mode           fs.FileMode
	setMode        bool
	uid, gid       int
	setUID, setGID bool

	kept bool // the temporary is not to be removed, see copyInPlace
}

// open finds the destination and makes the temporary. It returns errDirect,
// unwrapped, if the name is not to be replaced but to be opened.
func (s *stage) open() error {
	t, err := s.opt.resolve(s.name)
	if err == errDirect {
		return err
	}
	if err != nil {
		return pathError("open", s.name, err)
	}
	s.target = t
	if err := s.openTarget(); err != nil {
		s.opt.closeDir(s.dir)
		if err == errDirect {
			return err
		}
		return pathError("open", s.name, err)
	}
	return nil
}

func (s *stage) openTarget() error {
	if s.exists {
		// Renaming needs no right to the file it replaces. Writing does, and
		// who takes away the right to write a file means it to stay.
		if err := s.dir.writable(s.base); err != nil {
			return err
		}
	}
	s.home, s.limit = s.dir, nameMax
	err := s.claimHere()
	if errors.Is(err, syscall.ENAMETOOLONG) {
		s.limit = nameMaxShort
		err = s.claimHere()
	}
	switch {
	case err == nil:
		return nil
	case s.exists && s.dir.pseudo():
		return errDirect // a control file of /proc or /sys: nothing can be made beside it
	case s.exists && s.opt.inPlace && cannotCreate(err):
		return s.claimAway(err)
	}
	return err
}

// ownerRead is added to the mode of every temporary. Without it a later writer
// could not open the file to see whether it is a leftover. The destination
// does not get it.
const ownerRead = 0o400

// claimHere makes the temporary beside the destination.
func (s *stage) claimHere() error {
	var second entry
	s.dest, s.temp, second = s.opt.entries(s.base, s.limit)
	if s.dir.exists(second) {
		s.sweep(1)
	}
	perm := s.opt.perm
	if s.exists {
		// Never wider than the file to be replaced. The set-ID bits wait
		// until the content is whole.
		perm = s.old.mode().Perm()
	}
	return s.claim(perm | ownerRead)
}

// maxClaims bounds the attempts to make a temporary in one slot. Each one
// fails only when another writer made or removed a temporary of the same
// destination at that very moment.
const maxClaims = 100

// claim makes the temporary, so that it is this writer's and no other's:
// created by O_EXCL, locked, and still under its name once the lock is held.
//
// The lock is what tells a live writer from one that died: the system drops
// it with the process. Between creating and locking a file, another writer may
// take it for a leftover, lock it and unlink it. Hence the look after locking;
// without it, stress tests publish files of others.
//
// If there is a temporary already whose writer lives, that is an error, unless
// several may be at work at a time. If nothing can be told of its writer, the
// next slot is tried in any case.
func (s *stage) claim(perm fs.FileMode) error {
	for try := 0; try < maxClaims && s.n < maxSlots; try++ {
		ok, err := s.makeTemp(perm)
		if ok {
			if s.n > 1 && s.home.provesDeath() {
				s.fillBelow(s.n)
			}
			return nil
		}
		if err != nil && !errors.Is(err, fs.ErrExist) {
			return err
		}
		if err != nil {
			err = s.home.reclaim(s.temp)
		}
		if err == ErrInProgress && !s.opt.concurrent {
			return err
		}
		if err != nil {
			s.n, try = s.n+1, 0
			s.temp = s.slot(s.n)
		}
		if try > 2 {
			time.Sleep(time.Duration(try) * 10 * time.Microsecond)
		}
	}
	return ErrInProgress
}

// makeTemp tries once to make the temporary. It returns an error that is
// fs.ErrExist if there is such a file, and false without an error if another
// writer interfered.
func (s *stage) makeTemp(perm fs.FileMode) (bool, error) {
	fd, err := s.home.create(s.temp, s.opt.access, perm)
	if err != nil {
		return false, err
	}
	s.fd = fd
	return s.adopt()
}

// errLocked reports that somebody else holds the lock of a file.
var errLocked = errors.New("locked")

// adopt locks the temporary just created. It reports false if another writer
// took it for a leftover meanwhile.
func (s *stage) adopt() (bool, error) {
	err := s.fd.lock()
	if err == errLocked {
		s.fd.close()
		return false, nil
	}
	// Any other error means that the file system has no locks. Then nobody can
	// take the file for a leftover, and O_EXCL alone keeps other writers off.
	if s.self, err = s.fd.stat(); err != nil {
		s.home.remove(s.temp)
		s.fd.close()
		return false, err
	}
	if s.self.unlinked() && !s.holdsName() {
		s.fd.close()
		return false, nil
	}
	return true, nil
}

// holdsName reports whether the temporary's name still stands for the file
// that this writer created.
func (s *stage) holdsName() bool {
	now, err := s.home.lstat(s.temp)
	return err == nil && now.same(&s.self)
}

// discard removes the temporary and lets go of everything.
func (s *stage) discard() {
	if !s.kept && s.holdsName() {
		s.home.remove(s.temp)
	}
	s.close() // and with it the lock: only its holder may remove the name
}

// close lets go of the temporary, its lock and the directory.
func (s *stage) close() {
	if s.file != nil {
		s.file.Close()
	} else {
		s.fd.close()
	}
	s.leave()
	if s.away {
		s.home.close()
	}
	s.opt.closeDir(s.dir)
}

// errUnknown says that nothing can be told of the writer of a temporary.
var errUnknown = errors.New("not known to be a leftover")

// reclaim removes the temporary e if the writer that made it is dead. It
// returns nil if the name may be free now, ErrInProgress if the writer lives,
// and errUnknown if that cannot be told, or the file not be removed.
//
// A lock that is held proves a live writer on every file system. A free one
// proves a dead writer only where the kernel keeps the locks itself.
//
// The order matters. Its owner may rename the file onto the destination
// between our opening and our locking it: then what we hold locked is the
// live destination, whose link count is 1 as before, and only the look at the
// name tells. And the leftover is removed, not reused: a new inode has no
// mode, owner, attributes or open descriptors of the past.
func (d dir) reclaim(e entry) error {
	fd, old, err := d.probe(e)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return errUnknown
	}
	defer fd.close()
	if fd.lock() != nil {
		// Anybody who can read a file can lock it together with others
		// (flock -s). Only a writer locks it alone.
		if fd.lockShared() == errLocked {
			return ErrInProgress
		}
		return errUnknown
	}
	if !d.provesDeath() {
		return errUnknown
	}
	now, err := d.lstat(e)
	if errors.Is(err, fs.ErrNotExist) || err == nil && !now.same(&old) {
		return nil
	}
	if err != nil {
		return errUnknown
	}
	if err := d.remove(e); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return errUnknown
	}
	return nil
}

// probe opens the temporary e of another writer. It opens nothing but regular
// files, for to open a device may set it going.
func (d dir) probe(e entry) (desc, node, error) {
	is, err := d.lstat(e)
	if err == nil && !is.regular() {
		err = errUnknown
	}
	if err != nil {
		return noDesc, is, err
	}
	fd, err := d.open(e, os.O_RDONLY)
	if err != nil {
		return noDesc, is, err
	}
	if is, err = fd.stat(); err == nil && !is.regular() {
		err = errUnknown
	}
	if err != nil {
		fd.close()
	}
	return fd, is, err
}
