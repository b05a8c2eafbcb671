//go:build !unix

package atomicfile

import (
	"path/filepath"

	"github.com/atomiclint/atomiclint/atomicfile/internal/fsys"
)

// identity tells the destination from all other files.
func (s *stage) identity() string {
	abs, err := filepath.Abs(s.dirname + s.base)
	if err != nil {
		return s.dirname + s.base
	}
	return abs
}

// ours reports that nothing is known of owners here.
func ours(*fsys.Info) bool { return false }

// foreign reports the same of other users.
func foreign(*fsys.Info) bool { return false }

// A place is the directory of a destination.
type place struct{ path string }

// placeOf returns the place that d is, which was opened as dirname.
func (o *options) placeOf(d fsys.Dir, dirname string) (place, error) {
	if o.root != nil {
		dirname = filepath.Join(o.root.Name(), dirname)
	}
	abs, err := filepath.Abs(dirname)
	return place{abs}, err
}
