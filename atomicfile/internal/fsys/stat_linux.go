package fsys

import (
	"unsafe"

	"golang.org/x/sys/unix"
)

// A fileStat is what is asked about a file: everything of stat(2) but its size
// and times.
type fileStat struct {
	Dev, Ino uint64
	Mode     uint32
	Nlink    uint32
	Uid, Gid uint32
}

func lstat(dir int, e Name) (fileStat, error) { return statx(dir, e, unix.AT_SYMLINK_NOFOLLOW) }
func fstat(fd int) (fileStat, error)          { return statx(fd, "\x00", unix.AT_EMPTY_PATH) }

// statx asks for what a fileStat has and no more. The times of change are left
// out because of what comes after: once they were asked for, the kernel gives
// the next change of the file a time of its own, where it would have kept the
// one of the last tick (Documentation/filesystems/multigrain-ts.rst, Linux
// 6.13), and a look at the temporary between sync and rename has cost some
// seven hundredths of a durable write, of whichever kind of stat(2).
func statx(fd int, e Name, flags int) (fileStat, error) {
	const mask = unix.STATX_TYPE | unix.STATX_MODE | unix.STATX_NLINK | unix.STATX_UID | unix.STATX_GID | unix.STATX_INO
	var x unix.Statx_t
	_, _, errno := unix.Syscall6(unix.SYS_STATX, uintptr(fd), uintptr(e.pointer()), uintptr(flags), mask, uintptr(unsafe.Pointer(&x)), 0)
	if errno == unix.ENOSYS || errno == unix.EPERM { // before Linux 4.11; a seccomp filter that is older than the call
		return fstatat(fd, e, flags)
	}
	return fileStat{
		Dev: unix.Mkdev(x.Dev_major, x.Dev_minor), Ino: x.Ino,
		Mode: uint32(x.Mode), Nlink: x.Nlink, Uid: x.Uid, Gid: x.Gid,
	}, result(errno)
}

// fstatat does the same with the older calls.
func fstatat(fd int, e Name, flags int) (fileStat, error) {
	var st unix.Stat_t
	var err error
	if flags&unix.AT_EMPTY_PATH != 0 {
		err = unix.Fstat(fd, &st)
	} else {
		err = unix.Fstatat(fd, e.String(), &st, flags)
	}
	return fileStat{
		Dev: uint64(st.Dev), Ino: uint64(st.Ino),
		Mode: uint32(st.Mode), Nlink: uint32(st.Nlink), Uid: st.Uid, Gid: st.Gid,
	}, err
}

// anonymous reports whether the file system has no block device: it is btrfs,
// of which every subvolume has a number of its own, or lies in memory, or on
// another machine, or within other file systems.
func (i *Info) anonymous() bool { return unix.Major(i.st.Dev) == 0 }
