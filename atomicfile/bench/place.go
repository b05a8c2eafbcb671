package main

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
)

// A place is a directory in which files of one content are written.
type place struct {
	dir  string
	data []byte
}

// newPlace makes a place within parent for content of size bytes, which no
// file system can compress.
func newPlace(parent string, size int) (*place, error) {
	dir, err := os.MkdirTemp(parent, "atomicfile-bench-")
	if err != nil {
		return nil, err
	}
	p := &place{dir, make([]byte, size)}
	rand.NewChaCha8([32]byte{}).Read(p.data)
	err = os.WriteFile(p.source(), p.data, 0o644)
	if err == nil {
		err = settle(p.source())
	}
	if err != nil {
		p.remove()
		return nil, err
	}
	return p, nil
}

func (p *place) remove() error { return os.RemoveAll(p.dir) }

// source returns the path of a file that has the content.
func (p *place) source() string { return filepath.Join(p.dir, "source") }

// job returns what the writer number i is to do.
func (p *place) job(i int) job {
	return job{dest: filepath.Join(p.dir, fmt.Sprintf("dest%04d", i)), data: p.data, source: p.source()}
}

// prepare sees to it that the destination exists, or does not.
func (p *place) prepare(j job, existing bool) error {
	_, err := os.Lstat(j.dest)
	switch {
	case err == nil && !existing:
		return os.Remove(j.dest)
	case err != nil && existing:
		return os.WriteFile(j.dest, j.data, 0o644)
	}
	return nil
}

// settle waits for the disk to have all of a file.
func settle(name string) error {
	f, err := os.OpenFile(name, os.O_WRONLY, 0)
	if err != nil {
		return err
	}
	defer f.Close()
	return f.Sync()
}
