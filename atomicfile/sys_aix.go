package atomicfile

import "errors"

// effectiveAccess is 0: access is judged by the real user.
const effectiveAccess = 0

// lock fails: AIX has no locks that belong to an open file.
func (f desc) lock() error { return errors.ErrUnsupported }

func (f desc) lockShared() error { return errors.ErrUnsupported }

// renameNew fails: golang.org/x/sys has no call here that would rename a file
// in an open directory without replacing another.
func (d dir) renameNew(from, to entry) error { return errors.ErrUnsupported }
