// Package report writes files by means of other packages.
package report

import (
	"company/lib"
	"fmt"

	"example.com/app/store"
	"example.com/dep"
)

// Copy lets another module write the file.
func Copy(data []byte) error {
	return dep.Save("copy.json", data)
}

// Print writes a file that another package opens.
func Print(rows []string) error {
	f, err := store.Open("report.csv")
	if err != nil {
		return err
	}
	for _, row := range rows {
		if _, err := fmt.Fprintln(f, row); err != nil {
			f.Close()
			return err
		}
	}
	return f.Close()
}

// Share lets a package write the file that nogo takes for one of the standard
// library.
func Share(data []byte) error {
	return lib.Save("share.json", data)
}
