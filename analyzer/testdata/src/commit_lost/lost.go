// Package commit_lost holds functions that publish on one way and discard on
// another.
package commit_lost

import (
	"errors"
	"fmt"

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
		if err := f.Commit(); err == nil {
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
		return nil // perhaps on purpose: a way leads on to Commit
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
