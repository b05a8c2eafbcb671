package behaviour

import (
	"bytes"
	"io"
	"os"
	"path/filepath"

	"github.com/atomiclint/atomiclint/atomicfile"
)

// existing prepares a file of the usual mode to be replaced.
func existing(s *scene) { s.file("f", 0o644) }

// plain are the behaviours without anything special.
func plain() []Behaviour {
	return []Behaviour{
		{Name: "new file", ways: writes()},
		{Name: "new file, Create", ways: creates("f", nothing)},
		{Name: "new file, perm 0600", ways: writesTo("f", 0o600)},
		{Name: "replace", setup: existing, ways: writes()},
		{Name: "replace, Create", setup: existing, ways: creates("f", nothing)},
		{Name: "replace ten times", setup: existing, ways: both(tenTimes(os.WriteFile), tenTimes(atomicfile.WriteFile))},
		{Name: "replace, WriteFrom", setup: existing, ways: both(
			func(*stage) error {
				f, err := os.Create("f")
				if err != nil {
					return err
				}
				defer f.Close()
				if _, err := io.Copy(f, bytes.NewReader(newContent())); err != nil {
					return err
				}
				return f.Close()
			},
			func(*stage) error {
				_, err := atomicfile.WriteFrom("f", bytes.NewReader(newContent()))
				return err
			})},
		{Name: "replace, within an os.Root", setup: existing, ways: both(
			inRoot(func(r *os.Root) error { return r.WriteFile("f", newContent(), 0o644) }),
			inRoot(func(r *os.Root) error {
				return atomicfile.Write("f", fillWhole, atomicfile.In(r))
			}))},
		{Name: "three files of a Batch, one new", setup: func(s *scene) {
			s.file("a", 0o644)
			s.file("b", 0o600)
		}, ways: both(
			func(*stage) error { return each(os.WriteFile, "a", "b", "c") },
			func(*stage) error {
				var b atomicfile.Batch
				defer b.Close()
				write := func(name string, data []byte, perm os.FileMode) error { return b.WriteFile(name, data, perm) }
				if err := each(write, "a", "b", "c"); err != nil {
					return err
				}
				return b.Commit()
			})},
	}
}

type writeFile func(name string, data []byte, perm os.FileMode) error

func each(write writeFile, names ...string) error {
	for _, name := range names {
		if err := write(name, newContent(), 0o644); err != nil {
			return err
		}
	}
	return nil
}

func tenTimes(write writeFile) act {
	return func(*stage) error {
		for range 10 {
			if err := write("f", newContent(), 0o644); err != nil {
				return err
			}
		}
		return nil
	}
}

func fillWhole(f *atomicfile.File) error {
	_, err := f.Write(newContent())
	return err
}

// inRoot calls do with the working directory as a root.
func inRoot(do func(*os.Root) error) act {
	return func(*stage) error {
		dir, err := filepath.Abs(".")
		if err != nil {
			return err
		}
		root, err := os.OpenRoot(dir)
		if err != nil {
			return err
		}
		defer root.Close()
		return do(root)
	}
}
