package fix_imports_alias

import (
	stdos "os"

	af "github.com/atomiclint/atomiclint/atomicfile"
)

var _ = af.WriteFile

func save(name string, data []byte) error {
	defer stdos.Remove(name + ".old")
	return stdos.WriteFile(name, data, 0o644) // want `^fix$`
}
