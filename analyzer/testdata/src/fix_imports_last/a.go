package fix_imports_last

import (
	"os"

	"golang.org/x/zed"
)

func save(name string, data []byte) error {
	return os.WriteFile(name, zed.All(data), 0o644) // want `^fix$`
}
