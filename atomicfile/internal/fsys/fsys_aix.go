package fsys

import "errors"

// effectiveAccess is 0: access is judged by the real user.
const effectiveAccess = 0

// Lock fails: AIX has no locks that belong to an open file.
func (f File) Lock() error { return errors.ErrUnsupported }

// LockShared fails.
func (f File) LockShared() error { return errors.ErrUnsupported }

// Unlock does nothing.
func (f File) Unlock() {}

// renameNew fails: golang.org/x/sys has no call here that would rename a file
// in an open directory without replacing another.
func renameNew(dir int, from, to Name) error { return errors.ErrUnsupported }

func link(dir int, from, to Name) error { return errors.ErrUnsupported }

func readlinkat(dir int, e Name, buf []byte) (int, error) { return 0, errors.ErrUnsupported }
