package fix_whole_remove

import (
	"os"
	"path/filepath"
)

// A condition that does something stays, and with it what it is for.

func written(name string, data []byte) {
	if os.WriteFile(name, data, 0o644) != nil { // want `no fix: line \d+ removes the old file, and nothing would be left to do there`
		os.Remove(name)
	}
}

func asked(name string, data []byte, ask func() bool) error {
	err := os.WriteFile(name, data, 0o644) // want `no fix: line \d+ removes the old file, and nothing would be left to do there`
	if err != nil && ask() {
		os.Remove(name)
	}
	return err
}

func received(name string, data []byte, c <-chan bool) error {
	err := os.WriteFile(name, data, 0o644) // want `no fix: line \d+ removes the old file, and nothing would be left to do there`
	if err != nil && <-c {
		os.Remove(name)
	}
	return err
}

func toldApart(name string, data []byte) error {
	err := os.WriteFile(name, data, 0o644) // want `^fix$`
	if err != nil && !os.IsPermission(err) {
		os.Remove(name)
	}
	return err
}

// A function of the package removes the file, of whose name it is given a part.

type store struct{ dir string }

func (s store) path(key string) string { return filepath.Join(s.dir, key) }

func (s store) drop(key string) { _ = os.Remove(s.path(key)) }

func (s store) put(key string, data []byte) error {
	if err := os.WriteFile(s.path(key), data, 0o644); err != nil { // want `no fix: line \d+ does away with the old file after a failure`
		s.drop(key)
		return err
	}
	return nil
}

func (s store) putOther(key, last string, data []byte) error {
	if err := os.WriteFile(s.path(key), data, 0o644); err != nil { // want `^fix$`
		return err
	}
	s.drop(last)
	return nil
}
