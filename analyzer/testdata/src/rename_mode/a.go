package rename_mode

import (
	"log"
	"math/rand"
	"os"
	"path/filepath"
	"strconv"
)

var _ = filepath.Dir

// A temporary of os.CreateTemp is for its owner, whatever the old file was.
func secret(path string, b []byte) error {
	f, err := os.CreateTemp(filepath.Dir(path), ".s")
	if err != nil {
		return err
	}
	defer os.Remove(f.Name())
	if _, err := f.Write(b); err != nil {
		f.Close()
		return err
	}
	if err := f.Close(); err != nil {
		return err
	}
	return os.Rename(f.Name(), path) // want `no-sync`
}

// What there is of it already stays where it is.
func closedLater(path string, b []byte) error {
	f, err := os.CreateTemp(filepath.Dir(path), ".s")
	if err != nil {
		return err
	}
	defer f.Close()
	defer os.Remove(f.Name())
	if _, err := f.Write(b); err != nil {
		return err
	}
	return os.Rename(f.Name(), path) // want `no-sync`
}

// The mode is that of the old file, if there is one.
func sometimes(path string, b []byte) error {
	f, err := os.CreateTemp(filepath.Dir(path), ".s")
	if err != nil {
		return err
	}
	defer os.Remove(f.Name())
	if _, err := f.Write(b); err != nil {
		f.Close()
		return err
	}
	if info, err := os.Stat(path); err == nil {
		if err := f.Chmod(info.Mode()); err != nil {
			return err
		}
	}
	if err := f.Close(); err != nil {
		return err
	}
	return os.Rename(f.Name(), path) // want `no-sync`
}

func opened(path string, b []byte) {
	tmp := path + strconv.Itoa(rand.Int())
	f, err := os.OpenFile(tmp, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		log.Fatal(err)
	}
	if _, err := f.Write(b); err != nil {
		log.Fatal(err)
	}
	if err := f.Close(); err != nil {
		log.Fatal(err)
	}
	if err := os.Rename(tmp, path); err != nil { // want `no-sync`
		log.Fatal(err)
	}
}

// The name is the same for all writers.
func fixed(path string, b []byte) error {
	f, err := os.Create(path + ".tmp")
	if err != nil {
		return err
	}
	_, err = f.Write(b)
	if err != nil {
		f.Close()
		return err
	}
	err = f.Sync()
	if err != nil {
		f.Close()
		return err
	}
	if err := f.Close(); err != nil {
		return err
	}
	return os.Rename(path+".tmp", path) // want `shared-temp`
}
