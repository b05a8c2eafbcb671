// Package fix_assert has code that asks what it writes to.
package fix_assert

import (
	"io"
	"os"
)

func width(w io.Writer) int {
	if _, ok := w.(*os.File); ok {
		return 4
	}
	return 80
}

func line(w io.Writer) error {
	_, err := w.Write(make([]byte, width(w)))
	return err
}

func asked(name string) error {
	f, err := os.Create(name) // want `no fix: line \d+ asks whether a writer is of type \*os.File`
	if err != nil {
		return err
	}
	defer f.Close()
	return line(f)
}

type descriptor interface{ Fd() uintptr }

type printer struct{ w io.Writer }

func (p printer) rule() error {
	n := 80
	switch p.w.(type) {
	case io.Seeker:
		n = 20
	case descriptor:
		n = 4
	}
	_, err := p.w.Write(make([]byte, n))
	return err
}

func inField(name string) error {
	f, err := os.Create(name) // want `no fix: line \d+ asks whether a writer is of type descriptor`
	if err != nil {
		return err
	}
	defer f.Close()
	p := printer{f}
	return p.rule()
}

// What the writer's File can do as well makes no difference.
func sync(w io.Writer) error {
	if s, ok := w.(interface{ Sync() error }); ok {
		return s.Sync()
	}
	return nil
}

func synced(name, text string) error {
	f, err := os.Create(name) // want `^fix$`
	if err != nil {
		return err
	}
	defer f.Close()
	if _, err := f.WriteString(text); err != nil {
		return err
	}
	return sync(f)
}
