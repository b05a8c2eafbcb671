//go:build unix && !linux

package atomicfile

import "io/fs"

// copyAttributes copies nothing: what there is besides owner and mode differs
// between these systems. It returns mode, narrowed where its group bits meant
// another group than the file has now.
func (s *stage) copyAttributes(mode fs.FileMode, gid bool) (fs.FileMode, error) {
	if !gid {
		mode = withoutGroup(mode)
	}
	return mode, nil
}

// sameAccess reports whether a file made now is known to have the owner, group
// and access lists of the destination.
func (s *stage) sameAccess() bool { return false }

// mapped reports that an owner is what the system says.
func mapped(kind string, id int) bool { return true }

// mayWriteInSticky reports that the system does not protect files in sticky
// directories.
func (s *stage) mayWriteInSticky() error { return nil }
