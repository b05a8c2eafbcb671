package atomicfile

import "golang.org/x/sys/unix"

// searchOnly opens a directory without the right to list it (open(2)).
const searchOnly = unix.O_SEARCH

const effectiveAccess = unix.AT_EACCESS

// sync makes the content durable before anything that is written later.
// fsync(2) on Darwin leaves it in the drive's cache. F_BARRIERFSYNC has the
// drive keep the order, which is what a rename needs; what the caller waits
// for is the full sync of the directory after it (fcntl(2)).
func (f desc) sync(*node, bool) error {
	return f.syncBy(unix.F_BARRIERFSYNC, unix.F_FULLFSYNC)
}

// sync makes the names in the directory, and all that the drive still has in
// its cache, durable.
func (d dir) sync(f desc) error {
	err := desc(d.fd).syncBy(unix.F_FULLFSYNC)
	if err == unix.EBADF { // opened only to be searched
		err = f.syncBy(unix.F_FULLFSYNC)
	}
	if unsupportedSync(err) {
		return nil
	}
	return err
}

// syncBy tries the commands in turn, and fsync last, until the file system
// knows one.
func (f desc) syncBy(cmds ...int) error {
	for _, cmd := range cmds {
		for {
			_, err := unix.FcntlInt(uintptr(f), cmd, 0)
			if err == unix.EINTR {
				continue
			}
			if !unsupportedSync(err) && err != unix.ENOTTY {
				return err
			}
			break
		}
	}
	return f.fsync()
}

// renameNew renames from to the name to, which must be free.
func (d dir) renameNew(from, to entry) error {
	err := unix.RenameatxNp(d.fd, from.String(), d.fd, to.String(), unix.RENAME_EXCL)
	if err == unix.ENOTSUP || err == unix.EINVAL {
		return d.linkNew(from, to)
	}
	return err
}

// fileSystem returns the type of the directory's file system, and whether it
// is on this machine.
func (d dir) fileSystem() (name string, local bool) {
	var st unix.Statfs_t
	if err := unix.Fstatfs(d.fd, &st); err != nil {
		return "", false
	}
	return unix.ByteSliceToString(st.Fstypename[:]), st.Flags&unix.MNT_LOCAL != 0
}
