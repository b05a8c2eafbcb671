package fix_close

import (
	"log"
	"os"
)

// A block of which nothing would be left.

func closedIfWritten(name string, data []byte) {
	f, err := os.Create(name) // want `no fix: line \d+ ends the function, and there is no telling whether it has failed`
	if err != nil {
		log.Print(err)
		return
	}
	if _, err := f.Write(data); err == nil {
		if err := f.Close(); err != nil {
			log.Print(err)
		}
	}
}

func restored(name string, data []byte) error {
	old, oldErr := os.ReadFile(name)
	if err := os.WriteFile(name, data, 0o644); err != nil { // want `^fix$`
		if oldErr == nil {
			os.WriteFile(name, old, 0o644) // want `^fix$`
		} else {
			os.Remove(name)
		}
		return err
	}
	return nil
}
