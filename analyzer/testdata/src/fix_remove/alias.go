package fix_remove

import (
	"io"
	"os"
	"path/filepath"
)

// The removal is of the old file, which the writer keeps, whatever name it has
// there.

func removesParam(name string, data []byte) (err error) {
	f, err := os.Create(name) // want `no fix: line \d+ removes the old file by another name`
	if err != nil {
		return err
	}
	defer f.Close()
	defer func(p string) {
		if err != nil {
			os.Remove(p)
		}
	}(name)
	_, err = f.Write(data)
	return err
}

func chmodsParam(name string, data []byte) (err error) {
	f, err := os.Create(name) // want `no fix: line \d+ gives os.Chmod the name of the file before it is published`
	if err != nil {
		return err
	}
	defer f.Close()
	defer func(p string) {
		os.Chmod(p, 0o600)
	}(name)
	_, err = f.Write(data)
	return err
}

func aliasRemoved(name string, data []byte) (err error) {
	p := name
	f, err := os.Create(name) // want `no fix: line \d+ removes the old file by another name`
	if err != nil {
		return err
	}
	defer f.Close()
	defer func() {
		if err != nil {
			os.Remove(p)
		}
	}()
	_, err = f.Write(data)
	return err
}

func aliasRemoved2(name string, data []byte) (err error) {
	p := name
	f, err := os.Create(p) // want `no fix: line \d+ removes the old file by another name`
	if err != nil {
		return err
	}
	defer f.Close()
	if _, err = f.Write(data); err != nil {
		os.Remove(name)
		return err
	}
	return nil
}

func joined(dir, name string, data []byte) (err error) {
	f, err := os.Create(filepath.Join(dir, name)) // want `no fix: line \d+ removes the old file by another name`
	if err != nil {
		return err
	}
	defer f.Close()
	if _, err = f.Write(data); err != nil {
		p := filepath.Join(dir, name)
		os.Remove(p)
		return err
	}
	return nil
}

func whole(name string, data []byte) (err error) {
	p := name
	if err := os.WriteFile(p, data, 0o644); err != nil { // want `no fix: line \d+ removes the old file by another name`
		os.Remove(name)
		return err
	}
	return nil
}

func wholeDeferred(name string, data []byte) (err error) {
	defer func(p string) {
		if err != nil {
			os.Remove(p)
		}
	}(name)
	return os.WriteFile(name, data, 0o644) // want `no fix: line \d+ removes the old file by another name`
}

type shelf struct{ dir string }

func (s *shelf) path(k string) string { return filepath.Join(s.dir, k) }

func (s *shelf) put(k string, r io.Reader) error {
	f, err := os.Create(s.path(k)) // want `^fix$`
	if err != nil {
		return err
	}
	defer f.Close()
	if _, err := io.Copy(f, r); err != nil {
		os.Remove(s.path(k))
		return err
	}
	return nil
}

func (s *shelf) put2(k string, r io.Reader) error {
	f, err := os.Create(s.path(k)) // want `no fix: line \d+ removes the old file by another name`
	if err != nil {
		return err
	}
	defer f.Close()
	if _, err := io.Copy(f, r); err != nil {
		os.Remove(filepath.Join(s.dir, k))
		return err
	}
	return nil
}

func joinedPlus(dir, name string, r io.Reader) error {
	f, err := os.Create(filepath.Join(dir, name)) // want `no fix: line \d+ removes the old file by another name`
	if err != nil {
		return err
	}
	defer f.Close()
	if _, err := io.Copy(f, r); err != nil {
		os.Remove(dir + "/" + name)
		return err
	}
	return nil
}

func loopVar(names []string, r io.Reader) error {
	for i := range names {
		f, err := os.Create(names[i]) // want `^fix$`
		if err != nil {
			return err
		}
		if _, err := io.Copy(f, r); err != nil {
			f.Close()
			os.Remove(names[i])
			return err
		}
		if err := f.Close(); err != nil {
			return err
		}
	}
	return nil
}

func collected(names []string, data []byte) (err error) {
	var made []string
	defer func() {
		if err != nil {
			for _, n := range made {
				os.Remove(n)
			}
		}
	}()
	for _, n := range names {
		made = append(made, n)
		if err := os.WriteFile(n, data, 0o644); err != nil { // want `no fix: line \d+ removes the old file by another name`
			return err
		}
	}
	return nil
}
