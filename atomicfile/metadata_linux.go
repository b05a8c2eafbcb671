package atomicfile

import (
	"bytes"
	"encoding/binary"
	"io/fs"
	"strconv"
	"strings"
	"unsafe"

	"golang.org/x/sys/unix"
)

const aclAttr = "system.posix_acl_access"

// mayKeepSetID reports whether writing to a file leaves its set-ID bits alone
// (capabilities(7), CAP_FSETID).
func mayKeepSetID() bool {
	hdr := unix.CapUserHeader{Version: unix.LINUX_CAPABILITY_VERSION_3}
	var data [2]unix.CapUserData
	return unix.Capget(&hdr, &data[0]) == nil && data[0].Effective&(1<<unix.CAP_FSETID) != 0
}

// copyAttributes copies the extended attributes and the access control list
// of the destination to the temporary. It returns mode, narrowed where a list
// that limited it could not be kept: with a list, the group bits of the mode
// are the mask, often wider than what the group was allowed (acl(5)).
func (s *stage) copyAttributes(mode fs.FileMode, gid bool) (fs.FileMode, error) {
	var buf [256]byte
	n, err := s.dir.listAttrs(s.dest, buf[:])
	if err == nil && n == 0 || unsupportedAttr(err) {
		s.dropACL()
		return mode, nil
	}
	names := buf[:max(n, 0)]
	if err != nil {
		names, err = grow(make([]byte, 1024), func(b []byte) (int, error) { return s.dir.listAttrs(s.dest, b) })
		if err != nil {
			return 0, err
		}
	}
	hasACL := false
	for name := range bytes.SplitSeq(bytes.TrimSuffix(names, []byte{0}), []byte{0}) {
		switch attr := string(name); {
		case attr == aclAttr:
			hasACL = true
			mode = s.copyACL(mode, gid)
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

func (s *stage) copyAttr(attr string) error {
	value, err := grow(make([]byte, 256), func(b []byte) (int, error) { return s.dir.getAttr(s.dest, attr, b) })
	if err == nil {
		err = unix.Fsetxattr(int(s.fd), attr, value, 0)
	}
	if unsupportedAttr(err) {
		return nil
	}
	return err
}

// copyACL copies the access control list and returns the mode to set with it.
func (s *stage) copyACL(mode fs.FileMode, gid bool) fs.FileMode {
	acl, err := grow(make([]byte, 256), func(b []byte) (int, error) { return s.dir.getAttr(s.dest, aclAttr, b) })
	if err != nil {
		return narrowGroup(mode)
	}
	if !gid {
		narrowACL(acl, mode)
	}
	if unix.Fsetxattr(int(s.fd), aclAttr, acl, 0) != nil {
		s.dropACL()
		return mode&^0o070 | mode&0o070&fs.FileMode(groupInACL(acl)<<3)
	}
	return mode
}

// dropACL takes off a list that the temporary got from the directory's
// default, and the destination does not have.
func (s *stage) dropACL() {
	if n, err := unix.Fgetxattr(int(s.fd), aclAttr, nil); err == nil && n > 0 {
		unix.Fremovexattr(int(s.fd), aclAttr)
	}
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

// unsupportedAttr reports whether err says that an attribute cannot be read
// or set here, for lack of a right or of a file system that has it.
func unsupportedAttr(err error) bool {
	switch err {
	case unix.EPERM, unix.EACCES, unix.ENOTSUP, unix.ENODATA, unix.ENOSYS, unix.EINVAL:
		return true
	}
	return false
}

// grow calls read with buf, or a larger buffer if that is too small, and
// returns what was read.
func grow(buf []byte, read func([]byte) (int, error)) ([]byte, error) {
	for {
		n, err := read(buf)
		if err == unix.ERANGE && len(buf) < 1<<17 { // XATTR_LIST_MAX, XATTR_SIZE_MAX: 64 KiB
			buf = make([]byte, 4*len(buf))
			continue
		}
		if err != nil {
			return nil, err
		}
		return buf[:n], nil
	}
}

// The attributes of a file in an open directory, which it takes no right to
// read the file to see, have system calls of their own since Linux 6.13.
// Before, the same is done through /proc/self/fd.

func (d dir) listAttrs(e entry, buf []byte) (int, error) {
	n, _, errno := unix.Syscall6(unix.SYS_LISTXATTRAT, uintptr(d.fd), uintptr(unsafe.Pointer(unsafe.StringData(string(e)))),
		unix.AT_SYMLINK_NOFOLLOW, uintptr(unsafe.Pointer(unsafe.SliceData(buf))), uintptr(len(buf)), 0)
	switch errno {
	case 0:
		return int(n), nil
	case unix.ENOSYS, unix.EPERM: // EPERM: a seccomp filter older than the call
		return unix.Llistxattr(d.procPath(e), buf)
	}
	return 0, errno
}

func (d dir) getAttr(e entry, attr string, buf []byte) (int, error) {
	return unix.Lgetxattr(d.procPath(e), attr, buf)
}

// procPath returns a path that leads to e through the open directory.
func (d dir) procPath(e entry) string {
	var b strings.Builder
	b.WriteString("/proc/self/fd/")
	b.WriteString(strconv.Itoa(d.fd))
	b.WriteByte('/')
	b.WriteString(e.String())
	return b.String()
}
