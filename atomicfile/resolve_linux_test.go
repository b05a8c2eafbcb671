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
