package rename_flaws

import (
	"io"
	"os"
	"path/filepath"
)

// The rename is deferred, and so comes after all that stands below it.

func deferredAbove(path string, r io.Reader) (err error) {
	tmp := path + ".tmp"
	defer func() {
		if err != nil {
			os.Remove(tmp)
			return
		}
		err = os.Rename(tmp, path) // want `unsafely: no-sync, shared-temp, no-dirsync;`
	}()
	f, err := os.OpenFile(tmp, os.O_CREATE|os.O_WRONLY|os.O_TRUNC, 0o644)
	if err != nil {
		return err
	}
	if _, err := io.Copy(f, r); err != nil {
		f.Close()
		return err
	}
	return f.Close()
}

func deferredAboveWhole(path string, data []byte) (err error) {
	tmp := path + ".tmp"
	defer func() {
		if err == nil {
			err = os.Rename(tmp, path) // want `unsafely: no-sync, shared-temp, no-dirsync;`
		}
	}()
	return os.WriteFile(tmp, data, 0o644)
}

func deferredBetween(path string, r io.Reader) (err error) {
	f, err := os.CreateTemp(filepath.Dir(path), "x")
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			os.Remove(f.Name())
			return
		}
		err = os.Rename(f.Name(), path) // want `unsafely: mode, no-dirsync;`
	}()
	if _, err := io.Copy(f, r); err != nil {
		f.Close()
		return err
	}
	if err := f.Sync(); err != nil {
		f.Close()
		return err
	}
	return f.Close()
}

// A variable holds os.CreateTemp, for tests to change.
var createTemp = os.CreateTemp

func byVariable(path string, r io.Reader) error {
	f, err := createTemp(filepath.Dir(path), "x")
	if err != nil {
		return err
	}
	defer os.Remove(f.Name())
	defer f.Close()
	if _, err := io.Copy(f, r); err != nil {
		return err
	}
	if err := f.Close(); err != nil {
		return err
	}
	return os.Rename(f.Name(), path) // want `unsafely: no-sync, mode, no-dirsync;`
}
