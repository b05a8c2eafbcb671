//go:build !unix && !windows

package atomicfile

import (
	"errors"
	"syscall"
)

// These systems have no locks that end with the process, so that nothing can
// be told of the writer of a temporary.

func (f desc) lock() error       { return errors.ErrUnsupported }
func (f desc) lockShared() error { return errors.ErrUnsupported }
func (d dir) provesDeath() bool  { return false }

func (d dir) rename(from, to entry, noReplace bool) error {
	if noReplace {
		return d.renameNew(from, to)
	}
	return d.root.Rename(from.String(), to.String())
}

// sync makes the names in the directory durable, if the system can. Most
// answer that a directory cannot be opened or synced; only a failing disk
// counts.
func (d dir) sync(desc) error {
	f, err := d.root.Open(".")
	if err != nil {
		return nil
	}
	defer f.Close()
	if err := f.Sync(); errors.Is(err, syscall.EIO) {
		return err
	}
	return nil
}

// dirSyncIsFileSync says that syncing a directory is in truth done for each
// file in it.
const dirSyncIsFileSync = false
