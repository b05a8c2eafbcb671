package fix_listing

import (
	"fmt"
	"os"
)

// The directory is listed before the file is there, or when it is done.
func before(dst string) error {
	list, err := os.ReadDir(".")
	if err != nil {
		return err
	}
	f, err := os.Create(dst) // want `^fix$`
	if err != nil {
		return err
	}
	if _, err := fmt.Fprintln(f, list); err != nil {
		f.Close()
		return err
	}
	if err := f.Close(); err != nil {
		return err
	}
	_, err = os.ReadDir(".")
	return err
}
