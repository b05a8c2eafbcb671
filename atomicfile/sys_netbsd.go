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
	var st unix.Statvfs_t
	if err := unix.Fstatvfs1(d.fd, &st, 0); err != nil {
		return "", false
	}
	return unix.ByteSliceToString(st.Fstypename[:]), st.Flag&unix.MNT_LOCAL != 0
}
