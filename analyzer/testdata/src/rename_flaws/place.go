// Package rename_flaws holds hand-made renames that lack one thing or another.
package rename_flaws

import (
	"errors"
	"os"
	"path/filepath"

	"golang.org/x/sys/unix"
)

func fill(f *os.File, data []byte) error {
	_, err := f.Write(data)
	return errors.Join(err, f.Chmod(0o644), f.Sync(), f.Close())
}

func inTempDir(path string, data []byte) error {
	f, err := os.CreateTemp("", "x")
	if err != nil {
		return err
	}
	defer os.Remove(f.Name())
	if err := fill(f, data); err != nil {
		return err
	}
	return os.Rename(f.Name(), path) // want `unsafely: other-dir, no-dirsync;`
}

// Split leaves nothing of a bare name, which means the directory for temporary
// files to CreateTemp.
func split(path string, data []byte) error {
	dir, base := filepath.Split(path)
	f, err := os.CreateTemp(dir, base)
	if err != nil {
		return err
	}
	defer os.Remove(f.Name())
	if err := fill(f, data); err != nil {
		return err
	}
	return os.Rename(f.Name(), path) // want `unsafely: other-dir, no-dirsync;`
}

func splitInline(path string, data []byte) error {
	f, err := os.CreateTemp(filepath.Split(path))
	if err != nil {
		return err
	}
	defer os.Remove(f.Name())
	if err := fill(f, data); err != nil {
		return err
	}
	return os.Rename(f.Name(), path) // want `unsafely: other-dir, no-dirsync;`
}

func splitWithCare(path string, data []byte) error {
	dir, base := filepath.Split(path)
	if dir == "" {
		dir = "."
	}
	f, err := os.CreateTemp(dir, base)
	if err != nil {
		return err
	}
	defer os.Remove(f.Name())
	if err := fill(f, data); err != nil {
		return err
	}
	return os.Rename(f.Name(), path) // want `unsafely: no-dirsync;`
}

// What Join makes of a directory and a name has a directory.
func splitJoined(dir string, data []byte) error {
	path := filepath.Join(dir, "file")
	parent, base := filepath.Split(path)
	f, err := os.CreateTemp(parent, base)
	if err != nil {
		return err
	}
	defer os.Remove(f.Name())
	if err := fill(f, data); err != nil {
		return err
	}
	return os.Rename(f.Name(), path) // want `unsafely: no-dirsync;`
}

func inRoot(root *os.Root, name string, data []byte) error {
	f, err := root.Create(name + ".new")
	if err != nil {
		return err
	}
	if _, err := f.Write(data); err != nil {
		return err
	}
	if err := f.Close(); err != nil {
		return err
	}
	return root.Rename(name+".new", name) // want `unsafely: no-sync, shared-temp, leak, no-dirsync;`
}

func byDescriptor(dir *os.File, tmp, name string, data []byte) error {
	if err := os.WriteFile(tmp, data, 0o644); err != nil {
		return err
	}
	fd := int(dir.Fd())
	return unix.Renameat2(fd, tmp, fd, name, unix.RENAME_NOREPLACE) // want `unsafely: no-sync, leak, no-dirsync;`
}

// The names are relative to a directory that is open.
func byBase(path string, data []byte) error {
	dir := filepath.Dir(path)
	tmp, err := os.CreateTemp(dir, "x.*.tmp")
	if err != nil {
		return err
	}
	_, err = tmp.Write(data)
	_ = tmp.Close()
	if err != nil {
		return err
	}
	err = renameIn(dir, filepath.Base(tmp.Name()), filepath.Base(path)) // want `unsafely: no-sync, close-ignored, mode, leak, no-dirsync;`
	if err != nil {
		os.Remove(tmp.Name())
	}
	return err
}

func renameIn(dir, from, to string) error {
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	defer d.Close()
	fd := int(d.Fd())
	return unix.Renameat2(fd, from, fd, to, 0)
}
