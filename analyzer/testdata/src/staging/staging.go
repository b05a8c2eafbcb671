// Package staging holds hand-made temporaries that are renamed into place.
package staging

import (
	"fmt"
	"os"
	"path/filepath"

	"example.com/fsutil"
)

func here(path string, data []byte) error {
	tmp := path + ".new"
	if err := os.WriteFile(tmp, data, 0o644); err != nil {
		return err
	}
	return os.Rename(tmp, path) // want `no-sync, shared-temp, leak, no-dirsync; use atomicfile.WriteFile`
}

func spelledTwice(path string, data []byte) error {
	if err := os.WriteFile(path+"~", data, 0o644); err != nil {
		return err
	}
	return os.Rename(path+"~", path) // want `path unsafely`
}

func byHandle(path string) error {
	f, err := os.OpenFile(path+"_", os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o644)
	if err != nil {
		return err
	}
	fmt.Fprintln(f, "x")
	f.Close()
	return os.Rename(f.Name(), path) // want `no-sync, close-ignored, write-ignored, leak, no-dirsync; use atomicfile.Create and Commit`
}

func byCallee(path string, data []byte) error {
	next := path + ".1"
	if err := os.WriteFile(next, data, 0o644); err != nil {
		return err
	}
	return install(next, path) // want `staging.install publishes path unsafely: no-sync`
}

func install(from, to string) error { return os.Rename(from, to) }

func byHelper(path string, data []byte) error {
	next := path + ".2"
	if err := os.WriteFile(next, data, 0o644); err != nil {
		return err
	}
	return fsutil.Replace(next, path) // want `fsutil.Replace publishes path unsafely: no-sync`
}

func byCaller(path string, data []byte) error {
	next := path + ".3"
	if err := write(next, data); err != nil {
		return err
	}
	return os.Rename(next, path) // want `path unsafely: no-sync`
}

func write(path string, data []byte) error { return os.WriteFile(path, data, 0o644) }

func directory(dest string, files map[string][]byte) error {
	next := dest + ".next"
	for name, data := range files {
		if err := os.WriteFile(filepath.Join(next, name), data, 0o644); err != nil {
			return err
		}
	}
	return os.Rename(next, dest)
}

type writer struct {
	path, next string
	f          *os.File
}

func newWriter(path string) (*writer, error) {
	w := &writer{path: path, next: path + ".w"}
	f, err := os.Create(w.next)
	w.f = f
	return w, err
}

func (w *writer) Write(p []byte) (int, error) { return w.f.Write(p) }

func (w *writer) Close() error {
	if err := w.f.Close(); err != nil {
		return err
	}
	return os.Rename(w.next, w.path) // want `w.path unsafely: no-sync, shared-temp`
}

type named struct {
	path string
	f    *os.File
}

func (n *named) next() string { return n.path + ".n" }

func (n *named) open() (err error) {
	n.f, err = os.Create(n.next())
	return err
}

func (n *named) fill() { n.f.WriteString("x") }

func (n *named) done() error { return os.Rename(n.next(), n.path) } // want `n.path unsafely: no-sync, close-ignored, write-ignored`

// Another package renames what ends in .tmp; nothing else bears such a name.
func bySuffix(path string, data []byte) error {
	return os.WriteFile(path+".tmp", data, 0o644)
}

// discard moves a directory out of the way to remove it, which publishes
// nothing that is in it.
func discard(dir string) error {
	old := filepath.Join(filepath.Dir(dir), "."+filepath.Base(dir))
	if err := os.Rename(dir, old); err != nil {
		return err
	}
	return os.RemoveAll(old)
}

type bundle struct{ dir string }

func (b *bundle) delete() error { return discard(b.dir) }

func (b *bundle) save(data []byte) error {
	return os.WriteFile(filepath.Join(b.dir, "bundle"), data, 0o644) // want `os.WriteFile can leave`
}

func archivePath(path string) string { return filepath.Join("old", filepath.Base(path)) }

func keepOld(path string) error { return os.Rename(path, archivePath(path)) }

type config struct{ path string }

func (c *config) keep() error { return os.Rename(c.path, archivePath(c.path)) }

func (c *config) save(data []byte) error {
	return os.WriteFile(c.path, data, 0o644) // want `os.WriteFile can leave`
}

// A link publishes only if the old name goes.
func linked(path, alias string, data []byte) error {
	if err := os.WriteFile(path, data, 0o644); err != nil { // want `os.WriteFile can leave`
		return err
	}
	return os.Link(path, alias)
}

func linkedInto(path string, data []byte) error {
	next := path + ".l"
	if err := os.WriteFile(next, data, 0o644); err != nil {
		return err
	}
	if err := os.Link(next, path); err != nil { // want `os.Link publishes path unsafely: no-sync`
		return err
	}
	return os.Remove(next)
}

type store struct{ dir, next string }

func newStore(dir string) *store { return &store{dir: dir, next: dir + ".next"} }

// purge moves the directory away for a goroutine to remove.
func (s *store) purge() error {
	gone := filepath.Join(filepath.Dir(s.dir), "gone")
	if err := os.Rename(s.dir, gone); err != nil {
		return err
	}
	go func() { os.RemoveAll(gone) }()
	return nil
}

func (s *store) rename(to string) error { return os.Rename(s.dir, to) }

func (s *store) put(name string, data []byte) error {
	return os.WriteFile(filepath.Join(s.dir, name), data, 0o644) // want `os.WriteFile can leave`
}

func (s *store) prepare(name string, data []byte) error {
	return os.WriteFile(filepath.Join(s.next, name), data, 0o644)
}

func (s *store) publish() error { return os.Rename(s.next, s.dir) }

// A task writes to the final name, having moved the old file away, and puts that
// back after an error.
type task struct{ path, kept string }

func (t *task) run(data []byte) error {
	if err := os.Rename(t.path, t.kept); err != nil {
		return err
	}
	if err := t.write(data); err != nil {
		os.Rename(t.kept, t.path)
		return err
	}
	return nil
}

func (t *task) write(data []byte) error {
	return os.WriteFile(t.path, data, 0o644) // want `os.WriteFile can leave t.path half-written`
}
