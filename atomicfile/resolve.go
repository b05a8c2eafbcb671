package atomicfile

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"

	"github.com/atomiclint/atomiclint/atomicfile/internal/fsys"
)

// A target is what a destination's name stands for: a place in a directory,
// and the regular file that is there now, if any.
type target struct {
	dir     fsys.Dir
	dirname string // how dir was reached, for messages and TempName
	base    string
	dest    fsys.Name // base
	old     fsys.Info
	exists  bool
}

// errDirect says that a name does not stand for a regular file, present or
// absent, so that there is nothing to replace: the name goes to os.OpenFile,
// which opens the device or FIFO, or gives the error it always gave.
var errDirect = errors.New("not a regular file")

// errSpecial is errDirect for what was seen to be something else than a regular
// file, and must not have become one.
var errSpecial = errors.New("a special file")

// maxLinks is the number of symbolic links that Linux follows in one name
// before it answers ELOOP (path_resolution(7)).
const maxLinks = 40

// resolve finds the directory and the base name that name stands for. The
// symbolic links in the last component are followed here, because the file
// must be replaced where it is, and not the link that leads to it; the links
// before it are left to the system.
func (o *options) resolve(name string) (target, error) {
	if o.noRoot {
		return target{}, os.ErrInvalid
	}
	path := name
	for range 1 + maxLinks { // the last leads to a file
		dirname, base, ok := splitPath(path)
		if !ok && base == "" && path != name && o.root == nil {
			return target{}, syscall.EISDIR // as os.OpenFile, for a link whose text ends in a slash
		}
		if !ok {
			return target{}, errDirect
		}
		d, err := o.openDir(dirname)
		if err != nil {
			return target{}, err
		}
		t := target{dir: d, dirname: dirname, base: base, dest: fsys.MakeName(base)}
		link, err := o.look(&t, path)
		if err == nil && link == "" {
			return t, nil
		}
		o.closeDir(d)
		if err != nil {
			return target{}, err
		}
		if path = link; !filepath.IsAbs(link) {
			path = dirname + link
		}
	}
	return target{}, fsys.ErrLoop
}

// look finds out what is there of t, which path leads to. It returns where to
// go on if that is a symbolic link.
func (o *options) look(t *target, path string) (link string, err error) {
	if isTemp(t.base) {
		if err := handedOut(t.dir, t.base); err != nil {
			return "", err
		}
	}
	t.old, err = t.dir.Lstat(t.dest)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return "", nil
	case err != nil:
		return "", err
	case o.noReplace:
		return "", syscall.EEXIST
	case t.old.Regular():
		t.exists = true
		return "", nil
	case !t.old.Symlink():
		return "", errSpecial
	case o.flag&fsys.NoFollow != 0:
		return "", fsys.ErrLoop
	case t.dir.MagicLinks():
		return "", errDirect
	}
	return o.follow(t, path)
}

// handedOut reports, as an error, why base is not the name of a temporary that
// WritePath has handed to somebody, who may write it by means of this package.
func handedOut(d fsys.Dir, base string) error {
	guard, ok := guardOf(base)
	if !ok {
		return errTempName
	}
	f, _, err := probe(d, guard)
	switch {
	case err == errUnknown, errors.Is(err, fs.ErrNotExist), errors.Is(err, fs.ErrPermission):
		return errTempName
	case err != nil:
		return err
	}
	defer f.Close()
	if f.LockShared() != fsys.ErrLocked {
		return errTempName
	}
	return nil
}

// openDir opens a directory, or borrows it from the batch.
func (o *options) openDir(name string) (fsys.Dir, error) {
	if o.batch != nil {
		return o.batch.openDir(o, name)
	}
	return fsys.OpenDir(o.root, name, o.hook)
}

// closeDir closes what openDir opened.
func (o *options) closeDir(d fsys.Dir) {
	if o.batch == nil {
		d.Close()
	}
}

// follow returns the content of the symbolic link path, or errSpecial if it is
// not for us to follow.
func (o *options) follow(t *target, path string) (string, error) {
	// The system is asked first: it knows loops, and what is at the end.
	switch info, err := statPath(o.root, path); {
	case err == nil && !info.Mode().IsRegular():
		return "", errSpecial
	case err != nil && !errors.Is(err, fs.ErrNotExist) && !errors.Is(err, syscall.ENOTDIR):
		return "", err
	}
	// But it was asked about a name. What is followed is a link that was looked
	// at itself, so that nobody can put another in its place between.
	link, is, err := t.dir.ReadLink(t.dest)
	if err == syscall.EINVAL || errors.Is(err, fs.ErrNotExist) {
		return "", errGone
	}
	if err == nil {
		err = mayFollow(t.dir, &is)
	}
	return link, err
}

func statPath(root *os.Root, path string) (fs.FileInfo, error) {
	if root != nil {
		return root.Stat(path)
	}
	return os.Stat(path)
}

// splitPath splits path after its last separator. It reports false for a name
// that cannot be that of a regular file, or on Windows is that of a device,
// such as NUL, or of a stream of a file.
func splitPath(path string) (dirname, base string, ok bool) {
	if strings.IndexByte(path, 0) >= 0 {
		return "", "", false
	}
	i := len(path)
	for i > len(filepath.VolumeName(path)) && !os.IsPathSeparator(path[i-1]) {
		i--
	}
	dirname, base = path[:i], path[i:]
	return dirname, base, base != "." && filepath.IsLocal(base)
}

// openSpecial opens a name for which resolve answered errSpecial. If it is that
// of a regular file by now, it fails with errGone: that must neither be truncated
// nor written to as it is.
func openSpecial(o *options, name string) (*os.File, error) {
	f, err := openDirect(o, name, 0)
	if err != nil {
		return nil, err
	}
	info, err := f.Stat()
	if err == nil && info.Mode().IsRegular() {
		err = errGone
	}
	if err != nil {
		f.Close()
		return nil, err
	}
	return f, nil
}

// openDirect opens a name that cannot be replaced, only written to, by flag
// among others. It does so with O_CREATE, as package os does, because then the
// kernel heeds what others may have planted; see mayWriteInSticky.
//
//atomiclint:writer
func openDirect(o *options, name string, flag int) (*os.File, error) {
	flag |= o.flag&^os.O_TRUNC | o.access | os.O_CREATE
	if o.noReplace {
		flag |= os.O_EXCL
	}
	var f *os.File
	var err error
	if o.root != nil {
		f, err = o.root.OpenFile(name, flag, o.perm)
	} else {
		f, err = os.OpenFile(name, flag, o.perm)
	}
	if err != nil {
		return nil, pathError("open", name, err)
	}
	return f, nil
}
