package fsys

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
	"time"

	"golang.org/x/sys/windows"
)

// Locks of byte ranges are mandatory here, so the byte that is locked is one
// that no file reaches. The system drops the lock with the handle
// (LockFileEx).

// Lock takes the lock of the file without waiting.
func (f File) Lock() error { return f.lockByte("lock", windows.LOCKFILE_EXCLUSIVE_LOCK) }

// LockShared takes the lock so that others can take it in the same way. One
// that was held alone is shared from then on, without a moment in which it is
// not held: a handle may have both, and the first of them is unlocked first.
func (f File) LockShared() error {
	err := f.lockByte("lockshared", 0)
	if err == nil {
		f.Unlock()
		err = f.lockByte("lockshared", 0)
	}
	return err
}

func (f File) lockByte(call string, flags uint32) error {
	flags |= windows.LOCKFILE_FAIL_IMMEDIATELY
	at := lockedByte()
	err := f.hook.do(call, f.name, "", func() error {
		return f.control(func(h windows.Handle) error { return windows.LockFileEx(h, flags, 0, 1, 0, &at) })
	})
	if err == windows.ERROR_LOCK_VIOLATION || err == windows.ERROR_IO_PENDING {
		return ErrLocked
	}
	return err
}

// Unlock gives the lock up.
func (f File) Unlock() {
	at := lockedByte()
	f.control(func(h windows.Handle) error { return windows.UnlockFileEx(h, 0, 1, 0, &at) })
}

func lockedByte() windows.Overlapped {
	return windows.Overlapped{OffsetHigh: 0x7FFFFFFF, Offset: 0xFFFFFFFE}
}

func (f File) control(do func(windows.Handle) error) error {
	conn, err := f.file.SyscallConn()
	if err != nil {
		return err
	}
	cerr := conn.Control(func(fd uintptr) { err = do(windows.Handle(fd)) })
	if err == nil {
		err = cerr
	}
	return err
}

// typeOf returns what is known of the file system.
func (d Dir) typeOf(*Info) Type { return Type{Local: true} }

// provesDeath reports whether a lock that is free proves that the writer is
// dead, which it does on a disk of this machine.
func (d Dir) provesDeath() bool {
	if d.path == "" {
		return true // within an os.Root, of which the path is not known
	}
	abs, err := filepath.Abs(d.path)
	if err != nil {
		return false
	}
	root, err := windows.UTF16PtrFromString(filepath.VolumeName(abs) + `\`)
	if err != nil {
		return false
	}
	switch windows.GetDriveType(root) {
	case windows.DRIVE_FIXED, windows.DRIVE_REMOVABLE, windows.DRIVE_RAMDISK:
		return true
	}
	return false
}

// ClosesFirst says that a file must be closed before it is renamed: programs
// that do not share a file for writing cannot open one that is open for it.
const ClosesFirst = true

// Programs that look at every new file, such as virus scanners and indexers,
// hold it open for a moment, and a rename then fails.
const (
	renameTries = 30
	renamePause = 5 * time.Millisecond // then twice that, three times, ...: two seconds in all
)

// Rename renames a file, and replaces the one that has the name already.
//
// (*os.Root).Rename renames by handle with POSIX semantics where the system
// has them (Windows 10 1709, NTFS): the name changes in one step, though
// readers have the old file open. Otherwise it renames by handle without them.
// MoveFileEx with write-through is the last resort.
func (d Dir) Rename(from, to Name) error {
	return d.hook.do("rename", from, to, func() error {
		return retry(func() error { return d.replace(from, to) })
	})
}

// RenameNew renames a file to a name that must be free.
func (d Dir) RenameNew(from, to Name) error {
	return d.hook.do("renamenew", from, to, func() error {
		return retry(func() error { return d.moveNew(from, to) })
	})
}

// retry makes a call again that failed because another program has the file
// open.
func retry(call func() error) error {
	for try := 1; ; try++ {
		err := call()
		if try == renameTries || !errors.Is(err, windows.ERROR_ACCESS_DENIED) && !errors.Is(err, windows.ERROR_SHARING_VIOLATION) {
			return err
		}
		time.Sleep(time.Duration(try) * renamePause)
	}
}

func (d Dir) replace(from, to Name) error {
	err := d.root.Rename(from.String(), to.String())
	if err == nil || d.path == "" {
		return err
	}
	if d.moveFile(from, to, windows.MOVEFILE_REPLACE_EXISTING|windows.MOVEFILE_WRITE_THROUGH) == nil {
		return nil
	}
	return err
}

// moveNew renames from to the name to, which must be free. File systems
// without hard links, such as FAT, take MoveFileEx.
func (d Dir) moveNew(from, to Name) error {
	err := d.linkNew(from, to)
	if err == nil || d.path == "" || errors.Is(err, fs.ErrExist) {
		return err
	}
	return d.moveFile(from, to, windows.MOVEFILE_WRITE_THROUGH)
}

func (d Dir) moveFile(from, to Name, flags uint32) error {
	old, err := windows.UTF16PtrFromString(filepath.Join(d.path, from.String()))
	if err != nil {
		return err
	}
	name, err := windows.UTF16PtrFromString(filepath.Join(d.path, to.String()))
	if err != nil {
		return err
	}
	return windows.MoveFileEx(old, name, flags)
}

// Sync makes it durable that a file has the name e. A directory cannot be flushed here;
// flushing the file writes its entry in the master file table, and the log with
// it (FlushFileBuffers). A reader that does not share the file for writing
// keeps it from being opened for that, and package os opens no directory so;
// then the log is left to the system.
func (d Dir) Sync(e Name) error {
	return d.hook.do("syncdir", "", "", func() error {
		w, err := d.root.OpenFile(e.String(), os.O_WRONLY, 0)
		if errors.Is(err, windows.ERROR_SHARING_VIOLATION) || errors.Is(err, fs.ErrPermission) || errors.Is(err, syscall.EISDIR) {
			return nil
		}
		if err != nil {
			return err
		}
		defer w.Close()
		return w.Sync()
	})
}

// SyncsFiles says that a directory is synced by syncing each file in it.
const SyncsFiles = true
