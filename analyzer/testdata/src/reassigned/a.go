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
	return os.WriteFile(filepath.Join(root, "a"), data, 0o644) // want `half-written filepath.Join\(root, "a"\) behind`
}

func back(out string, data []byte) error {
	root := out
	parent, err := os.MkdirTemp("", "build")
	if err != nil {
		return err
	}
	root = parent
	for range 2 {
		if err := os.WriteFile(root, data, 0o644); err != nil { // want `half-written root behind`
			return err
		}
		root = out
	}
	return nil
}

func later(out string, data []byte) error {
	root := out
	root = os.TempDir()
	write := func() error { return os.WriteFile(root, data, 0o644) } // want `half-written root behind`
	root = out
	return write()
}

func elsewhere(out string, data []byte) error {
	root := out
	set := func() { root = out }
	root = os.TempDir()
	set()
	return os.WriteFile(root, data, 0o644) // want `half-written root behind`
}

func after(out string, data []byte) error {
	root := os.TempDir()
	root = filepath.Join(root, "a")
	if err := os.WriteFile(root, data, 0o644); err != nil {
		return err
	}
	root = out
	return os.WriteFile(root, data, 0o644) // want `half-written root behind`
}

func longer(name string, data []byte) error {
	name = filepath.Join(os.TempDir(), "x")
	name += ".part"
	names := []string{name}
	names[0] = "report.txt"
	return os.WriteFile(names[0], data, 0o644) // want `half-written names\[0\] behind`
}
