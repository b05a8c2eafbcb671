// Package inner is a dependency of a dependency.
package inner

import "os"

func Dump(path string, b []byte) error {
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	if _, err := f.Write(b); err != nil {
		f.Close()
		return err
	}
	return f.Close()
}

func Look(path string, b []byte) error {
	if _, err := os.Lstat(path); err != nil {
		return err
	}
	return os.WriteFile(path, b, 0o644)
}
