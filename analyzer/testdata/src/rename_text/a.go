package rename_text

import (
	"fmt"
	"os"
	"path/filepath"
)

// Comments go with what they are about, and stay with what stays.
func comments(path string, b []byte) error {
	// The temporary is in the directory of the file.
	dir := filepath.Dir(path)

	f, err := os.CreateTemp(dir, "x")
	if err != nil {
		return err
	}
	// Nothing stays behind.
	defer os.Remove(f.Name())

	// Readers need all of it.
	if _, err := f.Write(b); err != nil {
		return err
	}

	// On some systems the error comes late.
	// It has to be looked at.
	if err := f.Close(); err != nil { // even so
		return err
	}

	// Now it can be seen.
	if err := os.Rename(f.Name(), path); err != nil { // want `no-sync`
		return err
	}
	// Done.
	return nil
}

func together(path string, b []byte) error {
	f, err := os.Create(path + ".tmp")
	if err != nil {
		return err
	}
	// Write, flush and close it.
	if _, err := f.Write(b); err != nil {
		return err
	}
	if err := f.Close(); err != nil {
		return err
	}

	// Close it and move it.
	if err := f.Close(); err != nil {
		return err
	}
	return os.Rename(path+".tmp", path) // want `shared-temp`
}

// What would be left of a computation is in the way.
func absolute(path string, b []byte) error {
	abs, err := filepath.Abs(path)
	if err != nil {
		return err
	}
	f, err := os.CreateTemp(filepath.Dir(abs), "x")
	if err != nil {
		return err
	}
	if _, err := f.Write(b); err != nil {
		return err
	}
	if err := f.Close(); err != nil {
		return err
	}
	return os.Rename(f.Name(), path) // want `by hand: the declaration of abs would be left over`
}

// A flush stays if something is written behind it, or its error is told apart.
func flushed(path string, b []byte) error {
	f, err := os.Create(path + ".tmp")
	if err != nil {
		return err
	}
	if err := f.Sync(); err != nil {
		return err
	}
	if _, err := f.Write(b); err != nil {
		return err
	}
	f.Sync()
	serr := f.Sync()
	fmt.Println(serr)
	if err := f.Close(); err != nil {
		return err
	}
	return os.Rename(path+".tmp", path) // want `shared-temp`
}
