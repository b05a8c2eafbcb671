package fsys

import "golang.org/x/sys/unix"

// searchOnly is 0: there is no way to open a directory that may only be
// searched.
const searchOnly = 0

const effectiveAccess = unix.AT_EACCESS

// fileSystem returns the type of the directory's file system, and whether it
// is on this machine.
func (d Dir) fileSystem() (name string, local bool) {
	var st unix.Statvfs_t
	if err := unix.Fstatvfs1(d.fd, &st, 0); err != nil {
		return "", false
	}
	return unix.ByteSliceToString(st.Fstypename[:]), st.Flag&unix.MNT_LOCAL != 0
}
