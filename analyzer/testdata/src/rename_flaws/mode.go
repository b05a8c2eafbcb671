package rename_flaws

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
)

// A new file stays 0600.
func onlyIfThere(path string, data []byte) error {
	f, err := os.CreateTemp(filepath.Dir(path), "x")
	if err != nil {
		return err
	}
	defer os.Remove(f.Name())
	if _, err := f.Write(data); err != nil {
		return err
	}
	if err := errors.Join(f.Sync(), f.Close()); err != nil {
		return err
	}
	if info, err := os.Stat(path); err == nil {
		if err := os.Chmod(f.Name(), info.Mode()); err != nil {
			return err
		}
	} else if !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return os.Rename(f.Name(), path) // want `unsafely: mode, no-dirsync;`
}

// The mode is set either way.
func eitherWay(path string, data []byte) error {
	f, err := os.CreateTemp(filepath.Dir(path), "x")
	if err != nil {
		return err
	}
	defer os.Remove(f.Name())
	if _, err := f.Write(data); err != nil {
		return err
	}
	if err := errors.Join(f.Sync(), f.Close()); err != nil {
		return err
	}
	mode := fs.FileMode(0o644)
	if info, err := os.Stat(path); err == nil {
		mode = info.Mode()
	}
	if err := os.Chmod(f.Name(), mode); err != nil {
		return err
	}
	return os.Rename(f.Name(), path) // want `unsafely: no-dirsync;`
}

// The file gets its mode as soon as it has its name.
func afterwards(path string, mode fs.FileMode, data []byte) error {
	f, err := os.CreateTemp(filepath.Dir(path), "x")
	if err != nil {
		return err
	}
	defer os.Remove(f.Name())
	if _, err := f.Write(data); err != nil {
		return err
	}
	if err := errors.Join(f.Sync(), f.Close()); err != nil {
		return err
	}
	if err := os.Rename(f.Name(), path); err != nil { // want `unsafely: no-dirsync;`
		return err
	}
	return os.Chmod(path, mode)
}

// A helper gives the temporary the mode of the old file.
func copied(path string, data []byte) error {
	f, err := os.CreateTemp(filepath.Dir(path), "x")
	if err != nil {
		return err
	}
	defer os.Remove(f.Name())
	if _, err := f.Write(data); err != nil {
		return err
	}
	if err := errors.Join(f.Sync(), f.Close()); err != nil {
		return err
	}
	copyMode(path, f.Name())
	return os.Rename(f.Name(), path) // want `unsafely: no-dirsync;`
}

func copyMode(from, to string) {
	mode := fs.FileMode(0o644)
	if info, err := os.Stat(from); err == nil {
		mode = info.Mode()
	}
	_ = os.Chmod(to, mode)
}

// Nobody but the owner should read it.
func writeToken(path string, data []byte) error {
	f, err := os.CreateTemp(filepath.Dir(path), "x")
	if err != nil {
		return err
	}
	defer os.Remove(f.Name())
	if _, err := f.Write(data); err != nil {
		return err
	}
	if err := errors.Join(f.Sync(), f.Close()); err != nil {
		return err
	}
	return os.Rename(f.Name(), path) // want `unsafely: no-dirsync;`
}
