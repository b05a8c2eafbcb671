package fix_imports_group

import (
	"io"
	"os"

	"github.com/pkg/errors"
)

// The only import from outside makes room for another one.
func save(name string, r io.Reader) error {
	f, err := os.Create(name) // want `^fix$`
	if err != nil {
		return err
	}
	defer f.Close()
	if _, err := io.Copy(f, r); err != nil {
		return err
	}
	if err := f.Close(); err != nil {
		return errors.Wrap(err, "save")
	}
	return nil
}

var _ = os.Args
