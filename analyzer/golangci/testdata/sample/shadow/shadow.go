// Package shadow needs two names for one import.
package shadow

import "os"

// First writes a file.
func First(data []byte) error {
	return os.WriteFile("first", data, 0o644)
}

// Second writes a file, where the name of the writer has another meaning.
func Second(atomicfile []byte) error {
	return os.WriteFile("second", atomicfile, 0o644)
}

// Third writes a file.
func Third(data []byte) error {
	return os.WriteFile("third", data, 0o644)
}
