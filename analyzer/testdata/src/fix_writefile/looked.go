package fix_writefile

import (
	"errors"
	"fmt"
	"log"
	"os"
	"time"
)

// Without the old file the look would find out that nothing was written.
func measured(name string, data []byte) error {
	os.WriteFile(name, data, 0o644) // want `no fix: line \d+ looks for the file after a failure`
	if fi, err := os.Stat(name); err != nil || fi.Size() == 0 {
		return errors.New("empty")
	}
	return nil
}

func readBack(name string, data []byte) ([]byte, error) {
	if err := os.WriteFile(name, data, 0o644); err != nil { // want `no fix: line \d+ looks for the file after a failure`
		log.Print(err)
	}
	return os.ReadFile(name)
}

func there(name string) bool {
	_, err := os.Stat(name)
	return err == nil
}

func asked(name string, data []byte) bool {
	_ = os.WriteFile(name, data, 0o644) // want `no fix: line \d+ looks for the file after a failure`
	return there(name)
}

func told(name string, data []byte) error {
	if err := os.WriteFile(name, data, 0o644); err != nil { // want `no fix: line \d+ looks for the file after a failure`
		if fi, serr := os.Stat(name); serr == nil {
			return fmt.Errorf("after %d bytes: %w", fi.Size(), err)
		}
		return err
	}
	return nil
}

func deferred(name string, data []byte) error {
	defer func() { fmt.Println(there(name)) }()
	return os.WriteFile(name, data, 0o644) // want `no fix: line \d+ looks for the file after a failure`
}

func lookedWhenWritten(name string, data []byte) (int64, error) {
	if err := os.WriteFile(name, data, 0o644); err != nil { // want `^fix$`
		return 0, err
	}
	fi, err := os.Stat(name)
	if err != nil {
		return 0, err
	}
	return fi.Size(), nil
}

func lookedBefore(name string, data []byte) error {
	if there(name) {
		return nil
	}
	return os.WriteFile(name, data, 0o644) // want `^fix$`
}

// What removes it after a failure does not make it a temporary.
func retried(name string, data []byte) error {
	for range 3 {
		if err := os.WriteFile(name, data, 0o644); err == nil { // want `^fix$`
			return nil
		}
		os.Remove(name)
		time.Sleep(time.Second)
	}
	return errors.New("not written")
}
