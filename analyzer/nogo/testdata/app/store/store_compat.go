package store

import "os"

// SaveCompat writes a file.
func SaveCompat(data []byte) error {
	return os.WriteFile("compat", data, 0o644)
}
