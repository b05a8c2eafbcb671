//go:build unix && !solaris && !aix

package fsys

import "golang.org/x/sys/unix"

func link(dir int, from, to Name) error {
	return unix.Linkat(dir, from.String(), dir, to.String(), 0)
}
