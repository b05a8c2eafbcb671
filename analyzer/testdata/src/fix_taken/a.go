// Package fix_taken has a function with the name that fixes give to results.
package fix_taken

import (
	"errors"
	"fmt"
	"os"
)

func err(text string) error { return errors.New(text) }

func save(name string, rows []string) error {
	f, e := os.Create(name) // want `^fix$`
	if e != nil {
		return err("cannot create")
	}
	defer f.Close()
	for _, row := range rows {
		if _, e = fmt.Fprintln(f, row); e != nil {
			return e
		}
	}
	_, e = f.WriteString("end")
	return e
}
