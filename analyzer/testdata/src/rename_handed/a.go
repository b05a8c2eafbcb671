// Package rename_handed has temporaries that one function writes and another
// renames, to a name that the writer does not know.
package rename_handed

import (
	"os"
	"path/filepath"
)

// The destination is a field.
type ledger struct{ path string }

func (l *ledger) swapIn(draft string) error {
	return os.Rename(draft, l.path) // want `publishes l.path unsafely: no-sync, mode`
}

func (l *ledger) write(entries []byte) error {
	f, err := os.CreateTemp(".", "ledger-*")
	if err != nil {
		return err
	}
	defer f.Close()
	if _, err := f.Write(entries); err != nil {
		return err
	}
	if err := f.Close(); err != nil {
		return err
	}
	return l.swapIn(f.Name())
}

// It is made from two parameters. What the callers have flushed is no flaw.
func place(draft, dir, name string) error {
	return os.Rename(draft, filepath.Join(dir, name)) // want `publishes filepath.Join\(dir, name\) unsafely: mode, no-dirsync`
}

func store(dir string, index []byte) error {
	f, err := os.CreateTemp(dir, "index-*")
	if err != nil {
		return err
	}
	if _, err := f.Write(index); err != nil {
		f.Close()
		return err
	}
	if err := f.Sync(); err != nil {
		f.Close()
		return err
	}
	if err := f.Close(); err != nil {
		return err
	}
	return place(f.Name(), dir, "index.bin")
}

// The file is there already when os.WriteFile writes it, and keeps its mode.
func publish(dst string, menu []byte) error {
	f, err := os.CreateTemp(filepath.Dir(dst), "menu-*")
	if err != nil {
		return err
	}
	draft := f.Name()
	defer os.Remove(draft)
	if err := f.Close(); err != nil {
		return err
	}
	if err := os.WriteFile(draft, menu, 0o644); err != nil {
		return err
	}
	return os.Rename(draft, dst) // want `publishes dst unsafely: no-sync, mode`
}

// It is not, for it only gave its name.
func publishAnew(dst string, menu []byte) error {
	f, err := os.CreateTemp(filepath.Dir(dst), "menu-*")
	if err != nil {
		return err
	}
	draft := f.Name()
	f.Close()
	os.Remove(draft)
	if err := os.WriteFile(draft, menu, 0o644); err != nil {
		return err
	}
	return os.Rename(draft, dst) // want `publishes dst unsafely: no-sync, leak, no-dirsync`
}

// A file system that lies on another one renames there, after it has fetched
// the file: what its callers rename is up to them.
type layered struct{ base disk }

type disk struct{}

func (disk) Rename(from, to string) error { return os.Rename(from, to) }

func (l *layered) fetch(name string) error {
	return os.WriteFile(name, []byte("content"), 0o644)
}

func (l *layered) Rename(from, to string) error {
	if err := l.fetch(from); err != nil {
		return err
	}
	return l.base.Rename(from, to)
}

// Save renames what it has written.
func (l *layered) Save(name string, data []byte) error {
	if err := os.WriteFile(name+".new", data, 0o644); err != nil {
		return err
	}
	return l.Rename(name+".new", name) // want `publishes name unsafely: no-sync`
}
