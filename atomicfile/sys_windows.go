package atomicfile

import (
	"errors"
	"io/fs"
	"path/filepath"
	"time"

	"golang.org/x/sys/windows"
)

// lock takes the lock of the file without waiting. Locks of byte ranges are
// mandatory here, so the byte is one that no file reaches. The system drops
// the lock with the handle (LockFileEx).
func (f desc) lock() error { return f.lockByte(windows.LOCKFILE_EXCLUSIVE_LOCK) }

// lockShared takes the lock so that others can take it in the same way.
func (f desc) lockShared() error { return f.lockByte(0) }

func (f desc) lockByte(flags uint32) error {
	flags |= windows.LOCKFILE_FAIL_IMMEDIATELY
	at := windows.Overlapped{OffsetHigh: 0x7FFFFFFF, Offset: 0xFFFFFFFE}
	err := f.control(func(h windows.Handle) error { return windows.LockFileEx(h, flags, 0, 1, 0, &at) })
	if err == windows.ERROR_LOCK_VIOLATION || err == windows.ERROR_IO_PENDING {
		return errLocked
	}
	return err
}

func (f desc) control(do func(windows.Handle) error) error {
	conn, err := f.SyscallConn()
	if err != nil {
		return err
	}
	cerr := conn.Control(func(fd uintptr) { err = do(windows.Handle(fd)) })
	if err == nil {
		err = cerr
	}
	return err
}

// provesDeath reports whether a lock that is free proves that the writer is
// dead, which it does on a disk of this machine.
func (d dir) provesDeath() bool {
	abs, err := filepath.Abs(d.path)
	if d.path == "" || err != nil {
		return d.path == "" // within an os.Root, of which the path is not known
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

// Programs that look at every new file, such as virus scanners and indexers,
// hold it open for a moment, and a rename then fails.
const (
	renameTries = 10
	renamePause = 5 * time.Millisecond // then twice that, three times, ...: 225 ms in all
)

// rename renames from to the name to.
//
// (*os.Root).Rename renames by handle with POSIX semantics where the system
// has them (Windows 10 1709, NTFS): the name changes in one step, though
// readers have the old file open. Otherwise it renames by handle without them.
// MoveFileEx with write-through is the last resort.
func (d dir) rename(from, to entry, noReplace bool) error {
	move := d.replace
	if noReplace {
		move = d.moveNew
	}
	for try := 1; ; try++ {
		err := move(from, to)
		if try == renameTries || !errors.Is(err, windows.ERROR_ACCESS_DENIED) && !errors.Is(err, windows.ERROR_SHARING_VIOLATION) {
			return err
		}
		time.Sleep(time.Duration(try) * renamePause)
	}
}

func (d dir) replace(from, to entry) error {
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
func (d dir) moveNew(from, to entry) error {
	err := d.renameNew(from, to)
	if err == nil || d.path == "" || errors.Is(err, fs.ErrExist) {
		return err
	}
	return d.moveFile(from, to, windows.MOVEFILE_WRITE_THROUGH)
}

func (d dir) moveFile(from, to entry, flags uint32) error {
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

// sync makes the rename durable. A directory cannot be flushed here; flushing
// the file writes its entry in the master file table, and the log with it
// (FlushFileBuffers).
func (d dir) sync(f desc) error { return f.Sync() }

// dirSyncIsFileSync says that syncing a directory is in truth done for each
// file in it.
const dirSyncIsFileSync = true
