// Package fix_handout has functions that open a file and return it to callers
// in the package, which write it.
package fix_handout

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
)

func create(name string) (*os.File, error) {
	return os.Create(name) // want `^fix$`
}

func save(name string, doc any) error {
	f, err := create(name)
	if err != nil {
		return err
	}
	defer f.Close()
	return json.NewEncoder(f).Encode(doc)
}

func list(name string, rows []string) error {
	f, err := create(name)
	if err != nil {
		return fmt.Errorf("list: %w", err)
	}
	for _, row := range rows {
		if _, err := fmt.Fprintln(f, row); err != nil {
			f.Close()
			os.Remove(name)
			return err
		}
	}
	return f.Close()
}

// wrapped says more when it fails.
func wrapped(dir, name string) (*os.File, error) {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return nil, err
	}
	path := filepath.Join(dir, name)
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600) // want `^fix$`
	if err != nil {
		return nil, fmt.Errorf("wrapped: %w", err)
	}
	return f, nil
}

func export(dir string, rows []string) error {
	var f *os.File
	f, err := wrapped(dir, "rows")
	if err != nil {
		return err
	}
	defer f.Close()
	if err := fill(f, rows); err != nil {
		os.Remove(filepath.Join(dir, "rows"))
		return err
	}
	return f.Close()
}

// fill is lent the file.
func fill(f *os.File, rows []string) error {
	w := bufio.NewWriter(f)
	for _, row := range rows {
		fmt.Fprintln(w, row)
	}
	return w.Flush()
}

// A store is the receiver of both.
type store struct{ dir string }

func (s *store) file(name string) (*os.File, error) {
	return os.Create(filepath.Join(s.dir, name)) // want `^fix$`
}

func (s *store) put(name string, data []byte) error {
	f, err := s.file(name)
	if err != nil {
		return err
	}
	if _, err := f.Write(data); err != nil {
		f.Close()
		return err
	}
	return f.Close()
}

// Two steps.
func open(name string) (*os.File, error) {
	return os.Create(name) // want `^fix$`
}

func openNew(name string) (*os.File, error) {
	f, err := open(name + ".txt")
	if err != nil {
		return nil, err
	}
	return f, err
}

func twice(name, text string) (err error) {
	f, err := openNew(name)
	if err != nil {
		return err
	}
	defer func() {
		if cerr := f.Close(); err == nil {
			err = cerr
		}
	}()
	_, err = f.WriteString(text)
	return err
}
