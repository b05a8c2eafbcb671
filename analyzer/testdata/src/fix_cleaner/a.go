package fix_cleaner

import (
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"log"
	"os"
)

// A function that closes and removes the file on each way on which something
// fails goes with its calls: the deferred Close does that.
func cleansUp(name string, r io.Reader, check func() error) error {
	f, err := os.Create(name) // want `^fix$`
	if err != nil {
		return err
	}
	cleanup := func() {
		f.Close()
		os.Remove(name)
	}
	if _, err := io.Copy(f, r); err != nil {
		cleanup()
		return err
	}
	if err := check(); err != nil {
		cleanup()
		return err
	}
	if err := f.Close(); err != nil {
		cleanup()
		return err
	}
	return nil
}

// One that hands the error back gives way to that.
func handsBack(name string, r io.Reader) error {
	f, err := os.Create(name) // want `^fix$`
	if err != nil {
		return err
	}
	fail := func(err error) error {
		_ = f.Close()
		_ = os.Remove(name)
		return err
	}
	if _, err := io.Copy(f, r); err != nil {
		return fail(err)
	}
	if _, err := fmt.Fprintln(f, "end"); err != nil {
		return fail(fmt.Errorf("end: %w", err))
	}
	return f.Close()
}

// One that makes an error of it stays.
func wraps(name string, r io.Reader) error {
	f, err := os.Create(name) // want `^fix$`
	if err != nil {
		return err
	}
	fail := func(err error) error {
		f.Close()
		os.Remove(name)
		return fmt.Errorf("%s: %w", name, err)
	}
	if _, err := io.Copy(f, r); err != nil {
		return fail(err)
	}
	return f.Close()
}

// It is needed where the program ends.
func exits(name string, r io.Reader) {
	f, err := os.Create(name) // want `^fix$`
	if err != nil {
		log.Fatal(err)
	}
	cleanup := func() {
		f.Close()
		os.Remove(name)
	}
	if _, err := io.Copy(f, r); err != nil {
		cleanup()
		log.Fatal(err)
	}
	if err := f.Close(); err != nil {
		log.Fatal(err)
	}
}

// It only removes.
func removes(name string, r io.Reader, ok func() bool) error {
	f, err := os.Create(name) // want `^fix$`
	if err != nil {
		return err
	}
	discard := func() { os.Remove(name) }
	if _, err := io.Copy(f, r); err != nil {
		f.Close()
		discard()
		return err
	}
	if err := f.Close(); err != nil {
		discard()
		return err
	}
	return nil
}

// It ends what succeeds, too.
func closesAlways(name string, r io.Reader) error {
	f, err := os.Create(name) // want `no fix: line \d+ would publish the file after it is closed`
	if err != nil {
		return err
	}
	done := func() { f.Close() }
	if _, err := io.Copy(f, r); err != nil {
		done()
		return err
	}
	done()
	return nil
}

// It takes away what was written, and the function succeeds.
func skips(name string, r io.Reader, skip func() bool) error {
	f, err := os.Create(name) // want `no fix: line \d+`
	if err != nil {
		return err
	}
	discard := func() {
		f.Close()
		os.Remove(name)
	}
	if skip() {
		discard()
		return nil
	}
	if _, err := io.Copy(f, r); err != nil {
		discard()
		return err
	}
	return f.Close()
}

// It says something.
func saysMore(name string, r io.Reader) error {
	f, err := os.Create(name) // want `no fix: f is closed by a function literal \(line \d+\)`
	if err != nil {
		return err
	}
	cleanup := func() {
		f.Close()
		log.Print("failed")
	}
	if _, err := io.Copy(f, r); err != nil {
		cleanup()
		return err
	}
	return f.Close()
}

// It runs at another time.
func deferred(name string, r io.Reader) error {
	f, err := os.Create(name) // want `no fix: f is closed by a function literal \(line \d+\)`
	if err != nil {
		return err
	}
	cleanup := func() { f.Close() }
	defer cleanup()
	_, err = io.Copy(f, r)
	return err
}

func elsewhere(name string, r io.Reader, at func(func())) error {
	f, err := os.Create(name) // want `no fix: f is closed by a function literal \(line \d+\)`
	if err != nil {
		return err
	}
	cleanup := func() { f.Close() }
	at(cleanup)
	_, err = io.Copy(f, r)
	return err
}

func another(name string, r io.Reader) error {
	f, err := os.Create(name) // want `no fix: f is closed by a function literal \(line \d+\)`
	if err != nil {
		return err
	}
	cleanup := func() { f.Close() }
	if r == nil {
		cleanup = func() {}
	}
	if _, err = io.Copy(f, r); err != nil {
		cleanup()
		return errors.New("copy")
	}
	return f.Close()
}

// Something looks at the directory once the file is closed.
func looks(name string, r io.Reader) error {
	f, err := os.Create(name) // want `^fix$`
	if err != nil {
		return err
	}
	cleanup := func() {
		f.Close()
		os.Remove(name)
	}
	if _, err := io.Copy(f, r); err != nil {
		cleanup()
		return recount(err)
	}
	return f.Close()
}

func recount(err error) error { return err }

// Nothing but the call tells that it fails.
func silent(name string, r io.Reader, ok func() bool) {
	f, err := os.Create(name) // want `^fix$`
	if err != nil {
		log.Print(err)
		return
	}
	cleanup := func() {
		f.Close()
		f.Close()
		os.Remove(name)
	}
	if !ok() {
		cleanup()
		return
	}
	if _, err := io.Copy(f, r); err != nil {
		cleanup()
		return
	}
	if err := f.Close(); err != nil {
		log.Print(err)
	}
}

// It closes what is read as well.
func copies(to, from string) error {
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	out, err := os.Create(to) // want `^fix$`
	if err != nil {
		in.Close()
		return err
	}
	cleanup := func() {
		in.Close()
		out.Close()
		os.Remove(to)
	}
	if _, err := io.Copy(out, in); err != nil {
		cleanup()
		return err
	}
	in.Close()
	return out.Close()
}

// It closes what writes to the file.
func compresses(name string, r io.Reader) error {
	f, err := os.Create(name) // want `no fix: f is closed by a function literal \(line \d+\)`
	if err != nil {
		return err
	}
	zw := gzip.NewWriter(f)
	cleanup := func() {
		zw.Close()
		f.Close()
		os.Remove(name)
	}
	if _, err := io.Copy(zw, r); err != nil {
		cleanup()
		return err
	}
	if err := zw.Close(); err != nil {
		return err
	}
	return f.Close()
}
