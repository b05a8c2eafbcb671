// Package fsys has the system calls that package atomicfile makes, per system,
// and nothing else: what is done with them, and in which order, is decided
// there.
//
// Files are named relative to an open directory, so that one that is renamed
// meanwhile does no harm. A call that a signal has interrupted is made again,
// as package os does.
package fsys

import "errors"

// ErrLocked reports that somebody else holds the lock of a file.
var ErrLocked = errors.New("locked")
