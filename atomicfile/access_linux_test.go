package atomicfile_test

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"golang.org/x/sys/unix"

	"github.com/atomiclint/atomiclint/atomicfile"
)

// needRoot skips a test that must give files to others.
func needRoot(t *testing.T) {
	t.Helper()
	if os.Geteuid() != 0 {
		t.Skip("only root may give files to others")
	}
}

// aclOf encodes an access control list in which user 1002 may read and write.
func aclOf(mask uint16) []byte {
	acl := []byte{2, 0, 0, 0}
	for _, e := range []struct {
		tag, perm uint16
		id        uint32
	}{{1, 6, ^uint32(0)}, {2, 6, 1002}, {4, 4, ^uint32(0)}, {16, mask, ^uint32(0)}, {32, 0, ^uint32(0)}} {
		acl = append(acl, byte(e.tag), 0, byte(e.perm), 0, byte(e.id), byte(e.id>>8), byte(e.id>>16), byte(e.id>>24))
	}
	return acl
}

// A narrowing is an existing file, to which not everybody has the rights that
// the mode of a new one would give.
type narrowing struct {
	name  string
	setup func(name string) error
	root  bool
}

// The temporary of an existing file is open to its owner alone, until group,
// access list and mode are those of the destination; the mode comes last.
func TestTemporaryIsNarrow(t *testing.T) {
	for _, tt := range []narrowing{
		{"0664, umask 002", func(name string) error { return os.Chmod(name, 0o664) }, false},
		{"0701, umask 002", func(name string) error { return os.Chmod(name, 0o701) }, false},
		{"group of the directory", func(name string) error {
			dir := filepath.Dir(name)
			return errors.Join(os.Chown(dir, 0, 42), os.Chmod(dir, 0o755|fs.ModeSetgid), os.Chmod(name, 0o664))
		}, true},
		{"group of the directory, which it does not give", func(name string) error {
			return errors.Join(os.Chown(filepath.Dir(name), 0, 42), os.Chown(name, 0, 42), os.Chmod(name, 0o664))
		}, true},
		{"another group", func(name string) error { return errors.Join(os.Chown(name, 0, 42), os.Chmod(name, 0o640)) }, true},
		{"another owner", func(name string) error { return errors.Join(os.Chown(name, 1000, 1000), os.Chmod(name, 0o664)) }, true},
		{"default list of the directory", func(name string) error {
			return unix.Setxattr(filepath.Dir(name), "system.posix_acl_default", aclOf(6), 0)
		}, false},
		{"list", func(name string) error { return unix.Setxattr(name, "system.posix_acl_access", aclOf(6), 0) }, false},
	} {
		for on, opt := range map[string]atomicfile.Option{
			"local": atomicfile.Local(), "remote": atomicfile.Remote(), "reverts modes": atomicfile.RevertsModes(),
		} {
			if on != "local" && strings.HasSuffix(tt.name, "umask 002") {
				continue // a file made now has the same group and no list either
			}
			t.Run(tt.name+", "+on, func(t *testing.T) { tt.run(t, opt) })
		}
	}
}

