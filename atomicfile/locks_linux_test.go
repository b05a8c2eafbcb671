package atomicfile_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/atomiclint/atomiclint/atomicfile"
)

// Where nothing can be locked, each writer removes its own guard.
func TestLockless(t *testing.T) {
	dir := t.TempDir()
	name := filepath.Join(dir, "out")
	var files []*atomicfile.File
	for range 4 {
		files = append(files, create(t, name, atomicfile.Concurrent(), atomicfile.Watch(func(call, on, to string) error {
			if strings.HasPrefix(call, "lock") {
				return syscall.ENOSYS
			}
			return nil
		})))
	}
	for _, i := range []int{1, 0, 3, 2} {
		if err := files[i].Commit(); err != nil {
			t.Error(err)
		}
	}
	wantNames(t, dir, "out")
}

// Where a lock keeps others from the file, it is not held.
func TestLocksOut(t *testing.T) {
	name := filepath.Join(t.TempDir(), "out")
	f := create(t, name, atomicfile.LocksOut())
	defer f.Close()
	other, err := os.Open(f.TempName())
	if err != nil {
		t.Fatal(err)
	}
	defer other.Close()
	if err := syscall.Flock(int(other.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err != nil {
		t.Errorf("the temporary is locked: %v", err)
	}
}

// A file that another writer takes for a leftover, between its making and its
// locking, is made again.
func TestTakenForLeftover(t *testing.T) {
	for _, removed := range []bool{false, true} {
		dir := t.TempDir()
		name := filepath.Join(dir, "out")
		locked := 0
		err := atomicfile.WriteFileWith(name, []byte("new"), 0o644, atomicfile.Watch(func(call, on, to string) error {
			if call != "lock" {
				return nil
			}
			if locked++; locked > 1 {
				return nil
			}
			if removed {
				return os.Remove(filepath.Join(dir, on))
			}
			return syscall.EWOULDBLOCK
		}), atomicfile.Local())
		if err != nil || locked < 2 {
			t.Errorf("removed %v: got error %v, and %d locks, want 2", removed, err, locked)
		}
		wantFile(t, name, "new")
		wantNames(t, dir, "out")
		wantClosed(t, dir)
	}
}

// Between the opening of a temporary and its locking its writer may publish it,
// and the name be that of another writer's, who lives.
func TestPublishedBeforeLocked(t *testing.T) {
	dir := t.TempDir()
	name := filepath.Join(dir, "out")
	first := create(t, name)
	var next *atomicfile.File
	err := atomicfile.WriteFileWith(name, []byte("WriteFile"), 0o644, atomicfile.Watch(func(call, on, to string) error {
		if call != "lock" || next != nil {
			return nil
		}
		if err := first.Commit(); err != nil {
			t.Error(err)
		}
		next = create(t, name)
		return nil
	}))
	if err != nil || next == nil {
		t.Fatalf("got error %v, and another writer %v", err, next)
	}
	wantFile(t, name, "WriteFile")
	next.WriteString("next")
	if err := next.Commit(); err != nil {
		t.Errorf("the other writer: %v", err)
	}
	wantFile(t, name, "next")
	wantNames(t, dir, "out")
}

// Whatever comes between, there is no gap in the guards below one that is in
// use, which the next writer would not look beyond.
func TestGuardsWithoutGap(t *testing.T) {
	for before, remade := range map[string]string{
		"create out.02.atomic.tmp": "lock out.02.atomic.tmp, stat out.02.atomic.tmp, create out.2.atomic.tmp, stat out.2.atomic.tmp, statfs , statdir , exists out.01.atomic.tmp, create out.01.atomic.tmp, close out.01.atomic.tmp",
		"unlink out.01.atomic.tmp": "exists out.02.atomic.tmp, exists out.01.atomic.tmp, create out.01.atomic.tmp, close out.01.atomic.tmp",
	} {
		dir := t.TempDir()
		name := filepath.Join(dir, "out")
		var second, third *atomicfile.File
		met := false
		var after []string // the calls of the writer that was met
		watch := func(other func()) atomicfile.Option {
			own := false
			return atomicfile.Watch(func(call, on, to string) error {
				if call+" "+on == before && !met {
					met, own = true, true
					other()
				} else if own {
					after = append(after, call+" "+on)
				}
				return nil
			})
		}
		end := func() { second.Commit() }
		add := func() { third = create(t, name, atomicfile.Concurrent(), watch(end)) }
		first := create(t, name)
		second = create(t, name, atomicfile.Concurrent(), watch(add))
		if before == "create out.02.atomic.tmp" {
			add()
		} else {
			end()
		}
		if !met {
			t.Fatalf("nothing came before %s", before)
		}
		if got := strings.Join(after, ", "); !strings.HasPrefix(got, remade) {
			t.Errorf("before %s: then it does %s; want first %s", before, got, remade)
		}
		for _, guard := range []string{"out.01.atomic.tmp", "out.02.atomic.tmp"} {
			if _, err := os.Lstat(filepath.Join(dir, guard)); err != nil {
				t.Errorf("before %s: %v", before, err)
			}
		}
		if err := errors.Join(third.Commit(), first.Commit()); err != nil {
			t.Error(err)
		}
		wantNames(t, dir, "out")
	}
}

// The slot of a dead writer is taken over, with what is in it.
func TestSlotOfTheDead(t *testing.T) {
	dir := t.TempDir()
	name := filepath.Join(dir, "out")
	first := create(t, name)
	planted := false
	second := create(t, name, atomicfile.Concurrent(), atomicfile.Watch(func(call, on, to string) error {
		if call+" "+on != "create out.01.atomic.tmp" || planted {
			return nil
		}
		planted = true
		return errors.Join(os.WriteFile(filepath.Join(dir, on), nil, 0o600), os.WriteFile(name+".1.atomic.tmp", nil, 0o600))
	}))
	if got, want := second.TempName(), name+".1.atomic.tmp"; got != want {
		t.Errorf("the temporary is %s, want %s", got, want)
	}
	if err := errors.Join(second.Commit(), first.Commit()); err != nil {
		t.Error(err)
	}
	wantNames(t, dir, "out")
}
