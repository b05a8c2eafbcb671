package fix_dynamic

import (
	"fmt"
	"io"
	"os"
	"time"
)

type saver interface{ Save(name string) error }

type textSaver struct{ text string }

func (s textSaver) Save(name string) error {
	return os.WriteFile(name, []byte(s.text), 0o644) // want `no fix: line \d+ removes the file after a failure`
}

func saveBy(s saver, name string) error {
	if err := s.Save(name); err != nil {
		os.Remove(name)
		return err
	}
	return nil
}

type note struct{ text string }

func (n *note) save(name string) error {
	return os.WriteFile(name, []byte(n.text), 0o644) // want `no fix: line \d+ removes the file after a failure`
}

func saveByExpression(n *note, name string) error {
	if err := (*note).save(n, name); err != nil {
		os.Remove(name)
		return err
	}
	return nil
}

type page struct{ path string }

func (p *page) save() error {
	return os.WriteFile(p.path, []byte("page"), 0o644) // want `no fix: line \d+ removes the file after a failure`
}

func twice(fn func() error) error {
	if fn() == nil {
		return nil
	}
	return fn()
}

func saveTwice(p *page) error {
	if err := twice(p.save); err != nil {
		os.Remove(p.path)
		return err
	}
	return nil
}

func saveHTML(name string) error {
	return os.WriteFile(name, []byte("<html>"), 0o644) // want `no fix: line \d+ removes the file after a failure`
}

var savers = map[string]func(string) error{"html": saveHTML}

func saveByTable(kind, name string) error {
	if err := savers[kind](name); err != nil {
		os.Remove(name)
		return err
	}
	return nil
}

func saveText(name string, n int) error {
	return os.WriteFile(name, []byte("text"), 0o644) // want `no fix: line \d+ removes the file after a failure`
}

type format struct{ save func(string, int) error }

func saveByField(name string) error {
	f := format{save: saveText}
	if err := f.save(name, 1); err != nil {
		os.Remove(name)
		return err
	}
	return nil
}

type options struct{ out string }

func run(o *options, r io.Reader) error {
	f, err := os.Create(o.out) // want `no fix: line \d+ removes the file after a failure`
	if err != nil {
		return err
	}
	defer f.Close()
	_, err = io.Copy(f, r)
	return err
}

func runFor(name string, r io.Reader) error {
	if err := run(&options{out: name}, r); err != nil {
		os.Remove(name)
		return err
	}
	return nil
}

// What is shown of it would be that of the old file.
func progress(name string, r io.Reader, total int64) error {
	f, err := os.Create(name) // want `no fix: line \d+ may look for the file while it is written`
	if err != nil {
		return err
	}
	defer f.Close()
	go func() {
		for range time.Tick(time.Second) {
			if fi, err := os.Stat(name); err == nil {
				fmt.Println(fi.Size(), total)
			}
		}
	}()
	_, err = io.Copy(f, r)
	return err
}
