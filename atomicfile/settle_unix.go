//go:build unix

package atomicfile

import (
	"io/fs"

	"github.com/atomiclint/atomiclint/atomicfile/internal/fsys"
)

// settle gives the temporary the owner, attributes and mode that the
// destination shall have. The owner comes last, because only an owner may
// change the mode, but for a root that has kept all its rights; only set-ID
// bits come after it, because a change of owner takes them off (chown(2)).
func (s *stage) settle() error {
	if s.away || s.borrowed {
		return nil
	}
	mode := s.mode
	owner, gid := s.self.UID(), true
	switch {
	case s.exists:
		var err error
		if mode, gid, err = s.inherit(); err != nil {
			return err
		}
		if !s.setUID && mapped("uid", s.old.UID()) {
			owner = s.old.UID()
		}
	case s.setMode:
		mode = s.newMode
	default:
		mode &^= ownerRead &^ s.opt.perm
	}
	if owner == s.self.UID() {
		return s.chmod(s.keepSetID(mode, s.sameOwner(), gid))
	}
	if err := s.chmod(mode &^ setID); err != nil {
		return err
	}
	uid, err := s.giveTo(owner, -1)
	if err != nil {
		return err
	}
	if mode = s.keepSetID(mode, uid, gid); mode&setID != 0 {
		s.out.Chmod(mode) // it may be somebody else's by now
	}
	return nil
}

// giveTo gives the temporary to an owner or a group, and reports whether that
// is permitted. That the disk failed, or a quota is used up, is an error.
func (s *stage) giveTo(uid, gid int) (given bool, err error) {
	s.altered = true
	err = s.out.Chown(uid, gid)
	if err != nil && (fsys.Refused(err) || !s.on.Local) {
		return false, nil
	}
	return err == nil, err
}

// resemble gives the temporary what settle does, but for its owner, who could
// not be the one to do so at the end, and the rights to act as him.
func (s *stage) resemble() error {
	mode, _, err := s.inherit()
	if err != nil {
		return err
	}
	return s.chmod(mode &^ setID)
}

// sameOwner reports whether the temporary has the owner that it should have.
func (s *stage) sameOwner() bool {
	return !s.exists || s.setUID || s.self.UID() == s.old.UID()
}

// chmod sets the mode of the temporary. A file system that keeps no modes, or a
// system that lets nobody change them, may leave it with fewer rights.
func (s *stage) chmod(mode fs.FileMode) error {
	if mode == s.mode {
		return nil
	}
	s.altered = true
	err := s.out.Chmod(mode)
	if fsys.Refused(err) && !s.setMode && s.mode&^mode&fs.ModePerm == 0 {
		return nil
	}
	if err == nil {
		s.mode = mode
	}
	return err
}

// inherit gives the temporary the group and the attributes of the file it will
// replace, as far as that is permitted, and returns the mode to be set, and
// whether the group is the same. The result never lets anybody read or write
// what the old file did not, except its new owner, if the old one cannot be
// kept.
func (s *stage) inherit() (mode fs.FileMode, gid bool, err error) {
	mode = s.inherited()
	gid = s.setGID || s.old.GID() == s.self.GID()
	if !gid && mapped("gid", s.old.GID()) {
		if gid, err = s.giveTo(-1, s.old.GID()); err != nil {
			return 0, false, err
		}
	}
	mode, err = s.copyAttributes(mode, gid)
	return mode, gid, err
}

// isModel reports whether the new file may take after what stands at the
// destination now. What another user has put there since it was looked at would
// give the content to that user.
func (s *stage) isModel(now *fsys.Info) bool {
	return now.UID() == s.self.UID() || s.exists && (now.Same(&s.old) || now.UID() == s.old.UID())
}

// inherited returns the mode for a destination that exists.
func (s *stage) inherited() fs.FileMode {
	switch {
	case s.setMode:
		return s.newMode
	case s.chowned:
		return withoutSetID(s.old.Mode())
	}
	return s.old.Mode()
}

// withoutGroup returns mode for a file that has lost its group. Who was in that
// group is one of the others now, and some of them are in the new one, so that
// both get only what both had: to keep a group out is a use of it as well.
func withoutGroup(mode fs.FileMode) fs.FileMode {
	both := mode >> 3 & mode & 0o007
	return mode&^0o077 | both<<3 | both
}
