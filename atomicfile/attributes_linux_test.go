package atomicfile_test

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"golang.org/x/sys/unix"

	"github.com/atomiclint/atomiclint/atomicfile"
)

// However many attributes there are, and however long, all are kept.
func TestManyAttributes(t *testing.T) {
	name := filepath.Join(t.TempDir(), "out")
	if err := os.WriteFile(name, []byte("old"), 0o644); err != nil {
		t.Fatal(err)
	}
	want := map[string]string{"user.long": strings.Repeat("value", 200)}
	for i := range 15 {
		want[fmt.Sprintf("user.%d.%s", i, strings.Repeat("x", 90))] = "v"
	}
	for attr, value := range want {
		if err := unix.Setxattr(name, attr, []byte(value), 0); err != nil {
			t.Skip(err)
		}
	}
	if err := atomicfile.WriteFile(name, []byte("new"), 0o644); err != nil {
		t.Fatal(err)
	}
	wantFile(t, name, "new")
	for attr, value := range want {
		got := make([]byte, 2048)
		if n, err := unix.Getxattr(name, attr, got); err != nil || string(got[:n]) != value {
			t.Errorf("%.20s: got %.20q, %v, want %.20q", attr, got[:max(n, 0)], err, value)
		}
	}
}

// Attributes that cannot be listed are not there.
func TestAttributesUnknown(t *testing.T) {
	for _, answer := range []error{syscall.EIO, syscall.ENOENT, syscall.ENOTSUP, syscall.ERANGE} {
		name := filepath.Join(t.TempDir(), "out")
		if err := errors.Join(os.WriteFile(name, nil, 0o600), os.Chmod(name, 0o664)); err != nil {
			t.Fatal(err)
		}
		for _, tt := range []struct {
			opts []atomicfile.Option
			want fs.FileMode
		}{
			{[]atomicfile.Option{atomicfile.Remote()}, 0o664},
			{nil, map[bool]fs.FileMode{true: 0o644, false: 0o664}[answer == syscall.EIO || answer == syscall.ERANGE]}, // there may have been a list
		} {
			watch := atomicfile.Watch(func(call, on, to string) error {
				if call == "listattrs" {
					return answer
				}
				return nil
			})
			if err := atomicfile.WriteFileWith(name, []byte("new"), 0o644, append([]atomicfile.Option{watch}, tt.opts...)...); err != nil {
				t.Errorf("%v: %v", answer, err)
			}
			wantMode(t, name, tt.want)
		}
	}
}

// Where the access list cannot be set, the group gets no more than it allowed,
// which is often less than the bits of the mode say, and nobody else gets less.
func TestListRefused(t *testing.T) {
	for group, want := range map[uint16]fs.FileMode{0: 0o604, 4: 0o644, 6: 0o664} {
		list := aclOf(6)
		list[4+2*8+2], list[4+4*8+2] = byte(group), 4 // what the group may, and all others
		name := filepath.Join(t.TempDir(), "out")
		if err := errors.Join(os.WriteFile(name, []byte("old"), 0o644), unix.Setxattr(name, "system.posix_acl_access", list, 0)); err != nil {
			t.Skip(err)
		}
		wantMode(t, name, 0o664)
		err := atomicfile.WriteFileWith(name, []byte("new"), 0o644, atomicfile.Watch(func(call, on, to string) error {
			if call == "setattr" {
				return syscall.EPERM
			}
			return nil
		}))
		if err != nil {
			t.Fatal(err)
		}
		wantMode(t, name, want)
	}
}

// Whom the list allows less than the others is one of them when it is lost, and
// so nobody is allowed more than he was.
func TestListThatForbids(t *testing.T) {
	needRoot(t)
	const user, group = 2, 8 // the tags
	for _, tt := range []struct {
		named, owned byte // what a user or group that is named may, and the owning group
		tag          byte // of that entry
		mask         byte
		lost         bool // the owning group is lost as well
		want         fs.FileMode
	}{
		{0, 6, user, 6, false, 0o600},
		{4, 6, user, 6, false, 0o644},
		{6, 6, user, 4, false, 0o644},
		{6, 6, user, 6, false, 0o666},
		{0, 6, group, 6, false, 0o660},
		{0, 6, group, 6, true, 0o600},
		{6, 0, group, 6, false, 0o606},
		{6, 0, group, 6, true, 0o600},
		{6, 4, user, 6, true, 0o644},
	} {
		list := []byte{2, 0, 0, 0, 1, 0, 6, 0, 255, 255, 255, 255}
		owned := []byte{4, 0, tt.owned, 0, 255, 255, 255, 255}
		named := []byte{tt.tag, 0, tt.named, 0, 99, 0, 0, 0}
		if tt.tag == user {
			owned, named = named, owned // they come first
		}
		list = append(append(list, owned...), named...)
		list = append(list, 16, 0, tt.mask, 0, 255, 255, 255, 255, 32, 0, 6, 0, 255, 255, 255, 255)
		name := filepath.Join(t.TempDir(), "out")
		err := errors.Join(os.WriteFile(name, nil, 0o600), os.Chown(name, 0, 42), unix.Setxattr(name, "system.posix_acl_access", list, 0))
		if err != nil {
			t.Skip(err)
		}
		err = atomicfile.WriteFileWith(name, []byte("new"), 0o600, atomicfile.Watch(func(call, on, to string) error {
			if call == "setattr" || call == "chown" && tt.lost {
				return syscall.EPERM
			}
			return nil
		}))
		if err != nil {
			t.Error(err)
		}
		info, err := os.Stat(name)
		if err != nil {
			t.Fatal(err)
		}
		if got := info.Mode(); got != tt.want {
			t.Errorf("%+v: got mode %v, want %v", tt, got, tt.want)
		}
	}
}

