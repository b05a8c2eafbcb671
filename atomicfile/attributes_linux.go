package atomicfile

import (
	"bytes"
	"encoding/binary"
	"io/fs"
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
		mode = narrowGroup(mode)
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
			mode = narrowGroup(mode) // there may have been a list
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

// copyACL copies the access control list and returns the mode to set with it.
// Where the group was lost, the list allows it no more than everybody; its bits
// of the mode are the mask, which is for others as well.
func (s *stage) copyACL(mode fs.FileMode, gid bool) fs.FileMode {
	acl, err := fsys.Grow(make([]byte, 256), func(b []byte) (int, error) { return s.dir.GetAttr(s.dest, aclAttr, b) })
	if err != nil {
		return narrowGroup(mode)
	}
	if !gid {
		narrowACL(acl, mode)
	}
	if s.out.SetAttr(aclAttr, acl) != nil {
		s.dropACL()
		return mode&^0o070 | mode&0o070&fs.FileMode(groupInACL(acl)<<3)
	}
	s.mode = modeUnknown
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
	aclGroupObj = 0x04
)

// groupEntry returns the offset of the permissions of the owning group.
func groupEntry(acl []byte) (int, bool) {
	for i := aclHeader; i+aclEntry <= len(acl); i += aclEntry {
		if binary.LittleEndian.Uint16(acl[i:]) == aclGroupObj {
			return i + 2, true
		}
	}
	return 0, false
}

func groupInACL(acl []byte) uint16 {
	if i, ok := groupEntry(acl); ok {
		return binary.LittleEndian.Uint16(acl[i:]) & 7
	}
	return 0
}

// narrowACL allows the owning group no more than everybody.
func narrowACL(acl []byte, mode fs.FileMode) {
	if i, ok := groupEntry(acl); ok {
		binary.LittleEndian.PutUint16(acl[i:], groupInACL(acl)&uint16(mode&7))
	}
}
