//go:build unix && !solaris && !aix

package atomicfile

import "golang.org/x/sys/unix"

// linkNew gives the file from the name to, which must be free, and takes its
// old name away.
//
// Over NFS the answer to a link that succeeded may get lost, and the question
// repeated by the client is then answered EEXIST. The link count tells
// (open(2), O_EXCL).
func (d dir) linkNew(from, to entry) error {
	err := unix.Linkat(d.fd, from.String(), d.fd, to.String(), 0)
	if err == unix.EEXIST {
		if n, serr := d.lstat(from); serr == nil && n.st.Nlink == 2 {
			if m, serr := d.lstat(to); serr == nil && m.same(&n) {
				err = nil
			}
		}
	}
	if err != nil {
		return err
	}
	return d.remove(from)
}
