package fsys

import "golang.org/x/sys/unix"

// searchOnly opens a directory without the right to list it (open(2)).
const searchOnly = unix.O_SEARCH

const effectiveAccess = unix.AT_EACCESS

// syncFile makes the content durable before anything that is written later.
// fsync(2) on Darwin leaves it in the drive's cache. F_BARRIERFSYNC has the
// drive keep the order, which is what a rename needs; what the caller waits
// for is the full sync of the directory after it (fcntl(2)).
func syncFile(fd int) error { return syncBy(fd, unix.F_BARRIERFSYNC, unix.F_FULLFSYNC) }

// syncDir makes the names in the directory, and all that the drive still has in
// its cache, durable.
func syncDir(fd int) error { return syncBy(fd, unix.F_FULLFSYNC) }

// syncAll does so for a file in a directory that was opened only to be
// searched.
func syncAll(fd int) error { return syncBy(fd, unix.F_FULLFSYNC) }

// syncBy tries the commands in turn, and fsync last, until the file system
// knows one.
func syncBy(fd int, cmds ...int) error {
	for _, cmd := range cmds {
		_, err := unix.FcntlInt(uintptr(fd), cmd, 0)
		if !UnsupportedSync(err) && err != unix.ENOTTY {
			return err
		}
	}
	return unix.Fsync(fd)
}

// renameNew renames from to the name to, which must be free.
func renameNew(dir int, from, to Name) error {
	return unix.RenameatxNp(dir, from.String(), dir, to.String(), unix.RENAME_EXCL)
}

// fileSystem returns the type of the directory's file system, and whether it
// is on this machine.
func (d Dir) fileSystem() (name string, local bool) {
	var st unix.Statfs_t
	if err := unix.Fstatfs(d.fd, &st); err != nil {
		return "", false
	}
	return unix.ByteSliceToString(st.Fstypename[:]), st.Flags&unix.MNT_LOCAL != 0
}
