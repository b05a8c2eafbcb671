// Package fix_told has functions whose errors are told apart somewhere.
package fix_told

import (
	"errors"
	"fmt"
	"log"
	"os"
	"strings"
)

// The functions below are all of this kind: rows that are skipped make an error
// that the caller takes for a warning.

var errTold = errors.New("told")

func inSwitch(name string, rows []string) {
	switch err := toSwitch(name, rows); err {
	case nil, errTold:
		fmt.Println("done")
	default:
		log.Fatal(err)
	}
}

func toSwitch(name string, rows []string) error {
	f, err := os.Create(name) // want `no fix: line \d+ takes some errors of the function for success`
	if err != nil {
		return err
	}
	defer f.Close()
	return write(f, rows)
}

func write(f *os.File, rows []string) error {
	for _, row := range rows {
		if _, err := fmt.Fprintln(f, row); err != nil {
			return err
		}
	}
	return nil
}

func byType(name string, rows []string) {
	if _, ok := toType(name, rows).(interface{ Warning() bool }); ok {
		fmt.Println("done")
	}
}

func toType(name string, rows []string) error {
	f, err := os.Create(name) // want `no fix: line \d+ takes some errors of the function for success`
	if err != nil {
		return err
	}
	defer f.Close()
	return write(f, rows)
}

func inline(name string, rows []string) {
	if errors.Is(toInline(name, rows), os.ErrClosed) {
		fmt.Println("done")
	}
}

func toInline(name string, rows []string) error {
	f, err := os.Create(name) // want `no fix: line \d+ takes some errors of the function for success`
	if err != nil {
		return err
	}
	defer f.Close()
	return write(f, rows)
}

func byHelper(name string, rows []string) { must(toHelper(name, rows)) }

func must(err error) {
	if err != nil && err != os.ErrClosed {
		panic(err)
	}
}

func toHelper(name string, rows []string) error {
	f, err := os.Create(name) // want `no fix: line \d+ takes some errors of the function for success`
	if err != nil {
		return err
	}
	defer f.Close()
	return write(f, rows)
}

type result struct{ err error }

func inField(name string, rows []string) {
	var r result
	r.err = toField(name, rows)
	if r.err == os.ErrClosed {
		fmt.Println("done")
	}
}

func toField(name string, rows []string) error {
	f, err := os.Create(name) // want `no fix: line \d+ takes some errors of the function for success`
	if err != nil {
		return err
	}
	defer f.Close()
	return write(f, rows)
}

func byText(name string, rows []string) {
	err := toText(name, rows)
	if err != nil && !strings.Contains(err.Error(), "skipped") {
		log.Fatal(err)
	}
}

func toText(name string, rows []string) error {
	f, err := os.Create(name) // want `no fix: line \d+ takes some errors of the function for success`
	if err != nil {
		return err
	}
	defer f.Close()
	return write(f, rows)
}

func deferred(name string, rows []string) (err error) {
	defer func() {
		if errors.Is(err, os.ErrClosed) {
			err = nil
		}
	}()
	return toDeferred(name, rows)
}

func toDeferred(name string, rows []string) error {
	f, err := os.Create(name) // want `no fix: line \d+ takes some errors of the function for success`
	if err != nil {
		return err
	}
	defer f.Close()
	return write(f, rows)
}

// A test of another error of the same variable says nothing.
func another(name string, rows []string) error {
	err := toAnother(name, rows)
	if err != nil {
		return err
	}
	_, err = os.Stat("x")
	if os.IsNotExist(err) {
		return nil
	}
	return err
}

func toAnother(name string, rows []string) error {
	f, err := os.Create(name) // want `^fix$`
	if err != nil {
		return err
	}
	defer f.Close()
	return write(f, rows)
}

// What the function makes itself is looked for in the whole package: who calls
// it through a table is not known.
var errPartial = errors.New("partial")

type warning []string

func (w warning) Error() string { return strings.Join(w, ", ") }

var exporters = map[string]func(string, []string) error{"a": partial, "b": warned}

func export(kind, name string, rows []string) {
	err := exporters[kind](name, rows)
	var w warning
	if errors.As(err, &w) || errors.Is(err, errPartial) {
		fmt.Println("done")
	}
}

func partial(name string, rows []string) error {
	f, err := os.Create(name) // want `no fix: line \d+ takes some errors of the function for success`
	if err != nil {
		return err
	}
	defer f.Close()
	if err := write(f, rows); err != nil {
		return err
	}
	if len(rows) == 0 {
		return fmt.Errorf("export: %w", errPartial)
	}
	return nil
}

func warned(name string, rows []string) error {
	f, err := os.Create(name) // want `no fix: line \d+ takes some errors of the function for success`
	if err != nil {
		return err
	}
	defer f.Close()
	if err := write(f, rows); err != nil {
		return err
	}
	if len(rows) == 0 {
		return warning{"no rows"}
	}
	return nil
}
