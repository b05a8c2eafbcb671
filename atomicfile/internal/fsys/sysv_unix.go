//go:build solaris || aix

package fsys

import "golang.org/x/sys/unix"

// searchOnly opens a directory without the right to list it (open(2)).
const searchOnly = unix.O_SEARCH

// typeOf returns what is known of every file system here: nothing.
func (d Dir) typeOf(*Info) Type { return Type{} }

// provesDeath reports that nothing can be told of the writer of a temporary.
func (d Dir) provesDeath() bool { return false }

// Pseudo reports false: it is not known.
func (d Dir) Pseudo() bool { return false }
