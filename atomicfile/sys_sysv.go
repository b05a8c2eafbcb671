//go:build solaris || aix

package atomicfile

import "golang.org/x/sys/unix"

// searchOnly opens a directory without the right to list it (open(2)).
const searchOnly = unix.O_SEARCH

// provesDeath reports that nothing can be told of the writer of a temporary.
func (d dir) provesDeath() bool { return false }

func (d dir) pseudo() bool { return false }
