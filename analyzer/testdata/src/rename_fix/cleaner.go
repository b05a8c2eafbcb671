package rename_fix

import (
	"fmt"
	"log"
	"os"
	"path/filepath"
)

// A variable that holds a function which only cleans goes with its calls.
func cleansUp(name string, data []byte) error {
	tmp, err := os.CreateTemp(filepath.Dir(name), ".cache-*.json")
	if err != nil {
		return fmt.Errorf("create: %w", err)
	}
	tmpName := tmp.Name()
	cleanup := func() { _ = os.Remove(tmpName) }
	if _, err := tmp.Write(data); err != nil {
		_ = tmp.Close()
		cleanup()
		return fmt.Errorf("write: %w", err)
	}
	if err := tmp.Close(); err != nil {
		cleanup()
		return fmt.Errorf("close: %w", err)
	}
	if err := os.Rename(tmpName, name); err != nil { // want `unsafely`
		cleanup()
		return fmt.Errorf("rename: %w", err)
	}
	return nil
}

func closesAndCleans(name string, data []byte) error {
	f, err := os.Create(name + ".new")
	if err != nil {
		return err
	}
	discard := func() {
		f.Close()
		os.Remove(f.Name())
	}
	if _, err := f.Write(data); err != nil {
		discard()
		return err
	}
	if err := f.Close(); err != nil {
		discard()
		return err
	}
	return os.Rename(name+".new", name) // want `unsafely`
}

func defersCleaner(name string, data []byte) error {
	tmp := name + ".part"
	cleanup := func() { os.Remove(tmp) }
	defer cleanup()
	if err := os.WriteFile(tmp, data, 0o644); err != nil {
		return err
	}
	return os.Rename(tmp, name) // want `unsafely`
}

// One that returns its argument gives way to that.
func handsBack(name string, data []byte, perm os.FileMode) error {
	f, err := os.CreateTemp(filepath.Dir(name), "x")
	if err != nil {
		return err
	}
	fail := func(err error) error {
		f.Close()
		os.Remove(f.Name())
		return err
	}
	if err := f.Chmod(perm); err != nil {
		return fail(err)
	}
	if _, err := f.Write(data); err != nil {
		return fail(fmt.Errorf("%s: %w", f.Name(), err))
	}
	if err := f.Close(); err != nil {
		return fail(err)
	}
	if err := os.Rename(f.Name(), name); err != nil { // want `unsafely`
		return fail(err)
	}
	return nil
}

// One that makes an error of its argument stays, and does that.
func wraps(name string, data []byte) error {
	tmp := name + ".tmp"
	f, err := os.Create(tmp)
	if err != nil {
		return err
	}
	fail := func(step string, err error) error {
		f.Close()
		os.Remove(tmp)
		return fmt.Errorf("%s: %w", step, err)
	}
	if _, err := f.Write(data); err != nil {
		return fail("write", err)
	}
	if err := f.Close(); err != nil {
		return fail("close", err)
	}
	if err := os.Rename(tmp, name); err != nil { // want `unsafely`
		return fail("rename", err)
	}
	return nil
}

// The program would end before the deferred Close.
func exits(name string, data []byte) {
	f, err := os.Create(name + ".tmp")
	if err != nil {
		log.Fatal(err)
	}
	cleanup := func() {
		f.Close()
		os.Remove(name + ".tmp")
	}
	if _, err := f.Write(data); err != nil {
		cleanup()
		log.Fatal(err)
	}
	if err := f.Close(); err != nil {
		log.Fatal(err)
	}
	if err := os.Rename(name+".tmp", name); err != nil { // want `by hand: line \d+ ends the program, and the temporary stays`
		log.Fatal(err)
	}
}

// It says something, too.
func saysMore(name string, data []byte) error {
	f, err := os.Create(name + ".tmp")
	if err != nil {
		return err
	}
	cleanup := func() {
		f.Close()
		os.Remove(f.Name())
		log.Print("removed")
	}
	if _, err := f.Write(data); err != nil {
		cleanup()
		return err
	}
	if err := f.Close(); err != nil {
		return err
	}
	return os.Rename(name+".tmp", name) // want `by hand: a function literal does more than remove the temporary`
}

// It is handed on.
func handsOn(name string, data []byte, at func(func())) error {
	f, err := os.Create(name + ".tmp")
	if err != nil {
		return err
	}
	cleanup := func() {
		f.Close()
		os.Remove(f.Name())
	}
	at(cleanup)
	if _, err := f.Write(data); err != nil {
		return err
	}
	if err := f.Close(); err != nil {
		return err
	}
	return os.Rename(name+".tmp", name) // want `by hand: a function literal removes the temporary, and there is no telling when \(line \d+\)`
}

// It runs before the rename, which fails then.
func cleansFirst(name string, data []byte) error {
	f, err := os.Create(name + ".tmp")
	if err != nil {
		return err
	}
	cleanup := func() {
		f.Close()
		os.Remove(f.Name())
	}
	if _, err := f.Write(data); err != nil {
		cleanup()
	}
	if err := f.Close(); err != nil {
		return err
	}
	return os.Rename(name+".tmp", name) // want `by hand: .*no telling when`
}
