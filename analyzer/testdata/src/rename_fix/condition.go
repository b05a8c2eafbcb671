package rename_fix

import (
	"errors"
	"io"
	"os"
	"path/filepath"
)

// joined keeps the first error, and renames if there is none.
func joined(name string, data []byte) error {
	dir, base := filepath.Split(name)
	if dir == "" {
		dir = "."
	}
	f, err := os.CreateTemp(dir, base)
	if err != nil {
		return err
	}
	n, err := f.Write(data)
	if err == nil && n < len(data) {
		err = io.ErrShortWrite
	}
	if cerr := f.Close(); err == nil {
		err = cerr
	}
	if err == nil {
		err = os.Rename(f.Name(), name) // want `unsafely`
	}
	if err != nil {
		os.Remove(f.Name())
	}
	return err
}

// chained does each step if all before went well.
func chained(name string, data []byte) error {
	tmp := name + ".new"
	f, err := os.Create(tmp)
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	if err == nil {
		err = f.Sync()
	}
	if err == nil {
		err = f.Close()
	}
	if err == nil {
		err = os.Rename(tmp, name) // want `unsafely`
	}
	if err != nil {
		f.Close()
		os.Remove(tmp)
	}
	return err
}

// chainedMode sets the mode only if the content is there.
func chainedMode(name string, data []byte) error {
	f, err := os.CreateTemp(filepath.Dir(name), "x")
	if err != nil {
		return err
	}
	defer os.Remove(f.Name())
	_, err = f.Write(data)
	if cerr := f.Close(); err == nil {
		err = cerr
	}
	if err == nil {
		err = os.Chmod(f.Name(), 0o644)
	}
	if err == nil {
		return os.Rename(f.Name(), name) // want `unsafely`
	}
	return err
}

// choosy renames only what is worth it, and returns nil for the rest.
func choosy(name string, data []byte) error {
	f, err := os.Create(name + ".new")
	if err != nil {
		return err
	}
	defer f.Close()
	if _, err := f.Write(data); err != nil {
		return err
	}
	if err := f.Close(); err != nil {
		return err
	}
	if len(data) > 0 {
		return os.Rename(name+".new", name) // want `by hand: line \d+ ends the function without an error, and without the rename`
	}
	return nil
}

// refused fails for what is not worth it.
func refused(name string, data []byte) error {
	f, err := os.Create(name + ".new")
	if err != nil {
		return err
	}
	if _, err := f.Write(data); err != nil {
		f.Close()
		return err
	}
	if err := f.Close(); err != nil {
		return err
	}
	if len(data) > 0 {
		if err := os.Rename(name+".new", name); err != nil { // want `unsafely`
			return err
		}
		return nil
	}
	os.Remove(name + ".new")
	return errors.New("empty")
}

// swept sets the default of a directory that something else needs.
func swept(name string, data []byte) error {
	dir := filepath.Dir(name)
	if len(dir) == 0 {
		dir = "."
	}
	f, err := os.CreateTemp(dir, "x")
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	if cerr := f.Close(); err == nil {
		err = cerr
	}
	if err == nil {
		err = os.Rename(f.Name(), name) // want `unsafely`
	}
	if err != nil {
		os.Remove(f.Name())
		return errors.New("cannot write to " + dir)
	}
	return nil
}

// closesBehind closes what it has created behind what goes.
func closesBehind(name string, data []byte) error {
	f, err := os.CreateTemp(filepath.Dir(name), ".tmp-*")
	if err != nil {
		return err
	}
	defer os.Remove(f.Name())
	defer f.Close()
	if _, err := f.Write(data); err != nil {
		return err
	}
	return os.Rename(f.Name(), name) // want `unsafely`
}
