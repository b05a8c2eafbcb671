package atomicfile_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/atomiclint/atomiclint/atomicfile"
)

// A descriptor is one of this process.
type descriptor struct {
	number, name string
	flags        int // of open(2)
}

// descriptors returns those for the file or directory name, or for what is in
// it.
func descriptors(t *testing.T, name string) (open []descriptor) {
	t.Helper()
	numbers, err := os.ReadDir("/proc/self/fd")
	if err != nil {
		t.Skip(err)
	}
	for _, n := range numbers {
		to, err := os.Readlink("/proc/self/fd/" + n.Name())
		if err != nil || !strings.HasPrefix(to+"/", name+"/") {
			continue
		}
		info, err := os.ReadFile("/proc/self/fdinfo/" + n.Name())
		if err != nil {
			continue
		}
		d := descriptor{number: n.Name(), name: to}
		for line := range strings.Lines(string(info)) {
			fmt.Sscanf(line, "flags: %o", &d.flags)
		}
		open = append(open, d)
	}
	return open
}

// wantClosed reports the descriptors of dir, and of what is in it.
func wantClosed(t *testing.T, dir string) {
	t.Helper()
	for _, d := range descriptors(t, dir) {
		t.Errorf("descriptor %s is still open for %s", d.number, d.name)
	}
}

// wantCloseOnExec reports what a child process would inherit, and with it the
// lock.
func wantCloseOnExec(t *testing.T, dir, call string) {
	t.Helper()
	for _, d := range descriptors(t, dir) {
		if d.flags&syscall.O_CLOEXEC == 0 {
			t.Errorf("before %s the descriptor of %s is for children as well", call, d.name)
		}
	}
}

// A guard behind which something cannot be removed is let go.
func TestGuardIsLetGo(t *testing.T) {
	dir := t.TempDir()
	for _, base := range []string{"out.01.atomic.tmp", "out.001.atomic.tmp"} {
		if err := os.WriteFile(filepath.Join(dir, base), nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	name := filepath.Join(dir, "out")
	err := atomicfile.WritePath(name, func(temp string) error { return os.WriteFile(temp, []byte("new"), 0o666) },
		atomicfile.Watch(func(call, on, to string) error {
			if call == "unlink" && on == "out.001.atomic.tmp" {
				return syscall.EPERM
			}
			return nil
		}))
	if err != nil {
		t.Fatal(err)
	}
	wantFile(t, name, "new")
	wantClosed(t, dir)
}

func workingDir(t *testing.T) string {
	t.Helper()
	dir, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	return dir
}
