package rename_fix

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
)

// A function of the package that computes a path is called where the file is
// opened.
type cache struct {
	dir, name string
	n         int
}

func (c *cache) path(key string) string { return filepath.Join(c.dir, strings.ToLower(key)+".json") }

func (c *cache) numbered(key string) string {
	c.n++
	return filepath.Join(c.dir, key)
}

func (c *cache) full() string { return filepath.Join(c.dir, c.name) }

func (c *cache) Put(key string, v any) error {
	f, err := os.CreateTemp(c.dir, "put")
	if err != nil {
		return err
	}
	defer os.Remove(f.Name())
	if err := json.NewEncoder(f).Encode(v); err != nil {
		f.Close()
		return err
	}
	if err := f.Close(); err != nil {
		return err
	}
	return os.Rename(f.Name(), c.path(key)) // want `no-sync`
}

func (c *cache) PutWhole(key string, v []byte) error {
	tmp := c.path(key) + ".tmp"
	if err := os.WriteFile(tmp, v, 0o644); err != nil {
		return err
	}
	return os.Rename(tmp, c.path(key)) // want `no-sync`
}

func (c *cache) Numbered(key string, v any) error {
	f, err := os.CreateTemp(c.dir, "put")
	if err != nil {
		return err
	}
	defer os.Remove(f.Name())
	if err := json.NewEncoder(f).Encode(v); err != nil {
		f.Close()
		return err
	}
	if err := f.Close(); err != nil {
		return err
	}
	return os.Rename(f.Name(), c.numbered(key)) // want `by hand: the destination is the result of a call`
}

func (c *cache) Changed(key string, v any) error {
	f, err := os.CreateTemp(c.dir, "put")
	if err != nil {
		return err
	}
	defer os.Remove(f.Name())
	if err := json.NewEncoder(f).Encode(v); err != nil {
		f.Close()
		return err
	}
	if err := f.Close(); err != nil {
		return err
	}
	c.name = "x"
	return os.Rename(f.Name(), c.full()) // want `by hand: the destination changes`
}

func endless(a string) string { return endless(a) + "x" }

func (c *cache) Endless(key string, v any) error {
	f, err := os.CreateTemp(c.dir, "put")
	if err != nil {
		return err
	}
	defer os.Remove(f.Name())
	if err := json.NewEncoder(f).Encode(v); err != nil {
		f.Close()
		return err
	}
	if err := f.Close(); err != nil {
		return err
	}
	return os.Rename(f.Name(), endless(key)) // want `by hand: the destination is the result of a call`
}
