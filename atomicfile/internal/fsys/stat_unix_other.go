//go:build unix && !linux

package fsys

import "golang.org/x/sys/unix"

type fileStat = unix.Stat_t

func lstat(dir int, e Name) (st fileStat, err error) {
	err = unix.Fstatat(dir, e.String(), &st, unix.AT_SYMLINK_NOFOLLOW)
	return st, err
}

func fstat(fd int) (st fileStat, err error) {
	err = unix.Fstat(fd, &st)
	return st, err
}
