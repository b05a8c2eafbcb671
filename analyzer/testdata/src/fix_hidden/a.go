package fix_hidden

import "os"

func save(name string, data []byte) error {
	return os.WriteFile(name, data, 0o644) // want `^fix$`
}
