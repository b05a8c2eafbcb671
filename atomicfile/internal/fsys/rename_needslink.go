//go:build freebsd || netbsd || openbsd || dragonfly || solaris

package fsys

import "golang.org/x/sys/unix"

// renameNew says that there is no such call.
func renameNew(dir int, from, to Name) error { return unix.ENOSYS }
