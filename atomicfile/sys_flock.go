//go:build unix && !aix

package atomicfile

import "golang.org/x/sys/unix"

// lock takes the lock of the file without waiting. It belongs to the open
// file description and goes when that is closed, at the latest with the
// process (flock(2)). Locks by fcntl(2) would not do: two of one process do
// not exclude each other.
func (f desc) lock() error { return f.flock(unix.LOCK_EX) }

// lockShared takes the lock so that others can take it in the same way.
func (f desc) lockShared() error { return f.flock(unix.LOCK_SH) }

func (f desc) flock(how int) error {
	for {
		switch err := unix.Flock(int(f), how|unix.LOCK_NB); err {
		case unix.EINTR:
		case unix.EWOULDBLOCK:
			return errLocked
		default:
			return err
		}
	}
}
