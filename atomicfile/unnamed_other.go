//go:build !linux

package atomicfile

import (
	"errors"
	"io/fs"
)

// createUnnamed reports that elsewhere all files are made with a name.
func (s *stage) createUnnamed(fs.FileMode) bool { return false }

func (d dir) link(desc, entry) error { return errors.ErrUnsupported }
