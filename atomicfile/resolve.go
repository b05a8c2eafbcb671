package atomicfile

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
)

// A target is what a destination's name stands for: a place in a directory,
// and the regular file that is there now, if any.
type target struct {
	dir     dir
	dirname string // how dir was reached, for messages and TempName
	base    string
	old     node
	exists  bool
}

// errDirect says that a name does not stand for a regular file, present or
// absent, so that there is nothing to replace: the name goes to os.OpenFile,
// which opens the device or FIFO, or gives the error it always gave.
var errDirect = errors.New("not a regular file")

// maxLinks is the number of symbolic links that Linux follows in one name
// before it answers ELOOP (path_resolution(7)).
const maxLinks = 40

// resolve finds the directory and the base name that name stands for. The
// symbolic links in the last component are followed here, because the file
// must be replaced where it is, and not the link that leads to it; the links
// before it are left to the system.
func (o *options) resolve(name string) (target, error) {
	path := name
	for range maxLinks {
		dirname, base, ok := splitPath(path)
		if !ok && base == "" && path != name {
			return target{}, syscall.EISDIR // as os, for a link whose text ends in a slash
		}
		if !ok {
			return target{}, errDirect
		}
		if isTemp(base) {
			return target{}, errTempName
		}
		d, err := o.openDir(dirname)
		if err != nil {
			return target{}, err
		}
		old, err := d.lstat(entry(base + "\x00"))
		if errors.Is(err, fs.ErrNotExist) {
			return target{dir: d, dirname: dirname, base: base}, nil
		}
		if err == nil && old.regular() && !o.noReplace {
			return target{dir: d, dirname: dirname, base: base, old: old, exists: true}, nil
		}
		var link string
		switch {
		case err != nil:
		case o.noReplace:
			err = fs.ErrExist
		default:
			link, err = follow(d, &old, o.root, path)
		}
		o.closeDir(d)
		if err != nil {
			return target{}, err
		}
		if path = link; !filepath.IsAbs(link) {
			path = dirname + link
		}
	}
	return target{}, errLoop
}

// openDir opens a directory, or borrows it from the batch.
func (o *options) openDir(name string) (dir, error) {
	if o.batch != nil {
		return o.batch.openDir(o.root, name)
	}
	return openDir(o.root, name)
}

// closeDir closes what openDir opened.
func (o *options) closeDir(d dir) {
	if o.batch == nil {
		d.close()
	}
}

// follow returns the content of the symbolic link path, which is in d, or
// errDirect if it is not for us to follow.
func follow(d dir, old *node, root *os.Root, path string) (string, error) {
	if !old.symlink() || d.magicLinks() {
		return "", errDirect
	}
	// The system is asked first: it knows loops, and it refuses links that
	// others planted in a sticky directory (fs.protected_symlinks, proc(5)),
	// a protection that reading the link ourselves would walk around.
	switch info, err := statPath(root, path); {
	case err == nil && !info.Mode().IsRegular():
		return "", errDirect
	case err != nil && !errors.Is(err, fs.ErrNotExist) && !errors.Is(err, syscall.ENOTDIR):
		return "", err
	}
	if root != nil {
		return root.Readlink(path)
	}
	return os.Readlink(path)
}

func statPath(root *os.Root, path string) (fs.FileInfo, error) {
	if root != nil {
		return root.Stat(path)
	}
	return os.Stat(path)
}

// splitPath splits path after its last separator. It reports false for a name
// that cannot be that of a regular file.
func splitPath(path string) (dirname, base string, ok bool) {
	if strings.IndexByte(path, 0) >= 0 {
		return "", "", false
	}
	i := len(path)
	for i > len(filepath.VolumeName(path)) && !os.IsPathSeparator(path[i-1]) {
		i--
	}
	dirname, base = path[:i], path[i:]
	return dirname, base, base != "" && base != "." && base != ".."
}

// openDirect opens a name for which resolve answered errDirect: what is there
// cannot be replaced, only written to.
//
//atomiclint:writer
func openDirect(o *options, name string) (*os.File, error) {
	flag := o.access | os.O_TRUNC
	if _, _, ok := splitPath(name); !ok {
		// Such a name makes no file, and only with this flag is the error the
		// one that the caller would get from os.
		flag |= os.O_CREATE
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
