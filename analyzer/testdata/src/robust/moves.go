// Package robust has code that is unusual, but right Go. Nothing in it may
// keep the analyzer from looking at the rest.
package robust

import (
	"os"
	"path/filepath"
)

// The destination is made from two parameters, so that a caller has no
// expression for it.
func place(draft, dir, name string) error {
	return os.Rename(draft, filepath.Join(dir, name)) // want `os.Rename publishes filepath.Join\(dir, name\) unsafely: no-sync, mode`
}

func storeIndex(dir string, index []byte) error {
	f, err := os.CreateTemp(dir, "index-*")
	if err != nil {
		return err
	}
	if _, err := f.Write(index); err != nil {
		f.Close()
		return err
	}
	if err := f.Close(); err != nil {
		return err
	}
	return place(f.Name(), dir, "index.bin")
}

// The same with a temporary of a name that is fixed.
func storeFixed(dir string, index []byte) error {
	if err := os.WriteFile("index.tmp", index, 0o644); err != nil {
		return err
	}
	return place("index.tmp", dir, "index.bin")
}

// The destination is known to nobody but the function that moves.
func placeAt(draft string) error { return os.Rename(draft, target()) } // want `os.Rename publishes target\(\) unsafely: no-sync`

func target() string { return os.Getenv("TARGET") }

func storeAt(dir string, index []byte) error {
	draft := filepath.Join(dir, "draft")
	if err := os.WriteFile(draft, index, 0o600); err != nil {
		return err
	}
	return placeAt(draft)
}

// More than two paths, and none by name.
func placeAll(paths ...string) error { return os.Rename(paths[0], paths[1]) }

func storeAll(index []byte) error {
	if err := os.WriteFile("all.tmp", index, 0o644); err != nil { // want `can leave "all\.tmp" half-written`
		return err
	}
	return placeAll("all.tmp", "all")
}

func placeNone(string, _ string) error { return nil }

func storeNone(index []byte) error {
	if err := os.WriteFile("none.tmp", index, 0o644); err != nil { // want `os.WriteFile can leave "none.tmp" half-written`
		return err
	}
	return placeNone("none.tmp", "none")
}

// A method that moves to a field.
type shelf struct{ path string }

func (s *shelf) put(draft string) error { return os.Rename(draft, s.path) } // want `publishes s\.path unsafely`

func (s shelf) store(index []byte) error {
	f, err := os.CreateTemp(".", "shelf-*")
	if err != nil {
		return err
	}
	defer f.Close()
	if _, err := f.Write(index); err != nil {
		return err
	}
	return (*shelf).put(&s, f.Name())
}

// One function for any kind of path.
func placeAny[P ~string](draft, dir P, name string) error {
	return os.Rename(string(draft), filepath.Join(string(dir), name))
}

type dirPath string

func storeAny(dir dirPath, index []byte) error {
	draft := filepath.Join(string(dir), "draft.tmp")
	if err := os.WriteFile(draft, index, 0o644); err != nil {
		return err
	}
	return placeAny(dirPath(draft), dir, "any")
}

// The functions are values.
var rename = os.Rename

func storeByValue(index []byte) error {
	if err := os.WriteFile("value.tmp", index, 0o644); err != nil {
		return err
	}
	return rename("value.tmp", "value") // want `os.Rename publishes "value" unsafely: no-sync`
}
