package fix_layout

import (
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
