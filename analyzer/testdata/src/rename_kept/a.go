// Package rename_kept holds hand-made renames by types that keep the temporary,
// or its name, in a field.
package rename_kept

import (
	"fmt"
	"io"
	"math/rand"
	"os"
	"path/filepath"

	"example.com/drafts"
)

// The file is written through the struct that embeds it.
type replacing struct {
	*os.File
	name string
}

func (r *replacing) Close() error {
	if err := r.Sync(); err != nil {
		return err
	}
	if err := r.File.Close(); err != nil {
		return err
	}
	return os.Rename(r.Name(), r.name) // want `unsafely: leak, no-dirsync;`
}

func replace(name string) (*replacing, error) {
	f, err := os.Create(fmt.Sprintf("%s.%x", name, rand.Int63()))
	if err != nil {
		return nil, err
	}
	return &replacing{File: f, name: name}, nil
}

func dump(name string, src io.WriterTo) error {
	r, err := replace(name)
	if err != nil {
		return err
	}
	if _, err := src.WriteTo(io.Writer(r)); err != nil {
		return err
	}
	return r.Close()
}

func dumpAll(name string, srcs []io.WriterTo) error {
	r, err := replace(name)
	if err != nil {
		return err
	}
	for _, src := range srcs {
		if _, err := src.WriteTo(r); err != nil {
			return err
		}
	}
	return r.Close()
}

// One method keeps the name, another one returns it.
type saver struct{ path, name string }

func (s *saver) begin(b []byte) error {
	s.name = s.path + ".new"
	return os.WriteFile(s.name, b, 0o644)
}

func (s *saver) current() string { return s.name }

func (s *saver) commit() error {
	return os.Rename(s.current(), s.path) // want `unsafely: no-sync, shared-temp, leak, no-dirsync;`
}

// Some method removes what is left.
type careful struct {
	f    *os.File
	path string
}

func newCareful(path string) (*careful, error) {
	f, err := os.CreateTemp(filepath.Dir(path), "")
	if err != nil {
		return nil, err
	}
	return &careful{f, path}, nil
}

func (c *careful) Write(b []byte) (int, error) { return c.f.Write(b) }

func (c *careful) commit() error {
	if err := c.f.Chmod(0o644); err != nil {
		return err
	}
	if err := c.f.Close(); err != nil {
		return err
	}
	return os.Rename(c.f.Name(), c.path) // want `unsafely: no-sync, no-dirsync;`
}

func (c *careful) abort() {
	c.f.Close()
	os.Remove(c.f.Name())
}

// Nothing removes this one.
type careless struct {
	f    *os.File
	path string
}

func newCareless(path string) (*careless, error) {
	f, err := os.CreateTemp(filepath.Dir(path), "")
	if err != nil {
		return nil, err
	}
	return &careless{f, path}, nil
}

func (c *careless) Write(b []byte) (int, error) { return c.f.Write(b) }

func (c *careless) commit() error {
	if err := c.f.Chmod(0o644); err != nil {
		return err
	}
	if err := c.f.Close(); err != nil {
		return err
	}
	return os.Rename(c.f.Name(), c.path) // want `unsafely: no-sync, leak, no-dirsync;`
}

// A struct of another package keeps the file.
func foreign(path string, b []byte) error {
	f, err := os.Create(path + ".tmp")
	if err != nil {
		return err
	}
	s := drafts.Slot{Path: path, Tmp: path + ".tmp", File: f}
	if err := fill(&s, b); err != nil {
		return err
	}
	return os.Rename(s.Tmp, s.Path) // want `unsafely: write-ignored, leak, no-dirsync;`
}

func fill(s *drafts.Slot, b []byte) error {
	s.File.Write(b)
	return s.File.Close()
}

// A map keeps the names.
type batch struct{ staged map[string]string }

func (b *batch) put(path string, data []byte) error {
	tmp := path + ".tmp"
	if err := os.WriteFile(tmp, data, 0o644); err != nil {
		return err
	}
	b.staged[path] = tmp
	return nil
}

func (b *batch) commit() error {
	for path, tmp := range b.staged {
		if err := os.Rename(tmp, path); err != nil { // want `unsafely: no-sync, shared-temp, leak, no-dirsync;`
			return err
		}
	}
	return nil
}
