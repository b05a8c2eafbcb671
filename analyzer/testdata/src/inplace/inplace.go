// Package inplace holds files that are appended to or changed in place.
package inplace

import (
	"os"
	"syscall"
)

func add(path string) {
	f, _ := os.OpenFile(path, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o644)
	f.WriteString("x")
	f.Close()
}

func read(path string) {
	f, _ := os.OpenFile(path, os.O_RDWR, 0)
	f.WriteString("x")
	f.Close()
}

func update(path string) {
	f, _ := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o644)
	f.WriteAt([]byte("x"), 10)
	f.Close()
}

type database struct{ f *os.File }

func open(path string) (*database, error) {
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o644)
	return &database{f}, err
}

func (d *database) put(b []byte) { d.f.Write(b) }

func Open(path string, flags int) (*os.File, error) {
	return os.OpenFile(path, flags, 0o644)
}

func mapped(path string) ([]byte, error) {
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE|os.O_TRUNC, 0o644)
	if err != nil {
		return nil, err
	}
	if _, err := f.Write(make([]byte, 4096)); err != nil {
		return nil, err
	}
	return mapFile(f)
}

func mapFile(f *os.File) ([]byte, error) { return mapNumber(f.Fd()) }

func mapNumber(fd uintptr) ([]byte, error) {
	return syscall.Mmap(int(fd), 0, 4096, syscall.PROT_WRITE, syscall.MAP_SHARED)
}

type blocks interface {
	WriteAt(b []byte, at int64) (int, error)
	Close() error
}

type volume struct {
	open func(name string) (blocks, error)
}

func newVolume() *volume { return &volume{open: openBlocks} }

func openBlocks(name string) (blocks, error) {
	f, err := os.OpenFile(name, os.O_RDWR|os.O_CREATE, 0o644)
	if err != nil {
		return nil, err
	}
	return f, nil
}
