// Package commit_lost holds functions that publish on one way and discard on
// another.
package commit_lost

import (
	"errors"
	"fmt"
	"io"
	"log"

	"github.com/atomiclint/atomiclint/atomicfile"
)

func short(name string, rows []string) error {
	f, err := atomicfile.Create(name)
	if err != nil {
		return err
	}
	defer f.Close()
	if len(rows) == 0 {
		f.WriteString("none\n")
		return nil // want `this return discards what was written to name; call f.Commit, or f.Close to say so`
	}
	for _, row := range rows {
		fmt.Fprintln(f, row)
	}
	return f.Commit()
}

func inLoop(rows []string) error {
	for _, row := range rows {
		f, err := atomicfile.Create(row)
		if err != nil {
			return err
		}
		defer f.Close()
		switch row {
		case "last":
			f.WriteString(row)
			return nil // want `this return discards`
		default:
			f.WriteString(row)
		}
		if err := f.Commit(); err != nil {
			return err
		}
	}
	return nil
}

func afterLoop(name string, tries int) error {
	f, err := atomicfile.Create(name)
	if err != nil {
		return err
	}
	defer f.Close()
	for range tries {
		if err := f.Commit(); err == nil { // want `the error of f.Commit, which says whether name was published, is lost`
			break
		}
	}
	f.WriteString("x") // which fails, if the loop was not empty
	return nil
}

func onPurpose(name, old, text string) error {
	f, err := atomicfile.Create(name)
	if err != nil {
		return err
	}
	defer f.Close()
	if text == "" {
		return nil // nothing was written
	}
	f.WriteString("# ")
	if text == old {
		return nil // want `this return discards what was written to name`
	}
	f.WriteString(text)
	if text == "dry run" {
		f.WriteString("\n")
		f.Close()
		return nil // on purpose
	}
	if text == "bad" {
		f.WriteString("\n")
		return errors.New("bad text")
	}
	return f.Commit()
}

// A failure that is only logged, or overwritten, publishes nothing all the same.
func logged(name string) error {
	f, err := atomicfile.Create(name)
	if err != nil {
		return err
	}
	defer f.Close()
	f.WriteString("x")
	if err := f.Commit(); err != nil { // want `the error of f.Commit, .* is lost`
		log.Print(err)
	}
	return nil
}

func overwritten(name string) error {
	f, err := atomicfile.Create(name)
	if err != nil {
		return err
	}
	defer f.Close()
	f.WriteString("x")
	err = f.Commit() // want `the error of f.Commit, .* is lost`
	_, err = fmt.Println("saved")
	return err
}

// That the file is published, but perhaps not durable, may be no failure.
func toldApart(name string) error {
	f, err := atomicfile.Create(name)
	if err != nil {
		return err
	}
	defer f.Close()
	f.WriteString("x")
	if err := f.Commit(); err != nil && !errors.Is(err, atomicfile.ErrNotDurable) {
		return err
	}
	return nil
}

// The end of the input is told apart from failure.
func endOfInput(name string, r io.Reader) error {
	f, err := atomicfile.Create(name)
	if err != nil {
		return err
	}
	defer f.Close()
	_, err = io.CopyN(f, r, 100)
	if err == io.EOF {
		return nil // want `this return discards what was written to name`
	}
	if err != nil {
		return err
	}
	return f.Commit()
}

func partlyPublished(name string, r io.Reader, partly bool) error {
	f, err := atomicfile.Create(name)
	if err != nil {
		return err
	}
	defer f.Close()
	_, err = io.Copy(f, r)
	if partly || err == nil {
		return f.Commit()
	}
	return err // there is one
}

func unlessPartly(name string, r io.Reader, partly bool) error {
	f, err := atomicfile.Create(name)
	if err != nil {
		return err
	}
	defer f.Close()
	_, err = io.Copy(f, r)
	if err != nil || partly {
		return err // want `this return discards what was written to name`
	}
	return f.Commit()
}

// The error is kept in a list, or in a collector, that the function returns.
func listed(name string) error {
	f, err := atomicfile.Create(name)
	if err != nil {
		return err
	}
	defer f.Close()
	if _, err := f.WriteString("x"); err != nil {
		return err
	}
	var errs []error
	errs = append(errs, f.Commit())
	return errors.Join(errs...)
}

type collector struct{ first error }

func (c *collector) add(err error) {
	if c.first == nil {
		c.first = err
	}
}

func (c *collector) err() error { return c.first }

func collected(name string) error {
	f, err := atomicfile.Create(name)
	if err != nil {
		return err
	}
	defer f.Close()
	var c collector
	_, err = f.WriteString("x")
	c.add(err)
	c.add(f.Commit())
	return c.err()
}

func listedLater(names []string) error {
	var errs []error
	for _, name := range names {
		f, err := atomicfile.Create(name)
		if err != nil {
			return err
		}
		if err := f.Commit(); err != nil {
			errs = append(errs, err)
			continue
		}
	}
	return errors.Join(errs...)
}

func collectedLater(name string) error {
	f, err := atomicfile.Create(name)
	if err != nil {
		return err
	}
	defer f.Close()
	var c collector
	_, err = f.WriteString("x")
	c.add(err)
	if err := f.Commit(); err != nil {
		c.add(err)
	}
	return c.err()
}

func loggedOnly(name string, other func(string) error) error {
	f, err := atomicfile.Create(name)
	if err != nil {
		return err
	}
	defer f.Close()
	if err := f.Commit(); err != nil { // want `the error of f.Commit, which says whether name was published, is lost`
		log.Print(err)
	}
	return other(name)
}
