package fix_layout

import (
	"fmt"
	"io"
	"os"
)

var _ = os.Args

// A label stands to the left of the statement that it belongs to.
func labelled(name string, next func() (string, error)) error {
	f, err := os.Create(name) // want `^fix$`
	if err != nil {
		return err
	}
rows:
	for {
		switch row, err := next(); {
		case err == io.EOF:
			break rows
		case err != nil:
			f.Close()
			return err
		default:
			io.WriteString(f, row)
		}
	}
	return f.Close()
}

func others(name string, next func() (string, error)) error {
	if f, err := os.Create(name); err != nil { // want `^fix$`
		return err
	} else {
	rows:
		for {
			row, err := next()
			switch {
			case err == io.EOF:
				break rows
			case err != nil:
				f.Close()
				return err
			}
			io.WriteString(f, row)
		}
		return f.Close()
	}
}

// Nothing is left of the literal but what Finish does.
func result(name string, data []byte) (err error) {
	f, err := os.Create(name) // want `^fix$`
	if err != nil {
		return err
	}
	defer func() {
		if cerr := f.Close(); err == nil {
			err = cerr
		}
		if err != nil {
			os.Remove(name)
		}
	}()
	_, err = f.Write(data)
	return err
}

// ... or what a deferred Close does.
func flag(name string, data []byte) bool {
	f, err := os.Create(name) // want `^fix$`
	if err != nil {
		return false
	}
	ok := false
	defer func() {
		f.Close()
		if !ok {
			os.Remove(name)
		}
	}()
	if _, err := f.Write(data); err != nil {
		return false
	}
	ok = true
	return true
}

// Publishing flushes the file.
func synced(name string, data []byte) error {
	f, err := os.Create(name) // want `^fix$`
	if err != nil {
		return err
	}
	if _, err := f.Write(data); err != nil {
		f.Close()
		return err
	}
	if err := f.Sync(); err != nil {
		f.Close()
		return err
	}
	return f.Close()
}

func syncedLast(name string, data []byte) error {
	f, err := os.Create(name) // want `^fix$`
	if err != nil {
		return err
	}
	defer f.Close()
	if _, err := f.Write(data); err != nil {
		return err
	}
	return f.Sync()
}

// Behind Finish a Close does not fail.
func reported(name string, write func(io.Writer) error) (err error) {
	f, err := os.Create(name) // want `^fix$`
	if err != nil {
		return err
	}
	defer func() {
		if cerr := f.Close(); cerr != nil {
			err = fmt.Errorf("write: %v, close: %w", err, cerr)
		}
	}()
	err = write(f)
	if err != nil {
		return err
	}
	return nil
}

// Where all failures return what is there so far, one of Commit does, too.
func counted(name string, rows []string) (int, error) {
	n := 0
	f, err := os.Create(name) // want `^fix$`
	if err != nil {
		return n, err
	}
	defer f.Close()
	for _, row := range rows {
		m, err := io.WriteString(f, row)
		if n += m; err != nil {
			return n, err
		}
	}
	return n, nil
}

func unread(name string, write func(io.Writer) error) {
	f, err := os.Create(name) // want `no fix: the error of opening is dropped: line [0-9]+ overwrites it`
	err = write(f)
	if err != nil {
		panic(err)
	}
	f.Close()
}
