package direct

import "os"

// A file is not for tests because it is called so.
func trial(data []byte) error {
	return os.WriteFile("golden.txt", data, 0o644) // want `"golden.txt" half-written`
}
