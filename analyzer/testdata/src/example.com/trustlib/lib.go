// Package trustlib tells whether files exist.
package trustlib

import (
	"errors"
	"os"
)

// Exists reports whether there is a file.
func Exists(name string) bool {
	if _, err := os.Stat(name); err != nil {
		return false
	}
	return true
}

// Missing reports whether there is none.
func Missing(name string) (bool, error) {
	_, err := os.Lstat(name)
	if errors.Is(err, os.ErrNotExist) {
		return true, nil
	}
	return false, err
}
