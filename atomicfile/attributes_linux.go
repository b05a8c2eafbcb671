package atomicfile

import (
	"bytes"
	"encoding/binary"
	"io/fs"
	"iter"
	"os"

	"github.com/atomiclint/atomiclint/atomicfile/internal/fsys"
)

// Access control lists are attributes (acl(5)).
const (
	aclAttr        = "system.posix_acl_access"
	aclDefaultAttr = "system.posix_acl_default"
)

// copyAttributes copies the extended attributes and the access control list
// of the destination to the temporary. It returns mode, narrowed where its group
// bits meant another group than the file has now, or a list that limited them
// could not be kept: with a list, they are the mask, often wider than what the
// group was allowed (acl(5)).
//
// Attributes that cannot be read are not there, as far as anybody can tell.
func (s *stage) copyAttributes(mode fs.FileMode, gid bool) (fs.FileMode, error) {
	whole := mode
	if !gid {
		mode = withoutGroup(mode)
	}
	var buf [256]byte
	n, err := s.dir.ListAttrs(s.dest, buf[:])
	names := buf[:max(n, 0)]
	if err != nil && !fsys.UnsupportedAttr(err) {
		names, err = fsys.Grow(make([]byte, 1024), func(b []byte) (int, error) { return s.dir.ListAttrs(s.dest, b) })
	}
	if err != nil {
		names = nil
		if !fsys.UnsupportedAttr(err) && s.on.Local {
			mode = withoutGroup(mode) // there may have been a list
		}
	}
	hasACL := false
	for name := range bytes.SplitSeq(bytes.TrimSuffix(names, []byte{0}), []byte{0}) {
		switch attr := string(name); {
		case attr == aclAttr:
			hasACL = true
			mode = s.copyACL(whole, gid)
		case attr != "" && !boundToContent(attr):
			if err := s.copyAttr(attr); err != nil {
				return 0, err
			}
		}
	}
	if !hasACL {
		s.dropACL()
	}
	return mode, nil
}

// boundToContent reports whether the kernel ties an attribute to the very
// bytes of the file, and drops it itself when they are written
// (capabilities(7); Documentation/ABI/testing/evm).
func boundToContent(attr string) bool {
	return attr == "security.capability" || attr == "security.ima" || attr == "security.evm"
}

// copyAttr copies one attribute. That it cannot be set, though it can be read,
// is an error, unless it is a matter of rights or of the file system.
func (s *stage) copyAttr(attr string) error {
	value, err := fsys.Grow(make([]byte, 256), func(b []byte) (int, error) { return s.dir.GetAttr(s.dest, attr, b) })
	if err != nil {
		return nil
	}
	err = s.out.SetAttr(attr, value)
	if err == nil {
		s.mode = modeUnknown
	}
	if fsys.UnsupportedAttr(err) {
		return nil
	}
	return err
}

// copyACL copies the access control list and returns the mode to set with it,
// of which the group bits are the mask, which is for others as well. If the list
// cannot be read, only the owner gets any rights.
func (s *stage) copyACL(mode fs.FileMode, gid bool) fs.FileMode {
	acl, err := fsys.Grow(make([]byte, 256), func(b []byte) (int, error) { return s.dir.GetAttr(s.dest, aclAttr, b) })
	if err != nil {
		return mode &^ 0o077
	}
	if !gid {
		mode = loseGroup(acl, mode)
	}
	if s.out.SetAttr(aclAttr, acl) == nil {
		s.mode = modeUnknown
		return mode
	}
	s.dropACL()
	if mode = withoutACL(acl, mode); !gid {
		mode = withoutGroup(mode)
	}
	return mode
}

// modeUnknown is the mode of a temporary after a list was set, on which it
// depends, or another attribute, which may be a list: NFS has system.nfs4_acl.
const modeUnknown = fs.ModeIrregular

// dropACL takes off a list that the temporary got from the directory's
// default, and the destination does not have.
func (s *stage) dropACL() {
	if s.out.HasAttr(aclAttr) {
		s.out.RemoveAttr(aclAttr)
	}
}

// sameAccess reports whether a file made now is known to have the owner, group
// and access lists of the destination.
func (s *stage) sameAccess() bool {
	at, err := s.dir.Stat()
	if err != nil || s.old.UID() != os.Geteuid() || s.old.GID() != os.Getegid() || s.old.GID() != at.GID() {
		return false // the directory may give files its own group
	}
	if has, known := s.dir.HasAttr(aclDefaultAttr); has || !known {
		return false
	}
	var buf [256]byte
	n, err := s.dir.ListAttrs(s.dest, buf[:])
	return (err == nil || fsys.UnsupportedAttr(err)) && !bytes.Contains(buf[:max(n, 0)], []byte("system."))
}

// The layout of the list: a 4-byte version, then for each entry a 2-byte tag,
// 2 bytes of permissions and a 4-byte id (linux/posix_acl_xattr.h).
const (
	aclHeader   = 4
	aclEntry    = 8
	aclUser     = 0x02
	aclGroupObj = 0x04
	aclGroup    = 0x08
)

// aclEntries gives the tag of each entry of a list, and where its permissions
// are.
func aclEntries(acl []byte) iter.Seq2[uint16, []byte] {
	return func(yield func(uint16, []byte) bool) {
		for i := aclHeader; i+aclEntry <= len(acl); i += aclEntry {
			if !yield(binary.LittleEndian.Uint16(acl[i:]), acl[i+2:i+4]) {
				return
			}
		}
	}
}

// loseGroup does to a list, and to the mode that goes with it, what withoutGroup
// does to a mode.
func loseGroup(acl []byte, mode fs.FileMode) fs.FileMode {
	for tag, perm := range aclEntries(acl) {
		if tag == aclGroupObj {
			both := binary.LittleEndian.Uint16(perm) & uint16(mode&7)
			binary.LittleEndian.PutUint16(perm, both)
			mode = mode&^7 | fs.FileMode(both)&(mode>>3)
		}
	}
	return mode
}

// withoutACL returns mode for a file that has lost its list. Whom it names, to
// allow him little as well, is one of the group or of the others now.
func withoutACL(acl []byte, mode fs.FileMode) fs.FileMode {
	mask := mode >> 3 & 7
	group, others := mask, mode&7
	for tag, perm := range aclEntries(acl) {
		allowed := fs.FileMode(binary.LittleEndian.Uint16(perm)) & mask
		switch tag {
		case aclUser:
			group, others = group&allowed, others&allowed
		case aclGroup:
			others &= allowed
		case aclGroupObj:
			group &= allowed
		}
	}
	return mode&^0o077 | group<<3 | others
}
