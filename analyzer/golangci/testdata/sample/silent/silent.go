// Package silent holds findings that comments silence.
package silent

import "os"

// Line is silenced by golangci-lint's comment.
func Line(data []byte) error {
	return os.WriteFile("line", data, 0o644) //nolint:atomiclint // readers poll
}

// Whole is silenced by golangci-lint's comment above the function.
//
//nolint:atomiclint // readers poll
func Whole(data []byte) error {
	return os.WriteFile("whole", data, 0o644)
}

// Reason is silenced by the analyzer's comment.
func Reason(data []byte) error {
	//atomiclint:ignore readers poll
	return os.WriteFile("reason", data, 0o644)
}

// NoReason is not silenced, because the comment lacks a reason.
func NoReason(data []byte) error {
	return os.WriteFile("noreason", data, 0o644) //atomiclint:ignore
}

// Unused has nothing to silence.
func Unused() {
	//atomiclint:ignore readers poll
}

// Other is a finding of another linter's comment.
func Other(data []byte) error {
	return os.WriteFile("other", data, 0o644) //nolint:errcheck
}
