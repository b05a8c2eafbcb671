package fix_layout

import (
	"fmt"
	"io"
	"os"
)

// The file is open only after the switch.
func afterSwitch(name string, r io.Reader) error {
	f, err := os.Create(name) // want `^fix$`
	switch {
	case os.IsPermission(err):
		return fmt.Errorf("%s: not yours", name)
	case err != nil:
		return err
	}
	if _, err := io.Copy(f, r); err != nil {
		f.Close()
		return err
	}
	return f.Close()
}
