package fix_remove

import (
	"fmt"
	"io"
	"log"
	"os"
	"path/filepath"
)

// The caller drops the error, and goes by what it finds. After a failure that
// would be the old file.
func goesByName(name string, r io.Reader) error {
	writeFound(name, r)
	_, err := os.Stat(name)
	return err
}

func writeFound(name string, r io.Reader) error {
	f, err := os.Create(name) // want `no fix: line \d+ looks for the file after a failure`
	if err != nil {
		return err
	}
	defer f.Close()
	if _, err := io.Copy(f, r); err != nil {
		os.Remove(name)
		return err
	}
	return nil
}

// So does one that only logs it, by a function.
func logsOnly(dir string, r io.Reader) ([]byte, error) {
	if err := writeRead(filepath.Join(dir, "x"), r); err != nil {
		log.Print(err)
	}
	return readIn(dir)
}

func readIn(dir string) ([]byte, error) { return os.ReadFile(filepath.Join(dir, "x")) }

func writeRead(name string, r io.Reader) error {
	f, err := os.Create(name) // want `no fix: line \d+ looks for the file after a failure`
	if err != nil {
		return err
	}
	defer f.Close()
	_, err = io.Copy(f, r)
	return err
}

// The function keeps the error to itself.
func hears(name string, text []byte) error {
	keepsQuiet(name, text)
	return os.Chmod(name, 0o600)
}

func keepsQuiet(name string, text []byte) {
	if err := os.WriteFile(name, text, 0o644); err != nil { // want `no fix: line \d+ looks for the file after a failure`
		log.Print(err)
		os.Remove(name)
	}
}

// The caller looks for the file once it is written.
func looksThen(name string, r io.Reader) (int64, error) {
	var err error
	for range 3 {
		if err = writeOnce(name, r); err == nil {
			break
		}
	}
	if err != nil {
		return 0, err
	}
	fi, err := os.Stat(name)
	if err != nil {
		return 0, err
	}
	return fi.Size(), nil
}

func writeOnce(name string, r io.Reader) error {
	f, err := os.Create(name) // want `^fix$`
	if err != nil {
		return err
	}
	defer f.Close()
	_, err = io.Copy(f, r)
	return err
}

// A failure ends the program.
func must(name string, rows []string) ([]byte, error) {
	mustWrite(name, rows)
	return os.ReadFile(name)
}

func mustWrite(name string, rows []string) {
	f, err := os.Create(name) // want `^fix$`
	if err != nil {
		log.Fatal(err)
	}
	defer f.Close()
	for _, row := range rows {
		fmt.Fprintln(f, row)
	}
}

// The caller adds to what it finds.
func addsTo(name string, r io.Reader) error {
	if err := writeBase(name, r); err != nil {
		log.Print(err)
	}
	f, err := os.OpenFile(name, os.O_APPEND|os.O_WRONLY, 0) // want `no fix: it appends`
	if err != nil {
		return err
	}
	defer f.Close()
	_, err = f.WriteString("more")
	return err
}

func writeBase(name string, r io.Reader) error {
	f, err := os.Create(name) // want `no fix: line \d+ looks for the file after a failure`
	if err != nil {
		return err
	}
	defer f.Close()
	_, err = io.Copy(f, r)
	return err
}
