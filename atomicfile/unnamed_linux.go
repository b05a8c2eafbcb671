package atomicfile

import (
	"io/fs"
	"strconv"
	"time"
	"unsafe"

	"golang.org/x/sys/unix"
)

// On btrfs the temporary is made without a name (O_TMPFILE), locked and
// marked, and gets its name then. So it can have its final mode from the
// start, and not the sticky bit first, and the mode need never change.
//
// There a change of the mode is durable after fsync(2), but not after the
// rename: that logs the inode anew as the last transaction stored it, without
// what the sync had logged beside the content (btrfs_log_new_name in
// fs/btrfs/tree-log.c). A crash brought the first mode back, and the mark with
// it. Only a sync of the whole file system before the rename helps, which is
// what desc.sync does for the files whose mode has to change all the same.

// createUnnamed makes the temporary without a name. It reports false where
// that is of no use, or not possible.
func (s *stage) createUnnamed(perm fs.FileMode) bool {
	if !s.opt.unnamed && !s.revertsModes() {
		return false
	}
	fd, err := s.home.openat(".\x00", s.opt.access|unix.O_TMPFILE, sysMode(perm))
	if err != nil {
		return false
	}
	self, err := fd.stat()
	if err != nil || !s.exists && !fd.heedsUmask() || fd.lock() != nil || fd.setSeal(&self, time.Now().Add(unnamedAhead)) != nil {
		fd.close()
		return false
	}
	s.fd, s.self = fd, self
	return true
}

// revertsModes reports whether the temporary will be on btrfs.
func (s *stage) revertsModes() bool {
	at := s.old
	if !s.exists || s.away {
		var err error
		if at, err = desc(s.home.fd).stat(); err != nil {
			return false
		}
	}
	return at.anonymous() && s.home.magic() == unix.BTRFS_SUPER_MAGIC
}

// unnamedAhead is how far in the future the access time is by which a
// temporary is marked that is written. So long no mount option but strictatime
// lets a reader change it (relatime, mount(8)).
const unnamedAhead = 1000 * 24 * time.Hour

// heedsUmask reports whether the file system has access control lists. With
// those, the umask is heeded where the lists are. Without, vfs_tmpfile in
// fs/namei.c has to do it, and did not in older kernels.
func (f desc) heedsUmask() bool {
	_, err := unix.Fgetxattr(int(f), aclAttr, nil)
	return err == nil || err == unix.ENODATA
}

// link gives the open file, which has none, the name e. By the descriptor, only
// newer kernels let a process do so that is not privileged; others say ENOENT
// (linkat(2), AT_EMPTY_PATH). Then there is the way through /proc (open(2),
// O_TMPFILE).
func (d dir) link(f desc, e entry) error {
	err := linkat(int(f), "\x00", d.fd, e, unix.AT_EMPTY_PATH)
	if err == unix.ENOENT {
		err = d.linkProc(f, e)
	}
	return err
}

func (d dir) linkProc(f desc, e entry) error {
	path := entry("/proc/self/fd/" + strconv.Itoa(int(f)) + "\x00")
	return linkat(unix.AT_FDCWD, path, d.fd, e, unix.AT_SYMLINK_FOLLOW)
}

func linkat(fromDir int, from entry, toDir int, to entry, flags int) error {
	_, _, errno := unix.Syscall6(unix.SYS_LINKAT,
		uintptr(fromDir), uintptr(unsafe.Pointer(unsafe.StringData(string(from)))),
		uintptr(toDir), uintptr(unsafe.Pointer(unsafe.StringData(string(to)))), uintptr(flags), 0)
	if errno != 0 {
		return errno
	}
	return nil
}