// A list that cannot be read may forbid anything.
func TestListUnreadable(t *testing.T) {
	name := filepath.Join(t.TempDir(), "out")
	if err := errors.Join(os.WriteFile(name, nil, 0o644), unix.Setxattr(name, "system.posix_acl_access", aclOf(6), 0), os.Chmod(name, 0o666)); err != nil {
		t.Skip(err)
	}
	err := atomicfile.WriteFileWith(name, []byte("new"), 0o600, atomicfile.Watch(func(call, on, to string) error {
		if call == "getattr" {
			return syscall.EIO
		}
		return nil
	}))
	if err != nil {
		t.Error(err)
	}
	wantMode(t, name, 0o600)
}

// The default list of the directory does not stay on a file whose own list
// cannot be set.
func TestDefaultListGoes(t *testing.T) {
	name := filepath.Join(t.TempDir(), "out")
	err := errors.Join(os.WriteFile(name, []byte("old"), 0o644), unix.Setxattr(name, "system.posix_acl_access", aclOf(4), 0),
		unix.Setxattr(filepath.Dir(name), "system.posix_acl_default", aclOf(6), 0))
	if err != nil {
		t.Skip(err)
	}
	err = atomicfile.WriteFileWith(name, []byte("new"), 0o644, atomicfile.Watch(func(call, on, to string) error {
		if call == "setattr" {
			return syscall.EPERM
		}
		return nil
	}))
	if err != nil {
		t.Fatal(err)
	}
	if n, err := unix.Getxattr(name, "system.posix_acl_access", nil); err != unix.ENODATA {
		t.Errorf("got a list of %d bytes, %v, want none", n, err)
	}
}

// An attribute that cannot be set for want of a right, or of a file system that
// has it, is left out. Any other failure is one of the write.
func TestAttributeRefused(t *testing.T) {
	for answer, want := range map[error]error{syscall.EPERM: nil, syscall.ENOTSUP: nil, syscall.EIO: syscall.EIO, syscall.ENOSPC: syscall.ENOSPC} {
		name := filepath.Join(t.TempDir(), "out")
		if err := errors.Join(os.WriteFile(name, []byte("old"), 0o644), unix.Setxattr(name, "user.note", nil, 0)); err != nil {
			t.Skip(err)
		}
		err := atomicfile.WriteFileWith(name, []byte("new"), 0o644, atomicfile.Watch(func(call, on, to string) error {
			if call == "setattr" {
				return answer
			}
			return nil
		}))
		if !errors.Is(err, want) {
			t.Errorf("setting it answers %v: got error %v, want %v", answer, err, want)
		}
		wantFile(t, name, map[bool]string{true: "new", false: "old"}[want == nil])
		wantNames(t, filepath.Dir(name), "out")
	}
}

// An attribute may be a list of rights, from which the file system makes the
// mode of the file. The mode that was chosen counts for more.
func TestModeAfterAttributes(t *testing.T) {
	name := filepath.Join(t.TempDir(), "out")
	if err := errors.Join(os.WriteFile(name, nil, 0o644), unix.Setxattr(name, "user.list", []byte("all may read"), 0)); err != nil {
		t.Skip(err)
	}
	var f *atomicfile.File
	f = create(t, name, atomicfile.Watch(func(call, on, to string) error {
		if call == "setattr" {
			return os.Chmod(f.TempName(), 0o644)
		}
		return nil
	}))
	if err := errors.Join(f.Chmod(0o600), f.Commit()); err != nil {
		t.Fatal(err)
	}
	wantMode(t, name, 0o600)
}
