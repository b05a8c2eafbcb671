package atomicfile_test

import (
	"encoding/binary"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"syscall"
	"testing"

	"golang.org/x/sys/unix"

	"github.com/atomiclint/atomiclint/atomicfile"
)

func wantOwner(t *testing.T, name string, uid, gid int) {
	t.Helper()
	var st unix.Stat_t
	if err := unix.Stat(name, &st); err != nil {
		t.Fatal(err)
	}
	if int(st.Uid) != uid || int(st.Gid) != gid {
		t.Errorf("%s belongs to %d:%d, want %d:%d", filepath.Base(name), st.Uid, st.Gid, uid, gid)
	}
}

// What Chown chooses counts for more than what the destination has, of which
// the rest is kept, also where that is overwritten.
func TestChown(t *testing.T) {
	needRoot(t)
	for _, tt := range []struct{ uid, gid, wantUID, wantGID int }{
		{-1, -1, 1000, 1000}, {1001, -1, 1001, 1000}, {-1, 1002, 1000, 1002}, {1001, 1002, 1001, 1002}, {0, 0, 0, 0},
	} {
		for _, opts := range [][]atomicfile.Option{nil, {atomicfile.InPlace(), pinned(nil)}} {
			name := filepath.Join(t.TempDir(), "out")
			if err := errors.Join(os.WriteFile(name, []byte("old"), 0o640), os.Chown(name, 1000, 1000)); err != nil {
				t.Fatal(err)
			}
			f := create(t, name, opts...)
			if err := errors.Join(f.Chown(tt.uid, tt.gid), f.Chown(-1, -1), f.Commit()); err != nil {
				t.Fatal(err)
			}
			wantOwner(t, name, tt.wantUID, tt.wantGID)
			wantMode(t, name, 0o640)
		}
	}
}

// Where a rename may take back what was changed last, a new owner or group is
// such a change.
func TestRevertedOwner(t *testing.T) {
	needRoot(t)
	for _, tt := range []struct {
		what     string
		uid, gid int // of the destination
		choose   bool
		want     bool
	}{
		{"nothing is changed", 0, 0, false, false},
		{"the group is", 0, 42, false, true},
		{"the owner is", 42, 0, false, true},
		{"the owner is chosen", 0, 0, true, true},
	} {
		name := filepath.Join(t.TempDir(), "out")
		if err := errors.Join(os.WriteFile(name, nil, 0o600), os.Chown(name, tt.uid, tt.gid)); err != nil {
			t.Fatal(err)
		}
		var calls []string
		f := create(t, name, atomicfile.Watch(func(call, on, to string) error {
			calls = append(calls, call)
			return nil
		}), atomicfile.RevertsModes())
		if tt.choose {
			if err := f.Chown(42, -1); err != nil {
				t.Fatal(err)
			}
		}
		if err := f.Commit(); err != nil {
			t.Fatal(err)
		}
		if got := slices.Contains(calls, "syncfs"); got != tt.want {
			t.Errorf("%s: syncfs is called: %v, want %v", tt.what, got, tt.want)
		}
	}
}

// The rights to act as the owner or the group go to nobody else, not even for a
// moment.
func TestSetIDWithOwner(t *testing.T) {
	needRoot(t)
	for _, mode := range []fs.FileMode{0o755 | fs.ModeSetuid, 0o755 | fs.ModeSetgid, 0o755 | fs.ModeSetuid | fs.ModeSetgid} {
		for _, refused := range []string{"", "owner", "group"} {
			name := filepath.Join(t.TempDir(), "out")
			if err := errors.Join(os.WriteFile(name, nil, 0o600), os.Chown(name, 1000, 1000), os.Chmod(name, mode)); err != nil {
				t.Fatal(err)
			}
			chowns := 0
			err := atomicfile.WriteFileWith(name, []byte("new"), 0o600, atomicfile.Watch(func(call, on, to string) error {
				var st unix.Stat_t
				if unix.Stat(name+".atomic.tmp", &st) == nil && (st.Uid != 1000 && st.Mode&unix.S_ISUID != 0 || st.Gid != 1000 && st.Mode&unix.S_ISGID != 0) {
					t.Errorf("%v: before %s the temporary has mode %o and belongs to %d:%d", mode, call, st.Mode, st.Uid, st.Gid)
				}
				if call == "chown" {
					chowns++
					if refused == "group" && chowns == 1 || refused == "owner" && chowns == 2 {
						return syscall.EPERM
					}
				}
				return nil
			}))
			if err != nil {
				t.Error(err)
			}
			want := mode
			if refused == "owner" {
				want &^= fs.ModeSetuid
			}
			if refused == "group" {
				want &^= fs.ModeSetgid
			}
			wantMode(t, name, want)
		}
	}
}

