package rename_fix

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
)

func temp(name string, data []byte) error {
	dir := filepath.Dir(name)
	f, err := os.CreateTemp(dir, "state-*")
	if err != nil {
		return err
	}
	defer os.Remove(f.Name())
	if _, err := f.Write(data); err != nil {
		f.Close()
		return err
	}
	if err := f.Close(); err != nil {
		return err
	}
	if err := os.Chmod(f.Name(), 0o644); err != nil {
		return err
	}
	return os.Rename(f.Name(), name) // want `no-sync`
}

func encoded(dir, base string, v any) error {
	tmp := filepath.Join(dir, base+".tmp")
	f, err := os.OpenFile(tmp, os.O_CREATE|os.O_WRONLY|os.O_EXCL, 0o644)
	if err != nil {
		return fmt.Errorf("creating %s: %w", tmp, err)
	}
	defer func() {
		f.Close()
		os.Remove(tmp)
	}()
	w := bufio.NewWriter(f)
	if err := json.NewEncoder(w).Encode(v); err != nil {
		return err
	}
	if err := w.Flush(); err != nil {
		return err
	}
	if err := f.Close(); err != nil {
		return fmt.Errorf("closing %s: %w", tmp, err)
	}
	if err := os.Rename(tmp, filepath.Join(dir, base)); err != nil { // want `no-sync`
		return fmt.Errorf("renaming %s: %w", f.Name(), err)
	}
	return nil
}

func copied(name string, r io.Reader) (err error) {
	f, err := os.Create(name + ".part")
	if err != nil {
		return err
	}
	_, err = io.Copy(f, r)
	if cerr := f.Close(); cerr != nil && err == nil {
		err = cerr
	}
	if err != nil {
		os.Remove(name + ".part")
		return err
	}
	return os.Rename(name+".part", name) // want `no-sync`
}

func split(name string, data []byte) error {
	dir, base := filepath.Split(name)
	f, err := os.CreateTemp(dir, ".tmp")
	if err != nil {
		return err
	}
	defer f.Close()
	tmpName := f.Name()
	if _, err = f.Write(data); err != nil {
		return err
	}
	if err = f.Sync(); err != nil {
		return err
	}
	err = f.Close()
	if err != nil {
		return err
	}
	fmt.Println("writing", base)
	return os.Rename(tmpName, name) // want `other-dir`
}

func secret(name string, token []byte) error {
	f, err := os.CreateTemp(filepath.Dir(name), "token")
	if err != nil {
		return err
	}
	if _, err := f.Write(token); err != nil {
		return err
	}
	if err := f.Close(); err != nil {
		return err
	}
	return os.Rename(f.Name(), name) // want `no-sync`
}

// handed gives the file to a function that only writes it.
func handed(name string) error {
	f, err := os.Create(name + ".tmp")
	if err != nil {
		return err
	}
	defer f.Close()
	if err := fill(f); err != nil {
		return err
	}
	return os.Rename(f.Name(), name) // want `no-sync`
}

// looked gives the name of the temporary away.
func looked(name string, data []byte, look func(string) error) error {
	f, err := os.Create(name + ".tmp")
	if err != nil {
		return err
	}
	if _, err := f.Write(data); err != nil {
		return err
	}
	if err := f.Close(); err != nil {
		return err
	}
	if err := look(f.Name()); err != nil {
		return err
	}
	return os.Rename(f.Name(), name) // want `by hand: the name of the temporary is used for something else`
}

// nested renames only if something else holds.
func nested(name string, data []byte, keep bool) error {
	f, err := os.Create(name + ".tmp")
	if err != nil {
		return err
	}
	if _, err := f.Write(data); err != nil {
		return err
	}
	if err := f.Close(); err != nil {
		return err
	}
	if keep {
		return os.Rename(f.Name(), name) // want `by hand: line \d+ ends the function without an error, and without the rename`
	}
	return nil
}

// moved has its destination change.
func moved(name string, data []byte) error {
	f, err := os.Create(name + ".tmp")
	if err != nil {
		return err
	}
	if _, err := f.Write(data); err != nil {
		return err
	}
	if err := f.Close(); err != nil {
		return err
	}
	name += ".json"
	return os.Rename(f.Name(), name) // want `by hand: the destination changes`
}

func loop(names []string, data []byte) error {
	for _, name := range names {
		f, err := os.Create(name + ".tmp")
		if err != nil {
			return err
		}
		if _, err := f.Write(data); err != nil {
			return err
		}
		if err := f.Close(); err != nil {
			return err
		}
		if err := os.Rename(f.Name(), name); err != nil { // want `by hand: it happens in a loop\), or atomicfile.Rename against no-sync$`
			return err
		}
	}
	return nil
}

func fill(f *os.File) error {
	_, err := f.Write([]byte("content"))
	return err
}

// made makes the directory of the destination only after it has the content.
func made(name string, data []byte) error {
	f, err := os.Create("/var/lib/example/new.tmp")
	if err != nil {
		return err
	}
	if _, err := f.Write(data); err != nil {
		return err
	}
	if err := f.Close(); err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		return err
	}
	return os.Rename(f.Name(), name) // want `by hand: line \d+ calls .*, which may make or list the directory, before the rename`
}
