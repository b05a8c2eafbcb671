package fsys

import (
	"errors"
	"syscall"
)

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

// Tell tells the hook of a call that is made by other means, through an
// *os.File.
func (h *Hook) Tell(name string, on Name) error {
	return h.do(name, on, "", func() error { return nil })
}
