// Package reassigned has paths in variables that held others before.
package reassigned

import (
	"os"
	"path/filepath"
)

func moved(root string, data []byte) error {
	parent, err := os.MkdirTemp("", "build")
	if err != nil {
		return err
	}
	defer os.RemoveAll(parent)
	if _, err := os.Stat(root); err != nil {
		return err
	}
	root = filepath.Join(parent, "rootfs")
	return os.WriteFile(filepath.Join(root, "a"), data, 0o644)
}

func below(name string, data []byte) error {
	dir, err := os.MkdirTemp("", "build")
	if err != nil {
		return err
	}
	dir = filepath.Join(dir, "sub")
	dir = filepath.Join(dir, "sub")
	func() { err = os.WriteFile(filepath.Join(dir, name), data, 0o644) }()
	return err
}

func sometimes(root string, inside bool, data []byte) error {
	parent, err := os.MkdirTemp("", "build")
	if err != nil {
		return err
	}
	if inside {
		root = parent
	}
	return os.WriteFile(filepath.Join(root, "a"), data, 0o644) // want `filepath.Join\(root, "a"\) half-written`
}

func back(out string, data []byte) error {
	root := out
	parent, err := os.MkdirTemp("", "build")
	if err != nil {
		return err
	}
	root = parent
	for range 2 {
		if err := os.WriteFile(root, data, 0o644); err != nil { // want `root half-written`
			return err
		}
		root = out
	}
	return nil
}

func later(out string, data []byte) error {
	root := out
	root = os.TempDir()
	write := func() error { return os.WriteFile(root, data, 0o644) } // want `root half-written`
	root = out
	return write()
}

func deferred(out string, data []byte) error {
	root := out
	{
		root = os.TempDir()
		defer func() { os.WriteFile(root, data, 0o644) }() // want `root half-written`
	}
	root = out
	return nil
}

func elsewhere(out string, data []byte) error {
	root := out
	set := func() { root = out }
	root = os.TempDir()
	set()
	return os.WriteFile(root, data, 0o644) // want `root half-written`
}

func after(out string, data []byte) error {
	root := os.TempDir()
	root = filepath.Join(root, "a")
	if err := os.WriteFile(root, data, 0o644); err != nil {
		return err
	}
	root = out
	return os.WriteFile(root, data, 0o644) // want `root half-written`
}

func longer(name string, data []byte) error {
	name = filepath.Join(os.TempDir(), "x")
	name += ".part"
	names := []string{name}
	names[0] = "report.txt"
	return os.WriteFile(names[0], data, 0o644) // want `names\[0\] half-written`
}
