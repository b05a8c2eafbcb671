package fix_lent_imports

import (
	"os"

	"github.com/pkg/errors"
)

// Package io takes the place of package os.
func save(name string) error {
	f, err := os.Create(name) // want `^fix$`
	if err != nil {
		return errors.Wrap(err, "save")
	}
	defer f.Close()
	if err := head(f); err != nil {
		return err
	}
	if err := body(f); err != nil {
		return err
	}
	return f.Close()
}

func head(f *os.File) error {
	_, err := f.Write([]byte("head\n"))
	return err
}
