package fix_crlf

import (
	"os"
)

// save has lines that end as on Windows.
func save(name string, data []byte) error {
	f, err := os.Create(name) // want `^fix$`
	if err != nil {
		return os.ErrInvalid
	}
	if _, err := f.Write(data); err != nil {
		return err
	}
	f.Close()
	return nil
}
