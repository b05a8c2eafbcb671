// Package commit_leak holds functions that leave the temporary behind when
// they fail.
package commit_leak

import (
	"errors"
	"io"
	"log"
	"os"

	"github.com/atomiclint/atomiclint/atomicfile"
)

func simple(name string, data []byte) error {
	f, err := atomicfile.Create(name) // want `the temporary of name stays behind when the function returns early; defer f.Close\(\)`
	if err != nil {
		return err
	}
	if _, err := f.Write(data); err != nil {
		return err
	}
	return f.Commit()
}

func oneWay(name string, r io.Reader) error {
	f, err := atomicfile.Create(name) // want `the temporary of name stays behind`
	if err != nil {
		return err
	}
	if _, err := io.Copy(f, r); err != nil {
		f.Close()
		return err
	}
	if name == "" {
		return errors.New("no name")
	}
	return f.Commit()
}

func early(name, text string) error {
	f, err := atomicfile.Create(name) // want `the temporary of name stays behind`
	if err != nil {
		return err
	}
	if text == "" {
		return nil
	}
	f.WriteString(text)
	return f.Commit()
}

func explicit(name string, data []byte) error {
	f, err := atomicfile.Create(name)
	if err != nil {
		return err
	}
	if _, err := f.Write(data); err != nil {
		f.Close()
		return err
	}
	return f.Commit()
}

func fatal(name string, data []byte) {
	f, err := atomicfile.Create(name)
	if err != nil {
		log.Fatal(err)
	}
	if _, err := f.Write(data); err != nil {
		log.Fatal(err)
	}
	if err := f.Commit(); err != nil {
		die(err)
	}
}

func die(err error) {
	log.Print(err)
	os.Exit(1)
}

func sticky(name string, data []byte) error {
	f, err := atomicfile.Create(name)
	if err != nil {
		return err
	}
	f.Write(data)
	return f.Commit() // which returns the error of Write
}

func inElse(name string, data []byte) error {
	if f, err := atomicfile.Create(name); err != nil {
		return err
	} else {
		f.Write(data)
		return f.Commit()
	}
}

func inIf(name string, data []byte) (err error) {
	if f, err := atomicfile.Create(name); err == nil {
		f.Write(data)
		return f.Commit()
	}
	return errors.New("cannot be created")
}

func inSwitch(name string, data []byte) error {
	f, err := atomicfile.Create(name)
	switch {
	case errors.Is(err, os.ErrExist):
		return nil
	case err != nil:
		return err
	}
	f.Write(data)
	return f.Commit()
}

func wrapped(name string, data []byte) error {
	f, err := atomicfile.Create(name)
	if err = wrap(err); err != nil {
		return err
	}
	f.Write(data)
	return f.Commit()
}

func wrap(err error) error { return err }

func optional(name string, data []byte) (err error) {
	var f *atomicfile.File
	if name != "" {
		if f, err = atomicfile.Create(name); err != nil {
			return err
		}
	}
	if len(data) == 0 {
		if name != "" {
			f.Close()
		}
		return errors.New("no data")
	}
	if f != nil {
		f.Write(data)
		return f.Commit()
	}
	return nil
}

// A literal further down sets the error that was looked at.
func captured(name string, rows []string) (err error) {
	f, ferr := atomicfile.Create(name)
	if ferr != nil {
		return ferr
	}
	defer f.Finish(&err)
	put := func(text string) {
		if ferr != nil {
			return
		}
		_, ferr = f.WriteString(text)
	}
	for _, row := range rows {
		put(row)
	}
	return ferr
}
