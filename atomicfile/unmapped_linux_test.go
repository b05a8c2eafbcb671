package atomicfile_test

import (
	"errors"
	"os"
	"path/filepath"
	"syscall"
	"testing"

	"github.com/atomiclint/atomiclint/atomicfile"
)

func init() { roles["unmapped"] = playUnmapped }

func playUnmapped() error {
	var name string
	if err := roleArg(&name); err != nil {
		return err
	}
	return atomicfile.WriteFile(name, []byte("new"), 0o666)
}

// In a user namespace a file of an owner who has no number there seems to be
// nobody's, and must not become so.
func TestUnmapped(t *testing.T) {
	needRoot(t)
	const base = 100000 // the number outside of the superuser within
	for _, tt := range []struct{ owner, want int }{{1234, base}, {base + 7, base + 7}} {
		dir := t.TempDir()
		name := filepath.Join(dir, "out")
		if err := errors.Join(os.WriteFile(name, []byte("old"), 0o666), os.Chmod(name, 0o666), os.Chown(name, tt.owner, tt.owner), os.Chown(dir, base, base), os.Chmod(filepath.Dir(dir), 0o755)); err != nil {
			t.Fatal(err)
		}
		ids := []syscall.SysProcIDMap{{ContainerID: 0, HostID: base, Size: 65536}}
		cmd := roleCommand("unmapped", name)
		cmd.SysProcAttr = &syscall.SysProcAttr{Cloneflags: syscall.CLONE_NEWUSER, UidMappings: ids, GidMappings: ids,
			Credential: &syscall.Credential{}}
		if err := cmd.Start(); err != nil {
			t.Skip("no user namespace: ", err)
		}
		if err := cmd.Wait(); err != nil {
			t.Fatal(err)
		}
		wantFile(t, name, "new")
		wantOwner(t, name, tt.want, tt.want)
	}
}
