// Package dep is part of another module.
package dep

import "os"

// Save writes data to the named file.
func Save(name string, data []byte) error {
	return os.WriteFile(name, data, 0o644)
}

// SaveCache writes a file that nobody can put right here.
func SaveCache(data []byte) error {
	return os.WriteFile("cache", data, 0o644)
}
