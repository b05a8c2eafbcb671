//go:build unix && !solaris && !aix

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

func TestFIFO(t *testing.T) {
	dir := t.TempDir()
	fifo := filepath.Join(dir, "fifo")
	if err := syscall.Mkfifo(fifo, 0o666); err != nil {
		t.Fatal(err)
	}
	got := make(chan string)
	go func() {
		b, _ := os.ReadFile(fifo)
		got <- string(b)
	}()
	if err := atomicfile.WriteFile(fifo, []byte("through"), 0o666); err != nil {
		t.Fatal(err)
	}
	if s := <-got; s != "through" {
		t.Errorf("the reader of the FIFO got %q, want %q", s, "through")
	}
	wantNames(t, dir, "fifo")
	go os.ReadFile(fifo)
	f := create(t, fifo)
	if err := f.Sync(); !errors.Is(err, syscall.EINVAL) {
		t.Errorf("Sync: got error %v, want EINVAL", err)
	}
	if err := f.Commit(); err != nil {
		t.Errorf("Commit after a Sync that is not to be had: %v", err)
	}
}

// A special file that becomes a regular one while it is looked at is replaced
// then, not written to.
func TestSpecialBecomesRegular(t *testing.T) {
	for what, special := range map[string]func(name string) error{
		"FIFO": func(name string) error { return syscall.Mkfifo(name, 0o666) },
		"link": func(name string) error { return os.Symlink(os.DevNull, name) },
	} {
		for verb, write := range map[string]func(name string, opts ...atomicfile.Option) error{
			"WriteFile": func(name string, opts ...atomicfile.Option) error {
				return atomicfile.WriteFileWith(name, []byte("new"), 0o666, opts...)
			},
			"Create": func(name string, opts ...atomicfile.Option) error {
				return atomicfile.Write(name, func(f *atomicfile.File) error {
					_, err := f.WriteString("new")
					return err
				}, opts...)
			},
		} {
			dir := t.TempDir()
			name, other := filepath.Join(dir, "out"), filepath.Join(dir, "other")
			if err := errors.Join(special(name), os.WriteFile(other, []byte("old"), 0o666)); err != nil {
				t.Fatal(err)
			}
			regular := false
			err := write(name, atomicfile.Watch(func(call, on, to string) error {
				if strings.HasPrefix(call, "close") && !regular {
					regular = true
					return errors.Join(os.Remove(name), os.Link(other, name))
				}
				return nil
			}))
			if err != nil || !regular {
				t.Errorf("%s of a %s: got error %v, became regular: %v", verb, what, err, regular)
			}
			wantFile(t, name, "new")
			wantFile(t, other, "old")
			wantNames(t, dir, "other", "out")
		}
	}
}
