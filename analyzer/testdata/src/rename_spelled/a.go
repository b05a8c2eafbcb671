// Package rename_spelled holds hand-made renames that spell the path of the
// temporary in two ways.
package rename_spelled

import (
	"fmt"
	"os"
	"path/filepath"
)

// Callers choose the directory in many of these, and may be alone there.
func joinedThenAdded(dir, name string, b []byte) error {
	if err := os.WriteFile(filepath.Join(dir, name)+".tmp", b, 0o644); err != nil {
		return err
	}
	return os.Rename(filepath.Join(dir, name+".tmp"), filepath.Join(dir, name)) // want `unsafely: no-sync, leak, no-dirsync;`
}

func formatted(path string, b []byte) error {
	tmp := fmt.Sprintf("%s.tmp", path)
	if err := os.WriteFile(tmp, b, 0o644); err != nil {
		return err
	}
	return os.Rename(path+".tmp", path) // want `unsafely: no-sync, shared-temp, leak, no-dirsync;`
}

func slashes(dir, name string, b []byte) error {
	if err := os.WriteFile(dir+"/"+name+".tmp", b, 0o644); err != nil {
		return err
	}
	return os.Rename(filepath.Join(dir, name+".tmp"), filepath.Join(dir, name)) // want `unsafely: no-sync, leak, no-dirsync;`
}

func nested(dir, name string, b []byte) error {
	f, err := os.Create(filepath.Join(dir, "state", fmt.Sprintf("%s.%d.tmp", name, 1)))
	if err != nil {
		return err
	}
	if _, err := f.Write(b); err != nil {
		return err
	}
	if err := f.Close(); err != nil {
		return err
	}
	return os.Rename(filepath.Join(dir, "state", name+".1.tmp"), filepath.Join(dir, name)) // want `unsafely: no-sync, leak, no-dirsync;`
}

func cleaned(dir string, b []byte) error {
	if err := os.WriteFile(filepath.Clean(dir+"/state.tmp"), b, 0o644); err != nil {
		return err
	}
	return os.Rename(filepath.Join(dir, "state.tmp"), filepath.Join(dir, "state")) // want `unsafely: no-sync, leak, no-dirsync;`
}

func tempName(path string) string { return path + ".tmp" }

func byFunction(path string, b []byte) error {
	if err := os.WriteFile(tempName(path), b, 0o644); err != nil {
		return err
	}
	return os.Rename(path+".tmp", path) // want `unsafely: no-sync, shared-temp, leak, no-dirsync;`
}

// These are other files.
func others(dir, name string, n int, b []byte) error {
	for _, tmp := range []string{name + ".tmp", fmt.Sprintf("%5s.tmp", name), fmt.Sprintf("%s.tmp%%", name), fmt.Sprintf("%s.%d.tmp", name, n), tempName(dir)} {
		if err := os.Rename(tmp, name); err != nil {
			return err
		}
	}
	if err := os.WriteFile(dir+"s"+name+".tmp", b, 0o644); err != nil {
		return err
	}
	return os.Rename(filepath.Join(dir, name+".tmp"), name)
}

// If these were not the same file, because dir ends in a slash, there would be
// nothing to rename.
func slashInDir(dir, name string, b []byte) error {
	if err := os.WriteFile(dir+name+".tmp", b, 0o644); err != nil {
		return err
	}
	return os.Rename(filepath.Join(dir, name+".tmp"), filepath.Join(dir, name)) // want `unsafely: no-sync, leak, no-dirsync;`
}
