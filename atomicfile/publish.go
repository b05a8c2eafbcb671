package atomicfile

import (
	"errors"
	"io/fs"
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
	if err != nil {
		s.discard()
		return err
	}
	if s.opt.sync == SyncFull {
		err = s.syncDir()
	}
	s.close() // its error says nothing more: what had to be durable is
	return err
}

// prepare gives the temporary its final metadata and makes it durable.
// Metadata comes first, so that the one sync covers it too.
func (s *stage) prepare() error {
	if err := s.settle(); err != nil {
		return err
	}
	return s.syncFile()
}

// syncFile makes the content durable. A sync that failed is not tried again:
// the kernel has already marked the pages clean, and a second one would lie
// (Rebello et al., USENIX ATC 2020).
func (s *stage) syncFile() error {
	// Network file systems may send the data as late as at close, and refuse
	// it then; after the rename that would be too late.
	if s.opt.sync == SyncNone && !(s.self.anonymous() && !s.dir.provesDeath()) {
		return nil
	}
	return pathError("sync", s.name, s.fd.sync(&s.self, s.altered))
}

// settle gives the temporary the owner, attributes and mode that the
// destination shall have.
func (s *stage) settle() error {
	if s.away {
		return nil
	}
	mode := s.self.mode()
	if !s.exists {
		mode = keepSetID(mode&^(ownerRead&^s.opt.perm), true, true)
	} else {
		var err error
		if mode, err = s.inherit(); err != nil {
			return pathError("chmod", s.name, err)
		}
	}
	if s.setMode {
		mode = s.mode
	}
	s.altered = s.altered || mode != s.self.mode() || s.setUID || s.setGID || s.opt.asPath
	return pathError("chmod", s.name, s.fd.setMode(&s.self, mode))
}

// refresh looks again at the destination, for a File may have been open for
// long, and at the temporary, if others may have changed it.
func (s *stage) refresh() error {
	if s.setUID || s.setGID || s.opt.asPath {
		self, err := s.fd.stat()
		if err != nil {
			return pathError("stat", s.name, err)
		}
		s.self = self
	}
	old, err := s.dir.lstat(s.dest)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		s.exists = false
	case err != nil:
		return pathError("stat", s.name, err)
	case s.opt.noReplace:
		return pathError("rename", s.name, fs.ErrExist)
	case !old.regular():
		return pathError("rename", s.name, errNotRegular)
	default:
		s.old, s.exists = old, true
	}
	return nil
}

// swap renames the temporary onto the destination, while the lock is held.
func (s *stage) swap() error {
	if !s.holdsName() {
		return pathError("rename", s.name, errReplaced)
	}
	if !s.away {
		err := s.dir.rename(s.temp, s.dest, s.opt.noReplace)
		if err == nil || !s.opt.inPlace || !s.exists || !cannotReplace(err) {
			return pathError("rename", s.name, err)
		}
	}
	// The destination is overwritten now. If the power goes meanwhile, the only
	// whole content is the temporary's, which needs its name then.
	if s.opt.sync != SyncNone {
		if err := s.home.sync(s.fd); err != nil {
			return pathError("sync", s.name, err)
		}
	}
	return pathError("write", s.name, s.copyInPlace())
}

// syncDir makes the rename durable, and on f2fs also the content of a file that
// was overwritten in place: crash tests have seen a mixture there after a sync
// of the file alone. File systems that cannot sync a directory say so, and that
// is no error: there is nothing more that could be done.
func (s *stage) syncDir() error {
	err := s.dir.sync(s.fd)
	if err == nil {
		return nil
	}
	return &fs.PathError{Op: "sync", Path: s.name, Err: notDurable{err}}
}
