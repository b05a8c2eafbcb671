//go:build unix && !solaris && !aix

package atomicfile_test

import (
	"bufio"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/atomiclint/atomiclint/atomicfile"
)

// A crash has a process of its own write a file several times at once, and
// then be killed.
type crash struct {
	Name    string
	Writers int
	Finish  []int // the writers that are done before the process is killed
}

func init() { roles["crash"] = playCrash }

func playCrash() error {
	var c crash
	if err := roleArg(&c); err != nil {
		return err
	}
	var files []*atomicfile.File
	for i := range c.Writers {
		f, err := atomicfile.Create(c.Name, atomicfile.Concurrent())
		if err != nil {
			return err
		}
		fmt.Fprintf(f, "version %d", i)
		files = append(files, f)
	}
	for _, i := range c.Finish {
		if err := files[i].Commit(); err != nil {
			return err
		}
	}
	fmt.Println("ready")
	time.Sleep(time.Hour)
	return errors.New("not killed")
}

// run returns once the process is dead.
func (c crash) run(t *testing.T) {
	t.Helper()
	cmd := roleCommand("crash", c)
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	line, err := bufio.NewReader(out).ReadString('\n')
	cmd.Process.Kill()
	cmd.Wait()
	if err != nil {
		t.Fatalf("got %q, %v, want a line", line, err)
	}
}

// What dead writers leave, in whatever slots, the next writer removes, and
// nothing else.
func TestLeftovers(t *testing.T) {
	for _, tt := range []struct {
		writers int
		finish  []int
	}{
		{1, nil}, {2, nil}, {5, nil},
		{2, []int{0}}, {2, []int{1}},
		{5, []int{0}}, {5, []int{0, 1}}, {5, []int{1, 0}}, {5, []int{0, 1, 2, 3}}, {5, []int{3, 2, 1, 0}}, {5, []int{1, 2, 3}},
		{5, []int{4, 1}}, {5, []int{1, 4}}, {5, []int{0, 1, 3}}, {5, []int{0, 1, 4}}, {5, []int{2, 0, 4, 1}},
	} {
		for verb, write := range map[string]func(name string) error{
			"WriteFile": func(name string) error { return atomicfile.WriteFile(name, []byte("new"), 0o666) },
			"Create":    func(name string) error { return atomicfile.Write(name, func(*atomicfile.File) error { return nil }) },
		} {
			dir := t.TempDir()
			name := filepath.Join(dir, "out")
			foreign := []string{"out.tmp", "out.tmp.0123456789abcdef", "out.1.tmp", "other.atomic.tmp"}
			for _, base := range foreign {
				if err := os.WriteFile(filepath.Join(dir, base), nil, 0o666); err != nil {
					t.Fatal(err)
				}
			}
			crash{name, tt.writers, tt.finish}.run(t)
			entries, err := os.ReadDir(dir)
			if err != nil || len(entries) <= len(foreign) {
				t.Fatalf("the dead process left only %v, %v", entries, err)
			}
			if err := write(name); err != nil {
				t.Fatalf("%s after %+v: %v", verb, tt, err)
			}
			wantNames(t, dir, "other.atomic.tmp", "out", "out.1.tmp", "out.tmp", "out.tmp.0123456789abcdef")
		}
	}
}

// Whatever the order in which writers of one file come and go, nothing stays.
func TestSlotsComeAndGo(t *testing.T) {
	dir := t.TempDir()
	name := filepath.Join(dir, "out")
	var open []*atomicfile.File
	for i, n := range []int{0, 0, 0, 1, 0, 0, 1, 2, 0, 0, 3, 1, 0, 0, 2, 2, 1, 0, 4, 3, 2, 1, 0} {
		if n == 0 || len(open) == 0 {
			open = append(open, create(t, name, atomicfile.Concurrent()))
			continue
		}
		at := (n*7 + i) % len(open)
		if err := open[at].Commit(); err != nil {
			t.Fatal(err)
		}
		open = append(open[:at], open[at+1:]...)
	}
	for _, f := range open {
		f.Close()
	}
	wantNames(t, dir, "out")
}

// A writer in the midst of others removes what a dead one has left above it, and
// then its own guard.
func TestLeftoverAbove(t *testing.T) {
	dir := t.TempDir()
	name := filepath.Join(dir, "out")
	first := create(t, name)
	second := create(t, name, atomicfile.Concurrent())
	for _, base := range []string{"out.2.atomic.tmp", "out.02.atomic.tmp"} {
		if err := os.WriteFile(filepath.Join(dir, base), nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	// What WritePath handed out may have been replaced by anything.
	if err := os.Symlink("elsewhere", filepath.Join(dir, "out.002.atomic.tmp")); err != nil {
		t.Fatal(err)
	}
	if err := second.Commit(); err != nil {
		t.Fatal(err)
	}
	wantNames(t, dir, "out", "out.atomic.tmp")
	if err := first.Commit(); err != nil {
		t.Fatal(err)
	}
	wantNames(t, dir, "out")
}

// While a writer in a higher slot lives, its temporary stays.
func TestLeftoversOfTheLiving(t *testing.T) {
	dir := t.TempDir()
	name := filepath.Join(dir, "out")
	f := create(t, name)
	g := create(t, name, atomicfile.Concurrent())
	h := create(t, name, atomicfile.Concurrent())
	h.WriteString("h")
	for _, other := range []*atomicfile.File{f, g} {
		if err := other.Commit(); err != nil {
			t.Fatal(err)
		}
	}
	if err := atomicfile.WriteFile(name, nil, 0o666); err != nil {
		t.Fatal(err)
	}
	if err := h.Commit(); err != nil {
		t.Fatal(err)
	}
	wantFile(t, name, "h")
	wantNames(t, dir, "out")
}

// A crowd of writers of one file leaves nothing either.
func TestSlotsContended(t *testing.T) {
	dir := t.TempDir()
	name := filepath.Join(dir, "out")
	var wg sync.WaitGroup
	for range 16 {
		wg.Go(func() {
			for range 40 {
				f, err := atomicfile.Create(name, atomicfile.Concurrent(), atomicfile.WithSync(atomicfile.SyncNone))
				if err != nil {
					t.Error(err)
					return
				}
				if err := f.Commit(); err != nil {
					t.Error(err)
				}
			}
		})
	}
	wg.Wait()
	wantNames(t, dir, "out")
}

// In a directory where files can be made, but not removed or renamed, each try
// fails, and does not leave more than those before it. Once they can be removed
// again, the next writer does so.
func TestLeftoversThatStay(t *testing.T) {
	dir := t.TempDir()
	name := filepath.Join(dir, "out")
	locked := atomicfile.Watch(func(call, on, to string) error {
		if call == "unlink" || call == "rename" {
			return syscall.EPERM
		}
		return nil
	})
	for range 3 {
		err := atomicfile.WriteFileWith(name, []byte("new"), 0o666, locked)
		wantPathError(t, err, "rename", name, syscall.EPERM)
	}
	for range 3 {
		err := atomicfile.WriteFileWith(name, []byte("new"), 0o666, locked)
		wantPathError(t, err, "open", name, syscall.EPERM)
		wantNames(t, dir, "out.01.atomic.tmp", "out.02.atomic.tmp", "out.1.atomic.tmp", "out.2.atomic.tmp", "out.atomic.tmp")
	}
	if err := atomicfile.WriteFile(name, []byte("new"), 0o666); err != nil {
		t.Error(err)
	}
	wantNames(t, dir, "out")
}
