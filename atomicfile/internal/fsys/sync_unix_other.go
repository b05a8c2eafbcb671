//go:build unix && !linux && !darwin

package fsys

import "golang.org/x/sys/unix"

func syncDir(fd int) error  { return unix.Fsync(fd) }
func syncFile(fd int) error { return unix.Fsync(fd) }

// syncAll syncs every file system.
func syncAll(int) error {
	unix.Sync()
	return nil
}
