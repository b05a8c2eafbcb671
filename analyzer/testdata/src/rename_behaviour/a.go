// Package rename_behaviour replaces files by hand: it writes a temporary and
// renames it.
package rename_behaviour

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// Shapes are functions that write the file of a name. They return an error if
// that fails.
var Shapes = map[string]func(name string) error{
	"whole":     whole,
	"unchecked": unchecked,
	"buffered":  buffered,
	"temp":      temp,
	"unclosed":  unclosed,
}

var content = strings.Repeat("new content ", 3)

func whole(name string) error {
	tmp := name + ".new"
	if err := os.WriteFile(tmp, []byte(content), 0o644); err != nil {
		return err
	}
	return os.Rename(tmp, name) // want `no-sync`
}

func unchecked(name string) error {
	f, err := os.Create(name + ".new")
	if err != nil {
		return err
	}
	fmt.Fprintln(f, content)
	fmt.Fprintln(f, "end")
	f.Close()
	return os.Rename(name+".new", name) // want `write-ignored`
}

func buffered(name string) error {
	tmp := name + ".new"
	f, err := os.OpenFile(tmp, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o644)
	if err != nil {
		return err
	}
	w := bufio.NewWriter(f)
	if err := json.NewEncoder(w).Encode(content); err != nil {
		f.Close()
		os.Remove(tmp)
		return err
	}
	w.Flush()
	if err := f.Close(); err != nil {
		os.Remove(tmp)
		return err
	}
	return os.Rename(tmp, name) // want `write-ignored`
}

func temp(name string) error {
	f, err := os.CreateTemp(filepath.Dir(name), "new")
	if err != nil {
		return err
	}
	_, err = f.WriteString(content)
	if cerr := f.Close(); err == nil {
		err = cerr
	}
	if err != nil {
		return err
	}
	return os.Rename(f.Name(), name) // want `leak`
}

func unclosed(name string) error {
	f, err := os.Create(name + ".new")
	if err != nil {
		return err
	}
	defer f.Close()
	if _, err := f.WriteString(content); err != nil {
		return err
	}
	return os.Rename(f.Name(), name) // want `no-sync`
}
