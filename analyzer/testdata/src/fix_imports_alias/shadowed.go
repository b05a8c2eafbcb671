package fix_imports_alias

import (
	"os"

	"github.com/atomiclint/atomiclint/atomicfile"
)

func shadowed(name string, data []byte) error {
	if err := atomicfile.WriteFile(name, data, 0o600); err != nil {
		return os.Remove(name)
	}
	atomicfile := "x"
	return os.WriteFile(name+atomicfile, data, 0o644) // want `^fix$`
}
