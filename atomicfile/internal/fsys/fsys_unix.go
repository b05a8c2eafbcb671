//go:build unix

package fsys

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"syscall"

	"golang.org/x/sys/unix"
)

// A Dir is an open directory.
type Dir struct {
	fd   int
	hook *Hook
}

// OpenDir opens the directory name, which is relative to root if that is not
// nil. An empty name is the current directory.
func OpenDir(root *os.Root, name string, hook *Hook) (Dir, error) {
	d := Dir{-1, hook}
	err := hook.once("opendir", "", "", func() (err error) {
		d.fd, err = openDir(root, name)
		return err
	})
	return d, err
}

func openDir(root *os.Root, name string) (int, error) {
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
	return fd, err
}

func openRootDir(root *os.Root, name string) (int, error) {
	f, err := root.Open(name)
	if err != nil {
		return -1, err
	}
	defer f.Close()
	if info, err := f.Stat(); err == nil && !info.IsDir() {
		return -1, syscall.ENOTDIR
	}
	conn, err := f.SyscallConn()
	if err != nil {
		return -1, err
	}
	dir := -1
	cerr := conn.Control(func(fd uintptr) {
		dir, err = openRetry(int(fd), ".", unix.O_RDONLY|unix.O_CLOEXEC)
	})
	return dir, errors.Join(cerr, err)
}

func openRetry(at int, name string, flag int) (int, error) {
	for {
		fd, err := unix.Openat(at, name, flag, 0)
		if err != unix.EINTR {
			return fd, err
		}
	}
}

// Close closes the directory.
func (d Dir) Close() {
	d.hook.Close("closedir", "", func() error { return unix.Close(d.fd) })
}

// ErrLoop reports too many symbolic links.
const ErrLoop = unix.ELOOP

// Flags of open(2).
const (
	Directory = unix.O_DIRECTORY
	NoFollow  = unix.O_NOFOLLOW
)

// An Info is what a file is: type, mode, owner, and the identity by which two
// names or descriptors are recognized as the same file.
type Info struct{ st fileStat }

func (i *Info) kind() uint32 { return uint32(i.st.Mode) & unix.S_IFMT }

// Regular reports whether it is a regular file.
func (i *Info) Regular() bool { return i.kind() == unix.S_IFREG }

// Symlink reports whether it is a symbolic link.
func (i *Info) Symlink() bool { return i.kind() == unix.S_IFLNK }

// Unlinked reports whether the file is known to have no name any more.
func (i *Info) Unlinked() bool { return i.st.Nlink == 0 }

// MayBeUnlinked reports whether the file may have no name any more.
func (i *Info) MayBeUnlinked() bool { return i.Unlinked() }

// Linked reports whether the file has several names.
func (i *Info) Linked() bool { return i.st.Nlink > 1 }

// UID returns the owner.
func (i *Info) UID() int { return int(i.st.Uid) }

// GID returns the group.
func (i *Info) GID() int { return int(i.st.Gid) }

// ID returns two numbers that no other file has at the time.
func (i *Info) ID() (dev, ino uint64) { return uint64(i.st.Dev), uint64(i.st.Ino) }

// Same reports whether the two are one file.
func (i *Info) Same(j *Info) bool { return i.st.Dev == j.st.Dev && i.st.Ino == j.st.Ino }

