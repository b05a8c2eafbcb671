//atomiclint:ignore-package scratch files, which nobody reads after a crash

// Package directivespackage has a directive for all of its files.
package directivespackage

import "os"

func Save(data []byte) error { return os.WriteFile("a", data, 0o644) }
