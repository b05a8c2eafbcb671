package fsys

import (
	"bytes"
	"os"

	"golang.org/x/sys/unix"
)

// searchOnly opens a directory without the right to list it (open(2)).
const searchOnly = unix.O_PATH

// result returns what a system call answers, as an error.
func result(errno unix.Errno) error {
	if errno != 0 {
		return errno
	}
	return nil
}

// openat is unix.Openat without its copy of the name.
func openat(dir int, e Name, flag int, mode uint32) (int, error) {
	fd, _, errno := unix.Syscall6(unix.SYS_OPENAT, uintptr(dir), uintptr(e.pointer()), uintptr(flag|unix.O_LARGEFILE), uintptr(mode), 0, 0)
	return int(fd), result(errno)
}

func exists(dir int, e Name) error {
	_, _, errno := unix.Syscall(unix.SYS_FACCESSAT, uintptr(dir), uintptr(e.pointer()), unix.F_OK)
	return result(errno)
}

func unlinkat(dir int, e Name) error {
	_, _, errno := unix.Syscall(unix.SYS_UNLINKAT, uintptr(dir), uintptr(e.pointer()), 0)
	return result(errno)
}

// writable asks whether the effective user may write to the existing file e.
// EPERM means that the file is immutable (chattr(1)), or else that a seccomp
// filter is older than faccessat2(2); then x/sys/unix imitates it.
func writable(dir int, e Name) error {
	_, _, errno := unix.Syscall6(unix.SYS_FACCESSAT2, uintptr(dir), uintptr(e.pointer()), unix.W_OK, unix.AT_EACCESS, 0, 0)
	if errno == unix.EPERM && unix.Faccessat(dir, e.String(), unix.W_OK, 0) == unix.EPERM {
		return errno
	}
	if errno == unix.EPERM || errno == unix.ENOSYS { // before Linux 5.8
		return unix.Faccessat(dir, e.String(), unix.W_OK, unix.AT_EACCESS)
	}
	return result(errno)
}

func renameat(dir int, from, to Name) error {
	err := renameat2(dir, from, to, 0)
	if err == unix.ENOSYS || err == unix.EPERM { // before Linux 3.15; a seccomp filter that is older than the call
		err = unix.Renameat(dir, from.String(), dir, to.String())
	}
	return err
}

func renameat2(dir int, from, to Name, flags uintptr) error {
	_, _, errno := unix.Syscall6(unix.SYS_RENAMEAT2, uintptr(dir), uintptr(from.pointer()), uintptr(dir), uintptr(to.pointer()), flags, 0)
	return result(errno)
}

// renameNew renames from to the name to, which must be free. File systems
// that do not know the flag, NFS among them, say EINVAL (rename(2)).
func renameNew(dir int, from, to Name) error {
	return renameat2(dir, from, to, unix.RENAME_NOREPLACE)
}

func syncDir(fd int) error  { return unix.Fsync(fd) }
func syncFile(fd int) error { return unix.Fsync(fd) }

// syncAll syncs the file system that fd is on. What went wrong when content was
// written to the disk only fsync(2) is sure to tell (syncfs(2)).
func syncAll(fd int) error { return unix.Syncfs(fd) }

// Pin opens the file e so that its inode is kept, but for nothing else: to
// others, and to the file system, it is not open.
func (d Dir) Pin(e Name) (File, error) { return d.open("pin", e, unix.O_PATH, 0) }

// InMemory makes a file that is in memory and has no name.
func InMemory(hook *Hook) (File, error) {
	f := File{hook: hook}
	err := hook.do("memory", "", "", func() (err error) {
		f.fd, err = unix.MemfdCreate("atomicfile", unix.MFD_CLOEXEC)
		return err
	})
	if err != nil {
		return NoFile, err
	}
	return f, nil
}

// StartWriteback asks for the dirty pages of a range to be written, and does
// not wait. Its errors are of no interest: the sync reports what went wrong.
func (f File) StartWriteback(off, n int64) {
	f.hook.do("writeback", f.name, "", func() error {
		return unix.SyncFileRange(f.fd, off, n, unix.SYNC_FILE_RANGE_WRITE)
	})
}

// Reserve makes sure that there is room for size bytes, so that a disk that is
// too small is known before anything is written to it. If it does not matter
// much, file systems that cannot do it are not asked, nor those on which it
// reserves nothing, because they write to another place in any case, and keeps
// the content from being compressed, such as btrfs.
func (f File) Reserve(size int64, matters bool) error {
	if !matters && !f.reserves() {
		return nil
	}
	err := f.hook.do("reserve", f.name, "", func() error {
		return unix.Fallocate(f.fd, unix.FALLOC_FL_KEEP_SIZE, 0, size)
	})
	if err == unix.ENOSPC || err == unix.EDQUOT || err == unix.EFBIG {
		return err
	}
	return nil // the write itself will tell
}

// reserves reports whether the file system is known to reserve what it is asked
// to.
func (f File) reserves() bool {
	switch f.magic() {
	case unix.EXT4_SUPER_MAGIC, unix.XFS_SUPER_MAGIC, unix.TMPFS_MAGIC:
		return true
	}
	return false
}

// ReadLink returns the text of the symbolic link e, and looks at that very
// link.
func (d Dir) ReadLink(e Name) (text string, i Info, err error) {
	f, err := d.Pin(e)
	if err != nil {
		return "", i, err
	}
	defer f.Close()
	if i, err = f.Stat(); err != nil {
		return "", i, err
	}
	if !i.Symlink() {
		return "", i, unix.EINVAL
	}
	buf := make([]byte, unix.PathMax)
	n := 0
	err = f.hook.do("readlink", e, "", func() (err error) {
		n, err = unix.Readlinkat(f.fd, "", buf)
		return err
	})
	return string(buf[:max(n, 0)]), i, err
}

// ProtectsLinks reports whether the kernel does not follow symbolic links of
// others in a sticky directory where everybody can make them (proc(5),
// fs.protected_symlinks). Where that cannot be read, it may.
func (d Dir) ProtectsLinks() bool {
	var setting []byte
	err := d.hook.do("setting", "", "", func() (err error) {
		setting, err = os.ReadFile("/proc/sys/fs/protected_symlinks")
		return err
	})
	return err != nil || !bytes.HasPrefix(setting, []byte("0"))
}
