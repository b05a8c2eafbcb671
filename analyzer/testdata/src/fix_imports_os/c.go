package fix_imports_os

import . "os"

// Something else uses it as well.
func kept() error {
	if err := WriteFile(Args[0], []byte("x"), 0o644); err != nil { // want `^fix$`
		return err
	}
	return WriteFile(Args[1], []byte("x"), 0o644) // want `^fix$`
}
