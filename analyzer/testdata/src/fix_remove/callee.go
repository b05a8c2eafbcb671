package fix_remove

import (
	"io"
	"os"
	"path/filepath"
)

// A function of the package removes the file, of whose name it is given a part.

type cache struct{ dir, name string }

func (c *cache) at(key string) string    { return filepath.Join(c.dir, key) }
func (c *cache) full() string            { return c.dir + "/" + c.name }
func (c *cache) remove(key string) error { return os.Remove(c.at(key)) }
func (c *cache) forget()                 { _ = os.Remove(c.full()) }
func removeIn(dir, key string) error     { return os.Remove(filepath.Join(dir, key)) }

func (c *cache) put(key string, r io.Reader) error {
	f, err := os.Create(c.at(key)) // want `no fix: line \d+ removes the old file in [a-zA-Z.]+`
	if err != nil {
		return err
	}
	if _, err := io.Copy(f, r); err != nil {
		f.Close()
		c.remove(key)
		return err
	}
	return f.Close()
}

func (c *cache) putDeferred(key string, r io.Reader) (err error) {
	f, err := os.Create(c.at(key)) // want `no fix: line \d+ removes the old file in [a-zA-Z.]+`
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			_ = c.remove(key)
		}
	}()
	defer f.Close()
	_, err = io.Copy(f, r)
	return err
}

func (c *cache) putField(r io.Reader) error {
	f, err := os.Create(c.full()) // want `no fix: line \d+ removes the old file in [a-zA-Z.]+`
	if err != nil {
		return err
	}
	defer f.Close()
	if _, err := io.Copy(f, r); err != nil {
		c.forget()
		return err
	}
	return nil
}

func putIn(dir, key string, r io.Reader) error {
	f, err := os.Create(filepath.Join(dir, key)) // want `no fix: line \d+ removes the old file in [a-zA-Z.]+`
	if err != nil {
		return err
	}
	defer f.Close()
	if _, err := io.Copy(f, r); err != nil {
		removeIn(dir, key)
		return err
	}
	return nil
}

func unlink(name string) { os.Remove(name) }

func putNamed(name string, r io.Reader) error {
	f, err := os.Create(name) // want `no fix: line \d+ removes the old file in [a-zA-Z.]+`
	if err != nil {
		return err
	}
	defer f.Close()
	if _, err := io.Copy(f, r); err != nil {
		unlink(f.Name())
		return err
	}
	return nil
}

// Another file goes, or none after a failure.

func (c *cache) putLast(key, last string, r io.Reader) error {
	f, err := os.Create(c.at(key)) // want `^fix$`
	if err != nil {
		return err
	}
	defer f.Close()
	if _, err := io.Copy(f, r); err != nil {
		return err
	}
	return c.remove(last)
}

// The caller does so.

func (c *cache) refresh(key string, r io.Reader) error {
	if err := c.fetch(key, r); err != nil {
		c.remove(key)
		return err
	}
	return nil
}

func (c *cache) fetch(key string, r io.Reader) error {
	f, err := os.Create(c.at(key)) // want `no fix: line \d+ removes the file after a failure`
	if err != nil {
		return err
	}
	defer f.Close()
	_, err = io.Copy(f, r)
	return err
}

func refreshIn(dir, key string, r io.Reader) error {
	if err := fetchIn(dir, key, r); err != nil {
		removeIn(dir, key)
		return err
	}
	return nil
}

func fetchIn(dir, key string, r io.Reader) error {
	f, err := os.Create(filepath.Join(dir, key)) // want `no fix: line \d+ removes the file after a failure`
	if err != nil {
		return err
	}
	defer f.Close()
	_, err = io.Copy(f, r)
	return err
}
