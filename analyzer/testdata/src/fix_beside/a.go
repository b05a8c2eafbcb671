// Package fix_beside has conditions with more in them than the error.
package fix_beside

import (
	"bufio"
	"fmt"
	"io"
	"os"
)

// What is kept of Close depends on more than the error of writing.
func keptOr(name string, r io.Reader, strict bool) error {
	f, err := os.Create(name) // want `no fix: the function goes on after a failed write`
	if err != nil {
		return err
	}
	_, err = io.Copy(f, r)
	if cerr := f.Close(); err == nil || strict {
		err = cerr
	}
	return err
}

func keptAnd(name string, r io.Reader, strict bool) error {
	f, err := os.Create(name) // want `^fix$`
	if err != nil {
		return err
	}
	_, err = io.Copy(f, r)
	if cerr := f.Close(); err == nil && strict {
		err = cerr
	}
	return err
}

// The file is closed where writing it may have failed.
func closedOr(name string, r io.Reader, partly bool) error {
	f, err := os.Create(name) // want `no fix: line \d+ ends the file though the error of io.Copy in line \d+ may not be nil`
	if err != nil {
		return err
	}
	_, err = io.Copy(f, r)
	if err == nil || partly {
		return f.Close()
	}
	f.Close()
	return err
}

// It may have succeeded where err is nil.
func returnsOr(name string, r io.Reader, full bool) error {
	f, err := os.Create(name) // want `^fix$`
	if err != nil {
		return err
	}
	defer f.Close()
	if _, err = io.Copy(f, r); err != nil || full {
		return err
	}
	_, err = f.WriteString("end\n")
	return err
}

// The lines above the one that failed are left.
func nested(name string, rows []string, check func(string) error, wrap func(error) error, strict bool) error {
	f, err := os.Create(name) // want `no fix: line \d+ can still fail for what was written when the file is published`
	if err != nil {
		return err
	}
	for {
		if len(rows) == 0 {
			f.Close()
			return nil
		}
		fmt.Fprintln(f, rows[0])
		if err := check(rows[0]); err != nil {
			if !strict {
				f.Close()
				return nil
			}
			f.Close()
			return wrap(err)
		}
		rows = rows[1:]
	}
}

// The error that is returned is the one of the scanner.
func scanned(name string, r io.Reader) (err error) {
	f, err := os.Create(name) // want `no fix: line \d+ calls sc.Err, which can still fail for what was written when the file is published`
	if err != nil {
		return
	}
	sc := bufio.NewScanner(r)
	for sc.Scan() {
		fmt.Fprintln(f, sc.Text())
	}
	if cerr := f.Close(); cerr != nil {
		return cerr
	}
	err = sc.Err()
	return
}
