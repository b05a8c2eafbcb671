//go:build freebsd || netbsd || openbsd || dragonfly || solaris

package fsys

func renameNew(dir int, from, to Name) error { return errNeedsLink }
