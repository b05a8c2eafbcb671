package rename_flaws

import (
	"os"
	"path/filepath"
)

// A deferred function removes the temporary if a variable holds an error then.

// The errors that are returned are in others.
func inOthers(path string, data []byte) error {
	f, err := os.CreateTemp(filepath.Dir(path), "x")
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			os.Remove(f.Name())
		}
	}()
	if _, err := f.Write(data); err != nil {
		return err
	}
	if err := f.Close(); err != nil {
		return err
	}
	return os.Rename(f.Name(), path) // want `unsafely: no-sync, mode, leak, no-dirsync;`
}

// Only the last one is in another.
func lastInAnother(path string, data []byte) error {
	f, err := os.CreateTemp(filepath.Dir(path), "x")
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			f.Close()
			os.Remove(f.Name())
		}
	}()
	if _, err = f.Write(data); err != nil {
		return err
	}
	err = f.Close()
	if err != nil {
		return err
	}
	return os.Rename(f.Name(), path) // want `unsafely: no-sync, mode, leak, no-dirsync;`
}

// The variable is looked at, but nothing comes of it.
func lookedAt(path string, data []byte) error {
	f, err := os.CreateTemp(filepath.Dir(path), "x")
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			os.Remove(f.Name())
		}
	}()
	_, err = f.Write(data)
	if err != nil {
	}
	if err := f.Close(); err != nil {
		return err
	}
	return os.Rename(f.Name(), path) // want `unsafely: no-sync, write-ignored, mode, no-dirsync;`
}

// All are in the variable.
func inVariable(path string, data []byte) error {
	f, err := os.CreateTemp(filepath.Dir(path), "x")
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			f.Close()
			os.Remove(f.Name())
		}
	}()
	if _, err = f.Write(data); err != nil {
		return err
	}
	if err = f.Close(); err != nil {
		return err
	}
	if err = os.Rename(f.Name(), path); err != nil { // want `unsafely: no-sync, mode, no-dirsync;`
		return err
	}
	return nil
}

// A result gets them when they are returned.
func inResult(path string, data []byte) (err error) {
	f, err := os.CreateTemp(filepath.Dir(path), "x")
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			os.Remove(f.Name())
		}
	}()
	if _, err := f.Write(data); err != nil {
		return err
	}
	if err := f.Close(); err != nil {
		return err
	}
	return os.Rename(f.Name(), path) // want `unsafely: no-sync, mode, no-dirsync;`
}