// That an owner or a group cannot be kept for want of a right is one thing, that
// the disk or a quota is in the way is an error.
func TestChownFails(t *testing.T) {
	needRoot(t)
	for _, tt := range []struct {
		answer error
		on     atomicfile.Option
		want   error
	}{
		{syscall.EPERM, atomicfile.Local(), nil},
		{syscall.EINVAL, atomicfile.Local(), nil},
		{syscall.ENOSYS, atomicfile.Local(), nil},
		{syscall.EIO, atomicfile.Local(), syscall.EIO},
		{syscall.EDQUOT, atomicfile.Local(), syscall.EDQUOT},
		{syscall.EIO, atomicfile.Remote(), nil}, // what servers answer means little
	} {
		for _, ids := range [][2]int{{1000, 0}, {0, 1000}} {
			name := filepath.Join(t.TempDir(), "out")
			if err := errors.Join(os.WriteFile(name, []byte("old"), 0o600), os.Chown(name, ids[0], ids[1])); err != nil {
				t.Fatal(err)
			}
			err := atomicfile.WriteFileWith(name, []byte("new"), 0o600, atomicfile.Watch(func(call, on, to string) error {
				if call == "chown" {
					return tt.answer
				}
				return nil
			}), tt.on)
			if !errors.Is(err, tt.want) {
				t.Errorf("the owner is %v, chown answers %v: got error %v, want %v", ids, tt.answer, err, tt.want)
			}
			if err == nil {
				wantFile(t, name, "new")
				continue
			}
			wantFile(t, name, "old")
			wantOwner(t, name, ids[0], ids[1])
			wantNames(t, filepath.Dir(name), "out")
		}
	}
}

// Where the group is lost, those who were in it are among the others, and the
// others in another group: neither gets what he was refused.
func TestLostGroup(t *testing.T) {
	needRoot(t)
	for mode, want := range map[fs.FileMode]fs.FileMode{
		0o640: 0o600, 0o664: 0o644, 0o666: 0o666, 0o604: 0o600, 0o606: 0o600, 0o646: 0o644, 0o755: 0o755, 0o715: 0o711,
	} {
		name := filepath.Join(t.TempDir(), "out")
		if err := errors.Join(os.WriteFile(name, nil, 0o600), os.Chown(name, 0, 42), os.Chmod(name, mode)); err != nil {
			t.Fatal(err)
		}
		err := atomicfile.WriteFileWith(name, []byte("new"), 0o600, atomicfile.Watch(func(call, on, to string) error {
			if call == "chown" {
				return syscall.EPERM
			}
			return nil
		}))
		if err != nil {
			t.Error(err)
		}
		wantMode(t, name, want)
	}
}

// Where the group is lost, its part of the access list does not go to another,
// and the others on the list keep theirs.
func TestListOfLostGroup(t *testing.T) {
	needRoot(t)
	for _, tt := range []struct {
		chown error
		group uint16 // what the group may
		other uint16 // and all others
		want  uint16 // what the group may then
		mode  fs.FileMode
	}{
		{nil, 4, 0, 4, 0o660}, {syscall.EPERM, 4, 0, 0, 0o660}, {syscall.EPERM, 4, 6, 4, 0o664}, {syscall.EPERM, 0, 4, 0, 0o660},
	} {
		list := aclOf(6)
		list[4+2*8+2], list[4+4*8+2] = byte(tt.group), byte(tt.other)
		name := filepath.Join(t.TempDir(), "out")
		if err := errors.Join(os.WriteFile(name, nil, 0o600), os.Chown(name, 0, 42), unix.Setxattr(name, "system.posix_acl_access", list, 0)); err != nil {
			t.Skip(err)
		}
		err := atomicfile.WriteFileWith(name, []byte("new"), 0o600, atomicfile.Watch(func(call, on, to string) error {
			if call == "chown" {
				return tt.chown
			}
			return nil
		}))
		if err != nil {
			t.Fatal(err)
		}
		acl := make([]byte, 64)
		n, err := unix.Getxattr(name, "system.posix_acl_access", acl)
		if err != nil || n != len(list) {
			t.Fatalf("got a list of %d bytes, %v, want %d", n, err, len(list))
		}
		const group = 4 + 2*8 + 2 // the third entry
		if got := binary.LittleEndian.Uint16(acl[group:]); got != tt.want {
			t.Errorf("chown answers %v: the group may %o, want %o", tt.chown, got, tt.want)
		}
		wantMode(t, name, tt.mode) // of which the group bits are the mask
	}
}
