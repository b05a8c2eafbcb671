// Package fix_behaviour copies readers to files in the ways that fixes know.
package fix_behaviour

import (
	"bufio"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"os"
)

// Shapes are functions that write what they read to the file of a name. They
// return an error or panic if reading fails.
var Shapes = map[string]func(name string, r io.Reader) error{
	"whole":    whole,
	"once":     once,
	"tail":     tail,
	"never":    never,
	"returned": returned,
	"ignored":  ignored,
	"pending":  pending,
	"standard": standard,
	"joined":   joined,
	"deferred": deferred,
	"buffered": buffered,
	"flushed":  flushed,
	"rollback": rollback,
	"panics":   panics,
	"loop":     loop,
	"pipe":     pipe,
}

// failed is what os knows of failure.
var failed = os.ErrInvalid

func whole(name string, r io.Reader) error {
	data, err := io.ReadAll(r)
	if err != nil {
		return err
	}
	return os.WriteFile(name, data, 0o644) // want `^fix$`
}

func once(name string, r io.Reader) error {
	f, err := os.Create(name) // want `^fix$`
	if err != nil {
		return err
	}
	defer f.Close()
	if _, err := io.Copy(f, r); err != nil {
		return fmt.Errorf("copying: %w", err)
	}
	return nil
}

func tail(name string, r io.Reader) error {
	f, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600) // want `^fix$`
	if err != nil {
		return err
	}
	defer f.Close()
	_, err = io.Copy(f, r)
	return err
}

func never(name string, r io.Reader) error {
	f, err := os.Create(name) // want `^fix$`
	if err != nil {
		return err
	}
	if _, err := io.Copy(f, r); err != nil {
		return err
	}
	return nil
}

func returned(name string, r io.Reader) error {
	f, err := os.Create(name) // want `^fix$`
	if err != nil {
		return err
	}
	if _, err := io.Copy(f, r); err != nil {
		return err
	}
	return f.Close()
}

func ignored(name string, r io.Reader) error {
	f, err := os.Create(name) // want `^fix$`
	if err != nil {
		return err
	}
	if _, err := io.Copy(f, r); err != nil {
		return err
	}
	f.Close()
	return nil
}

func pending(name string, r io.Reader) error {
	f, err := os.Create(name) // want `^fix$`
	if err != nil {
		return err
	}
	_, err = io.Copy(f, r)
	f.Close()
	if err != nil {
		return err
	}
	return nil
}

func standard(name string, r io.Reader) error {
	f, err := os.Create(name) // want `^fix$`
	if err != nil {
		return err
	}
	_, err = io.Copy(f, r)
	if cerr := f.Close(); cerr != nil && err == nil {
		err = cerr
	}
	return err
}

func joined(name string, r io.Reader) error {
	f, err := os.Create(name) // want `^fix$`
	if err != nil {
		return err
	}
	_, err = io.Copy(f, r)
	return errors.Join(err, f.Close())
}

func deferred(name string, r io.Reader) (err error) {
	f, err := os.Create(name) // want `^fix$`
	if err != nil {
		return err
	}
	defer func() {
		if cerr := f.Close(); err == nil {
			err = cerr
		}
	}()
	_, err = io.Copy(f, r)
	return
}

func buffered(name string, r io.Reader) error {
	f, err := os.Create(name) // want `^fix$`
	if err != nil {
		return err
	}
	defer f.Close()
	w := bufio.NewWriterSize(f, 16)
	defer w.Flush()
	if _, err := io.Copy(struct{ io.Writer }{w}, r); err != nil {
		return err
	}
	return nil
}

func flushed(name string, r io.Reader) error {
	f, err := os.Create(name) // want `^fix$`
	if err != nil {
		return err
	}
	w := bufio.NewWriterSize(f, 16)
	if _, err := io.Copy(struct{ io.Writer }{w}, r); err != nil {
		f.Close()
		return err
	}
	if err := w.Flush(); err != nil {
		f.Close()
		return err
	}
	if err := f.Close(); err != nil {
		return fmt.Errorf("closing: %w", err)
	}
	return nil
}

func rollback(name string, r io.Reader) error {
	f, err := os.Create(name) // want `^fix$`
	if err != nil {
		return err
	}
	bw := bufio.NewWriter(f)
	defer func() {
		bw.Flush()
		f.Close()
	}()
	_, err = io.Copy(bw, r)
	return err
}

func panics(name string, r io.Reader) error {
	write := func() {
		f, err := os.Create(name) // want `^fix$`
		if err != nil {
			panic(err)
		}
		defer f.Close()
		_, err = io.Copy(f, r)
		if err != nil {
			panic(fmt.Errorf("copying: %v", err))
		}
	}
	write()
	return nil
}

func loop(name string, r io.Reader) error {
	for range 2 {
		f, err := os.Create(name) // want `^fix$`
		if err != nil {
			return err
		}
		if _, err := io.Copy(f, r); err != nil {
			return err
		}
		if err := f.Close(); err != nil {
			return err
		}
		return nil
	}
	return failed
}

// pipe has the content come through an encoder and its decoder.
func pipe(name string, r io.Reader) (err error) {
	pr, pw := io.Pipe()
	go func() {
		zw := gzip.NewWriter(pw)
		_, err := io.Copy(zw, r)
		if err == nil {
			err = zw.Close()
		}
		pw.CloseWithError(err)
	}()
	f, err := os.Create(name) // want `^fix$`
	if err != nil {
		return err
	}
	defer f.Close()
	zr, err := gzip.NewReader(pr)
	if err != nil {
		return err
	}
	if _, err := io.Copy(f, zr); err != nil {
		return err
	}
	return zr.Close()
}
