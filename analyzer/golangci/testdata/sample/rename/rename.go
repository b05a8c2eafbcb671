// Package rename publishes a file by hand, with several flaws.
package rename

import "os"

// Save writes the settings.
func Save(name string, data []byte) error {
	if err := os.WriteFile(name+".new", data, 0o644); err != nil {
		return err
	}
	return os.Rename(name+".new", name)
}
