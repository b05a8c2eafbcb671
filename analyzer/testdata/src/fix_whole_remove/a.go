package fix_whole_remove

import (
	"errors"
	"io"
	"os"
)

var _ = os.Args

// A failed write has left the old file, which is not to be removed then.

func atOnce(name string, b []byte) error {
	if err := os.WriteFile(name, b, 0o644); err != nil { // want `^fix$`
		os.Remove(name)
		return err
	}
	return nil
}

func byFlag(name string, b []byte) error {
	ok := false
	defer func() {
		if !ok {
			os.Remove(name)
		}
	}()
	if err := os.WriteFile(name, b, 0o644); err != nil { // want `^fix$`
		return err
	}
	ok = true
	return nil
}

func joined(name string, b []byte) error {
	err := os.WriteFile(name, b, 0o644) // want `no fix: line \d+ removes the old file as a part of something else`
	if err != nil {
		return errors.Join(err, os.Remove(name))
	}
	return nil
}

func later(name string, b []byte) (err error) {
	defer func() {
		if err != nil {
			os.Remove(name)
		}
	}()
	if err = os.WriteFile(name, b, 0o644); err != nil { // want `no fix: line \d+ removes the file, whether it is written or not`
		return err
	}
	if len(b) > 10 {
		return errors.New("long")
	}
	return nil
}

func closure(name string, b []byte) error {
	cleanup := func() { os.Remove(name) }
	if err := os.WriteFile(name, b, 0o644); err != nil { // want `no fix: line \d+ may remove the old file after a failure`
		cleanup()
		return err
	}
	return nil
}

// What is always removed is a temporary.
func temporary(name string, b []byte, use func(string) error) error {
	if err := os.WriteFile(name, b, 0o644); err != nil { // want `^fix$`
		return err
	}
	defer os.Remove(name)
	return use(name)
}

func temporaryAtTimes(name string, b []byte, use func(string) bool) error {
	err := os.WriteFile(name, b, 0o644) // want `^fix$`
	if err != nil || !use(name) {
		os.Remove(name)
	}
	return err
}

// What is to be undone is kept in a list.
func list(name string, r io.Reader) (err error) {
	var undo []func()
	defer func() {
		if err != nil {
			for _, f := range undo {
				f()
			}
		}
	}()
	f, err := os.Create(name) // want `no fix: line \d+ may remove the old file after a failure`
	if err != nil {
		return err
	}
	undo = append(undo, func() { os.Remove(name) })
	defer f.Close()
	_, err = io.Copy(f, r)
	return err
}

// The caller moves the old file aside once it is not removed any more.
func putAside(name string, data []byte) error {
	err := writeOrRemove(name, data)
	if err != nil {
		os.Rename(name, name+".broken")
	}
	return err
}

func writeOrRemove(name string, data []byte) error {
	if err := os.WriteFile(name, data, 0o644); err != nil { // want `no fix: line \d+ removes the file after a failure`
		os.Remove(name)
		return err
	}
	return nil
}
