//go:build unix && !aix

package fsys

import "golang.org/x/sys/unix"

// Lock takes the lock of the file without waiting. It belongs to the open
// file description and goes when that is closed, at the latest with the
// process (flock(2)). Locks by fcntl(2) would not do: two of one process do
// not exclude each other.
func (f File) Lock() error { return f.flock("lock", unix.LOCK_EX) }

// LockShared takes the lock so that others can take it in the same way. One
// that was held alone is shared from then on, without a moment in which it is
// not held.
func (f File) LockShared() error { return f.flock("lockshared", unix.LOCK_SH) }

// Unlock gives the lock up.
func (f File) Unlock() { f.flock("unlock", unix.LOCK_UN) }

func (f File) flock(call string, how int) error {
	err := f.hook.do(call, f.name, "", func() error { return unix.Flock(f.fd, how|unix.LOCK_NB) })
	if err == unix.EWOULDBLOCK {
		return ErrLocked
	}
	return err
}
