package rename_kept

import (
	"os"
	"path/filepath"
)

// The deferred function no longer removes the file when the rename fails.
func disarmedEarly(path string, b []byte) error {
	f, err := os.CreateTemp(filepath.Dir(path), "")
	if err != nil {
		return err
	}
	remove := true
	defer func() {
		if remove {
			f.Close()
			os.Remove(f.Name())
		}
	}()
	if err := f.Chmod(0o644); err != nil {
		return err
	}
	if _, err := f.Write(b); err != nil {
		return err
	}
	remove = false
	if err := f.Close(); err != nil {
		return err
	}
	return os.Rename(f.Name(), path) // want `unsafely: no-sync, leak, no-dirsync;`
}

// Here it does.
func disarmedLate(path string, b []byte) error {
	f, err := os.CreateTemp(filepath.Dir(path), "")
	if err != nil {
		return err
	}
	done := false
	defer func() {
		if !done {
			f.Close()
			os.Remove(f.Name())
		}
	}()
	if err := f.Chmod(0o644); err != nil {
		return err
	}
	if _, err := f.Write(b); err != nil {
		return err
	}
	if err := f.Close(); err != nil {
		return err
	}
	if err := os.Rename(f.Name(), path); err != nil { // want `unsafely: no-sync, no-dirsync;`
		return err
	}
	done = true
	return nil
}

// Nobody learns that the rename has failed.
func dropped(path string, b []byte) error {
	f, err := os.CreateTemp(filepath.Dir(path), "")
	if err != nil {
		return err
	}
	defer f.Close()
	if err := f.Chmod(0o644); err != nil {
		os.Remove(f.Name())
		return err
	}
	if _, err := f.Write(b); err != nil {
		os.Remove(f.Name())
		return err
	}
	if err := f.Close(); err != nil {
		os.Remove(f.Name())
		return err
	}
	os.Rename(f.Name(), path) // want `unsafely: no-sync, leak, no-dirsync;`
	return nil
}
