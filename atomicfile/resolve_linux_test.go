package atomicfile_test

import (
	"errors"
	"fmt"
	"os"
	"strings"
	"syscall"
	"testing"

	"github.com/atomiclint/atomiclint/atomicfile"
)

// A link that leads further each time that somebody has followed it ends in an
// error, as a loop does.
func TestLinksWithoutEnd(t *testing.T) {
	t.Chdir(t.TempDir())
	if err := errors.Join(os.WriteFile("0", nil, 0o666), os.Symlink("0", "link")); err != nil {
		t.Fatal(err)
	}
	next := 0
	err := atomicfile.WriteFileWith("link", []byte("new"), 0o666, atomicfile.Watch(func(call, on, to string) error {
		at := fmt.Sprint(next)
		if call != "lstat" || on != at {
			return nil
		}
		next++
		return errors.Join(os.WriteFile(fmt.Sprint(next), nil, 0o666), os.Remove(at), os.Symlink(fmt.Sprint(next), at))
	}))
	if !errors.Is(err, syscall.ELOOP) || !strings.HasPrefix(fmt.Sprint(err), "open link: ") {
		t.Errorf("got error %v, want that of a loop", err)
	}
	wantClosed(t, workingDir(t))
}

// As many links are followed as the system follows.
func TestManyLinks(t *testing.T) {
	for links, want := range map[int]error{40: nil, 41: syscall.ELOOP} {
		t.Chdir(t.TempDir())
		if err := os.WriteFile("0", nil, 0o666); err != nil {
			t.Fatal(err)
		}
		for i := range links {
			if err := os.Symlink(fmt.Sprint(i), fmt.Sprint(i+1)); err != nil {
				t.Fatal(err)
			}
		}
		name := fmt.Sprint(links)
		if err := atomicfile.WriteFile(name, []byte("new"), 0o666); !errors.Is(err, want) {
			t.Errorf("%d links: got error %v, want %v", links, err, want)
		}
		if want == nil {
			wantFile(t, "0", "new")
		}
	}
}
