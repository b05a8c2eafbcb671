package atomicfile

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"syscall"
)

// ErrInProgress reports that another live writer, in this process or another,
// is writing the same destination. errors.Is(ErrInProgress, fs.ErrExist) is
// true as well.
var ErrInProgress error = inProgress{}

type inProgress struct{}

func (inProgress) Error() string { return "another writer is writing this file" }

func (inProgress) Is(target error) bool { return target == fs.ErrExist || target == syscall.EEXIST }

// ErrNotDurable reports that a file was published, whole, under its name, but
// that the directory could not be synced, or a server has not said that it has
// renamed the file: after a power cut the name may show the old content or none.
var ErrNotDurable = errors.New("published, but its directory could not be synced")

// A notDurable is ErrNotDurable with its cause.
type notDurable struct{ cause error }

func (e notDurable) Error() string        { return ErrNotDurable.Error() + ": " + e.cause.Error() }
func (e notDurable) Is(target error) bool { return target == ErrNotDurable }
func (e notDurable) Unwrap() error        { return e.cause }

var (
	errReplaced   = errors.New("the temporary was renamed, removed or replaced by somebody else")
	errNotRegular = errors.New("the destination has meanwhile become something other than a regular file")
	errAppend     = errors.New("O_APPEND cannot be atomic; use os.OpenFile")
	errNoTrunc    = errors.New("atomicfile replaces whole files: flag must contain O_CREATE and O_TRUNC (or O_EXCL)")
	errOpen       = errors.New("the File was neither committed nor closed")
	errReadOnly   = errors.New("flag must contain O_WRONLY or O_RDWR")
	errTempName   = fmt.Errorf("%w: a name with %q in it is that of a temporary, which other writers remove", fs.ErrInvalid, tempMark)
	errUnfinished = errors.New("not published: the function did not return normally")
)

// pathError wraps err in a *fs.PathError for op on name, the destination as
// the caller wrote it. What os and the kernel call the temporary is replaced.
func pathError(op, name string, err error) error {
	if err == nil {
		return nil
	}
	return &fs.PathError{Op: op, Path: name, Err: cause(err)}
}

// cause returns what is within an error of package os, which speaks of paths
// and calls that are not the caller's.
func cause(err error) error {
	switch e := err.(type) {
	case *fs.PathError:
		return e.Err
	case *os.LinkError:
		return e.Err
	case *os.SyscallError:
		return e.Err
	}
	return err
}
