// Package fsys has the system calls that package atomicfile makes, per system,
// and nothing else: what is done with them, and in which order, is decided
// there.
//
// Files are named relative to an open directory, so that one that is renamed
// meanwhile does no harm. A call that a signal has interrupted is made again,
// as package os does.
package fsys

import (
	"errors"
	"syscall"
	"unsafe"
)

// A Name is the name of one file within a directory, with a NUL byte after it,
// so that Linux can be handed the bytes as they are. Every other way of
// calling the kernel copies the name to append that byte, and a write makes a
// dozen calls.
type Name string

// MakeName returns the Name of base.
func MakeName(base string) Name { return Name(base + "\x00") }

// String returns the name without its NUL.
func (n Name) String() string {
	if n == "" {
		return ""
	}
	return string(n[:len(n)-1])
}

// pointer returns the address of the first byte.
func (n Name) pointer() unsafe.Pointer { return unsafe.Pointer(unsafe.StringData(string(n))) }

// A Hook sees each call before it is made.
type Hook struct {
	// Before is called with what the call does, such as "rename", and the names
	// that it is given: of a file, or for an open file that by which it was
	// opened, and of what it is renamed to. If it returns an error, the call is
	// not made, unless it closes something, and has that error.
	Before func(call string, on, to string) error

	// Type is what all file systems are taken for, if it is not nil.
	Type *Type
}

// do makes a call, again if it was interrupted.
func (h *Hook) do(name string, on, to Name, call func() error) error {
	for {
		err := h.once(name, on, to, call)
		if err != syscall.EINTR {
			return err
		}
	}
}

// once makes a call.
func (h *Hook) once(name string, on, to Name, call func() error) error {
	if h != nil {
		if err := h.Before(name, on.String(), to.String()); err != nil {
			return err
		}
	}
	return call()
}

// Close closes something, which is gone afterwards in any case, also if a
// signal has interrupted it (close(2)).
func (h *Hook) Close(name string, on Name, call func() error) error {
	err := h.once(name, on, "", func() error { return nil })
	if cerr := call(); err == nil {
		err = cerr
	}
	if errors.Is(err, syscall.EINTR) {
		return nil
	}
	return err
}

// Type returns the type of the directory's file system, on which the file is.
func (d Dir) Type(file *Info) Type {
	if d.hook != nil && d.hook.Type != nil {
		return *d.hook.Type
	}
	return d.typeOf(file)
}

// ProvesDeath reports whether a lock that is free proves that the writer is
// dead: whether the kernel keeps the locks itself, for all who can reach the
// file. Of most file systems that is not known.
func (d Dir) ProvesDeath() bool {
	if d.hook != nil && d.hook.Type != nil {
		return d.hook.Type.Local
	}
	return d.provesDeath()
}

// Tell tells the hook of a call that is made by other means, through an
// *os.File.
func (h *Hook) Tell(name string, on Name) error {
	return h.do(name, on, "", func() error { return nil })
}

// ErrLocked reports that somebody else holds the lock of a file.
var ErrLocked = errors.New("locked")

// A Type is what is known of a file system.
type Type struct {
	// Local says that the kernel itself keeps the files. Otherwise another
	// machine, or a program, does, and may refuse what was written as late as
	// when the file is closed, or refuse to rename a file that is open.
	Local bool

	// LocksOut says that a lock keeps others from reading the file.
	LocksOut bool

	// RevertsModes says that a rename may take the last change of a file's
	// mode back in a crash, unless the whole file system was synced between.
	RevertsModes bool
}
