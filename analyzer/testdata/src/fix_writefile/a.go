package fix_writefile

import (
	"fmt"
	"os"
)

func save(name string, data []byte) error {
	if err := os.WriteFile(name, data, 0o644); err != nil { // want `^fix$`
		return fmt.Errorf("saving: %w", err)
	}
	if err := os.Remove(name + ".old"); err != nil {
		return err
	}
	return os.WriteFile(name+".2", // want `^fix$`
		data, // the content
		0o600)
}
