package rename_order

import (
	"fmt"
	"os"
)

// Each file gets the name of the next one: these are backups.
func shifted(path string, b []byte, n int) error {
	if err := os.WriteFile(path, b, 0o644); err != nil {
		return err
	}
	for i, last := 1, path; i < n; i++ {
		next := fmt.Sprintf("%s.%d", path, i)
		if err := os.Rename(last, next); err != nil {
			return err
		}
		last = next
	}
	return nil
}

func numbered(path string, b []byte) error {
	if err := os.WriteFile(fmt.Sprintf("%s.%d", path, 0), b, 0o644); err != nil {
		return err
	}
	for i, j := 0, 1; j < 10; i, j = i+1, j+1 {
		if err := os.Rename(fmt.Sprintf("%s.%d", path, 0), fmt.Sprintf("%s.%d", path, j+i)); err != nil {
			return err
		}
	}
	return nil
}

// A number of its own makes a temporary.
func ownNumber(path string, b []byte) error {
	tmp := fmt.Sprintf("%s.%d", path, os.Getpid())
	if err := os.WriteFile(tmp, b, 0o644); err != nil {
		return err
	}
	return os.Rename(tmp, path) // want `unsafely: no-sync, leak, no-dirsync;`
}
