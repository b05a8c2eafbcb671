//go:build unix

package atomicfile

import (
	"io/fs"

	"golang.org/x/sys/unix"
)

// inherit gives the temporary the owner and the attributes of the file it will
// replace, as far as that is permitted, and returns the mode to be set. The
// result never lets anybody read or write what the old file did not, except
// its new owner, if the old one cannot be kept.
func (s *stage) inherit() (fs.FileMode, error) {
	old, self := &s.old.st, &s.self.st
	mode := s.old.mode()
	uid, gid := s.setUID || old.Uid == self.Uid, s.setGID || old.Gid == self.Gid
	if !gid {
		s.altered = true
		gid = unix.Fchown(int(s.fd), -1, int(old.Gid)) == nil
	}
	if !uid {
		s.altered = true
		uid = unix.Fchown(int(s.fd), int(old.Uid), -1) == nil
	}
	mode = keepSetID(mode, uid, gid)
	if !gid {
		mode = narrowGroup(mode) // the bits meant another group
	}
	return s.copyAttributes(mode, gid)
}

// keepSetID drops the set-ID bits as write(2) does when an unprivileged
// process changes a file, and where the identity they stood for was lost.
func keepSetID(mode fs.FileMode, uid, gid bool) fs.FileMode {
	if mode&(fs.ModeSetuid|fs.ModeSetgid) == 0 {
		return mode
	}
	keep := mayKeepSetID()
	if !uid || !keep {
		mode &^= fs.ModeSetuid
	}
	if !gid || !keep && mode&0o010 != 0 {
		mode &^= fs.ModeSetgid
	}
	return mode
}

// narrowGroup allows the group no more than everybody.
func narrowGroup(mode fs.FileMode) fs.FileMode {
	return mode&^0o070 | mode&0o070&(mode&0o007<<3)
}
