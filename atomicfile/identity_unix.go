//go:build unix

package atomicfile

import (
	"fmt"
	"os"

	"github.com/atomiclint/atomiclint/atomicfile/internal/fsys"
)

// identity tells the destination from all other files, by whatever name.
func (s *stage) identity() string {
	dev, ino := s.old.ID()
	return fmt.Sprint(dev, " ", ino)
}

// ours reports whether a file belongs to the user of this process.
func ours(i *fsys.Info) bool { return i.UID() == os.Geteuid() }

// foreign reports whether a file belongs to another user.
func foreign(i *fsys.Info) bool { return !ours(i) }

// A place is the directory of a destination, by whatever name.
type place struct{ dev, ino uint64 }

// placeOf returns the place that d is.
func (o *options) placeOf(d fsys.Dir, dirname string) (place, error) {
	i, err := d.Stat()
	if err != nil {
		return place{}, err
	}
	dev, ino := i.ID()
	return place{dev, ino}, nil
}
