package atomicfile

import (
	"errors"
	"io/fs"
	"os"
	"syscall"

	"github.com/atomiclint/atomiclint/atomicfile/internal/fsys"
)

// A stage is one write on its way: the destination, and the temporary that
// will replace it. It is opened, written to, and then published or discarded;
// of what the caller does with it meanwhile, a writer keeps account.
type stage struct {
	name string // the destination as the caller wrote it
	opt  options
	target

	home   fsys.Dir // where the temporary is: the directory of the destination, but see InPlace
	away   bool     // it is not beside the destination
	naming naming   // of the temporaries
	slot   int      // that the temporary is in, see slots.go
	temp   fsys.Name
	on     fsys.Type // the file system of the temporary

	inMemory bool      // the temporary is in memory, has no name, and home is of no use
	out      fsys.File // the temporary, with its lock
	file     *os.File  // out in the hands of a File, or nil
	writable bool      // out can be written to
	guard    fsys.File // its lock holds the slot, see slots.go
	guarded  bool      // there is a guard

	self     fsys.Info   // the temporary, as it was made
	mode     fs.FileMode // the mode it has now
	lockless bool        // it cannot be locked
	altered  bool        // its owner or mode has changed since it was made
	borrowed bool        // it is a file of somebody's with another name, see WritePath

	// What the caller chose by Chmod and Chown, in place of what an existing
	// destination has.
	newMode        fs.FileMode
	setMode        bool
	newUID, newGID int
	setUID, setGID bool
	chowned        bool

	kept bool // the temporary is not to be removed, see keep
}

// errGone says that an existing destination is not there any more, or not the
// same.
var errGone = errors.New("the destination was removed or replaced meanwhile")

// maxTries bounds how often something is looked at again that others change
// all the time.
const maxTries = 100

// begin opens the stage, or if the name is not to be replaced, the file itself.
func (s *stage) begin() (direct *os.File, err error) {
	for range maxTries {
		switch err = s.open(); err {
		case errDirect:
			return openDirect(&s.opt, s.name, os.O_TRUNC)
		case errSpecial:
			direct, err = openSpecial(&s.opt, s.name)
		}
		if err != errGone {
			break
		}
	}
	return direct, pathError("open", s.name, err)
}

// open finds the destination and makes the temporary. It returns errDirect or
// errSpecial, unwrapped, if the name is not to be replaced but to be opened.
func (s *stage) open() error {
	err := errGone
	for try := 0; err == errGone && try < maxTries; try++ {
		err = s.openOnce()
	}
	if err == errDirect || err == errSpecial {
		return err
	}
	if s.opt.excl && err == ErrInProgress {
		err = syscall.EEXIST // os.IsExist sees no other
	}
	return pathError("open", s.name, err)
}

func (s *stage) openOnce() error {
	s.out = fsys.NoFile
	t, err := s.opt.resolve(s.name)
	if fsys.Stale(err) {
		return errGone
	}
	if err != nil {
		return err
	}
	s.target = t
	if err := s.openTarget(); err != nil {
		s.opt.closeDir(s.dir)
		return err
	}
	return nil
}

func (s *stage) openTarget() error {
	if s.exists {
		// Renaming needs no right to the file it replaces. Writing does, and
		// who takes away the right to write a file means it to stay.
		err := s.dir.Writable(s.dest)
		if errors.Is(err, fs.ErrNotExist) || fsys.Stale(err) {
			return errGone
		}
		if err != nil {
			return err
		}
	}
	if err := s.claimSomewhere(); err != nil {
		return err
	}
	if s.exists {
		if err := s.mayWriteInSticky(); err != nil {
			s.giveBack()
			return err
		}
	}
	return nil
}

// claimSomewhere makes the temporary.
func (s *stage) claimSomewhere() error {
	s.home, s.naming = s.dir, newNaming(s.base, nameMax)
	perm := s.firstMode()
	err := s.claimHere(perm)
	if errors.Is(err, syscall.ENAMETOOLONG) {
		s.naming = newNaming(s.base, nameMaxShort)
		err = s.claimHere(perm)
	}
	switch {
	case err == nil:
		return nil
	case s.exists && s.dir.Pseudo():
		return errDirect // a control file of /proc or /sys: nothing can be made beside it
	case s.exists && s.opt.inPlace && fsys.CannotCreate(err):
		return s.claimAway(err)
	}
	return err
}

// write writes data, which is all the content.
func (s *stage) write(data []byte) error {
	var err error
	if len(data) >= writebackStep {
		err = s.out.Reserve(int64(len(data)), false)
	}
	if err == nil {
		err = s.out.Write(data)
	}
	return pathError("write", s.name, err)
}

// holdsName reports, as an error, why the temporary's name does not stand any
// more for the file that this writer made.
func (s *stage) holdsName() error {
	if s.inMemory {
		return nil
	}
	now, err := s.home.Lstat(s.temp)
	if errors.Is(err, fs.ErrNotExist) || err == nil && !now.Same(&s.self) {
		return errReplaced
	}
	return err
}

// discard removes the temporary and lets go of everything.
func (s *stage) discard() {
	s.giveBack()
	s.opt.closeDir(s.dir)
}

// giveBack removes the temporary and gives back its slot.
func (s *stage) giveBack() {
	s.leave(s.removeTemp() == nil)
	s.letGo()
}

// removeTemp removes the temporary, while the lock is held: only its holder may
// remove the name.
func (s *stage) removeTemp() error {
	if s.kept || s.inMemory {
		return nil
	}
	if s.guarded {
		return s.removeFile(s.temp)
	}
	err := s.holdsName()
	if err == nil {
		err = s.home.Remove(s.temp)
	}
	return err
}

// close lets go of everything, after the temporary has got the name of the
// destination.
func (s *stage) close() {
	s.letGo()
	s.opt.closeDir(s.dir)
}

// letGo closes the temporary, and with it the lock.
func (s *stage) letGo() {
	s.closeOut()
	if s.away && !s.inMemory {
		s.home.Close()
	}
}

// closeOut closes the temporary.
func (s *stage) closeOut() (err error) {
	switch {
	case s.file != nil:
		err = s.out.Hook().Close("close", s.temp, s.file.Close)
	case s.out != fsys.NoFile:
		err = s.out.Close()
	}
	s.file, s.out, s.writable = nil, fsys.NoFile, false
	return err
}
