package atomicfile

import (
	"io/fs"
	"os"
	"unsafe"

	"golang.org/x/sys/unix"
)

// searchOnly opens a directory without the right to list it (open(2)).
const searchOnly = unix.O_PATH

// openat is unix.Openat without its copy of the name.
func (d dir) openat(e entry, flag int, mode uint32) (desc, error) {
	for {
		fd, _, errno := unix.Syscall6(unix.SYS_OPENAT, uintptr(d.fd), uintptr(unsafe.Pointer(unsafe.StringData(string(e)))),
			uintptr(flag|unix.O_LARGEFILE|unix.O_CLOEXEC|unix.O_NOFOLLOW), uintptr(mode), 0, 0)
		switch errno {
		case 0:
			return desc(fd), nil
		case unix.EINTR:
			continue
		}
		return -1, errno
	}
}

// create makes the temporary e.
func (d dir) create(e entry, access int, perm fs.FileMode) (desc, error) {
	return d.openat(e, access|unix.O_CREAT|unix.O_EXCL, sysMode(perm))
}

// open opens the existing file e, without waiting if it is a FIFO.
func (d dir) open(e entry, flag int) (desc, error) { return d.openat(e, flag|unix.O_NONBLOCK, 0) }

// exists reports whether there is anything of the name e.
func (d dir) exists(e entry) bool {
	_, _, errno := unix.Syscall(unix.SYS_FACCESSAT, uintptr(d.fd), uintptr(unsafe.Pointer(unsafe.StringData(string(e)))), unix.F_OK)
	return errno == 0
}

func (d dir) remove(e entry) error {
	_, _, errno := unix.Syscall(unix.SYS_UNLINKAT, uintptr(d.fd), uintptr(unsafe.Pointer(unsafe.StringData(string(e)))), 0)
	if errno != 0 {
		return errno
	}
	return nil
}

func (d dir) rename(from, to entry, noReplace bool) error {
	if noReplace {
		return d.renameNew(from, to)
	}
	err := d.renameat2(from, to, 0)
	if err == unix.ENOSYS { // before Linux 3.15
		err = unix.Renameat(d.fd, from.String(), d.fd, to.String())
	}
	return err
}

func (d dir) renameat2(from, to entry, flags uintptr) error {
	_, _, errno := unix.Syscall6(unix.SYS_RENAMEAT2,
		uintptr(d.fd), uintptr(unsafe.Pointer(unsafe.StringData(string(from)))),
		uintptr(d.fd), uintptr(unsafe.Pointer(unsafe.StringData(string(to)))), flags, 0)
	if errno != 0 {
		return errno
	}
	return nil
}

// renameNew renames from to the name to, which must be free. File systems
// that do not know the flag, NFS among them, say EINVAL (rename(2)).
func (d dir) renameNew(from, to entry) error {
	err := d.renameat2(from, to, unix.RENAME_NOREPLACE)
	if err == unix.EINVAL || err == unix.ENOSYS || err == unix.EOPNOTSUPP {
		return d.linkNew(from, to)
	}
	return err
}

// setMode sets the mode that the destination shall have.
func (f desc) setMode(self *node, mode fs.FileMode) error {
	if bits := sysMode(mode); bits != self.st.Mode&0o7777 {
		return f.chmod(bits)
	}
	return nil
}

// sync makes the names in the directory durable. A directory that may not be
// listed cannot be opened for fsync(2); then all of its file system, which is
// that of f, is synced instead.
func (d dir) sync(f desc) error {
	err := desc(d.fd).fsync()
	if err == unix.EBADF {
		err = unix.Syncfs(int(f))
	}
	if unsupportedSync(err) {
		return nil
	}
	return err
}

// sync makes the file durable, so that a rename that follows takes nothing of
// it back, as it would on btrfs if the inode was altered since the file was
// made: there a rename logs the inode anew as the last transaction stored it,
// without what fsync(2) had logged beside the content (btrfs_log_new_name in
// fs/btrfs/tree-log.c), and a crash brings the first mode back. Only a sync of
// the whole file system before the rename helps. What went wrong when the
// content was written to the disk only fsync(2) is sure to tell (syncfs(2)).
func (f desc) sync(self *node, altered bool) error {
	if altered && self.anonymous() && magic(int(f)) == unix.BTRFS_SUPER_MAGIC {
		if err := unix.Syncfs(int(f)); err != nil {
			return err
		}
	}
	return f.fsync()
}

// writable reports, as an error, why the caller may not write to the existing
// file name. EPERM means that the file is immutable (chattr(1)), or else that
// a seccomp filter is older than faccessat2(2); then x/sys/unix imitates it.
func (d dir) writable(name string) error {
	err := unix.Faccessat2(d.fd, name, unix.W_OK, unix.AT_EACCESS)
	if err == unix.EPERM && unix.Faccessat(d.fd, name, unix.W_OK, 0) == unix.EPERM {
		return err
	}
	if err == unix.EPERM || err == unix.ENOSYS { // before Linux 5.8
		return unix.Faccessat(d.fd, name, unix.W_OK, unix.AT_EACCESS)
	}
	return err
}

