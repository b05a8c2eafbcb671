//go:build unix

package atomicfile_test

import (
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"syscall"
	"testing"
	"time"

	"github.com/atomiclint/atomiclint/atomicfile"
)

// A holding is what a process has that must be given back.
type holding struct{ descriptors, goroutines int }

func countHolding(t *testing.T) holding {
	t.Helper()
	names, err := os.ReadDir("/dev/fd")
	if err != nil {
		t.Skip("the descriptors of this process cannot be counted: ", err)
	}
	return holding{len(names), runtime.NumGoroutine()}
}

// wantHolding waits until the process has no more than want.
func wantHolding(t *testing.T, want holding) {
	t.Helper()
	var got holding
	for range 100 {
		got = countHolding(t)
		if got.descriptors <= want.descriptors && got.goroutines <= want.goroutines {
			return
		}
		time.Sleep(10 * time.Millisecond) // goroutines may be about to end
	}
	t.Errorf("got %+v, want %+v", got, want)
}

const leakWrites = 10000

func TestLeakCommitted(t *testing.T) {
	dir := t.TempDir()
	name := filepath.Join(dir, "out")
	noSync := atomicfile.WithSync(atomicfile.SyncNone)
	ways := []func(i int) error{
		func(int) error {
			return atomicfile.Write(name, func(f *atomicfile.File) error {
				_, err := f.WriteString("x")
				return err
			}, noSync)
		},
		func(int) error {
			f, err := atomicfile.Create(name, noSync)
			if err != nil {
				return err
			}
			defer f.Close()
			return f.Commit()
		},
		func(i int) error {
			f, err := atomicfile.OpenFile(name+strconv.Itoa(i), os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666, noSync)
			if err != nil {
				return err
			}
			defer os.Remove(f.Name())
			return f.Commit()
		},
		func(int) error { // beside a live writer
			f, err := atomicfile.Create(name, noSync)
			if err != nil {
				return err
			}
			defer f.Close()
			g, err := atomicfile.Create(name, noSync, atomicfile.Concurrent())
			if err != nil {
				return err
			}
			return g.Commit()
		},
		func(int) error { return atomicfile.WriteFile("/dev/null", []byte("x"), 0o666) },
	}
	var before holding
	for i := range leakWrites {
		if i == len(ways) { // the runtime has what it needs for itself
			before = countHolding(t)
		}
		if err := ways[i%len(ways)](i); err != nil {
			t.Fatal(err)
		}
	}
	wantHolding(t, before)
	wantNames(t, dir, "out")
}

func TestLeakFailed(t *testing.T) {
	dir := t.TempDir()
	name := filepath.Join(dir, "out")
	if err := os.WriteFile(name, []byte("old"), 0o666); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink("loop", filepath.Join(dir, "loop")); err != nil {
		t.Fatal(err)
	}
	live, err := atomicfile.Create(filepath.Join(dir, "live"))
	if err != nil {
		t.Fatal(err)
	}
	var before holding
	for i := range leakWrites {
		if i == len(failures) { // the runtime has what it needs for itself
			before = countHolding(t)
		}
		way := failures[i%len(failures)]
		if err := way.try(dir, name); err == nil {
			t.Fatalf("%s: got no error", way.name)
		}
	}
	wantHolding(t, before)
	wantFile(t, name, "old")
	if err := live.Close(); err != nil {
		t.Error(err)
	}
	wantNames(t, dir, "loop", "out")
}

