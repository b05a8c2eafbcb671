// Package config holds a finding of each kind.
package config

import (
	"fmt"
	"os"

	"example.com/dep"
)

// Save writes the settings.
func Save(data []byte) error {
	return os.WriteFile("config.json", data, 0o644)
}

// Table writes the rows.
func Table(name string, rows [][]string) error {
	f, err := os.Create(name)
	if err != nil {
		return err
	}
	for _, row := range rows {
		if _, err := fmt.Fprintln(f, row); err != nil {
			_ = f.Close()
			return err
		}
	}
	return f.Close()
}

// Copy writes the settings with a function of another module.
func Copy(data []byte) error {
	return dep.Save("copy.json", data)
}
