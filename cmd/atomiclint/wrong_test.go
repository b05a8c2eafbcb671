package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestWhatGoesWrong checks what the README says that a plain os.Create leaves
// behind.
func TestWhatGoesWrong(t *testing.T) {
	report := filepath.Join(t.TempDir(), "report.csv")
	create := func() *os.File {
		f, err := os.Create(report)
		if err != nil {
			t.Fatal(err)
		}
		return f
	}
	render := func(w io.Writer, word string, lines int) error {
		for range lines {
			if _, err := fmt.Fprintf(w, "%s,%s\n", word, word); err != nil {
				return err
			}
		}
		return nil
	}
	for _, test := range []struct {
		name  string
		do    func() error
		state func(content string) bool
	}{
		{"complete", func() error {
			f := create()
			return errors.Join(render(f, "old", 1000), f.Close())
		}, func(content string) bool { return content == strings.Repeat("old,old\n", 1000) }},
		{"killed before the first bytes", func() error {
			return render(bufio.NewWriter(create()), "new", 10)
		}, func(content string) bool { return content == "" }},
		{"killed later", func() error {
			return render(bufio.NewWriterSize(create(), 100), "new", 1000)
		}, func(content string) bool { return content != "" && !strings.HasSuffix(content, "\n") }},
		{"render fails", func() error {
			f := create()
			err := render(&fullDisk{f, 1001}, "new", 1000)
			if !errors.Is(err, errFull) {
				t.Errorf("got error %v, want %v", err, errFull)
			}
			return f.Close()
		}, func(content string) bool { return len(content) == 1001 }},
		{"two at a time", func() error {
			f, g := create(), create()
			return errors.Join(render(f, "one", 20), render(g, "two", 10), f.Close(), g.Close())
		}, func(content string) bool { return strings.Contains(content, "two,two\none,one\n") }},
	} {
		if err := test.do(); err != nil {
			t.Fatalf("%s: %v", test.name, err)
		}
		content, err := os.ReadFile(report)
		if err != nil {
			t.Fatal(err)
		}
		if !test.state(string(content)) {
			t.Errorf("%s: got an unexpected report.csv: %.50q… (%d bytes)", test.name, content, len(content))
		}
	}
}

var errFull = errors.New("no space left on device")

// A fullDisk takes so many bytes.
type fullDisk struct {
	w    io.Writer
	room int
}

func (d *fullDisk) Write(b []byte) (int, error) {
	n, err := d.w.Write(b[:min(d.room, len(b))])
	d.room -= n
	if err == nil && n < len(b) {
		err = errFull
	}
	return n, err
}
