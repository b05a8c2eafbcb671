// Package rename_durable has hand-made renames that only lack a flush, and that
// cannot be replaced as a whole.
package rename_durable

import (
	"errors"
	"io"
	"log"
	"os"
	"path/filepath"
)

// part has the temporary made by one method and renamed by another.
type part struct {
	f    *os.File
	name string
}

func newPart(name string) (*part, error) {
	f, err := os.OpenFile(name+".part", os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if err != nil {
		return nil, err
	}
	return &part{f, name}, nil
}

func (p *part) fill(r io.Reader) error {
	_, err := io.Copy(p.f, r)
	return err
}

func (p *part) publish() error {
	if err := p.f.Close(); err != nil {
		os.Remove(p.f.Name())
		return err
	}
	if err := os.Rename(p.f.Name(), p.name); err != nil { // want `no-sync`
		os.Remove(p.f.Name())
		return err
	}
	return nil
}

func write(r io.Reader, dir string) (name string, err error) {
	f, err := os.CreateTemp(dir, "new")
	if err != nil {
		return "", err
	}
	_, err = io.Copy(f, r)
	err = errors.Join(err, f.Chmod(0o644), f.Close())
	if err != nil {
		os.Remove(f.Name())
		return "", err
	}
	return f.Name(), nil
}

func replace(r io.Reader, name string) error {
	tmp, err := write(r, filepath.Dir(name))
	if err != nil {
		return err
	}
	err = os.Rename(tmp, name) // want `no-sync`
	if err != nil {
		os.Remove(tmp)
		log.Printf("replacing %s: %v", name, err)
		return err
	}
	info, err := os.Stat(name)
	if err != nil {
		return err
	}
	log.Print(info.Size())
	return os.Chtimes(name, info.ModTime(), info.ModTime())
}

// What is left of the error is the caller's.
func returned(r io.Reader, name string) error {
	tmp, err := write(r, filepath.Dir(name))
	if err != nil {
		return err
	}
	defer os.Remove(tmp)
	return os.Rename(tmp, name) // want `no-sync`
}

// The copy would begin with an empty file though the rename was done.
func copied(r io.Reader, name string) error {
	tmp, err := write(r, filepath.Dir(name))
	if err != nil {
		return err
	}
	defer os.Remove(tmp)
	if err := os.Rename(tmp, name); err != nil { // want `unsafely: no-sync, no-dirsync; use atomicfile.Create and Commit \(by hand: .*\)$`
		return duplicate(tmp, name)
	}
	return nil
}

func duplicate(from, to string) error {
	data, err := os.ReadFile(from)
	if err != nil {
		return err
	}
	return os.WriteFile(to, data, 0o644) // want `half-written`
}

// The removal would take the new file for one that is not whole.
func removed(r io.Reader, name string) error {
	tmp, err := write(r, filepath.Dir(name))
	if err != nil {
		return err
	}
	defer os.Remove(tmp)
	if err := os.Rename(tmp, name); err != nil { // want `unsafely: no-sync, no-dirsync; use atomicfile.Create and Commit \(by hand: .*\)$`
		os.Remove(name)
		return err
	}
	return nil
}

// The deferred call comes after the rename.
func deferred(r io.Reader, name string) (err error) {
	defer func() {
		if err != nil {
			os.Remove(name)
		}
	}()
	tmp, err := write(r, filepath.Dir(name))
	if err != nil {
		return err
	}
	defer os.Remove(tmp)
	return os.Rename(tmp, name) // want `unsafely: no-sync, no-dirsync; use atomicfile.Create and Commit \(by hand: .*\)$`
}

// The next round comes after the rename.
func retried(r io.Reader, name string) error {
	tmp, err := write(r, filepath.Dir(name))
	if err != nil {
		return err
	}
	defer os.Remove(tmp)
	for range 3 {
		os.Remove(name)
		if err = os.Rename(tmp, name); err == nil { // want `unsafely: no-sync, no-dirsync; use atomicfile.Create and Commit \(by hand: .*\)$`
			return nil
		}
	}
	return err
}

// It is opened again only if it has got the name.
func reopened(r io.Reader, name string) (*os.File, error) {
	tmp, err := write(r, filepath.Dir(name))
	if err != nil {
		return nil, err
	}
	if err := os.Rename(tmp, name); err != nil { // want `no-sync`
		os.Remove(tmp)
		return nil, err
	}
	return os.OpenFile(name, os.O_RDWR, 0)
}

// Whether it has got the name is not asked.
func reopenedAnyhow(r io.Reader, name string) (*os.File, error) {
	tmp, err := write(r, filepath.Dir(name))
	if err != nil {
		return nil, err
	}
	defer os.Remove(tmp)
	if err := os.Rename(tmp, name); err != nil { // want `unsafely: no-sync, no-dirsync; use atomicfile.Create and Commit \(by hand: .*\)$`
		log.Print(err)
	}
	return os.OpenFile(name, os.O_RDWR|os.O_CREATE, 0o644) // want `without O_TRUNC`
}

// Another goroutine may come to the end before or after.
func meanwhile(r io.Reader, name string) error {
	tmp, err := write(r, filepath.Dir(name))
	if err != nil {
		return err
	}
	defer os.Remove(tmp)
	go func() { os.Remove(name) }()
	return os.Rename(tmp, name) // want `unsafely: no-sync, no-dirsync; use atomicfile.Create and Commit \(by hand: .*\)$`
}

// A flush helps against one of these.
func shared(r io.Reader, name string) error {
	if err := writeTo(r, name+".tmp"); err != nil {
		return err
	}
	return os.Rename(name+".tmp", name) // want `unsafely: .*shared-temp, leak.*; use atomicfile.Create and Commit \(by hand: .*\)`
}

func writeTo(r io.Reader, tmp string) error {
	f, err := os.Create(tmp)
	if err != nil {
		return err
	}
	_, err = io.Copy(f, r)
	return errors.Join(err, f.Close())
}

// A variable may hold another function.
var rename = os.Rename

func indirect(r io.Reader, name string) error {
	tmp, err := write(r, filepath.Dir(name))
	if err != nil {
		return err
	}
	defer os.Remove(tmp)
	return rename(tmp, name) // want `unsafely: no-sync, no-dirsync; use atomicfile.Create and Commit \(by hand: .*\)$`
}

func (p *part) drop(err error) error {
	return errors.Join(err, os.Remove(p.f.Name()))
}
