// Package held calls functions of package os by what holds them.
package held

import (
	"io"
	"os"
	"path/filepath"
)

var (
	create    = os.Create
	writeFile = os.WriteFile
	rename    = os.Rename
	discard   = func(name string, data []byte, perm os.FileMode) error { return nil }
)

func whole(name string, data []byte) error {
	return writeFile(name, data, 0o644) // want `os.WriteFile can leave name half-written; use atomicfile.WriteFile \(by hand: writeFile, declared in line 12, may hold another function\)`
}

func handle(name string, r io.Reader) error {
	f, err := create(name) // want `os.Create can leave name half-written; use atomicfile.Create and Commit \(by hand: create, declared in line 11, may hold another function\)`
	if err != nil {
		return err
	}
	if _, err := io.Copy(f, r); err != nil {
		f.Close()
		return err
	}
	return f.Close()
}

// What is never set to a function that writes is none.
func other(name string, data []byte) error { return discard(name, data, 0o644) }

type files struct {
	open func(string, int, os.FileMode) (*os.File, error)
	move func(from, to string) error
}

func system() *files { return &files{open: os.OpenFile, move: os.Rename} }

func (fs *files) save(name string, data []byte) error {
	f, err := fs.open(name, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o644) // want `os.OpenFile can leave name half-written`
	if err != nil {
		return err
	}
	defer f.Close()
	_, err = f.Write(data)
	return err
}

func (fs *files) log(name, line string) error {
	f, err := fs.open(name, os.O_WRONLY|os.O_CREATE|os.O_APPEND, 0o644)
	if err != nil {
		return err
	}
	defer f.Close()
	_, err = io.WriteString(f, line)
	return err
}

func export(name string, data []byte) error { return exportWith(os.WriteFile, name, data) }

func exportWith(write func(string, []byte, os.FileMode) error, name string, data []byte) error {
	return write(name, data, 0o644) // want `os.WriteFile can leave name half-written.*\(by hand: write, declared in line 65, may hold another function\)`
}

func staged(name string, data []byte) error {
	if err := writeFile(name+".new", data, 0o644); err != nil {
		return err
	}
	return rename(name+".new", name) // want `os.Rename publishes name unsafely: no-sync, shared-temp, leak, no-dirsync; use atomicfile.WriteFile \(by hand: rename, declared in line 13, may hold another function\)`
}

func (fs *files) replace(name string, data []byte) error {
	f, err := os.CreateTemp(filepath.Dir(name), "new")
	if err != nil {
		return err
	}
	defer os.Remove(f.Name())
	if _, err := f.Write(data); err != nil {
		return err
	}
	if err := f.Close(); err != nil {
		return err
	}
	return fs.move(f.Name(), name) // want `os.Rename publishes name unsafely: no-sync, mode, no-dirsync`
}
