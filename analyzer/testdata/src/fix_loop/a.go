package fix_loop

import (
	"fmt"
	"io"
	"log"
	"os"
)

var _ = os.Args

func closes(files map[string]io.Reader) error {
	for name, r := range files {
		f, err := os.Create(name) // want `^fix$`
		if err != nil {
			return err
		}
		if _, err := io.Copy(f, r); err != nil {
			return err
		}
		if err := f.Close(); err != nil {
			return err
		}
	}
	return nil
}

func defers(files map[string]io.Reader) error {
	for name, r := range files {
		f, err := os.Create(name) // want `^fix$`
		if err != nil {
			return err
		}
		defer f.Close()
		if _, err := io.Copy(f, r); err != nil {
			return err
		}
	}
	return nil
}

func continues(files map[string]io.Reader) {
	for name, r := range files {
		f, err := os.Create(name) // want `^fix$`
		if err != nil {
			log.Print(err)
			continue
		}
		if _, err := io.Copy(f, r); err != nil {
			log.Print(err)
			continue
		}
		f.Close()
	}
}

func lines(name string, lines []string) error {
	f, err := os.Create(name) // want `^fix$`
	if err != nil {
		return err
	}
	defer f.Close()
	for _, line := range lines {
		if line == "" {
			continue
		}
		if line == "." {
			break
		}
		if _, err := fmt.Fprintln(f, line); err != nil {
			return err
		}
	}
	return nil
}

func switches(kind int, name string, r io.Reader) error {
	switch kind {
	case 1:
		f, err := os.Create(name) // want `^fix$`
		if err != nil {
			return err
		}
		n, err := io.Copy(f, r)
		if closeErr := f.Close(); closeErr != nil && err == nil {
			err = closeErr
		}
		if err != nil {
			return fmt.Errorf("%d: %w", n, err)
		}
	default:
		return nil
	}
	return nil
}

// break leaves the loop of the file's block.
func breaks(files map[string]io.Reader) {
	for name, r := range files {
		f, err := os.Create(name) // want `no fix: line [0-9]+ ends the file though the error of io.Copy in line [0-9]+ may not be nil`
		if err != nil {
			log.Fatal(err)
		}
		if r == nil {
			break
		}
		io.Copy(f, r)
		f.Close()
	}
}
