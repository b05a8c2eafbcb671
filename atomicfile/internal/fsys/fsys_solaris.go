package fsys

import (
	"os"
	"strconv"

	"golang.org/x/sys/unix"
)

const effectiveAccess = unix.AT_EACCESS

// procPath returns a path through the descriptor of a directory (proc(5)). It
// stands in for linkat(2) and readlinkat(2), which golang.org/x/sys lacks here.
func procPath(dir int, e Name) string {
	return "/proc/self/fd/" + strconv.Itoa(dir) + "/" + e.String()
}

func link(dir int, from, to Name) error { return os.Link(procPath(dir, from), procPath(dir, to)) }

func readlinkat(dir int, e Name, buf []byte) (int, error) {
	text, err := os.Readlink(procPath(dir, e))
	return copy(buf, text), err
}
