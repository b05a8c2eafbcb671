package atomicfile

import (
	"os"
	"strconv"

	"golang.org/x/sys/unix"
)

const effectiveAccess = unix.AT_EACCESS

// renameNew gives the file from the name to, which must be free, and takes its
// old name away. A path through the descriptor (proc(5)) stands in for
// linkat(2), which golang.org/x/sys lacks here.
func (d dir) renameNew(from, to entry) error {
	at := "/proc/self/fd/" + strconv.Itoa(d.fd) + "/"
	if err := os.Link(at+from.String(), at+to.String()); err != nil {
		return err
	}
	return d.remove(from)
}
