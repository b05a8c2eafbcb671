//go:build !linux

package atomicfile

import "github.com/atomiclint/atomiclint/atomicfile/internal/fsys"

// mayFollow reports that the system follows every symbolic link.
func mayFollow(fsys.Dir, *fsys.Info) error { return nil }
