package fix_remove

import (
	"io"
	"os"
)

// Nothing else needs package os.
func last(name string, r io.Reader) error {
	f, err := os.Create(name) // want `^fix$`
	if err != nil {
		return err
	}
	if _, err := io.Copy(f, r); err != nil {
		f.Close()
		os.RemoveAll(name)
		return err
	}
	return f.Close()
}
