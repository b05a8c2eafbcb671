package fix_imports_os

import (
	"io"
	. "os"
)

func whole(w io.Writer) error {
	return WriteFile("f", []byte("x"), 0o644) // want `^fix$`
}
