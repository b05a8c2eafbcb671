//go:build unix && !solaris && !aix

package atomicfile_test

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/atomiclint/atomiclint/atomicfile"
)

// TestDie is run in a process of its own, which leaves its temporaries behind.
func TestDie(t *testing.T) {
	name := os.Getenv("ATOMICFILE_TEST_DIE")
	if name == "" {
		t.Skip("run by TestLeftovers")
	}
	for i := range 3 {
		f := create(t, name, atomicfile.Concurrent())
		fmt.Fprintf(f, "version %d", i)
	}
	f := create(t, filepath.Join(filepath.Dir(name), "other"), atomicfile.Concurrent())
	f.WriteString("other")
	p, err := os.FindProcess(os.Getpid())
	if err != nil {
		t.Fatal(err)
	}
	p.Kill()
	select {}
}

func die(t *testing.T, name string) {
	t.Helper()
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(exe, "-test.run=^TestDie$")
	cmd.Env = append(os.Environ(), "ATOMICFILE_TEST_DIE="+name)
	if out, err := cmd.CombinedOutput(); err == nil || !strings.Contains(err.Error(), "killed") {
		t.Fatalf("the process did not die: %v\n%s", err, out)
	}
}

// What dead writers leave, under whatever name, the next writer removes, and
// nothing else.
func TestLeftovers(t *testing.T) {
	dir := t.TempDir()
	name := filepath.Join(dir, "out")
	const foreign = "out.tmp.0123456789abcdef"
	if err := os.WriteFile(filepath.Join(dir, foreign), nil, 0o666); err != nil {
		t.Fatal(err)
	}
	for _, write := range []func() error{
		func() error { return atomicfile.WriteFile(name, []byte("new"), 0o666) },
		func() error { return create(t, name).Commit() },
		func() error {
			if err := os.Remove(name + ".tmp"); err != nil { // only those with random names are left
				return err
			}
			return atomicfile.WriteFile(name, []byte("new"), 0o666)
		},
	} {
		die(t, name)
		entries, err := os.ReadDir(dir)
		if err != nil {
			t.Fatal(err)
		}
		if len(entries) < 6 { // the foreign one, out.tmp, two more, the register, other.tmp
			t.Fatalf("the dead process left only %v", entries)
		}
		if err := write(); err != nil {
			t.Fatal(err)
		}
		wantNames(t, dir, "other.tmp", "out", foreign)
	}
}

// While a writer with a random name lives, its temporary stays.
func TestLeftoversOfTheLiving(t *testing.T) {
	dir := t.TempDir()
	name := filepath.Join(dir, "out")
	f := create(t, name)
	g := create(t, name, atomicfile.Concurrent())
	g.WriteString("g")
	if err := f.Commit(); err != nil {
		t.Fatal(err)
	}
	if err := atomicfile.WriteFile(name, nil, 0o666); err != nil {
		t.Fatal(err)
	}
	if err := g.Commit(); err != nil {
		t.Fatal(err)
	}
	wantFile(t, name, "g")
	wantNames(t, dir, "out")
}