// failures are ways not to write the file name in dir.
var failures = []struct {
	name string
	try  func(dir, name string) error
}{
	{"missing parent", func(dir, name string) error { return atomicfile.WriteFile(dir+"/none/out", nil, 0o666) }},
	{"directory", func(dir, name string) error { return atomicfile.WriteFile(dir, nil, 0o666) }},
	{"parent is a file", func(dir, name string) error { return atomicfile.WriteFile(name+"/out", nil, 0o666) }},
	{"loop", func(dir, name string) error { return atomicfile.WriteFile(dir+"/loop", nil, 0o666) }},
	{"full device", func(dir, name string) error {
		return atomicfile.WriteFile("/dev/full", []byte("x"), 0o666) // not to be created where there is none
	}},
	{"no descriptor for the temporary", func(dir, name string) error {
		return fewDescriptors(1, func() error { return atomicfile.WriteFile(name, nil, 0o666) })
	}},
	{"no descriptor at all", func(dir, name string) error {
		return fewDescriptors(0, func() error { return atomicfile.WriteFile(name, nil, 0o666) })
	}},
	{"existing", func(dir, name string) error {
		f, err := atomicfile.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666)
		f.Close()
		return err
	}},
	{"in progress", func(dir, name string) error {
		_, err := atomicfile.Create(dir + "/live")
		return err
	}},
	{"closed", func(dir, name string) error {
		return writeTo(name, func(f *atomicfile.File) error { return f.Close() })
	}},
	{"failed truncate", func(dir, name string) error {
		return writeTo(name, func(f *atomicfile.File) error { f.Truncate(-1); return nil })
	}},
	{"failed read", func(dir, name string) error {
		_, err := atomicfile.WriteFrom(name, &failingReader{1})
		return err
	}},
	{"failed fill", func(dir, name string) error {
		return atomicfile.Write(name, func(*atomicfile.File) error { return errRead })
	}},
	{"temporary removed", func(dir, name string) error {
		return writeTo(name, func(f *atomicfile.File) error { return os.Remove(f.TempName()) })
	}},
	{"destination became a directory", func(dir, name string) error {
		defer os.Remove(dir + "/new")
		return writeTo(dir+"/new", func(f *atomicfile.File) error { return os.Mkdir(f.Name(), 0o777) })
	}},
	{"destination came to be", func(dir, name string) error {
		f, err := atomicfile.OpenFile(dir+"/new", os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666, atomicfile.WithSync(atomicfile.SyncNone))
		if err != nil {
			return nil
		}
		defer os.Remove(f.Name())
		if err := os.WriteFile(f.Name(), nil, 0o666); err != nil {
			return nil
		}
		return f.Commit()
	}},
	{"panic", func(dir, name string) (err error) {
		defer func() { recover() }()
		f, err := atomicfile.Create(name)
		if err != nil {
			return nil
		}
		defer f.Finish(&err)
		panic("boom")
	}},
}

// writeTo does something with a File of that name, and returns what Commit
// does, or nil if it does not come to that.
func writeTo(name string, do func(*atomicfile.File) error) error {
	f, err := atomicfile.Create(name, atomicfile.WithSync(atomicfile.SyncNone))
	if err != nil {
		return nil
	}
	f.WriteString("x")
	if err := do(f); err != nil {
		return nil
	}
	return f.Commit()
}

// fewDescriptors calls do while the process may open only n files more.
func fewDescriptors(n int, do func() error) error {
	probe, err := syscall.Open("/", syscall.O_RDONLY|syscall.O_CLOEXEC, 0)
	if err != nil {
		return nil
	}
	syscall.Close(probe) // the lowest free descriptor
	var old syscall.Rlimit
	if err := syscall.Getrlimit(syscall.RLIMIT_NOFILE, &old); err != nil {
		return nil
	}
	few := old
	few.Cur = 0
	for range probe + n {
		few.Cur++ // its type differs between systems
	}
	if err := syscall.Setrlimit(syscall.RLIMIT_NOFILE, &few); err != nil {
		return nil
	}
	err = do()
	if serr := syscall.Setrlimit(syscall.RLIMIT_NOFILE, &old); serr != nil {
		return nil
	}
	if !errors.Is(err, syscall.EMFILE) {
		return nil
	}
	return err
}

// TestLeakDropped checks that the runtime cleans up after Files that were
// neither committed nor closed.
func TestLeakDropped(t *testing.T) {
	dir := t.TempDir()
	before := countHolding(t)
	for i := range 100 {
		f, err := atomicfile.Create(filepath.Join(dir, strconv.Itoa(i)))
		if err != nil {
			t.Fatal(err)
		}
		f.WriteString("lost")
	}
	for range 100 {
		runtime.GC()
		if left, err := os.ReadDir(dir); err != nil {
			t.Fatal(err)
		} else if len(left) == 0 {
			break
		}
		time.Sleep(10 * time.Millisecond) // cleanups run on a goroutine of the runtime
	}
	wantHolding(t, before)
	wantNames(t, dir)
}
