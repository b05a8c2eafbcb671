//go:build !unix

package fsys

import (
	"errors"
	"io"
	"io/fs"
	"os"
)

// A Dir is an open directory. What differs in these systems is hidden by
// os.Root, which names files relative to it where the system can do that.
type Dir struct {
	root *os.Root
	path string // leads to the directory, or "" if only root does
	hook *Hook
}

// OpenDir opens the directory name, which is relative to root if that is not
// nil. An empty name is the current directory.
func OpenDir(root *os.Root, name string, hook *Hook) (Dir, error) {
	if name == "" {
		name = "."
	}
	d := Dir{hook: hook}
	err := hook.once("opendir", "", "", func() (err error) {
		if root != nil {
			d.root, err = root.OpenRoot(name)
			return err
		}
		d.path = name
		d.root, err = os.OpenRoot(name)
		return err
	})
	return d, err
}

// Close closes the directory.
func (d Dir) Close() {
	d.hook.Close("closedir", "", d.root.Close)
}

// ErrLoop reports too many symbolic links.
var ErrLoop = errors.New("too many levels of symbolic links")

// Flags of open(2), which mean nothing here.
const (
	Directory = 0
	NoFollow  = 0
)

// An Info is what a file is.
type Info struct{ info fs.FileInfo }

// Regular reports whether it is a regular file.
func (i *Info) Regular() bool { return i.info.Mode().IsRegular() }

// Symlink reports whether it is a symbolic link.
func (i *Info) Symlink() bool { return i.info.Mode().Type() == fs.ModeSymlink }

// Unlinked reports whether the file is known to have no name any more.
func (i *Info) Unlinked() bool { return false }

// MayBeUnlinked reports whether the file may have no name any more.
func (i *Info) MayBeUnlinked() bool { return true }

// Linked reports whether the file is known to have several names.
func (i *Info) Linked() bool { return false }

// Same reports whether the two are one file.
func (i *Info) Same(j *Info) bool { return os.SameFile(i.info, j.info) }

// Mode returns the permission bits and the like.
func (i *Info) Mode() fs.FileMode { return i.info.Mode() &^ fs.ModeType }

// Lstat looks at the file e.
func (d Dir) Lstat(e Name) (i Info, err error) {
	err = d.hook.do("lstat", e, "", func() (err error) {
		i.info, err = d.root.Lstat(e.String())
		return err
	})
	return i, err
}

// Stat looks at the directory.
func (d Dir) Stat() (i Info, err error) {
	err = d.hook.do("statdir", "", "", func() (err error) {
		i.info, err = d.root.Stat(".")
		return err
	})
	return i, err
}

// Exists reports whether there is anything of the name e.
func (d Dir) Exists(e Name) bool {
	return d.hook.do("exists", e, "", func() error {
		_, err := d.root.Lstat(e.String())
		return err
	}) == nil
}

// Writable reports, as an error, why the caller may not write to the existing
// file e.
func (d Dir) Writable(e Name) error {
	return d.hook.do("access", e, "", func() error {
		f, err := d.root.OpenFile(e.String(), os.O_WRONLY, 0)
		if err != nil {
			return err
		}
		return f.Close()
	})
}

// Create makes the file e, which must not exist.
func (d Dir) Create(e Name, access int, perm fs.FileMode) (File, error) {
	return d.open("create", e, access|os.O_CREATE|os.O_EXCL, perm)
}

// Open opens the existing file e.
func (d Dir) Open(e Name, flag int) (File, error) { return d.open("open", e, flag, 0) }

func (d Dir) open(call string, e Name, flag int, perm fs.FileMode) (f File, err error) {
	f.name, f.hook = e, d.hook
	err = d.hook.do(call, e, "", func() (err error) {
		f.file, err = d.root.OpenFile(e.String(), flag, perm)
		return err
	})
	return f, err
}

