// Package fix_silent has functions that tell a failure by the removal of the
// file alone, or do not tell it as it seems.
package fix_silent

import (
	"bufio"
	"encoding/json"
	"errors"
	"io"
	"log"
	"os"
)

var _ = os.Args

// The removal is all that tells of a file that is too large; of an error there
// is the error.
func tooLarge(name string, doc any) {
	f, err := os.Create(name) // want `^fix$`
	if err != nil {
		return
	}
	defer f.Close()
	if err := json.NewEncoder(f).Encode(doc); err != nil {
		os.Remove(name)
		return
	}
	if fi, err := f.Stat(); err != nil || fi.Size() > 1<<20 {
		os.Remove(name)
		return
	}
}

// What is done about an error of Flush may end well, and is not repeated for
// one of Commit.
func forgiving(name string, r io.Reader) bool {
	f, err := os.Create(name) // want `^fix$`
	if err != nil {
		log.Println(err)
		return false
	}
	defer f.Close()
	w := bufio.NewWriter(f)
	if _, err := io.Copy(w, r); err != nil {
		log.Println(err)
		return false
	}
	if err := w.Flush(); err != nil {
		if errors.Is(err, io.ErrShortWrite) {
			return true
		}
		log.Println(err)
		return false
	}
	return true
}

// A panic of the helper leaves no temporary.
func panicking(name string, data []byte) {
	f, err := os.Create(name) // want `^fix$`
	must(err)
	_, err = f.Write(data)
	must(err)
	must(f.Close())
}

func must(err error) {
	if err != nil {
		panic(err)
	}
}

// A loop that ends with an error is left with a part of the file.
func untilError(name string, step func() error) error {
	f, err := os.Create(name) // want `^fix$`
	if err != nil {
		return err
	}
	defer f.Close()
	for err = step(); err == nil; err = step() {
		if _, err := f.WriteString("step"); err != nil {
			break
		}
	}
	return err
}

// The Close before the check gives way to a Commit behind it.
func checkedLast(name string, data []byte) {
	f, err := os.Create(name) // want `^fix$`
	if err != nil {
		return
	}
	defer f.Close()
	if _, err := f.Write(data); err != nil {
		os.Remove(name)
		return
	}
	f.Close()
	if len(data) == 0 {
		os.Remove(name)
		return
	}
}
