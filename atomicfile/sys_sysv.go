//go:build solaris || aix

package atomicfile

import "golang.org/x/sys/unix"

// searchOnly opens a directory without the right to list it (open(2)).
const searchOnly = unix.O_SEARCH

// There is no mark here that an unprivileged user may set, and so leftovers
// cannot be told from files of the user's. They are reported and not removed.

func (f desc) mark() error        { return nil }
func (f desc) unmark(*node) error { return nil }
func (n *node) marked() bool      { return false }

func (d dir) remote() bool { return true }
func (d dir) pseudo() bool { return false }
