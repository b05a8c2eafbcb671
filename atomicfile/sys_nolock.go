//go:build !unix && !windows

package atomicfile

import (
	"errors"
	"syscall"
)

// These systems have neither locks that end with the process nor a mark for
// the temporary. Leftovers are reported, or written around, and not removed.

func (f desc) lock() error        { return errors.ErrUnsupported }
func (f desc) lockShared() error  { return errors.ErrUnsupported }
func (f desc) mark() error        { return nil }
func (f desc) unmark(*node) error { return nil }
func (n *node) marked() bool      { return false }
func (d dir) remote() bool        { return true }

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
