package rename_fix

import (
	"fmt"
	"os"
)

var unfinished = make(map[string]bool)

func sweep() {
	for name := range unfinished {
		os.Remove(name)
	}
}

// An error of writing, which nobody looks at today, would lead to the removal.
func writeSwept(name, text string) error {
	f, err := os.Create(name + ".tmp")
	if err != nil {
		return err
	}
	defer f.Close()
	fmt.Fprintln(f, text)
	if err := f.Close(); err != nil {
		os.Remove(name + ".tmp")
		return err
	}
	return os.Rename(name+".tmp", name) // want `by hand: line \d+ may remove the old file after a failure`
}

func callsSwept(name, text string) error {
	unfinished[name] = true
	if err := writeSwept(name, text); err != nil {
		sweep()
		return err
	}
	delete(unfinished, name)
	return nil
}
