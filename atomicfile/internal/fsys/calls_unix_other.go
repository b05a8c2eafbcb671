//go:build unix && !linux

package fsys

import "golang.org/x/sys/unix"

func openat(dir int, e Name, flag int, mode uint32) (int, error) {
	return unix.Openat(dir, e.String(), flag, mode)
}

func exists(dir int, e Name) error {
	var st unix.Stat_t
	return unix.Fstatat(dir, e.String(), &st, unix.AT_SYMLINK_NOFOLLOW)
}

func unlinkat(dir int, e Name) error { return unix.Unlinkat(dir, e.String(), 0) }

func writable(dir int, e Name) error {
	return unix.Faccessat(dir, e.String(), unix.W_OK, effectiveAccess)
}

func renameat(dir int, from, to Name) error {
	return unix.Renameat(dir, from.String(), dir, to.String())
}

// Pin opens nothing: there is no way here to keep an inode without opening the
// file.
func (d Dir) Pin(e Name) (File, error) { return NoFile, unix.ENOTSUP }

// InMemory makes nothing: few of these systems have files without a name.
func InMemory(*Hook) (File, error) { return NoFile, unix.ENOTSUP }

// StartWriteback does nothing here.
func (f File) StartWriteback(off, n int64) {}

// Reserve does nothing here.
func (f File) Reserve(size int64, matters bool) error { return nil }

// MagicLinks reports that symbolic links lead where their text says.
func (d Dir) MagicLinks() bool { return false }

// ReadLink returns the text of the symbolic link e, and looks at it.
func (d Dir) ReadLink(e Name) (text string, i Info, err error) {
	if i, err = d.Lstat(e); err != nil {
		return "", i, err
	}
	buf := make([]byte, 1<<12)
	n := 0
	err = d.hook.do("readlink", e, "", func() (err error) {
		n, err = readlinkat(d.fd, e, buf)
		return err
	})
	return string(buf[:max(n, 0)]), i, err
}

// ProtectsLinks reports that the kernel follows everybody's symbolic links.
func (d Dir) ProtectsLinks() bool { return false }

// MayKeepSetID reports whether writing to a file leaves its set-ID bits alone.
func MayKeepSetID() bool { return unix.Geteuid() == 0 }
