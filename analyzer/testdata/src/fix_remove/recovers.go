package fix_remove

import (
	"fmt"
	"io"
	"log"
	"os"
)

// The caller recovers from panics, and goes by what it finds. That would be the
// old file.
func recoversAndLooks(name string, r io.Reader) (err error) {
	defer func() {
		if p := recover(); p != nil {
			if _, serr := os.Stat(name); serr != nil {
				err = fmt.Errorf("recovered: %v", p)
			}
		}
	}()
	return writePanicking(name, r)
}

func writePanicking(name string, r io.Reader) error {
	f, err := os.Create(name) // want `no fix: line \d+ looks for the file after a failure`
	if err != nil {
		return err
	}
	defer f.Close()
	_, err = io.Copy(f, r)
	return err
}

// It only tells of the panic.
func recoversAndTells(name string, r io.Reader) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("recovered: %v", p)
		}
	}()
	if err := writeTold(name, r); err != nil {
		return err
	}
	_, err = os.Stat(name)
	return err
}

func writeTold(name string, r io.Reader) error {
	f, err := os.Create(name) // want `^fix$`
	if err != nil {
		return err
	}
	defer f.Close()
	_, err = io.Copy(f, r)
	return err
}

// A function that the caller calls recovers, and the caller goes on.
func survives(name string, r io.Reader) (string, error) {
	survive(func() { writeTried(name, r) })
	b, err := os.ReadFile(name)
	return string(b), err
}

func survive(fn func()) {
	defer func() {
		if p := recover(); p != nil {
			log.Print(p)
		}
	}()
	fn()
}

func writeTried(name string, r io.Reader) error {
	f, err := os.Create(name) // want `no fix: line \d+ looks for the file after a failure`
	if err != nil {
		return err
	}
	defer f.Close()
	_, err = io.Copy(f, r)
	return err
}

// Without results there is no telling either.
func survivesHere(name string, rows []string) error {
	func() {
		defer func() { recover() }()
		writeOrPanic(name, rows)
	}()
	_, err := os.Stat(name)
	return err
}

func writeOrPanic(name string, rows []string) {
	f, err := os.Create(name) // want `no fix: line \d+ looks for the file after a failure`
	if err != nil {
		panic(err)
	}
	defer f.Close()
	for _, row := range rows {
		if _, err := fmt.Fprintln(f, row); err != nil {
			panic(err)
		}
	}
}

// A function between them drops the error.
func throughDropper(name string, r io.Reader) error {
	dropper(name, r)
	_, err := os.Stat(name)
	return err
}

func dropper(name string, r io.Reader) { writeDropped(name, r) }

func writeDropped(name string, r io.Reader) error {
	f, err := os.Create(name) // want `no fix: line \d+ looks for the file after a failure`
	if err != nil {
		return err
	}
	defer f.Close()
	_, err = io.Copy(f, r)
	return err
}

// A function between them ends the program.
func throughFatal(name string, r io.Reader) error {
	fatal(name, r)
	_, err := os.Stat(name)
	return err
}

func fatal(name string, r io.Reader) {
	if err := writeOrDie(name, r); err != nil {
		log.Fatal(err)
	}
	if err := os.Chmod(name, 0o600); err != nil {
		log.Print(err)
	}
}

func writeOrDie(name string, r io.Reader) error {
	f, err := os.Create(name) // want `^fix$`
	if err != nil {
		return err
	}
	defer f.Close()
	_, err = io.Copy(f, r)
	return err
}

// A whole file that could not be written is not there.
func goesByWhole(name string, text []byte) ([]byte, error) {
	writeWhole(name, text)
	return os.ReadFile(name)
}

func writeWhole(name string, text []byte) error {
	return os.WriteFile(name, text, 0o644) // want `no fix: line \d+ looks for the file after a failure`
}
