package atomicfile_test

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"syscall"
	"testing"

	"golang.org/x/sys/unix"

	"github.com/atomiclint/atomiclint/atomicfile"
)

// A chooser is what both kinds of File have to choose a mode and an owner.
type chooser interface {
	WriteString(string) (int, error)
	Truncate(int64) error
	Chmod(fs.FileMode) error
	Chown(uid, gid int) error
}

// A choice is one call of a chooser.
type choice struct {
	name string
	do   func(f chooser) error
}

func chooseMode(mode fs.FileMode) choice {
	return choice{fmt.Sprint("chmod ", mode), func(f chooser) error { return f.Chmod(mode) }}
}

// chooseOwner keeps owner and group, or gives the file to 1003 where that is allowed.
func chooseOwner(uid, gid int) choice {
	return choice{fmt.Sprint("chown ", uid, gid), func(f chooser) error {
		if os.Geteuid() != 0 {
			uid, gid = -1, -1
		}
		return f.Chown(uid, gid)
	}}
}

var (
	writeNew   = choice{"write", func(f chooser) error { _, err := f.WriteString("new"); return err }}
	truncateIt = choice{"truncate", func(f chooser) error { return f.Truncate(1) }}
)

// asUser calls do without the rights of root, if the test has them. They are
// those of one thread, which ends with it.
func asUser(do func()) {
	done := make(chan bool)
	go func() {
		defer close(done)
		runtime.LockOSThread()
		if os.Geteuid() == 0 {
			unix.RawSyscall(unix.SYS_SETRESUID, ^uintptr(0), 1002, ^uintptr(0))
		}
		do()
	}()
	<-done
}

// A mode that is chosen, and an owner, are afterwards what they are with package
// os: set-ID bits go when a process without rights writes, and when the owner
// changes, but not if they were chosen after that.
func TestChosenMode(t *testing.T) {
	const suid, sgid = fs.ModeSetuid, fs.ModeSetgid
	for _, old := range []fs.FileMode{0, 0o644, 0o755 | suid, 0o755 | sgid, 0o745 | sgid} { // 0: there is none
		for _, steps := range [][]choice{
			{writeNew},
			{writeNew, chooseMode(0o755 | suid)},
			{chooseMode(0o755 | suid), writeNew},
			{chooseMode(0o755 | suid), truncateIt},
			{writeNew, chooseMode(0o755 | sgid)},
			{chooseMode(0o755 | suid | sgid), writeNew},
			{chooseMode(0o755 | suid), writeNew, chooseMode(0o700)},
			{writeNew, chooseOwner(-1, -1)},
			{writeNew, chooseOwner(1003, -1)},
			{writeNew, chooseOwner(-1, 1003)},
			{writeNew, chooseMode(0o755 | suid | sgid), chooseOwner(1003, 1003)},
			{chooseOwner(1003, 1003), writeNew, chooseMode(0o755 | suid)},
		} {
			name := fmt.Sprint(old)
			for _, s := range steps {
				name += ", " + s.name
			}
			t.Run(name, func(t *testing.T) { testChosen(t, old, steps) })
			if os.Geteuid() == 0 {
				t.Run("user, "+name, func(t *testing.T) { asUser(func() { testChosen(t, old, steps) }) })
			}
		}
	}
}

func testChosen(t *testing.T, old fs.FileMode, steps []choice) {
	dir, err := os.MkdirTemp("", "chosen") // that of the test belongs to root
	if err != nil {
		t.Error(err)
		return
	}
	defer os.RemoveAll(dir)
	names := []string{filepath.Join(dir, "os"), filepath.Join(dir, "atomicfile")}
	var infos [2]unix.Stat_t
	for i, name := range names {
		if old != 0 {
			if err := errors.Join(os.WriteFile(name, []byte("old"), 0o600), os.Chmod(name, old)); err != nil {
				t.Error(err)
				return
			}
		}
		if err := choose(name, i == 0, steps); err != nil {
			t.Error(err)
		}
		if err := unix.Stat(name, &infos[i]); err != nil {
			t.Error(err)
		}
	}
	if got, want := infos[1], infos[0]; got.Mode != want.Mode || got.Uid != want.Uid || got.Gid != want.Gid {
		t.Errorf("mode %o, owner %d:%d, want %o, %d:%d", got.Mode, got.Uid, got.Gid, want.Mode, want.Uid, want.Gid)
	}
}

func choose(name string, byOS bool, steps []choice) error {
	var f chooser
	var end func() error
	if byOS {
		file, err := os.Create(name)
		if err != nil {
			return err
		}
		f, end = file, file.Close
	} else {
		file, err := atomicfile.Create(name)
		if err != nil {
			return err
		}
		defer file.Close()
		f, end = file, file.Commit
	}
	for _, s := range steps {
		if err := s.do(f); err != nil {
			return err
		}
	}
	return end()
}

// A chosen mode gives the group what the destination's group shall have. Where
// that cannot be kept, no other group gets it.
func TestChosenModeOfLostGroup(t *testing.T) {
	needRoot(t)
	name := filepath.Join(t.TempDir(), "out")
	if err := errors.Join(os.WriteFile(name, nil, 0o660), os.Chown(name, 0, 42)); err != nil {
		t.Fatal(err)
	}
	f := create(t, name, atomicfile.Watch(func(call, on, to string) error {
		if call == "chown" {
			return syscall.EPERM
		}
		return nil
	}))
	if err := errors.Join(f.Chmod(0o664), f.Commit()); err != nil {
		t.Fatal(err)
	}
	wantMode(t, name, 0o644)
}

// What is taken away from a file that is overwritten is taken before the new
// content is there.
func TestInPlaceNarrowsFirst(t *testing.T) {
	name := filepath.Join(t.TempDir(), "out")
	if err := errors.Join(os.WriteFile(name, []byte("old"), 0o600), os.Chmod(name, 0o664)); err != nil {
		t.Fatal(err)
	}
	overwritten := false
	f := create(t, name, atomicfile.InPlace(), pinned(func(call, on string) error {
		if call == "overwrite" {
			overwritten = true
			wantMode(t, name, 0o600)
			if os.Geteuid() == 0 {
				wantOwner(t, name, 1003, 1003)
			}
		}
		return nil
	}))
	if os.Geteuid() == 0 {
		if err := f.Chown(1003, 1003); err != nil {
			t.Fatal(err)
		}
	}
	f.WriteString("secret")
	if err := errors.Join(f.Chmod(0o601), f.Commit()); err != nil {
		t.Fatal(err)
	}
	wantMode(t, name, 0o601)
	wantFile(t, name, "secret")
	if !overwritten {
		t.Error("the file was replaced, want it overwritten")
	}
}