// Pin opens nothing: there is no way here to keep a file without opening it.
func (d Dir) Pin(e Name) (File, error) { return NoFile, errors.ErrUnsupported }

// InMemory makes nothing: these systems have no files without a name.
func InMemory(*Hook) (File, error) { return NoFile, errors.ErrUnsupported }

// Remove takes the name e away.
func (d Dir) Remove(e Name) error {
	return d.hook.do("unlink", e, "", func() error { return d.root.Remove(e.String()) })
}

// linkNew gives the file from the name to, which must be free, and takes its
// old name away.
func (d Dir) linkNew(from, to Name) error {
	if err := d.root.Link(from.String(), to.String()); err != nil {
		return err
	}
	d.Remove(from)
	return nil
}

// ReadLink returns the text of the symbolic link e, and looks at it.
func (d Dir) ReadLink(e Name) (text string, i Info, err error) {
	if i, err = d.Lstat(e); err == nil {
		text, err = d.root.Readlink(e.String())
	}
	return text, i, err
}

// MagicLinks reports that symbolic links lead where their text says.
func (d Dir) MagicLinks() bool { return false }

// Pseudo reports that there are no file systems with files of the system's
// making.
func (d Dir) Pseudo() bool { return false }

// SyncAccess is the access that Sync needs.
const SyncAccess = os.O_WRONLY

// A File is an open file.
type File struct {
	file *os.File
	name Name
	hook *Hook
}

// NoFile is no file.
var NoFile File

// Hook returns the hook of the file.
func (f File) Hook() *Hook { return f.hook }

// Name returns the name by which the file was opened.
func (f File) Name() Name { return f.name }

// Close closes the file.
func (f File) Close() error { return f.hook.Close("close", f.name, f.file.Close) }

// OSFile returns f as an *os.File.
func (f File) OSFile(string) *os.File { return f.file }

// Stat looks at the file.
func (f File) Stat() (i Info, err error) {
	err = f.hook.do("stat", f.name, "", func() (err error) {
		i.info, err = f.file.Stat()
		return err
	})
	return i, err
}

// Chmod sets the mode, where files have one.
func (f File) Chmod(mode fs.FileMode) error {
	err := f.hook.do("chmod", f.name, "", func() error { return f.file.Chmod(mode) })
	if errors.Is(err, errors.ErrUnsupported) {
		return nil
	}
	return err
}

// Sync makes the content durable.
func (f File) Sync(Type, bool) error { return f.hook.do("sync", f.name, "", f.file.Sync) }

// Step is how much of a file is written, in bytes, before the disk is given
// something to do.
const Step = 1 << 20

// Write writes all of data.
func (f File) Write(data []byte) error {
	return f.hook.do("write", f.name, "", func() error {
		n, err := f.file.Write(data)
		if err == nil && n < len(data) {
			err = io.ErrShortWrite
		}
		return err
	})
}

// Reserve does nothing here.
func (f File) Reserve(size int64, matters bool) error { return nil }

// StartWriteback does nothing here.
func (f File) StartWriteback(off, n int64) {}

// UnsupportedSync reports whether err says that the file system has no sync.
func UnsupportedSync(err error) bool { return errors.Is(err, errors.ErrUnsupported) }

// CannotCreate reports whether err says that no file can be made in a
// directory, though those that are there may be writable.
func CannotCreate(err error) bool { return errors.Is(err, fs.ErrPermission) }

// CannotReplace reports whether err, of a rename, says that the destination
// may not be replaced by another file.
func CannotReplace(err error) bool { return errors.Is(err, fs.ErrPermission) }

// Stale reports that there are no stale names.
func Stale(error) bool { return false }

// Refused reports whether err says that the caller, or the file system, cannot
// change a mode.
func Refused(err error) bool {
	return errors.Is(err, fs.ErrPermission) || errors.Is(err, errors.ErrUnsupported)
}

// ProtectsLinks reports that the system follows everybody's symbolic links.
func (d Dir) ProtectsLinks() bool { return false }
