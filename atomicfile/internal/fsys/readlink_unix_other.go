//go:build darwin || freebsd || netbsd || openbsd

package fsys

import "golang.org/x/sys/unix"

func readlinkat(dir int, e Name, buf []byte) (int, error) {
	return unix.Readlinkat(dir, e.String(), buf)
}
