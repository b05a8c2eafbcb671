//go:build !unix && !windows

package fsys

import (
	"errors"
	"syscall"
)

// These systems have no locks that end with the process, so that nothing can
// be told of the writer of a temporary.

// Lock fails.
func (f File) Lock() error { return errors.ErrUnsupported }

// LockShared fails.
func (f File) LockShared() error { return errors.ErrUnsupported }

// Unlock does nothing.
func (f File) Unlock() {}

// provesDeath reports that nothing can be told.
func (d Dir) provesDeath() bool { return false }

// typeOf returns what is known of every file system here: nothing.
func (d Dir) typeOf(*Info) Type { return Type{} }

// Rename renames a file, and replaces the one that has the name already.
func (d Dir) Rename(from, to Name) error {
	return d.hook.do("rename", from, to, func() error { return d.root.Rename(from.String(), to.String()) })
}

// RenameNew renames a file to a name that must be free.
func (d Dir) RenameNew(from, to Name) error {
	return d.hook.do("renamenew", from, to, func() error { return d.linkNew(from, to) })
}

// Sync makes the names in the directory durable, if the system can. Most
// answer that a directory cannot be opened or synced; only a failing disk
// counts.
func (d Dir) Sync(Name) error {
	return d.hook.do("syncdir", "", "", func() error {
		f, err := d.root.Open(".")
		if err != nil {
			return nil
		}
		defer f.Close()
		if err := f.Sync(); errors.Is(err, syscall.EIO) {
			return err
		}
		return nil
	})
}

// ClosesFirst says that a file must be closed before it is renamed, because
// others cannot read it otherwise.
const ClosesFirst = false

// SyncsFiles says that a directory is synced by syncing each file in it.
const SyncsFiles = false
