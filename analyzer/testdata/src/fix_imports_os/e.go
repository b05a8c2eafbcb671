package fix_imports_os

import (
	// What writes.
	"os" // WriteFile
)

func commented() error {
	return os.WriteFile("f", []byte("x"), 0o644) // want `^fix$`
}
