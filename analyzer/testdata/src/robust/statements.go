package robust

import (
	"fmt"
	"os"
	"path/filepath"
)

// The opening, the closing and the rename stand where few look for them.
func statements(dir string, lines []string, quit chan bool) (err error) {
	for f, err := os.Create("post"); err == nil; os.Rename("post", filepath.Join(dir, "post")) { // want `publishes filepath\.Join\(dir, "post"\) unsafely`
		fmt.Fprintln(f, lines)
	}
	switch f, err := os.Create("switch"); {
	case err != nil:
		return err
	default:
		f.WriteString("x")
		f.Close()
	}
	switch os.Rename("switch", "switched") { // want `publishes "switched" unsafely`
	case nil:
	}
	select {
	case <-quit:
		f, err := os.Create("select") // want `can leave "select" half-written`
		if err != nil {
			return err
		}
		f.WriteString("x")
		goto end
	default:
	}
again:
	for _, line := range lines {
		f, err := os.CreateTemp(dir, line)
		switch {
		case err != nil:
			break again
		default:
			continue again
		case f != nil:
		}
		f.WriteString(line)
		defer os.Rename(f.Name(), line) // want `publishes line unsafely`
		go os.Rename(f.Name(), line)    // want `publishes line unsafely`
	}
	if f, err := os.Create("if"); err != nil {
	} else if _, err := f.WriteString("x"); err != nil {
		return f.Close()
	} else {
		return os.Rename("if", filepath.Join(dir, "if")) // want `publishes filepath\.Join\(dir, "if"\) unsafely`
	}
	for range 3 {
		os.Rename("x.tmp", "x")
	}
	if true {
		return
	}
end:
	{
	}
	return
}

type sink interface{ Rename(from, to string) error }

type box struct {
	*os.File
	sink
}

func (b *box) finish(dir, name string) error {
	if _, err := b.WriteString("x"); err != nil {
		return err
	}
	return b.Rename(b.Name(), filepath.Join(dir, name))
}

func newBox(s sink) (*box, error) {
	f, err := os.Create("box.tmp") // want `can leave "box\.tmp" half-written`
	return &box{f, s}, err
}
