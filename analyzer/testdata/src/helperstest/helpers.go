// Package helperstest is for tests only, as its name says.
package helperstest

import "os"

func Write(path string, data []byte) { os.WriteFile(path, data, 0o644) }
