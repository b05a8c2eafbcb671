package atomicfile

import (
	"errors"
	"io/fs"
	"os"

	"github.com/atomiclint/atomiclint/atomicfile/internal/fsys"
)

// Writers of one destination that are at work at a time have a temporary each,
// in numbered slots. A writer takes the first slot that is free, or held by a
// dead one. Most writers are alone, and never get beyond the first.
//
// Who holds the lock of a temporary holds the first slot. Any other slot is
// held by the lock of a guard, an empty file beside it. That the temporary is
// renamed does not take the guard away, so that the guards can be kept without
// a gap: who takes a slot makes the guards below it, if they are not there, and
// guards are removed from the top. So the next writer finds what one has left
// in whatever slot, when it was killed: it looks whether there is a guard of
// the second slot, which is the one system call that all this costs it.
//
// A temporary that is handed out by its path is never in the first slot, because
// somebody may put another file in its place, which nobody has locked.

// maxSlots bounds how many writers of one destination can be at work.
const maxSlots = 10000

// tempIn returns the name of the temporary in a slot.
func (s *stage) tempIn(slot int) fsys.Name {
	if s.opt.asPath {
		return s.naming.path(slot)
	}
	return s.naming.temp(slot)
}

// takeSlot takes the slot with its guard, and makes the temporary. Its errors
// are those of makeFirst.
func (s *stage) takeSlot(perm fs.FileMode) error {
	var err error
	if s.guard, err = s.takeGuard(s.naming.guard(s.slot)); err != nil {
		return err
	}
	s.guarded = true
	err = s.makeGuarded(perm)
	if err != nil {
		s.leave(true)
		if errors.Is(err, fs.ErrExist) {
			err = errUnknown
		}
		return err
	}
	if s.provesDeath() {
		s.guardBelow(s.slot)
	}
	return nil
}

// takeGuard makes the guard e and locks it. That of a dead writer has nothing
// in it, and is taken over as it is, unless it is another user's. If what it was
// for cannot be removed, that is gone round, once.
func (s *stage) takeGuard(e fsys.Name) (fsys.File, error) {
	f, err := s.home.Create(e, os.O_WRONLY, 0o600)
	if err == nil {
		_, err = s.adopt(f)
		return f, err
	}
	if !errors.Is(err, fs.ErrExist) {
		return f, err
	}
	f, err = s.seize(e)
	if err != nil {
		return f, err
	}
	is, serr := f.Stat()
	switch rerr := s.removeBehind(s.slot); {
	case rerr != nil && s.slot > 1 && serr == nil && ours(&is) && errors.Is(rerr, fs.ErrPermission):
		err = rerr // files can be made here, but not removed: there would be more each time
	case rerr != nil || serr != nil:
		err = errUnknown
	case foreign(&is):
		// Its owner could take it away from under us, and with it what it holds.
		if err = errAgain; s.home.Remove(e) != nil {
			err = errUnknown
		}
	}
	if err != nil {
		f.Close()
	}
	return f, err
}

// makeGuarded makes the temporary in a slot that has a guard.
func (s *stage) makeGuarded(perm fs.FileMode) error {
	f, err := s.home.Create(s.temp, s.opt.access, perm)
	if errors.Is(err, fs.ErrExist) && s.provesDeath() && s.home.Remove(s.temp) == nil {
		f, err = s.home.Create(s.temp, s.opt.access, perm)
	}
	if err != nil {
		return err
	}
	self, err := f.Stat()
	if err != nil {
		s.home.Remove(s.temp)
		f.Close()
		return err
	}
	s.have(f, &self)
	return nil
}

// removeBehind removes the temporaries that a guard was for, and that by which
// somebody may have written to one that was handed out.
func (s *stage) removeBehind(slot int) error {
	handed := s.naming.path(slot)
	within := newNaming(handed.String(), nameMax)
	for _, e := range []fsys.Name{within.temp(0), handed, s.naming.temp(slot)} {
		if err := s.removeFile(e); err != nil {
			return err
		}
	}
	return nil
}

// removeFile removes the file e, unless it cannot be a temporary, or what
// somebody has put in the place of one.
func (s *stage) removeFile(e fsys.Name) error {
	is, err := s.home.Lstat(e)
	if err == nil && (is.Regular() || is.Symlink()) {
		err = s.home.Remove(e)
	}
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return err
}

// guardBelow makes the guards below slot n that are not there.
func (s *stage) guardBelow(n int) {
	for n--; n > 0; n-- {
		if e := s.naming.guard(n); !s.home.Exists(e) {
			if f, err := s.home.Create(e, os.O_WRONLY, 0o600); err == nil {
				f.Close()
			}
		}
	}
}

// leave gives up a slot that has a guard, when the temporary has gone from it.
// If it has not, the guard stays as well, so that the next writer finds it.
func (s *stage) leave(gone bool) {
	if !s.guarded {
		return
	}
	s.guarded = false
	defer s.guard.Close()
	switch {
	case !gone:
	case !s.provesDeath():
		s.home.Remove(s.guard.Name())
	case s.home.Exists(s.naming.guard(s.slot + 1)):
		s.guard.Unlock()
		s.sweep(s.slot + 1)
	case s.removeGuard(s.slot):
		s.sweepDown(s.slot - 1)
	}
}

// removeGuard removes the guard of a slot, while its lock is held. If another
// writer has taken the slot above meanwhile, it is made again: that writer
// makes its guard before it looks at this one, and we take this one away before
// we look at that, so that one of the two sees the other.
func (s *stage) removeGuard(slot int) bool {
	if s.home.Remove(s.naming.guard(slot)) != nil {
		return false
	}
	if s.home.Exists(s.naming.guard(slot + 1)) {
		s.guardBelow(slot + 1)
		return false
	}
	return true
}

// sweep removes what dead writers left in slot n and those above it, and then
// in those below it.
func (s *stage) sweep(n int) {
	for n < maxSlots && s.home.Exists(s.naming.guard(n+1)) {
		n++
	}
	s.sweepDown(n)
}

// sweepDown removes what dead writers left in slot n and those below it, but
// for those below one that is in use.
func (s *stage) sweepDown(n int) {
	for more := true; more && n > 0; n-- {
		more = s.sweepSlot(n)
	}
}

// sweepSlot reports whether there is nothing left in the slot.
func (s *stage) sweepSlot(n int) bool {
	f, err := s.seize(s.naming.guard(n))
	if err != nil {
		return err == errAgain // there is none
	}
	defer f.Close()
	return s.removeBehind(n) == nil && s.removeGuard(n)
}
