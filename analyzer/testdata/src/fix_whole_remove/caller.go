package fix_whole_remove

import (
	"fmt"
	"os"
)

// A caller removes the file once the function has failed, and would remove the
// old one.

func put(name string, data []byte) error {
	return os.WriteFile(name, data, 0o644) // want `no fix: line \d+ removes the file after a failure`
}

func putOrNothing(name string, data []byte) error {
	if err := put(name, data); err != nil {
		os.Remove(name)
		return fmt.Errorf("put: %w", err)
	}
	return nil
}

func putBeside(name string, data []byte) error {
	if err := writeNext(name, data); err != nil {
		os.Remove(name + ".old")
		return err
	}
	return nil
}

func writeNext(name string, data []byte) error {
	return os.WriteFile(name, data, 0o644) // want `^fix$`
}
