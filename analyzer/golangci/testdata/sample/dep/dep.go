// Package dep is part of another module.
package dep

import "os"

// Save writes data to the named file.
func Save(name string, data []byte) error {
	return os.WriteFile(name, data, 0o644)
}
