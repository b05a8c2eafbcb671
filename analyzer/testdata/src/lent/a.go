// Package lent writes through methods that an embedded field lends to a struct,
// and with flags that callers choose.
package lent

import (
	"bufio"
	"fmt"
	"io"
	"math/rand"
	"os"
)

type named struct {
	Name string
	io.Writer
}

func put(w named, b []byte) error {
	_, err := w.Write(b)
	return err
}

func embedded(name string, b []byte) error {
	f, err := os.Create(name) // want `os.Create can leave`
	if err != nil {
		return err
	}
	defer f.Close()
	return put(named{Name: name, Writer: f}, b)
}

type buffer struct{ *bufio.Writer }

func buffered(name string) error {
	f, err := os.Create(name) // want `os.Create can leave`
	if err != nil {
		return err
	}
	b := buffer{bufio.NewWriter(f)}
	if _, err := b.WriteString("x"); err != nil {
		return err
	}
	return b.Flush()
}

// A file that its own type renames when it is closed.
type file struct {
	*os.File
	target string
}

func (f *file) Close() error {
	if err := f.Sync(); err != nil {
		return err
	}
	if err := f.File.Close(); err != nil {
		return err
	}
	return os.Rename(f.Name(), f.target)
}

func open(target string) (*file, error) {
	f, err := os.Create(fmt.Sprintf("%s.%x", target, rand.Int63()))
	if err != nil {
		return nil, err
	}
	return &file{File: f, target: target}, nil
}

func save(name string, b []byte) error {
	f, err := open(name)
	if err != nil {
		return err
	}
	if _, err = f.Write(b); err != nil {
		return err
	}
	return f.Close()
}

// One of the callers truncates.
func with(name string, flags int, text string) error {
	f, err := os.OpenFile(name, flags, 0o644) // want `os.OpenFile can leave`
	if err != nil {
		return err
	}
	if _, err := f.WriteString(text); err != nil {
		f.Close()
		return err
	}
	return f.Close()
}

func reset(name, text string) error { return with(name, os.O_RDWR|os.O_CREATE|os.O_TRUNC, text) }

func add(name, line string) error { return with(name, os.O_WRONLY|os.O_CREATE|os.O_APPEND, line) }

// None does.
func grow(name string, flags int, text string) error {
	f, err := os.OpenFile(name, flags, 0o644)
	if err != nil {
		return err
	}
	if _, err := f.WriteString(text); err != nil {
		f.Close()
		return err
	}
	return f.Close()
}

func addTo(name, line string) error { return grow(name, os.O_RDWR|os.O_CREATE|os.O_APPEND, line) }

func addNew(name, line string) error {
	return grow(name, os.O_WRONLY|os.O_CREATE|os.O_APPEND|os.O_EXCL, line)
}
