//go:build unix

package atomicfile

import (
	"io/fs"

	"github.com/atomiclint/atomiclint/atomicfile/internal/fsys"
)

// modeBeforeWrite notes that something was written after the caller chose the
// mode.
func (s *stage) modeBeforeWrite() {
	if s.newMode&setID != 0 && !fsys.MayKeepSetID() {
		s.newMode = withoutSetID(s.newMode)
	}
}

// keepSetID drops the set-ID bits as write(2) does when an unprivileged
// process changes a file, unless they were chosen after that, and where the
// identity they stood for was lost.
func (s *stage) keepSetID(mode fs.FileMode, uid, gid bool) fs.FileMode {
	if mode&setID == 0 {
		return mode
	}
	if !s.setMode && !fsys.MayKeepSetID() {
		mode = withoutSetID(mode)
	}
	if !uid {
		mode &^= fs.ModeSetuid
	}
	if !gid {
		mode &^= fs.ModeSetgid
	}
	return mode
}
