package fsys

import "golang.org/x/sys/unix"

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
	return unix.ByteSliceToString(st.F_fstypename[:]), st.F_flags&unix.MNT_LOCAL != 0
}
