package fsys

import "golang.org/x/sys/unix"

// searchOnly opens a directory without the right to list it (open(2)).
const searchOnly = unix.O_SEARCH

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
