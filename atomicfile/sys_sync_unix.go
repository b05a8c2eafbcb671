//go:build unix && !linux && !darwin

package atomicfile

import "golang.org/x/sys/unix"

func (f desc) sync(*node, bool) error { return f.fsync() }

// sync makes the names in the directory durable. One that was opened only to
// be searched cannot be synced; then everything is.
func (d dir) sync(desc) error {
	err := desc(d.fd).fsync()
	if err == unix.EBADF {
		unix.Sync()
		return nil
	}
	if unsupportedSync(err) {
		return nil
	}
	return err
}