func (n *narrowing) run(t *testing.T, on atomicfile.Option) {
	if n.root {
		needRoot(t)
	}
	defer syscall.Umask(syscall.Umask(0o002))
	name := filepath.Join(t.TempDir(), "out")
	if err := os.WriteFile(name, []byte("old"), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := n.setup(name); err != nil {
		t.Skip(err)
	}
	before, err := os.Stat(name)
	if err != nil {
		t.Fatal(err)
	}
	settled := false
	f := create(t, name, atomicfile.Watch(func(call, on, to string) error {
		info, err := os.Stat(name + ".atomic.tmp")
		if err == nil && !settled && info.Mode()&0o077 != 0 {
			t.Errorf("before %s the temporary has mode %v", call, info.Mode())
		}
		settled = settled || on == "out.atomic.tmp" && (call == "chmod" || call == "setattr")
		return nil
	}), on)
	defer f.Close()
	f.WriteString("secret")
	if err := f.Commit(); err != nil {
		t.Fatal(err)
	}
	after, err := os.Stat(name)
	if err != nil {
		t.Fatal(err)
	}
	if b, a := before.Sys().(*syscall.Stat_t), after.Sys().(*syscall.Stat_t); a.Mode != b.Mode || a.Uid != b.Uid || a.Gid != b.Gid {
		t.Errorf("got mode %v of %d:%d, want %v of %d:%d", after.Mode(), a.Uid, a.Gid, before.Mode(), b.Uid, b.Gid)
	}
}

// Where it cannot be told what a file made now would have, it begins narrow.
func TestNarrowWhereUnknown(t *testing.T) {
	for _, unknown := range []string{"", "statdir", "hasattr", "listattrs"} {
		name := filepath.Join(t.TempDir(), "out")
		if err := errors.Join(os.WriteFile(name, []byte("old"), 0o600), os.Chmod(name, 0o644)); err != nil {
			t.Fatal(err)
		}
		f := create(t, name, atomicfile.Watch(func(call, on, to string) error {
			if call == unknown {
				return syscall.EIO
			}
			return nil
		}), atomicfile.Remote())
		wantMode(t, f.TempName(), map[bool]fs.FileMode{true: 0o644, false: 0o600}[unknown == ""])
		if err := f.Commit(); err != nil {
			t.Errorf("%s fails: %v", unknown, err)
		}
		wantMode(t, name, 0o644)
	}
}

// A root that cannot change the mode of what others own sets it before.
func TestModeBeforeOwner(t *testing.T) {
	needRoot(t)
	name := filepath.Join(t.TempDir(), "out")
	for _, mode := range []fs.FileMode{0o644, 0o600, 0o755 | fs.ModeSetuid} {
		if err := errors.Join(os.WriteFile(name, []byte("old"), 0o600), os.Chown(name, 1000, 1000), os.Chmod(name, mode)); err != nil {
			t.Fatal(err)
		}
		chowns := 0
		err := atomicfile.WriteFileWith(name, []byte("new"), 0o600, atomicfile.Watch(func(call, on, to string) error {
			if call == "chown" {
				chowns++
			}
			if call == "chmod" && chowns == 2 { // the group comes first
				return syscall.EPERM
			}
			return nil
		}))
		if err != nil {
			t.Error(err)
		}
		wantFile(t, name, "new")
		wantMode(t, name, mode.Perm())
	}
}

// So it does with what WritePath hands out, which belongs to the writer until
// its list has been copied at the end.
func TestListBeforeOwner(t *testing.T) {
	needRoot(t)
	name := filepath.Join(t.TempDir(), "out")
	if err := errors.Join(os.WriteFile(name, []byte("old"), 0o600), unix.Setxattr(name, "system.posix_acl_access", aclOf(6), 0), os.Chown(name, 1000, 1000)); err != nil {
		t.Skip(err)
	}
	temp := ""
	fill := func(tmp string) error { temp = tmp; return os.WriteFile(tmp, []byte("new"), 0o600) }
	err := atomicfile.WritePath(name, fill, atomicfile.Watch(func(call, on, to string) error {
		var st unix.Stat_t
		if call != "chmod" && call != "setattr" || temp == "" || unix.Stat(temp, &st) != nil || st.Uid == 0 {
			return nil
		}
		return syscall.EPERM
	}))
	if err != nil {
		t.Error(err)
	}
	wantFile(t, name, "new")
	wantOwner(t, name, 1000, 1000)
	wantMode(t, name, 0o660)
}

// Chmod takes rights away at once, and gives them at Commit.
func TestChmodNarrowsAtOnce(t *testing.T) {
	name := filepath.Join(t.TempDir(), "out")
	f := create(t, name)
	wantMode(t, f.TempName(), 0o644)
	for _, tt := range []struct{ choose, want fs.FileMode }{{0o640, 0o640}, {0o755, 0o640}, {0o600, 0o600}, {0o222, 0o600}, {0o664, 0o600}} {
		if err := f.Chmod(tt.choose); err != nil {
			t.Fatal(err)
		}
		if got, err := os.Stat(f.TempName()); err != nil || got.Mode() != tt.want && !(tt.choose == 0o222 && got.Mode() == 0o600) {
			t.Errorf("after Chmod(%o) the temporary has mode %v, %v, want %v", tt.choose, got.Mode(), err, tt.want)
		}
	}
	if err := f.Commit(); err != nil {
		t.Fatal(err)
	}
	wantMode(t, name, 0o664)
}

// A mode that was asked for and is refused is an error, also if it would only
// have given rights.
func TestChmodRefused(t *testing.T) {
	name := filepath.Join(t.TempDir(), "out")
	f := create(t, name, atomicfile.Watch(func(call, on, to string) error {
		if call == "chmod" {
			return syscall.EPERM
		}
		return nil
	}))
	if err := f.Chmod(0o666); err != nil {
		t.Errorf("Chmod, which Commit carries out: %v", err)
	}
	if err := f.Commit(); !errors.Is(err, syscall.EPERM) {
		t.Errorf("Commit with a mode that is refused: got error %v, want EPERM", err)
	}
	wantNames(t, filepath.Dir(name))
}

// Where a rename may take back a mode, a file that was changed is synced with
// all of its file system.
func TestRevertedModes(t *testing.T) {
	name := filepath.Join(t.TempDir(), "out")
	for _, tt := range []struct {
		old, chosen fs.FileMode // or 0
		want        bool
	}{
		{0, 0, false},
		{0o644, 0, false},
		{0o664, 0, true},
		{0, 0o600, true},
		{0o600, 0o600, false},
	} {
		os.Remove(name)
		if tt.old != 0 {
			if err := errors.Join(os.WriteFile(name, nil, 0o600), os.Chmod(name, tt.old)); err != nil {
				t.Fatal(err)
			}
		}
		var calls []string
		f := create(t, name, atomicfile.WithPerm(0o644), atomicfile.Watch(func(call, on, to string) error {
			calls = append(calls, call)
			return nil
		}), atomicfile.RevertsModes())
		if tt.chosen != 0 {
			if err := f.Chmod(tt.chosen); err != nil {
				t.Fatal(err)
			}
		}
		if err := f.Commit(); err != nil {
			t.Fatal(err)
		}
		if got := strings.Contains(strings.Join(calls, " "), "syncfs sync "); got != tt.want {
			t.Errorf("existing %v, chosen %v: syncfs before sync is %v, want %v: %v", tt.old, tt.chosen, got, tt.want, calls)
		}
	}
}

// What WritePath hands out has the mode that the destination has, wherever it
// may begin narrow, so that a mode counts that fill chooses, be it the narrow one
// or one that it makes out of what is there.
func TestWritePathChoosesMode(t *testing.T) {
	chmod := func(change func(fs.FileMode) fs.FileMode) func(string) error {
		return func(tmp string) error {
			info, err := os.Stat(tmp)
			if err != nil {
				return err
			}
			return os.Chmod(tmp, change(info.Mode()))
		}
	}
	to := func(mode fs.FileMode) func(string) error {
		return chmod(func(fs.FileMode) fs.FileMode { return mode })
	}
	executable := chmod(func(mode fs.FileMode) fs.FileMode { return mode | 0o111 })
	for _, tt := range []struct {
		mode fs.FileMode
		fill func(tmp string) error
		want fs.FileMode
	}{
		{0o644, to(0o600), 0o600},
		{0o644, to(0o644), 0o644},
		{0o660, to(0o640), 0o640},
		{0o644, executable, 0o755},
		{0o640, executable, 0o751},
		{0o604, func(string) error { return nil }, 0o604},
	} {
		for where, setup := range map[string]func(name string) error{
			"": func(string) error { return nil },
			"default list": func(name string) error {
				return unix.Setxattr(filepath.Dir(name), "system.posix_acl_default", aclOf(6), 0)
			},
			"another group": func(name string) error { return os.Chown(name, -1, 42) },
			"another owner": func(name string) error { return os.Chown(name, 1000, 1000) },
		} {
			name := filepath.Join(t.TempDir(), "out")
			if strings.HasPrefix(where, "another") && os.Geteuid() != 0 {
				continue
			}
			if err := errors.Join(os.WriteFile(name, nil, 0o600), os.Chmod(name, tt.mode), setup(name)); errors.Is(err, syscall.ENOTSUP) {
				continue
			} else if err != nil {
				t.Fatal(err)
			}
			if err := atomicfile.WritePath(name, tt.fill); err != nil {
				t.Errorf("%v, %s: %v", tt.mode, where, err)
			}
			wantMode(t, name, tt.want)
		}
	}
}

// What WritePath hands out can be written to, whatever mode it shall have.
func TestWritePathIsWritable(t *testing.T) {
	for _, tt := range []struct {
		umask      int
		perm, want fs.FileMode
	}{
		{0o022, 0o444, 0o444}, {0o022, 0o400, 0o400}, {0o022, 0o111, 0o111}, {0o022, 0, 0},
		{0o277, 0o666, 0o400}, {0o777, 0o666, 0}, {0o077, 0o755, 0o700},
	} {
		asUser(func() {
			dir, err := os.MkdirTemp("", "writable")
			if err != nil {
				t.Error(err)
				return
			}
			defer os.RemoveAll(dir)
			name := filepath.Join(dir, "out")
			defer syscall.Umask(syscall.Umask(tt.umask))
			err = atomicfile.WritePath(name, func(tmp string) error { return os.WriteFile(tmp, []byte("new"), 0o600) }, atomicfile.WithPerm(tt.perm))
			if err != nil {
				t.Errorf("umask %03o, perm %v: %v", tt.umask, tt.perm, err)
			}
			wantMode(t, name, tt.want)
		})
	}
}
