package fsys

import (
	"io/fs"
	"testing"

	"golang.org/x/sys/unix"
)

// What the errors say.
func TestErrors(t *testing.T) {
	for _, tt := range []struct {
		name string
		says func(error) bool
		yes  []error
		no   []error
	}{
		{"CannotCreate", CannotCreate, []error{unix.EACCES, unix.EPERM, unix.EROFS}, []error{unix.ENOSPC, unix.EEXIST, unix.EIO}},
		{"CannotReplace", CannotReplace, []error{unix.EBUSY, unix.EXDEV, unix.EACCES, unix.EPERM}, []error{unix.ENOENT, unix.EIO}},
		{"Stale", Stale, []error{unix.ESTALE}, []error{unix.ENOENT}},
		{"Refused", Refused, []error{unix.EPERM, unix.EACCES, unix.ENOSYS, unix.ENOTSUP, unix.EINVAL}, []error{unix.EIO, unix.EROFS}},
		{"UnsupportedSync", UnsupportedSync, []error{unix.EINVAL, unix.ENOTSUP, unix.ENOSYS}, []error{unix.EIO, unix.ENOSPC, unix.EBADF}},
	} {
		for want, errs := range map[bool][]error{true: tt.yes, false: append(tt.no, nil)} {
			for _, err := range errs {
				if got := tt.says(err); got != want {
					t.Errorf("%s(%v) is %v, want %v", tt.name, err, got, want)
				}
				if got := tt.says(&fs.PathError{Err: err}); got != want {
					t.Errorf("%s of a PathError with %v is %v, want %v", tt.name, err, got, want)
				}
			}
		}
	}
}

// Modes are translated both ways.
func TestMode(t *testing.T) {
	for _, mode := range []fs.FileMode{0, 0o777, 0o640, 0o755 | fs.ModeSetuid, 0o755 | fs.ModeSetgid, 0o777 | fs.ModeSticky,
		fs.ModeSetuid | fs.ModeSetgid | fs.ModeSticky} {
		var i Info
		i.st.Mode = sysMode(mode) | unix.S_IFREG
		if got := i.Mode(); got != mode || !i.Regular() || i.Symlink() {
			t.Errorf("got mode %v, a regular file: %v, a link: %v, want %v of a regular file", got, i.Regular(), i.Symlink(), mode)
		}
	}
}
