//go:build unix

package atomicfile

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"syscall"

	"golang.org/x/sys/unix"
)

// A dir is an open directory. Every call names a file relative to it, so that
// a directory that is renamed while a file is being written does no harm.
type dir struct{ fd int }

// openDir opens the directory name, which is relative to root if that is not
// nil. An empty name is the current directory.
func openDir(root *os.Root, name string) (dir, error) {
	if name == "" {
		name = "."
	}
	if root != nil {
		return openRootDir(root, name)
	}
	const flag = unix.O_DIRECTORY | unix.O_CLOEXEC
	fd, err := openRetry(unix.AT_FDCWD, name, unix.O_RDONLY|flag)
	if err == unix.EACCES && searchOnly != 0 {
		// A directory that may be searched but not listed is good enough for
		// everything except syncing it.
		fd, err = openRetry(unix.AT_FDCWD, name, searchOnly|flag)
	}
	return dir{fd}, err
}

func openRootDir(root *os.Root, name string) (dir, error) {
	f, err := root.Open(name)
	if err != nil {
		return dir{-1}, err
	}
	defer f.Close()
	if info, err := f.Stat(); err == nil && !info.IsDir() {
		return dir{-1}, syscall.ENOTDIR
	}
	conn, err := f.SyscallConn()
	if err != nil {
		return dir{-1}, err
	}
	d := dir{-1}
	cerr := conn.Control(func(fd uintptr) {
		d.fd, err = openRetry(int(fd), ".", unix.O_RDONLY|unix.O_DIRECTORY|unix.O_CLOEXEC)
	})
	return d, errors.Join(cerr, err)
}

func openRetry(at int, name string, flag int) (int, error) {
	for {
		fd, err := unix.Openat(at, name, flag, 0)
		if err != unix.EINTR {
			return fd, err
		}
	}
}

func (d dir) close() { unix.Close(d.fd) }

// errLoop reports too many symbolic links.
const errLoop = unix.ELOOP

// A node is what a file is: type, mode, owner, and the identity by which two
// names or descriptors are recognized as the same file.
type node struct{ st fileStat }

func (n *node) kind() uint32   { return uint32(n.st.Mode) & unix.S_IFMT }
func (n *node) regular() bool  { return n.kind() == unix.S_IFREG }
func (n *node) symlink() bool  { return n.kind() == unix.S_IFLNK }
func (n *node) unlinked() bool { return n.st.Nlink == 0 }

func (n *node) same(m *node) bool {
	return n.st.Dev == m.st.Dev && n.st.Ino == m.st.Ino
}

// mode returns the permission, set-ID and sticky bits.
func (n *node) mode() fs.FileMode {
	bits := uint32(n.st.Mode)
	mode := fs.FileMode(bits & 0o777)
	if bits&unix.S_ISUID != 0 {
		mode |= fs.ModeSetuid
	}
	if bits&unix.S_ISGID != 0 {
		mode |= fs.ModeSetgid
	}
	if bits&unix.S_ISVTX != 0 {
		mode |= fs.ModeSticky
	}
	return mode
}

// sysMode is the inverse of mode.
func sysMode(mode fs.FileMode) uint32 {
	bits := uint32(mode.Perm())
	if mode&fs.ModeSetuid != 0 {
		bits |= unix.S_ISUID
	}
	if mode&fs.ModeSetgid != 0 {
		bits |= unix.S_ISGID
	}
	if mode&fs.ModeSticky != 0 {
		bits |= unix.S_ISVTX
	}
	return bits
}

// A desc is the descriptor of a temporary. It is not an *os.File because
// opening one of those costs five system calls more.
type desc int

const noDesc desc = -1

// createAccess is the access for a file that is not written to.
const createAccess = unix.O_WRONLY

func (f desc) close() error { return unix.Close(int(f)) }

// file returns f as an *os.File called name, which takes it over.
func (f desc) file(name string) *os.File { return os.NewFile(uintptr(f), name) }

func (f desc) chmod(mode uint32) error {
	for {
		if err := unix.Fchmod(int(f), mode); err != unix.EINTR {
			return err
		}
	}
}

func (f desc) fsync() error {
	for {
		if err := unix.Fsync(int(f)); err != unix.EINTR {
			return err
		}
	}
}

// write writes all of data at the file's offset, which is 0, and has the
// system begin to write it to the disk meanwhile.
func (f desc) write(data []byte) error {
	for off := 0; off < len(data); {
		end := min(len(data), off+writebackStep)
		n, err := unix.Write(int(f), data[off:end])
		switch {
		case err == unix.EINTR:
			continue
		case err != nil:
			return err
		case n <= 0:
			return io.ErrShortWrite
		}
		if off += n; len(data) >= writebackStep {
			f.startWriteback(int64(off-n), int64(n))
		}
	}
	return nil
}

// unsupportedSync reports whether err says that the file system has no sync
// for such a file, which is not a failure of the disk.
func unsupportedSync(err error) bool {
	return err == unix.EINVAL || err == unix.ENOTSUP || err == unix.EOPNOTSUPP || err == unix.ENOSYS
}

// dirSyncIsFileSync says that syncing a directory is in truth done for each
// file in it.
const dirSyncIsFileSync = false

// cannotCreate reports whether err says that no file can be made in the
// directory of the destination, though the destination may be writable.
func cannotCreate(err error) bool {
	return errors.Is(err, fs.ErrPermission) || errors.Is(err, unix.EROFS)
}

// cannotReplace reports whether err, of a rename, says that the destination
// may not be replaced by another file: a mount point (EBUSY), a file of
// another user in a sticky directory (EPERM), or one on another file system
// than its directory (EXDEV; rename(2)).
func cannotReplace(err error) bool {
	return errors.Is(err, unix.EBUSY) || errors.Is(err, unix.EXDEV) || errors.Is(err, fs.ErrPermission)
}
