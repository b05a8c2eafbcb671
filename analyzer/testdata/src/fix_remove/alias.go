package fix_remove

import (
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
