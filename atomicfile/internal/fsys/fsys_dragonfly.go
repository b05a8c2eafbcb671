package fsys

import (
	"unsafe"

	"golang.org/x/sys/unix"
)

// searchOnly is 0: there is no way to open a directory that may only be
// searched.
const searchOnly = 0

const effectiveAccess = unix.AT_EACCESS

// fileSystem returns the type of the directory's file system, and whether it
// is on this machine.
func (d Dir) fileSystem() (name string, local bool) {
	var st unix.Statfs_t
	if err := unix.Fstatfs(d.fd, &st); err != nil {
		return "", false
	}
	return unix.ByteSliceToString(st.Fstypename[:]), st.Flags&unix.MNT_LOCAL != 0
}

// readlinkat is a call that golang.org/x/sys lacks here.
func readlinkat(dir int, e Name, buf []byte) (int, error) {
	n, _, errno := unix.Syscall6(unix.SYS_READLINKAT, uintptr(dir), uintptr(e.pointer()),
		uintptr(unsafe.Pointer(unsafe.SliceData(buf))), uintptr(len(buf)), 0, 0)
	if errno != 0 {
		return -1, errno
	}
	return int(n), nil
}
