package fix_shared

import (
	"io"
	"os"
)

var _ = os.Args

// Both fixes name the result, and must agree.
func two(a, b string, r io.Reader) error {
	f, err := os.Create(a) // want `^fix$`
	if err != nil {
		return err
	}
	defer f.Close()
	g, err := os.Create(b) // want `^fix$`
	if err != nil {
		return err
	}
	defer g.Close()
	_, err = io.Copy(io.MultiWriter(f, g), r)
	return err
}

// Both files get the last byte at once.
func end(a, b string, r io.Reader) error {
	f, err := os.Create(a) // want `^fix$`
	if err != nil {
		return err
	}
	defer f.Close()
	g, err := os.Create(b) // want `^fix$`
	if err != nil {
		return err
	}
	defer g.Close()
	if _, err = io.Copy(io.MultiWriter(f, g), r); err != nil {
		return err
	}
	return nil
}

// One after the other, without an error to return.
func turns(a, b string, data []byte) {
	f, err := os.Create(a) // want `^fix$`
	if err != nil {
		panic(err)
	}
	defer f.Close()
	if _, err := f.Write(data); err != nil {
		panic(err)
	}
	g, err := os.Create(b) // want `^fix$`
	if err != nil {
		panic(err)
	}
	defer g.Close()
	if _, err := g.Write(data); err != nil {
		panic(err)
	}
}

func copied(from, to string) error {
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	defer in.Close()
	out, err := os.Create(to) // want `^fix$`
	if err != nil {
		return err
	}
	defer out.Close()
	_, err = io.Copy(out, in)
	return err
}
