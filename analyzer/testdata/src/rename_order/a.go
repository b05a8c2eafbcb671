// Package rename_order holds hand-made renames that take the right steps in a
// wrong order, or to a wrong directory.
package rename_order

import (
	"bufio"
	"compress/gzip"
	"fmt"
	"io"
	"os"
	"path/filepath"
)

func syncedFirst(path string, b []byte) error {
	tmp := path + ".tmp"
	f, err := os.Create(tmp)
	if err != nil {
		return err
	}
	if err := f.Sync(); err != nil {
		return err
	}
	if _, err := f.Write(b); err != nil {
		return err
	}
	if err := f.Close(); err != nil {
		return err
	}
	return os.Rename(tmp, path) // want `unsafely: no-sync, shared-temp, leak, no-dirsync;`
}

func syncedBeforeFlush(path string, b []byte) error {
	tmp := path + ".tmp"
	f, err := os.Create(tmp)
	if err != nil {
		return err
	}
	w := bufio.NewWriter(f)
	if _, err := w.Write(b); err != nil {
		return err
	}
	if err := f.Sync(); err != nil {
		return err
	}
	if err := w.Flush(); err != nil {
		return err
	}
	if err := f.Close(); err != nil {
		return err
	}
	return os.Rename(tmp, path) // want `unsafely: no-sync, shared-temp, leak, no-dirsync;`
}

func syncedBeforeTrailer(path string, r io.Reader) error {
	tmp := path + ".tmp"
	f, err := os.Create(tmp)
	if err != nil {
		return err
	}
	z := gzip.NewWriter(f)
	if _, err := io.Copy(z, r); err != nil {
		return err
	}
	if err := f.Sync(); err != nil {
		return err
	}
	if err := z.Close(); err != nil {
		return err
	}
	if err := f.Close(); err != nil {
		return err
	}
	return os.Rename(tmp, path) // want `unsafely: no-sync, shared-temp, leak, no-dirsync;`
}

// The last write is flushed, too.
func syncedEach(path string, chunks [][]byte) error {
	tmp := path + ".tmp"
	f, err := os.Create(tmp)
	if err != nil {
		return err
	}
	for _, b := range chunks {
		if _, err := f.Write(b); err != nil {
			return err
		}
		if err := f.Sync(); err != nil {
			return err
		}
	}
	if err := f.Close(); err != nil {
		return err
	}
	return os.Rename(tmp, path) // want `unsafely: shared-temp, leak, no-dirsync;`
}

// So it is here, before and after.
func syncedTwice(path string, b, trailer []byte) error {
	tmp := path + ".tmp"
	f, err := os.Create(tmp)
	if err != nil {
		return err
	}
	if _, err := f.Write(b); err != nil {
		return err
	}
	if err := f.Sync(); err != nil {
		return err
	}
	if _, err := f.Write(trailer); err != nil {
		return err
	}
	if err := f.Sync(); err != nil {
		return err
	}
	if err := f.Close(); err != nil {
		return err
	}
	return os.Rename(tmp, path) // want `unsafely: shared-temp, leak, no-dirsync;`
}

func dirOfDir(path string, b []byte) error {
	tmp, err := written(path, b)
	if err != nil {
		return err
	}
	if err := os.Rename(tmp, path); err != nil { // want `unsafely: leak, no-dirsync;`
		return err
	}
	return syncDir(filepath.Dir(filepath.Dir(path)))
}

func otherSubdirectory(root, name string, b []byte) error {
	tmp, err := written(filepath.Join(root, "data", name), b)
	if err != nil {
		return err
	}
	if err := os.Rename(tmp, filepath.Join(root, "data", name)); err != nil { // want `unsafely: leak, no-dirsync;`
		return err
	}
	return syncDir(filepath.Join(root, "index"))
}

func onlyRoot(root, name string, b []byte) error {
	tmp, err := written(filepath.Join(root, "data", name), b)
	if err != nil {
		return err
	}
	if err := os.Rename(tmp, filepath.Join(root, "data", name)); err != nil { // want `unsafely: leak, no-dirsync;`
		return err
	}
	d, err := os.Open(root)
	if err != nil {
		return err
	}
	defer d.Close()
	return d.Sync()
}

type store struct{ incoming, ready string }

func (s *store) otherField(name string, b []byte) error {
	tmp, err := written(filepath.Join(s.incoming, name), b)
	if err != nil {
		return err
	}
	if err := os.Rename(tmp, filepath.Join(s.ready, name)); err != nil { // want `unsafely: leak, no-dirsync;`
		return err
	}
	return syncDir(s.incoming)
}

// One of the two is the right one.
func (s *store) both(name string, b []byte) error {
	tmp, err := written(filepath.Join(s.incoming, name), b)
	if err != nil {
		return err
	}
	if err := os.Rename(tmp, filepath.Join(s.ready, name)); err != nil { // want `unsafely: leak;`
		return err
	}
	if err := syncDir(s.incoming); err != nil {
		return err
	}
	return syncDir(s.ready)
}

// Nothing tells whether dir is the right one.
func anyDir(dir, path string, b []byte) error {
	tmp, err := written(path, b)
	if err != nil {
		return err
	}
	if err := os.Rename(tmp, path); err != nil { // want `unsafely: leak;`
		return err
	}
	return syncDir(dir)
}

func rightDir(root, name string, b []byte) error {
	dir := filepath.Join(root, "data")
	path := filepath.Join(dir, name)
	tmp, err := written(path, b)
	if err != nil {
		return err
	}
	if err := os.Rename(tmp, path); err != nil { // want `unsafely: leak;`
		return err
	}
	return syncDir(fmt.Sprintf("%s/data", root))
}

// written writes and flushes a temporary beside path.
func written(path string, b []byte) (tmp string, err error) {
	f, err := os.CreateTemp(filepath.Dir(path), "")
	if err != nil {
		return "", err
	}
	defer func() {
		if err != nil {
			f.Close()
			os.Remove(f.Name())
		}
	}()
	if err := f.Chmod(0o644); err != nil {
		return "", err
	}
	if _, err := f.Write(b); err != nil {
		return "", err
	}
	if err := f.Sync(); err != nil {
		return "", err
	}
	return f.Name(), f.Close()
}

func syncDir(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	defer d.Close()
	return d.Sync()
}
