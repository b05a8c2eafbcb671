package atomicfile

import (
	"errors"
	"io/fs"
	"os"
	"syscall"

	"github.com/atomiclint/atomiclint/atomicfile/internal/fsys"
)

// In a directory like /tmp, with the sticky bit, where others may make files,
// the kernel protects those who write there from what others have planted
// (proc(5), fs.protected_regular, fs.protected_symlinks). It does so when a
// file is opened with O_CREAT, or a link followed; who renames a file onto
// another, and reads links himself, would walk round it.

// mayWriteInSticky reports, as an error, why the kernel would not let package
// os open the existing destination.
func (s *stage) mayWriteInSticky() error {
	if s.old.UID() == s.self.UID() {
		return nil // our own
	}
	at, err := s.dir.Stat()
	if err != nil {
		return err
	}
	if !mayBePlanted(&at, &s.old, 0o022) {
		return nil
	}
	f, err := s.dir.OpenOrCreate(s.dest, os.O_WRONLY)
	if errors.Is(err, syscall.ETXTBSY) {
		return nil // a running program is replaced, not written to
	}
	if err != nil {
		return err
	}
	f.Close()
	return nil
}

// mayFollow reports, as an error, why the kernel would not follow a symbolic
// link in the directory d.
func mayFollow(d fsys.Dir, link *fsys.Info) error {
	at, err := d.Stat()
	if err != nil {
		return err
	}
	if mayBePlanted(&at, link, 0o002) && d.ProtectsLinks() {
		return syscall.EACCES
	}
	return nil
}

// mayBePlanted reports whether a file in a directory may be there so that this
// process comes upon it. Others are those with one of the bits.
func mayBePlanted(dir, file *fsys.Info, others fs.FileMode) bool {
	return dir.Mode()&fs.ModeSticky != 0 && dir.Mode()&others != 0 &&
		file.UID() != dir.UID() && file.UID() != os.Geteuid()
}
