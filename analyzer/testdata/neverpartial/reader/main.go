// Neverpartial runs functions that write a file from readers that fail at each
// byte in turn. It prints a line for each function and byte after which the
// file has neither its old content nor the new one.
package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing/iotest"

	shapes "example.com/m/shapes"
)

const (
	before = "old content"
	after  = "new content, which is longer than the old one was"
)

func main() {
	dir, err := os.MkdirTemp("", "neverpartial")
	if err != nil {
		panic(err)
	}
	defer os.RemoveAll(dir)
	for name, write := range shapes.Shapes {
		for n := range len(after) + 1 {
			try(filepath.Join(dir, name), name, write, n)
		}
	}
	entries, err := os.ReadDir(dir)
	if err != nil || len(entries) != len(shapes.Shapes) {
		fmt.Println("files left behind:", entries, err)
	}
}

// try has write replace the file at path from a reader that fails at byte n,
// or comes to its end if that is behind the last one.
func try(path, name string, write func(string, io.Reader) error, n int) {
	if err := os.WriteFile(path, []byte(before), 0o644); err != nil {
		panic(err)
	}
	end, want := errors.New("read error"), before
	if n == len(after) {
		end, want = io.EOF, after
	}
	r := io.MultiReader(iotest.OneByteReader(strings.NewReader(after[:n])), iotest.ErrReader(end))
	err := call(write, path, r)
	if (err == nil) != (want == after) {
		fmt.Printf("%s, byte %d: error %v\n", name, n, err)
	}
	if got, err := os.ReadFile(path); string(got) != want {
		fmt.Printf("%s, byte %d: %q (%v)\n", name, n, got, err)
	}
}

func call(write func(string, io.Reader) error, path string, r io.Reader) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("panic: %v", p)
		}
	}()
	return write(path, r)
}
