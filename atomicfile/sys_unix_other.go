//go:build unix && !linux

package atomicfile

import (
	"io/fs"
	"os"

	"golang.org/x/sys/unix"
)

const openFlags = unix.O_CLOEXEC | unix.O_NOFOLLOW

func (d dir) openat(e entry, flag int, mode uint32) (desc, error) {
	for {
		fd, err := unix.Openat(d.fd, e.String(), flag|openFlags, mode)
		if err != unix.EINTR {
			return desc(fd), err
		}
	}
}

// create makes the temporary e.
func (d dir) create(e entry, access int, perm fs.FileMode) (desc, error) {
	return d.openat(e, access|unix.O_CREAT|unix.O_EXCL, sysMode(perm))
}

// open opens the existing file e, without waiting if it is a FIFO.
func (d dir) open(e entry, flag int) (desc, error) { return d.openat(e, flag|unix.O_NONBLOCK, 0) }

// exists reports whether there is anything of the name e.
func (d dir) exists(e entry) bool {
	_, err := d.lstat(e)
	return err == nil
}

// reserve makes sure that there is room for size bytes in file, as far as
// these systems can tell.
func reserve(file *os.File, size int64) error { return nil }

func (d dir) remove(e entry) error { return unix.Unlinkat(d.fd, e.String(), 0) }

func (d dir) rename(from, to entry, noReplace bool) error {
	if noReplace {
		return d.renameNew(from, to)
	}
	return unix.Renameat(d.fd, from.String(), d.fd, to.String())
}

// setMode sets the mode that the destination shall have.
func (f desc) setMode(self *node, mode fs.FileMode) error {
	if bits := sysMode(mode); bits != uint32(self.st.Mode)&0o7777 {
		return f.chmod(bits)
	}
	return nil
}

// writable reports, as an error, why the caller may not write to the existing
// file name.
func (d dir) writable(name string) error {
	return unix.Faccessat(d.fd, name, unix.W_OK, effectiveAccess)
}

func (f desc) startWriteback(off, n int64) {}

func (f desc) allocate(size int64) error { return nil }

func (d dir) magicLinks() bool { return false }

// mayKeepSetID reports whether writing to a file leaves its set-ID bits alone.
func mayKeepSetID() bool { return unix.Geteuid() == 0 }

// copyAttributes copies nothing: what there is besides owner and mode differs
// between these systems.
func (s *stage) copyAttributes(mode fs.FileMode, gid bool) (fs.FileMode, error) { return mode, nil }
