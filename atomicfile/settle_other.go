//go:build !unix

package atomicfile

import (
	"io/fs"

	"github.com/atomiclint/atomiclint/atomicfile/internal/fsys"
)

// settle gives the temporary the mode that the destination shall have, which is
// all that is kept of an old one here.
func (s *stage) settle() error {
	if s.away || s.borrowed {
		return nil
	}
	mode := s.self.Mode()
	if s.exists {
		mode = s.old.Mode()
	}
	if s.setMode {
		mode = s.newMode
	}
	return s.chmod(mode)
}

// resemble does what settle does: nothing is known of owners here.
func (s *stage) resemble() error { return s.chmod(s.old.Mode()) }

// modeBeforeWrite does nothing: there are no set-ID bits.
func (s *stage) modeBeforeWrite() {}

// chmod sets the mode of the temporary.
func (s *stage) chmod(mode fs.FileMode) error {
	if mode == s.mode {
		return nil
	}
	s.mode = mode
	return s.out.Chmod(mode)
}

// isModel reports that owners do not matter.
func (s *stage) isModel(*fsys.Info) bool { return true }

// sameAccess reports that modes say all there is to say.
func (s *stage) sameAccess() bool { return true }

// mayWriteInSticky reports that there are no directories of that kind.
func (s *stage) mayWriteInSticky() error { return nil }
