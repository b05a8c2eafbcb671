// Package store writes files.
package store

import "os"

// Save writes the settings.
func Save(data []byte) error {
	return os.WriteFile("config.json", data, 0o644)
}

// Open creates the named file.
func Open(name string) (*os.File, error) {
	return os.Create(name)
}

// Line is silenced by the comment that nogo knows.
func Line(data []byte) error {
	return os.WriteFile("line", data, 0o644) //nolint:atomiclint // readers poll
}

// Reason is silenced by the comment of the analyzer.
func Reason(data []byte) error {
	//atomiclint:ignore readers poll
	return os.WriteFile("reason", data, 0o644)
}
