package fix_imports_alias

import (
	. "os"

	_ "github.com/atomiclint/atomiclint/atomicfile"
)

func dotOS(name string, data []byte) error {
	defer Remove(name + ".old")
	return WriteFile(name, data, 0o644) // want `^fix$`
}
