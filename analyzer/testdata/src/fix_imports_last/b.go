package fix_imports_last

import (
	"os"
)

func save2(name string, data []byte) error {
	return os.WriteFile(name, data, 0o644) // want `^fix$`
}
