// Package lib has an import path that looks like the standard library's.
package lib

import "os"

// Save writes data to the named file.
func Save(name string, data []byte) error {
	return os.WriteFile(name, data, 0o644)
}
