package atomicfile

import (
	"io/fs"
	"os"
	"runtime"
	"syscall"
)

// Name returns the name given to Create, that of the destination.
func (f *File) Name() string {
	if f == nil || f.w == nil {
		return ""
	}
	return f.w.name
}

// TempName returns the name under which the content is kept until Commit, or
// "" if there is none: if the destination is written to directly, or the
// content is in memory (see InPlace). It is relative if the name given to
// Create was, and relative to the root of In.
func (f *File) TempName() string {
	if f == nil || f.w == nil || f.w.stage == nil {
		return ""
	}
	return f.w.stage.tempName()
}

// Stat describes the file as it is now. Its Name is that of the destination.
// Until Commit the mode is that of the temporary, which may have fewer rights
// than the destination shall have.
func (f *File) Stat() (fs.FileInfo, error) {
	w, err := f.check()
	if err != nil {
		return nil, err
	}
	defer runtime.KeepAlive(f)
	return w.file.Stat()
}

// Chmod sets the mode that the destination shall have, which counts for more
// than the mode of an existing one. What it takes away is taken from the
// temporary at once, so that nobody else reads there what is written from then
// on; what it gives, the destination gets at Commit. If the group of an
// existing destination cannot be kept, the rights of the group are not given
// to another one, nor those of all others to who was in it.
func (f *File) Chmod(mode fs.FileMode) error {
	w, err := f.check()
	if err != nil {
		return err
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.state != writing {
		return pathError("chmod", w.name, os.ErrClosed)
	}
	if w.stage == nil {
		return w.file.Chmod(mode)
	}
	w.unwritten.Store(true)
	return pathError("chmod", w.name, w.stage.chooseMode(mode))
}

// chooseMode notes what the caller of Chmod chose, and narrows the temporary.
func (s *stage) chooseMode(mode fs.FileMode) error {
	narrow := s.mode &^ (fs.ModePerm &^ mode.Perm() &^ ownerRead)
	if narrow != s.mode {
		if err := s.out.Chmod(narrow); err != nil {
			return err
		}
		s.mode, s.altered = narrow, true
	}
	s.newMode, s.setMode = mode, true
	return nil
}

// Chown sets the numeric owner and group that the destination shall have, of
// which -1 leaves one as it is. It takes effect at once, on the temporary.
func (f *File) Chown(uid, gid int) error {
	w, err := f.check()
	if err != nil {
		return err
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.state != writing {
		return pathError("chown", w.name, os.ErrClosed)
	}
	if err := w.file.Chown(uid, gid); err != nil || w.stage == nil {
		return err
	}
	w.stage.setOwner(uid, gid)
	return nil
}

// setOwner notes what the caller of Chown chose. With it set-ID bits go, as
// they do in chown(2), because they would let everybody act as the new owner.
func (s *stage) setOwner(uid, gid int) {
	s.chowned, s.newMode = true, withoutSetID(s.newMode)
	if !s.setUID {
		s.newUID = -1
	}
	if !s.setGID {
		s.newGID = -1
	}
	if uid >= 0 {
		s.newUID, s.setUID = uid, true
	}
	if gid >= 0 {
		s.newGID, s.setGID = gid, true
	}
	s.altered = true
}

// SyscallConn gives access to the descriptor of the temporary, as
// (*os.File).SyscallConn does. Errors of writes made that way are not seen by
// Commit, and the descriptor must not be duplicated: with it goes the lock
// that keeps other writers away.
func (f *File) SyscallConn() (syscall.RawConn, error) {
	w, err := f.check()
	if err != nil {
		return nil, err
	}
	return w.file.SyscallConn()
}
