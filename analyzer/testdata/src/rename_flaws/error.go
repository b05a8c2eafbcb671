package rename_flaws

import (
	"errors"
	"io"
	"log"
	"os"
	"path/filepath"
)

// What these differ in is how they look at the error of the copy.

// It is returned, but only when the file is published.
func toldLate(path string, r io.Reader) error {
	f, err := os.CreateTemp(filepath.Dir(path), "x")
	if err != nil {
		return err
	}
	defer os.Remove(f.Name())
	defer f.Close()
	_, failed := io.Copy(f, r)
	if err := f.Close(); err != nil {
		return err
	}
	if err := os.Rename(f.Name(), path); err != nil { // want `unsafely: no-sync, write-ignored, mode, no-dirsync;`
		return err
	}
	return failed
}

// On one way nothing looks at it.
func oneWay(path string, r io.Reader, strict bool) error {
	f, err := os.CreateTemp(filepath.Dir(path), "x")
	if err != nil {
		return err
	}
	defer os.Remove(f.Name())
	defer f.Close()
	_, err = io.Copy(f, r)
	if strict && err != nil {
		return err
	}
	if err := f.Close(); err != nil {
		return err
	}
	return os.Rename(f.Name(), path) // want `unsafely: no-sync, write-ignored, mode, no-dirsync;`
}

// It makes a message, and nothing else.
func logged(path string, r io.Reader) error {
	f, err := os.CreateTemp(filepath.Dir(path), "x")
	if err != nil {
		return err
	}
	defer os.Remove(f.Name())
	defer f.Close()
	if _, err := io.Copy(f, r); err != nil {
		log.Printf("copy: %v", err)
		log.Print("going on")
	} else {
		log.Print("copied")
	}
	if err := f.Close(); err != nil {
		return err
	}
	return os.Rename(f.Name(), path) // want `unsafely: no-sync, write-ignored, mode, no-dirsync;`
}

// It is kept in another variable.
func kept(path string, r io.Reader) error {
	f, err := os.CreateTemp(filepath.Dir(path), "x")
	if err != nil {
		return err
	}
	defer os.Remove(f.Name())
	defer f.Close()
	var failed error
	if _, err := io.Copy(f, r); err != nil {
		failed = err
	}
	if failed != nil {
		return failed
	}
	if err := f.Close(); err != nil {
		return err
	}
	return os.Rename(f.Name(), path) // want `unsafely: no-sync, mode, no-dirsync;`
}

// Part of it is told apart: the end is no failure.
func apart(path string, r io.Reader) error {
	f, err := os.CreateTemp(filepath.Dir(path), "x")
	if err != nil {
		return err
	}
	defer os.Remove(f.Name())
	defer f.Close()
	if _, err := io.CopyN(f, r, 100); err != nil && !errors.Is(err, io.EOF) {
		return err
	}
	if err := f.Close(); err != nil {
		return err
	}
	return os.Rename(f.Name(), path) // want `unsafely: no-sync, mode, no-dirsync;`
}

// It goes to other code, which may not return.
func handed(path string, r io.Reader, check func(error)) error {
	f, err := os.CreateTemp(filepath.Dir(path), "x")
	if err != nil {
		return err
	}
	defer os.Remove(f.Name())
	defer f.Close()
	_, err = io.Copy(f, r)
	check(err)
	if err := f.Close(); err != nil {
		return err
	}
	return os.Rename(f.Name(), path) // want `unsafely: no-sync, mode, no-dirsync;`
}
