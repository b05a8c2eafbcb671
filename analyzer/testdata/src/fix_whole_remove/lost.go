package fix_whole_remove

import (
	"errors"
	"os"
	"syscall"
)

// What is done away with after a failure is the old file, which the writer keeps.

func movedAway(name string, data []byte) error {
	if err := os.WriteFile(name, data, 0o644); err != nil { // want `no fix: line \d+ does away with the old file after a failure`
		return errors.Join(err, os.Rename(name, name+".broken"))
	}
	return nil
}

func unlinked(name string, data []byte) error {
	if err := os.WriteFile(name, data, 0o644); err != nil { // want `no fix: line \d+ does away with the old file after a failure`
		syscall.Unlink(name)
		return err
	}
	return nil
}

func emptied(name string, data []byte) error {
	path := name
	if err := os.WriteFile(name, data, 0o644); err != nil { // want `no fix: line \d+ does away with the old file after a failure`
		os.Truncate(path, 0)
		return err
	}
	return nil
}

func movedOn(name string, data []byte) error {
	if err := os.WriteFile(name, data, 0o644); err != nil { // want `^fix$`
		return err
	}
	return os.Rename(name, "elsewhere")
}
