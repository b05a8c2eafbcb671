package rename_fix

import (
	"io"
	"os"
)

// io is used for an error that goes with the sync, and for the parameter of
// fillLent afterwards.
func rarely(name string, data []byte) error {
	f, err := os.Create(name + ".new")
	if err != nil {
		return err
	}
	if err := fillLent(f, data); err != nil {
		f.Close()
		return err
	}
	if err := f.Sync(); err != nil {
		if err == io.ErrClosedPipe {
			return nil
		}
		return err
	}
	if err := f.Close(); err != nil {
		return err
	}
	return os.Rename(name+".new", name) // want `unsafely`
}

func fillLent(f *os.File, data []byte) error {
	_, err := f.Write(data)
	return err
}
