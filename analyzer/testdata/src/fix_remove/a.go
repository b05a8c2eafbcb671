// Package fix_remove has functions that remove the file after a failure.
package fix_remove

import (
	"fmt"
	"io"
	"os"
)

func beforeReturn(name string, r io.Reader) error {
	f, err := os.Create(name) // want `^fix$`
	if err != nil {
		return err
	}
	if _, err := io.Copy(f, r); err != nil {
		f.Close()
		os.Remove(name)
		return err
	}
	if err := f.Close(); err != nil {
		// Nobody shall take it for a whole one.
		_ = os.Remove(f.Name())
		return err
	}
	return nil
}

func closedFirst(name string, r io.Reader) (err error) {
	f, err := os.Create(name) // want `^fix$`
	if err != nil {
		return err
	}
	defer func() {
		cerr := f.Close()
		if err == nil {
			err = cerr
		}
		if err != nil {
			os.Remove(name)
		}
	}()
	_, err = io.Copy(f, r)
	return err
}

// With the error of removing it, the file is looked at. That stays.
func looked(name string, r io.Reader) error {
	f, err := os.Create(name) // want `no fix: line [0-9]+ removes the old file as a part of something else`
	if err != nil {
		return err
	}
	defer f.Close()
	if _, err := io.Copy(f, r); err != nil {
		if rerr := os.Remove(name); rerr != nil {
			return fmt.Errorf("%w; %w", err, rerr)
		}
		return err
	}
	return nil
}

// Another file is removed, and this one after it was written, if it is to go.
func others(name, lock string, r io.Reader, dry bool) error {
	f, err := os.Create(name) // want `^fix$`
	if err != nil {
		os.Remove(name)
		return err
	}
	if _, err := io.Copy(f, r); err != nil {
		f.Close()
		os.Remove(lock)
		return err
	}
	if err := f.Close(); err != nil {
		return err
	}
	if dry {
		os.Remove(name)
	}
	return nil
}

// The variable has no other use.
func counted(name string, r io.Reader) (err error) {
	f, err := os.Create(name) // want `^fix$`
	if err != nil {
		return err
	}
	defer func() {
		cerr := f.Close()
		if cerr != nil {
			os.Remove(name)
		}
	}()
	_, err = io.Copy(f, r)
	return err
}

// What shares its line with another statement stays.
func oneLine(name string, r io.Reader) error {
	f, err := os.Create(name) // want `^fix$`
	if err != nil {
		return err
	}
	if _, err := io.Copy(f, r); err != nil { f.Close(); os.Remove(name); return err }
	return f.Close()
}

// What is removed is another file than the one that was opened.
func besides(name, text string) error {
	f, err := os.Create(name) // want `no fix: line \d+ removes what line \d+ has made another name`
	if err != nil {
		return err
	}
	defer f.Close()
	if _, err := f.WriteString(text); err != nil {
		name += ".part"
		os.Remove(name)
		return err
	}
	return nil
}
