// Package legacy is not clean yet.
package legacy

import "os"

// Save writes a file.
func Save(data []byte) error {
	return os.WriteFile("legacy", data, 0o644)
}