// reserve makes sure that there is room for size bytes in file.
func reserve(file *os.File, size int64) error {
	conn, err := file.SyscallConn()
	if err != nil {
		return err
	}
	conn.Control(func(fd uintptr) {
		err = unix.Fallocate(int(fd), unix.FALLOC_FL_KEEP_SIZE, 0, size)
	})
	if err == unix.ENOSPC || err == unix.EDQUOT || err == unix.EFBIG {
		return err
	}
	return nil // the file system cannot tell
}

// startWriteback asks for the dirty pages of a range to be written, and does
// not wait. Its errors are of no interest: fsync reports what went wrong.
func (f desc) startWriteback(off, n int64) {
	unix.SyncFileRange(int(f), off, n, unix.SYNC_FILE_RANGE_WRITE)
}

// allocate reserves size bytes, so that a disk that is too small is known
// before anything is written to it. File systems that cannot do it are not
// asked twice: the write itself will tell.
func (f desc) allocate(size int64) error {
	if size < writebackStep {
		return nil
	}
	if err := unix.Fallocate(int(f), 0, 0, size); err == unix.ENOSPC || err == unix.EDQUOT {
		return err
	}
	return nil
}

func (d dir) magic() int64 { return magic(d.fd) }

// magic returns the number by which the kernel knows the file system of an
// open file (statfs(2)), or 0.
func magic(fd int) int64 {
	var st unix.Statfs_t
	if unix.Fstatfs(fd, &st) != nil {
		return 0
	}
	return int64(uint32(st.Type))
}

// magicLinks reports whether the symbolic links in the directory lead where
// their text does not say, as those of /proc/self/fd do (proc(5)).
func (d dir) magicLinks() bool { return d.magic() == unix.PROC_SUPER_MAGIC }

// pseudo reports whether the file system has no files but those that the
// kernel put there.
func (d dir) pseudo() bool {
	switch d.magic() {
	case unix.PROC_SUPER_MAGIC, unix.SYSFS_MAGIC, unix.CGROUP_SUPER_MAGIC, unix.CGROUP2_SUPER_MAGIC,
		unix.DEBUGFS_MAGIC, unix.TRACEFS_MAGIC, unix.SECURITYFS_MAGIC, unix.SELINUX_MAGIC, unix.SMACK_MAGIC,
		unix.BINFMTFS_MAGIC, unix.EFIVARFS_MAGIC, unix.PSTOREFS_MAGIC, unix.RDTGROUP_SUPER_MAGIC, unix.XENFS_SUPER_MAGIC:
		return true
	}
	return false
}

// provesDeath reports whether a lock that is free proves that the writer is
// dead: whether the kernel keeps the locks itself, for all who can reach the
// file (flock(2), nfs(5)). Such file systems are listed here; of all others
// nothing is known.
//
// 9p shows the type that the file system has on the server. One that keeps its
// files on a disk has a block device, so that a look at the device unmasks it.
// With others only 9p cannot make files without a name (open(2), O_TMPFILE).
func (d dir) provesDeath() bool {
	switch d.magic() {
	case unix.EXT4_SUPER_MAGIC, unix.XFS_SUPER_MAGIC, unix.F2FS_SUPER_MAGIC, unix.MSDOS_SUPER_MAGIC, unix.EXFAT_SUPER_MAGIC,
		unix.REISERFS_SUPER_MAGIC, unix.NILFS_SUPER_MAGIC, unix.UDF_SUPER_MAGIC, jfsMagic, ntfs3Magic, hfsPlusMagic:
		n, err := desc(d.fd).stat()
		return err == nil && !n.anonymous()
	case unix.BTRFS_SUPER_MAGIC, unix.TMPFS_MAGIC, unix.RAMFS_MAGIC, unix.OVERLAYFS_SUPER_MAGIC, bcachefsMagic, zfsMagic:
		fd, err := d.openat(".\x00", unix.O_WRONLY|unix.O_TMPFILE, 0o600)
		if err != nil {
			return false
		}
		fd.close()
		return true
	}
	return false
}

// Numbers of file systems that are not in the kernel's magic.h (coreutils,
// src/stat.c; fs/hfsplus/hfsplus_raw.h, fs/ntfs3/super.c).
const (
	jfsMagic      = 0x3153464A
	ntfs3Magic    = 0x7366746E
	hfsPlusMagic  = 0x482B
	bcachefsMagic = 0xCA451A4E
	zfsMagic      = 0x2FC12FC1
)
