// Package fix_closers has functions that close the file, or look for it, by
// something that does not show that it is this file.
package fix_closers

import (
	"compress/gzip"
	"io"
	"os"
)

func inSlice(name, text string) error {
	f, err := os.Create(name) // want `no fix: an element of \[\]io.Closer may close f \(line \d+\)`
	if err != nil {
		return err
	}
	gz := gzip.NewWriter(f)
	if _, err := io.WriteString(gz, text); err != nil {
		return err
	}
	for _, c := range []io.Closer{gz, f} {
		if err := c.Close(); err != nil {
			return err
		}
	}
	return nil
}

func inVariable(name, text string, zip bool) error {
	f, err := os.Create(name) // want `no fix: w may close f \(line \d+\)`
	if err != nil {
		return err
	}
	var w io.WriteCloser = f
	if zip {
		w = gzip.NewWriter(f)
	}
	if _, err := io.WriteString(w, text); err != nil {
		return err
	}
	return w.Close()
}

func finish(w io.Writer) error {
	if c, ok := w.(io.Closer); ok {
		return c.Close()
	}
	return nil
}

func byHelper(name, text string) error {
	f, err := os.Create(name) // want `no fix: line \d+ may close f`
	if err != nil {
		return err
	}
	if _, err := io.WriteString(f, text); err != nil {
		return err
	}
	return finish(f)
}

func note(w interface {
	io.Writer
	Name() string
}) error {
	b, err := os.ReadFile(w.Name())
	if err == nil {
		_, err = w.Write(b)
	}
	return err
}

func named(name string) error {
	f, err := os.Create(name) // want `no fix: note may look for the file by its name \(line \d+\)`
	if err != nil {
		return err
	}
	defer f.Close()
	return note(f)
}

// The other name would keep the old content.
func linked(name, alias string, b []byte) error {
	if err := os.Link(name, alias); err != nil {
		return err
	}
	return os.WriteFile(name, b, 0o644) // want `no fix: line \d+ gives the file another name, which would keep the old content`
}
