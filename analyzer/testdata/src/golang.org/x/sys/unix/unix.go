// Package unix has the names of golang.org/x/sys/unix that the tests need.
package unix

const RENAME_NOREPLACE = 1

func Fdatasync(fd int) error { return nil }

func Renameat2(olddirfd int, oldpath string, newdirfd int, newpath string, flags uint) error {
	return nil
}
