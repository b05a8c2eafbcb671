package fix_layout

import (
	"fmt"
	"io"
	"os"
)

// The file is closed where it is open.

func openedIf(name string, data []byte) error {
	f, err := os.Create(name) // want `^fix$`
	if err == nil {
		_, err = f.Write(data)
		if cerr := f.Close(); err == nil {
			err = cerr
		}
	}
	return err
}

func openedElse(name string, fill func(io.Writer) error) error {
	f, err := os.Create(name) // want `^fix$`
	if err == nil {
		err = fill(f)
		if err == nil {
			err = f.Close()
		} else {
			f.Close()
		}
	}
	return err
}

// An error that the function returns behind the last write is left to Finish.

func someWrites(name string, level int) (err error) {
	f, err := os.Create(name) // want `^fix$`
	if err != nil {
		return err
	}
	defer f.Close()
	if level > 1 {
		_, err = fmt.Fprintln(f, "info")
	}
	return err
}

func switchWrites(name string, level int) (err error) {
	f, err := os.Create(name) // want `^fix$`
	if err != nil {
		return err
	}
	defer f.Close()
	switch {
	case level > 2:
		if _, err = fmt.Fprintln(f, "debug"); err != nil {
			break
		}
		fallthrough
	case level > 1:
		_, err = fmt.Fprintln(f, "info")
	case level < 0:
		return nil
	}
	return err
}
