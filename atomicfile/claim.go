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
	dest     entry
	temp     entry
	register entry
	limit    int // on the length of names

	home dir  // where the temporary is: the directory of the destination, but see InPlace
	away bool // home is another directory

	fd       desc
	file     *os.File // fd in the hands of a File, or nil
	self     node     // the temporary, as it was made
	unnamed  bool     // it has no name yet
	altered  bool     // its owner or mode is another by now
	entered  bool     // the register is held
	registry desc

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
	s.dest, s.temp, s.register = s.opt.entries(s.base, s.limit)
	if s.dir.exists(s.register) {
		s.sweep()
	}
	perm := s.opt.perm
	if s.exists {
		// Never wider than the file to be replaced. The set-ID bits wait
		// until the content is whole.
		perm = s.old.mode().Perm()
	}
	return s.claim(perm | ownerRead)
}

// maxClaims bounds the attempts to make a temporary. Each one fails only when
// another writer made or removed a temporary of the same destination at that
// very moment.
const maxClaims = 100

// claim makes the temporary, so that it is this writer's and no other's:
// created by O_EXCL, locked, and still under its name once the lock is held.
//
// The lock is what tells a live writer from one that died: the system drops
// it with the process. Between creating and locking a file, another writer may
// take it for a leftover, lock it and unlink it. Hence the look after locking;
// without it, stress tests publish files of others.
func (s *stage) claim(perm fs.FileMode) error {
	s.unnamed = s.createUnnamed(perm)
	for try := range maxClaims {
		ok, err := s.makeTemp(perm)
		if ok {
			return nil
		}
		if err != nil && !errors.Is(err, fs.ErrExist) {
			s.leave()
			return err
		}
		if err != nil {
			err = s.home.reclaim(s.temp)
		}
		if err != nil {
			if !s.opt.concurrent {
				s.dropUnnamed()
				return err
			}
			s.leave()
			s.registry, s.entered = s.enter()
			s.temp = s.opt.uniqueEntry(s.base, s.limit)
		}
		if try > 2 {
			time.Sleep(time.Duration(try) * 10 * time.Microsecond)
		}
	}
	s.dropUnnamed()
	s.leave()
	return ErrInProgress
}

// makeTemp tries once to make the temporary. It returns an error that is
// fs.ErrExist if there is such a file, and false without an error if another
// writer interfered.
func (s *stage) makeTemp(perm fs.FileMode) (bool, error) {
	if s.unnamed {
		err := s.home.link(s.fd, s.temp)
		if err == nil {
			s.unnamed = false
			return true, nil
		}
		if errors.Is(err, fs.ErrExist) {
			return false, err
		}
		s.dropUnnamed() // it cannot get a name here, or for a reason that create will meet too
	}
	fd, err := s.home.create(s.temp, s.opt.access, perm)
	if err != nil {
		return false, err
	}
	s.fd = fd
	return s.adopt()
}

// dropUnnamed gives up a temporary that has no name.
func (s *stage) dropUnnamed() {
	if s.unnamed {
		s.unnamed = false
		s.fd.close()
	}
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

// leave gives up the register, if it is held, and sweeps if it was the last to
// hold it.
func (s *stage) leave() {
	if s.entered {
		s.entered = false
		s.registry.close()
		s.sweep()
	}
}

// reclaim removes the temporary e if the writer that made it is dead. It
// returns nil if the name may be free now, ErrInProgress if the writer lives,
// a foreignTemp if the file cannot be proved to be a leftover, and any other
// error if it could not be looked at.
//
// The order matters. Its owner may rename the file onto the destination
// between our opening and our locking it: then what we hold locked is the
// live destination, whose link count is 1 as before, and only the look at the
// name tells. And the leftover is removed, not reused: a new inode has no
// mode, owner, attributes or open descriptors of the past.
func (d dir) reclaim(e entry) error {
	if d.remote() {
		return foreignTemp{e.String()} // a free lock proves nothing on a network file system
	}
	fd, err := d.probe(e)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		if now, lerr := d.lstat(e); lerr == nil && !now.ours() {
			return foreignTemp{e.String()}
		}
		return err
	}
	defer fd.close()
	old, err := fd.stat()
	if err != nil {
		return err
	}
	if !old.regular() {
		return foreignTemp{e.String()}
	}
	switch err := fd.lock(); {
	case err == errLocked:
		return ErrInProgress
	case err != nil:
		return foreignTemp{e.String()}
	}
	now, err := d.lstat(e)
	if errors.Is(err, fs.ErrNotExist) || err == nil && !now.same(&old) {
		return nil
	}
	if err != nil {
		return err
	}
	if !now.ours() {
		return foreignTemp{e.String()}
	}
	if err := d.remove(e); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}
