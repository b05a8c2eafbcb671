//go:build solaris || aix

package fsys

import "golang.org/x/sys/unix"

// searchOnly opens a directory without the right to list it (open(2)).
const searchOnly = unix.O_SEARCH

// Type returns what is known of every file system here: nothing.
func (d Dir) Type(*Info) Type { return Type{} }

// ProvesDeath reports that nothing can be told of the writer of a temporary.
func (d Dir) ProvesDeath() bool { return false }

// Pseudo reports false: it is not known.
func (d Dir) Pseudo() bool { return false }
