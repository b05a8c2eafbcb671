//atomiclint:ignore-file what is here is made anew at each start

// Package directivesfile has a directive for one of its files.
package directivesfile

import "os"

func Save(data []byte) error { return os.WriteFile("a", data, 0o644) }
