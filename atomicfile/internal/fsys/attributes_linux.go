package fsys

import (
	"strconv"
	"strings"
	"unsafe"

	"golang.org/x/sys/unix"
)

// The extended attributes of a file in an open directory, which it takes no
// right to read the file to see, have system calls of their own since Linux
// 6.13. Before, the same is done through /proc/self/fd, and where that is
// missing by opening the file.

// ListAttrs lists the attributes of the file e, each with a NUL after it.
func (d Dir) ListAttrs(e Name, buf []byte) (n int, err error) {
	err = d.hook.do("listattrs", e, "", func() (err error) {
		n, err = d.listAttrs(e, buf)
		return err
	})
	return n, err
}

func (d Dir) listAttrs(e Name, buf []byte) (int, error) {
	n, _, errno := unix.Syscall6(unix.SYS_LISTXATTRAT, uintptr(d.fd), uintptr(e.pointer()),
		unix.AT_SYMLINK_NOFOLLOW, uintptr(unsafe.Pointer(unsafe.SliceData(buf))), uintptr(len(buf)), 0)
	if !lacksCall(errno) {
		return int(n), result(errno)
	}
	size, err := unix.Llistxattr(d.procPath(e), buf)
	if err == unix.ENOENT {
		err = d.withFile(e, func(fd int) error {
			size, err = unix.Flistxattr(fd, buf)
			return err
		})
	}
	return size, err
}

// GetAttr reads an attribute of the file e.
func (d Dir) GetAttr(e Name, attr string, buf []byte) (n int, err error) {
	err = d.hook.do("getattr", e, "", func() (err error) {
		n, err = d.getAttr(e, attr, buf)
		return err
	})
	return n, err
}

func (d Dir) getAttr(e Name, attr string, buf []byte) (int, error) {
	n, err := d.getAttrAt(e, attr, buf)
	if errno, ok := err.(unix.Errno); !ok || !lacksCall(errno) {
		return n, err
	}
	n, err = unix.Lgetxattr(d.procPath(e), attr, buf)
	if err == unix.ENOENT {
		err = d.withFile(e, func(fd int) error {
			n, err = unix.Fgetxattr(fd, attr, buf)
			return err
		})
	}
	return n, err
}

func (d Dir) getAttrAt(e Name, attr string, buf []byte) (int, error) {
	key, err := unix.BytePtrFromString(attr)
	if err != nil {
		return 0, err
	}
	args := struct { // struct xattr_args, where a pointer has 64 bits
		value       unsafe.Pointer
		size, flags uint32
	}{value: unsafe.Pointer(unsafe.SliceData(buf)), size: uint32(len(buf))}
	if unsafe.Sizeof(args) != 16 {
		return 0, unix.ENOSYS
	}
	n, _, errno := unix.Syscall6(unix.SYS_GETXATTRAT, uintptr(d.fd), uintptr(e.pointer()),
		unix.AT_SYMLINK_NOFOLLOW, uintptr(unsafe.Pointer(key)), uintptr(unsafe.Pointer(&args)), unsafe.Sizeof(args))
	return int(n), result(errno)
}

// lacksCall reports whether the kernel does not know the call, or a seccomp
// filter that is older than it.
func lacksCall(errno unix.Errno) bool { return errno == unix.ENOSYS || errno == unix.EPERM }

// withFile calls do with the file e, which is opened for it.
func (d Dir) withFile(e Name, do func(fd int) error) error {
	f, err := d.Open(e, unix.O_RDONLY)
	if err == unix.EACCES {
		f, err = d.Open(e, unix.O_WRONLY)
	}
	if err != nil {
		return err
	}
	defer f.Close()
	return do(f.fd)
}

// procPath returns a path that leads to e through the open directory.
func (d Dir) procPath(e Name) string {
	var b strings.Builder
	b.WriteString("/proc/self/fd/")
	b.WriteString(strconv.Itoa(d.fd))
	b.WriteByte('/')
	b.WriteString(e.String())
	return b.String()
}

// HasAttr reports whether the open file has the attribute.
func (f File) HasAttr(attr string) bool {
	return f.hook.do("hasattr", f.name, "", func() error { return hasAttr(f.fd, attr) }) == nil
}

// hasAttr returns an error if an open file has not the attribute.
func hasAttr(fd int, attr string) error {
	_, err := unix.Fgetxattr(fd, attr, nil)
	return err
}

// SetAttr sets an attribute of the open file.
func (f File) SetAttr(attr string, value []byte) error {
	return f.hook.do("setattr", f.name, "", func() error { return unix.Fsetxattr(f.fd, attr, value, 0) })
}

// RemoveAttr takes an attribute off the open file.
func (f File) RemoveAttr(attr string) {
	f.hook.do("removeattr", f.name, "", func() error { return unix.Fremovexattr(f.fd, attr) })
}

// HasAttr reports whether the directory has the attribute, and false if it
// cannot be told.
func (d Dir) HasAttr(attr string) (has, known bool) {
	err := d.hook.do("hasattr", "", "", func() error { return hasAttr(d.fd, attr) })
	return err == nil, err == nil || err == unix.ENODATA || err == unix.ENOTSUP
}

// UnsupportedAttr reports whether err says that an attribute is not there, or
// cannot be read or set here, for lack of a right or of a file system that has
// it.
func UnsupportedAttr(err error) bool {
	switch err {
	case unix.EPERM, unix.EACCES, unix.ENOTSUP, unix.ENODATA, unix.ENOSYS, unix.EINVAL, unix.ENOENT, unix.ESTALE:
		return true
	}
	return false
}

// Grow calls read with buf, or a larger buffer if that is too small, and
// returns what was read.
func Grow(buf []byte, read func([]byte) (int, error)) ([]byte, error) {
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

// MayKeepSetID reports whether writing to a file leaves its set-ID bits alone
// (capabilities(7), CAP_FSETID).
func MayKeepSetID() bool {
	hdr := unix.CapUserHeader{Version: unix.LINUX_CAPABILITY_VERSION_3}
	var data [2]unix.CapUserData
	return unix.Capget(&hdr, &data[0]) == nil && data[0].Effective&(1<<unix.CAP_FSETID) != 0
}
