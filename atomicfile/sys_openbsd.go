package atomicfile

import "golang.org/x/sys/unix"

// searchOnly is 0: there is no way to open a directory that may only be
// searched.
const searchOnly = 0

const effectiveAccess = unix.AT_EACCESS

func (d dir) renameNew(from, to entry) error { return d.linkNew(from, to) }

// fileSystem returns the type of the directory's file system, and whether it
// is on this machine.
func (d dir) fileSystem() (name string, local bool) {
	var st unix.Statfs_t
	if err := unix.Fstatfs(d.fd, &st); err != nil {
		return "", false
	}
	return unix.ByteSliceToString(st.F_fstypename[:]), st.F_flags&unix.MNT_LOCAL != 0
}
