package atomicfile

import (
	"io/fs"
	"os"
	"time"
	"unsafe"

	"golang.org/x/sys/unix"
)

// searchOnly opens a directory without the right to list it (open(2)).
const searchOnly = unix.O_PATH

// keepAtime opens a file so that reading it leaves its access time as it is.
const keepAtime = unix.O_NOATIME

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

// create makes the temporary e, marked by the sticky bit: on a regular file
// the kernel has no use for it (inode(7)), hardly anybody ever set it, and it
// is there from the first instant, as part of the one call.
func (d dir) create(e entry, access int, perm fs.FileMode) (desc, error) {
	return d.openat(e, access|unix.O_CREAT|unix.O_EXCL, sysMode(perm)|unix.S_ISVTX)
}

// probe opens a temporary that somebody else made, without waiting if it is a
// FIFO.
func (d dir) probe(e entry) (desc, error) {
	return d.openat(e, unix.O_RDONLY|unix.O_NONBLOCK, 0)
}

// reopen opens the existing file e.
func (d dir) reopen(e entry, flag int) (desc, error) { return d.openat(e, flag, 0) }

// openRegister opens or makes the register e, with the mark.
func (d dir) openRegister(e entry) (desc, error) {
	return d.openat(e, unix.O_RDONLY|unix.O_CREAT|unix.O_NONBLOCK, 0o600|unix.S_ISVTX)
}

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
// made; see unnamed_linux.go. What went wrong when the content was written to
// the disk only fsync(2) is sure to tell (syncfs(2)).
func (f desc) sync(self *node, altered bool) error {
	if altered && self.anonymous() && magic(int(f)) == unix.BTRFS_SUPER_MAGIC {
		if err := unix.Syncfs(int(f)); err != nil {
			return err
		}
	}
	return f.fsync()
}

// A temporary bears one of two marks, and is removed as a leftover only if it
// has one. While it is written, that is the sticky bit. The final mode must be
// set before the file is synced, which takes the sticky bit off, but the writer
// may still die before the rename. So the access time is set first, to an
// instant of the last second or two whose nanoseconds follow from the inode
// number and the second. Nobody is misled by it, and a file has it by chance
// once in a thousand million times. A temporary that was made without a name
// has such a time from the start, and no sticky bit.

func (n *node) marked() bool {
	return n.st.Mode&unix.S_ISVTX != 0 || int64(n.st.atimeNsec) == sealNsec(n.st.Ino, n.st.atimeSec)
}

func sealNsec(ino uint64, sec int64) int64 {
	h := (ino ^ uint64(sec)<<32) * 0x9E3779B97F4A7C15 // Fibonacci hashing: Knuth, TAOCP 3, 6.4
	h ^= h >> 29
	h *= 0xBF58476D1CE4E5B9
	return int64(h>>32) % 1e9
}

// seal sets the mode that the destination shall have and changes the mark.
func (f desc) seal(self *node, mode fs.FileMode) error {
	f.setSeal(self, time.Now().Add(-time.Second)) // a failure costs no more than the mark
	bits := sysMode(mode)
	if bits == self.st.Mode&0o7777 {
		return nil
	}
	return f.chmod(bits)
}

// setSeal sets the access time that is a mark, in the second of t.
func (f desc) setSeal(self *node, t time.Time) error {
	sec := t.Unix()
	times := [2]unix.Timespec{unix.NsecToTimespec(sec*1e9 + sealNsec(self.st.Ino, sec)), {Nsec: unix.UTIME_OMIT}}
	_, _, errno := unix.Syscall6(unix.SYS_UTIMENSAT, uintptr(f), 0, uintptr(unsafe.Pointer(&times[0])), 0, 0, 0)
	if errno != 0 {
		return errno
	}
	return nil
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

// unmark takes both marks off.
func (f desc) unmark(self *node) error {
	times := [2]unix.Timespec{{Nsec: unix.UTIME_NOW}, {Nsec: unix.UTIME_OMIT}}
	unix.Syscall6(unix.SYS_UTIMENSAT, uintptr(f), 0, uintptr(unsafe.Pointer(&times[0])), 0, 0, 0)
	now, err := f.stat()
	if err != nil {
		return err
	}
	return f.chmod(now.st.Mode & 0o7777 &^ unix.S_ISVTX)
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

// remote reports whether other machines, or a program, may see locks on this
// file system differently (flock(2), nfs(5)), so that a free lock does not
// prove a dead writer.
func (d dir) remote() bool {
	switch d.magic() {
	case unix.NFS_SUPER_MAGIC, unix.SMB_SUPER_MAGIC, unix.SMB2_SUPER_MAGIC, unix.CIFS_SUPER_MAGIC,
		unix.CEPH_SUPER_MAGIC, unix.FUSE_SUPER_MAGIC, unix.V9FS_MAGIC, unix.AFS_SUPER_MAGIC, unix.AFS_FS_MAGIC,
		unix.CODA_SUPER_MAGIC, unix.NCP_SUPER_MAGIC, unix.OCFS2_SUPER_MAGIC, unix.HOSTFS_SUPER_MAGIC,
		lustreMagic, gpfsMagic, gfs2Magic, panfsMagic:
		return true
	}
	return false
}

// Cluster file systems whose numbers are not in the kernel's magic.h
// (coreutils, src/stat.c).
const (
	lustreMagic = 0x0BD00BD0
	gpfsMagic   = 0x47504653
	gfs2Magic   = 0x01161970
	panfsMagic  = 0xAAD7AAEA
)
