package atomicfile

import (
	"errors"
	"io/fs"
	"os"
	"testing"
)

// Errors speak of the destination, and say why.
func TestPathError(t *testing.T) {
	why := errors.New("why")
	for _, err := range []error{
		why, &fs.PathError{Op: "x", Path: "y", Err: why}, &os.LinkError{Op: "x", Old: "y", New: "z", Err: why}, &os.SyscallError{Syscall: "x", Err: why},
	} {
		if got := pathError("write", "out", err); got.Error() != "write out: why" || !errors.Is(got, why) {
			t.Errorf("%v becomes %v, want write out: why", err, got)
		}
	}
	if err := pathError("write", "out", nil); err != nil {
		t.Errorf("no error becomes %v", err)
	}
}