// Mode returns the permission, set-ID and sticky bits.
func (i *Info) Mode() fs.FileMode {
	bits := uint32(i.st.Mode)
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

// sysMode is the inverse of Mode.
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

// Lstat looks at the file e.
func (d Dir) Lstat(e Name) (i Info, err error) {
	err = d.hook.do("lstat", e, "", func() (err error) {
		i.st, err = lstat(d.fd, e)
		return err
	})
	return i, err
}

// Stat looks at the directory.
func (d Dir) Stat() (i Info, err error) {
	err = d.hook.do("statdir", "", "", func() (err error) {
		i.st, err = fstat(d.fd)
		return err
	})
	return i, err
}

// Exists reports whether there is anything of the name e.
func (d Dir) Exists(e Name) bool {
	return d.hook.do("exists", e, "", func() error { return exists(d.fd, e) }) == nil
}

// Writable reports, as an error, why the caller may not write to the existing
// file e.
func (d Dir) Writable(e Name) error {
	return d.hook.do("access", e, "", func() error { return writable(d.fd, e) })
}

// Create makes the file e, which must not exist.
func (d Dir) Create(e Name, access int, perm fs.FileMode) (File, error) {
	return d.open("create", e, access|unix.O_CREAT|unix.O_EXCL, sysMode(perm))
}

// Open opens the existing file e, without waiting if it is a FIFO.
func (d Dir) Open(e Name, flag int) (File, error) {
	return d.open("open", e, flag|unix.O_NONBLOCK, 0)
}

// OpenOrCreate does so with O_CREAT, to which a kernel may object where others
// can make files in the directory (proc(5), fs.protected_regular).
func (d Dir) OpenOrCreate(e Name, flag int) (File, error) {
	return d.open("open", e, flag|unix.O_NONBLOCK|unix.O_CREAT, 0o600)
}

func (d Dir) open(call string, e Name, flag int, mode uint32) (File, error) {
	f := File{name: e, hook: d.hook}
	err := d.hook.do(call, e, "", func() (err error) {
		f.fd, err = openat(d.fd, e, flag|unix.O_CLOEXEC|unix.O_NOFOLLOW, mode)
		return err
	})
	if err != nil {
		return NoFile, err
	}
	return f, nil
}

// Remove takes the name e away.
func (d Dir) Remove(e Name) error {
	return d.hook.do("unlink", e, "", func() error { return unlinkat(d.fd, e) })
}

// Rename renames a file, and replaces the one that has the name already.
func (d Dir) Rename(from, to Name) error {
	return d.hook.do("rename", from, to, func() error { return renameat(d.fd, from, to) })
}

// RenameNew renames a file to a name that must be free. Where the system
// cannot do that in one step, the name is linked and the old one removed; if
// only the latter fails, the name is there.
func (d Dir) RenameNew(from, to Name) error {
	err := d.hook.do("renamenew", from, to, func() error { return renameNew(d.fd, from, to) })
	switch err {
	case unix.ENOSYS, unix.EINVAL, unix.EPERM: // the system, the file system or a seccomp filter does not know the call
	default:
		if !errors.Is(err, errors.ErrUnsupported) {
			return err
		}
	}
	if err := d.hook.do("link", from, to, func() error { return link(d.fd, from, to) }); err != nil {
		return err
	}
	return d.Remove(from)
}

// SyncAccess is the access that Sync needs.
const SyncAccess = os.O_RDONLY

// ClosesFirst says that a file must be closed before it is renamed, because
// others cannot read it otherwise.
const ClosesFirst = false

// SyncsFiles says that a directory is synced by syncing each file in it.
const SyncsFiles = false

// Sync makes the names in the directory durable, of which e is one. That the
// file system has no sync for directories is no error.
func (d Dir) Sync(e Name) error {
	err := d.hook.do("syncdir", "", "", func() error { return syncDir(d.fd) })
	if err == unix.EBADF { // opened only to be searched
		err = d.syncAll(e)
	}
	if UnsupportedSync(err) {
		return nil
	}
	return err
}

// syncAll syncs all of the file system that the file e is on.
func (d Dir) syncAll(e Name) error {
	f, err := d.Open(e, os.O_RDONLY)
	if errors.Is(err, fs.ErrPermission) {
		f, err = d.Open(e, os.O_WRONLY)
	}
	if err != nil {
		return err
	}
	defer f.Close()
	return d.hook.do("syncfs", e, "", func() error { return syncAll(f.fd) })
}

// UnsupportedSync reports whether err says that the file system has no sync
// for such a file, which is not a failure of the disk.
func UnsupportedSync(err error) bool {
	return errors.Is(err, unix.EINVAL) || errors.Is(err, unix.ENOTSUP) || errors.Is(err, unix.EOPNOTSUPP) || errors.Is(err, unix.ENOSYS)
}

// A File is an open file. It is not an *os.File because opening one of those
// costs five system calls more.
type File struct {
	fd   int
	name Name
	hook *Hook
}

// NoFile is no file.
var NoFile = File{fd: -1}

// Hook returns the hook of the file.
func (f File) Hook() *Hook { return f.hook }

// Name returns the name by which the file was opened.
func (f File) Name() Name { return f.name }

// Close closes the file. The descriptor is gone also if there is an error.
func (f File) Close() error {
	return f.hook.Close("close", f.name, func() error { return unix.Close(f.fd) })
}

// OSFile returns f as an *os.File called name, which takes it over.
func (f File) OSFile(name string) *os.File { return os.NewFile(uintptr(f.fd), name) }

// Stat looks at the file.
func (f File) Stat() (i Info, err error) {
	err = f.hook.do("stat", f.name, "", func() (err error) {
		i.st, err = fstat(f.fd)
		return err
	})
	return i, err
}

// Chmod sets the mode.
func (f File) Chmod(mode fs.FileMode) error {
	return f.hook.do("chmod", f.name, "", func() error { return unix.Fchmod(f.fd, sysMode(mode)) })
}

// Chown sets owner and group, of which -1 leaves one as it is.
func (f File) Chown(uid, gid int) error {
	return f.hook.do("chown", f.name, "", func() error { return unix.Fchown(f.fd, uid, gid) })
}

// Sync makes the content durable, and is no error where the file system has no
// sync. If the mode was changed since the file was made, renaming it after
// this does not take that back.
func (f File) Sync(t Type, changed bool) error {
	if changed && t.RevertsModes {
		if err := f.hook.do("syncfs", f.name, "", func() error { return syncAll(f.fd) }); err != nil {
			return err
		}
	}
	err := f.hook.do("sync", f.name, "", func() error { return syncFile(f.fd) })
	if UnsupportedSync(err) {
		return nil
	}
	return err
}

// Step is how much of a file is written, in bytes, before the disk is given
// something to do.
const Step = 1 << 20

// Write writes all of data at the file's offset, which is 0, and has the
// system begin to write it to the disk meanwhile.
func (f File) Write(data []byte) error {
	for off := 0; off < len(data); {
		n, end := 0, min(len(data), off+Step)
		err := f.hook.do("write", f.name, "", func() (err error) {
			n, err = unix.Write(f.fd, data[off:end])
			return err
		})
		if err == nil && n <= 0 {
			err = io.ErrShortWrite
		}
		if err != nil {
			return err
		}
		if off += n; len(data) >= Step {
			f.StartWriteback(int64(off-n), int64(n))
		}
	}
	return nil
}

// CannotCreate reports whether err says that no file can be made in a
// directory, though those that are there may be writable.
func CannotCreate(err error) bool {
	return errors.Is(err, fs.ErrPermission) || errors.Is(err, unix.EROFS)
}

// CannotReplace reports whether err, of a rename, says that the destination
// may not be replaced by another file: a mount point (EBUSY), a file of
// another user in a sticky directory (EPERM), or one on another file system
// than its directory (EXDEV; rename(2)).
func CannotReplace(err error) bool {
	return errors.Is(err, unix.EBUSY) || errors.Is(err, unix.EXDEV) || errors.Is(err, fs.ErrPermission)
}

// Stale reports whether err says that what a name stood for was replaced while
// it was looked at.
func Stale(err error) bool { return errors.Is(err, unix.ESTALE) }

// Refused reports whether err says that the caller, or the file system, cannot
// change a mode or an owner.
func Refused(err error) bool {
	return errors.Is(err, fs.ErrPermission) || errors.Is(err, errors.ErrUnsupported) || errors.Is(err, unix.EINVAL)
}
