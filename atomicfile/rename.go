package atomicfile

import (
	"errors"
	"os"
	"syscall"

	"github.com/atomiclint/atomiclint/atomicfile/internal/fsys"
)

// Rename renames oldpath to newpath as os.Rename does, and makes that durable:
// it syncs the content of oldpath before, and the directory of newpath after.
//
// It is for a temporary file that was written without this package, which
// would do more: as with os.Rename the new file has the mode, the owner and the
// attributes of oldpath, and replaces a symbolic link as such; a second writer
// may be writing to oldpath; and oldpath stays if there is an error. What a
// program has buffered, and not handed to the system, is not in the file.
//
// A regular file must be one that the caller may read or write, for only an
// open file can be synced. Of a directory or a symbolic link, the name alone
// is made durable.
//
// Errors are of type *os.LinkError. If errors.Is(err, ErrNotDurable) is true,
// the file has its new name, and only the directory could not be synced. After
// any other error nothing was renamed.
func Rename(oldpath, newpath string) error { return rename(oldpath, newpath, nil) }

func rename(oldpath, newpath string, hook *fsys.Hook) error {
	fail := func(err error) error {
		return &os.LinkError{Op: "rename", Old: oldpath, New: newpath, Err: cause(err)}
	}
	if err := syncContent(oldpath, hook); err != nil {
		return fail(err)
	}
	dir, base, err := openParent(newpath, hook)
	if err != nil {
		return fail(err)
	}
	defer dir.Close()
	if err := hook.Tell("rename", base); err != nil {
		return fail(err)
	}
	if err := os.Rename(oldpath, newpath); err != nil {
		return err
	}
	if err := dir.Sync(base); err != nil {
		return fail(notDurable{err})
	}
	return nil
}

// syncContent makes the content of a regular file durable. As nobody here knows
// who has changed its mode, that is taken for changed.
func syncContent(path string, hook *fsys.Hook) error {
	dir, base, err := openParent(path, hook)
	if err != nil {
		return err
	}
	defer dir.Close()
	f, is, err := openRegular(dir, base)
	if errors.Is(err, errNotRegular) {
		return nil
	}
	if err != nil {
		return err
	}
	err = f.Sync(dir.Type(&is), true)
	if cerr := f.Close(); err == nil {
		err = cerr
	}
	return err
}

// openParent opens the directory that path is a name in.
func openParent(path string, hook *fsys.Hook) (fsys.Dir, fsys.Name, error) {
	for len(path) > 1 && os.IsPathSeparator(path[len(path)-1]) {
		path = path[:len(path)-1] // a directory may be called so
	}
	dirname, base, ok := splitPath(path)
	switch {
	case path == "":
		return fsys.Dir{}, "", syscall.ENOENT
	case !ok:
		return fsys.Dir{}, "", syscall.EINVAL
	}
	dir, err := fsys.OpenDir(nil, dirname, hook)
	return dir, fsys.MakeName(base), err
}

// openRegular opens the file e of dir so that it can be synced, and fails with
// errNotRegular if it is no regular file.
func openRegular(dir fsys.Dir, e fsys.Name) (f fsys.File, is fsys.Info, err error) {
	is, err = dir.Lstat(e)
	if err != nil {
		return fsys.NoFile, is, err
	}
	if !is.Regular() {
		return fsys.NoFile, is, errNotRegular
	}
	f, err = dir.Open(e, fsys.SyncAccess)
	if errors.Is(err, os.ErrPermission) {
		f, err = dir.Open(e, os.O_RDONLY+os.O_WRONLY-fsys.SyncAccess)
	}
	if err != nil {
		return fsys.NoFile, is, err
	}
	if is, err = f.Stat(); err == nil && !is.Regular() {
		err = errNotRegular
	}
	if err != nil {
		f.Close()
		return fsys.NoFile, is, err
	}
	return f, is, nil
}
