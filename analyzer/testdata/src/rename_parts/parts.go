// Package rename_parts holds renames of what another function has created.
package rename_parts

import (
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
)

// The creator returns the name of what it has written.
func keep(dir, path string, content []byte) error {
	name, err := draft(dir, content)
	if err != nil {
		return err
	}
	return os.Rename(name, path) // want `unsafely: no-sync, close-ignored, mode, leak, no-dirsync;`
}

func draft(dir string, content []byte) (string, error) {
	f, err := os.CreateTemp(dir, "draft")
	if err != nil {
		return "", err
	}
	if _, err := f.Write(content); err != nil {
		f.Close()
		os.Remove(f.Name())
		return "", err
	}
	f.Close()
	return f.Name(), nil
}

// A directory that only its owner can enter holds what only its owner reads.
func keepPrivate(dir, path string, content []byte) error {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	name, err := draft(dir, content)
	if err != nil {
		return err
	}
	return os.Rename(name, path) // want `unsafely: no-sync, close-ignored, leak, no-dirsync;`
}

// The creator returns the name, and has deferred the rest.
func ingest(root string, r io.Reader, target string) error {
	name, err := receive(root, r)
	if err != nil {
		return err
	}
	if err := os.Rename(name, target); err != nil { // want `unsafely: no-sync, no-dirsync;`
		os.Remove(name)
		return err
	}
	return nil
}

func receive(root string, r io.Reader) (path string, failed error) {
	f, err := os.CreateTemp(root, "in")
	if err != nil {
		return "", err
	}
	path = f.Name()
	defer func() {
		if err := f.Close(); err != nil && failed == nil {
			failed = err
		}
		if failed != nil {
			os.Remove(path)
		}
	}()
	if _, err := io.Copy(f, r); err != nil {
		return "", err
	}
	if err := os.Chmod(path, 0o444); err != nil {
		return "", err
	}
	return
}

// The creator returns the file, which it opens itself.
func open(path string, v any) (err error) {
	f, err := exclusive(filepath.Dir(path))
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			f.Close()
			os.Remove(f.Name())
		}
	}()
	if err := json.NewEncoder(f).Encode(v); err != nil {
		return err
	}
	if err := f.Close(); err != nil {
		return err
	}
	return os.Rename(f.Name(), path) // want `unsafely: no-sync, no-dirsync;`
}

func exclusive(dir string) (f *os.File, err error) {
	for range 100 {
		name := filepath.Join(dir, fmt.Sprint(rand.Int(), ".tmp"))
		f, err = os.OpenFile(name, os.O_CREATE|os.O_EXCL|os.O_RDWR, 0o666)
		if os.IsExist(err) {
			continue
		}
		break
	}
	return
}

// The creator is given the name.
func given(path string, data []byte) error {
	tmp := path + ".tmp"
	f, err := create(tmp)
	if err != nil {
		return err
	}
	if _, err := f.Write(data); err != nil {
		return err
	}
	if err := f.Close(); err != nil {
		return err
	}
	return os.Rename(tmp, path) // want `unsafely: no-sync, shared-temp, leak, no-dirsync;`
}

func create(name string) (*os.File, error) {
	return os.OpenFile(name, os.O_CREATE|os.O_TRUNC|os.O_RDWR, 0o600)
}

// The methods of a struct create, fill and rename.
type file struct {
	*os.File
	final string
}

func newFile(path string) (*file, error) {
	final := filepath.Clean(path)
	tmp := tempPath(final)
	f, err := os.Create(tmp)
	if err != nil {
		return nil, err
	}
	return &file{f, final}, nil
}

func tempPath(final string) string { return final + ".tmp" }

func (f *file) Close() error {
	done := false
	defer func() {
		if !done {
			os.Remove(f.Name())
		}
	}()
	if err := f.Sync(); err != nil {
		return err
	}
	if err := f.File.Close(); err != nil {
		return err
	}
	if err := os.Rename(f.Name(), f.final); err != nil { // want `unsafely: shared-temp;`
		return err
	}
	done = true
	return syncDir(filepath.Dir(f.final))
}

func save(path string, data []byte) error {
	f, err := newFile(path)
	if err != nil {
		return err
	}
	if _, err := f.Write(data); err != nil {
		return err
	}
	return f.Close()
}

func syncDir(name string) error {
	d, err := os.Open(name)
	if err != nil {
		return err
	}
	defer d.Close()
	return d.Sync()
}

type bucket struct {
	file *os.File
	path string
	err  error
}

func put(path string, whole bool) (*bucket, error) {
	var f *os.File
	var final string
	var err error
	if whole {
		f, err = os.CreateTemp(filepath.Dir(path), "x")
		final = path
	} else {
		f, err = os.Create(path)
	}
	if err != nil {
		return nil, err
	}
	return &bucket{file: f, path: final}, nil
}

func (b *bucket) Write(p []byte) (int, error) {
	n, err := b.file.Write(p)
	if err != nil {
		b.err = err
	}
	return n, err
}

func (b *bucket) Close() error {
	err := b.file.Close()
	if b.path == "" {
		return err
	}
	if err != nil || b.err != nil {
		os.Remove(b.file.Name())
		return err
	}
	if err := os.Rename(b.file.Name(), b.path); err != nil { // want `unsafely: no-sync, mode, no-dirsync;`
		os.Remove(b.file.Name())
		return err
	}
	return nil
}

// A literal that a variable holds renames what the function has made.
func format(path string, write bool, render func(io.Writer) error) error {
	out := os.Stdout
	finish := func() error { return nil }
	if write {
		tmp, err := os.CreateTemp(filepath.Dir(path), "x")
		if err != nil {
			return err
		}
		defer tmp.Close()
		finish = func() error {
			return os.Rename(tmp.Name(), path) // want `unsafely: no-sync, close-ignored, mode, leak, no-dirsync;`
		}
		out = tmp
	}
	if err := render(out); err != nil {
		return err
	}
	return finish()
}

// A deferred function does it.
func deferred(path string, r io.Reader) (err error) {
	f, err := os.CreateTemp(filepath.Dir(path), "x")
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			os.Remove(f.Name())
			return
		}
		f.Chmod(0o644)
		if err = f.Close(); err != nil {
			return
		}
		err = os.Rename(f.Name(), path) // want `unsafely: no-sync, leak, no-dirsync;`
	}()
	_, err = io.Copy(f, r)
	return err
}

// resumed goes on with what an earlier download has left, and publishes the whole.
func resumed(path string, r io.Reader) error {
	part := path + ".part"
	f, err := os.OpenFile(part, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	if _, err := io.Copy(f, r); err != nil {
		f.Close()
		return err
	}
	if err := f.Close(); err != nil {
		return err
	}
	return os.Rename(part, path) // want `unsafely: no-sync, shared-temp, leak, no-dirsync`
}

// A log that is put away was never a temporary.
func rotated(log, old string, line string) error {
	f, err := os.OpenFile(log, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	fmt.Fprintln(f, line)
	f.Close()
	return os.Rename(log, old)
}
