//go:build unix && !linux

package atomicfile

import "golang.org/x/sys/unix"

type fileStat = unix.Stat_t

// lstat looks at the file e.
func (d dir) lstat(e entry) (n node, err error) {
	for {
		err = unix.Fstatat(d.fd, e.String(), &n.st, unix.AT_SYMLINK_NOFOLLOW)
		if err != unix.EINTR {
			return n, err
		}
	}
}

// stat looks at the open file.
func (f desc) stat() (n node, err error) {
	for {
		if err = unix.Fstat(int(f), &n.st); err != unix.EINTR {
			return n, err
		}
	}
}

// anonymous reports whether nothing is known of the file system from the
// node, so that it must be asked.
func (n *node) anonymous() bool { return true }
