// Package fix_handout_kept has functions that open a file and return it, and that
// no fix changes.
package fix_handout_kept

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
)

// Create may be called by anybody.
func Create(name string) (*os.File, error) {
	return os.Create(name) // want `no fix: the file is returned, and code that is not in sight may call Create`
}

var create = value

func value(name string) (*os.File, error) {
	return os.Create(name) // want `no fix: the file is returned, and code that is not in sight may call value`
}

func uncalled(name string) (*os.File, error) {
	return os.Create(name) // want `no fix: the file is returned, and nothing calls uncalled`
}

type opener interface {
	open(name string) (*os.File, error)
}

type disk struct{}

func (disk) open(name string) (*os.File, error) {
	return os.Create(name) // want `no fix: the file is returned, and code that is not in sight may call open`
}

func viaInterface(o opener, name string) error {
	f, err := o.open(name)
	if err != nil {
		return err
	}
	return f.Close()
}

func stdout(name string) (*os.File, error) {
	if name == "-" {
		return os.Stdout, nil
	}
	return os.Create(name) // want `no fix: the file is returned, and line 47 may return another one`
}

func toStdout(name string) error { return line(stdout(name)) }

func line(f *os.File, err error) error {
	if err != nil {
		return err
	}
	fmt.Fprintln(f, "line")
	return f.Close()
}

func headed(name string) (*os.File, error) {
	f, err := os.Create(name) // want `no fix: f is returned, and used before that`
	if err != nil {
		return nil, err
	}
	if _, err := f.WriteString("head\n"); err != nil {
		return nil, err
	}
	return f, nil
}

func underHead(name string) error {
	f, err := headed(name)
	if err != nil {
		return err
	}
	defer f.Close()
	_, err = f.WriteString("body\n")
	return err
}

// Both results tell something.
func doubtful(name string) (*os.File, error) {
	f, err := os.Create(name) // want `no fix: f is returned, and used before that`
	if err != nil {
		return nil, err
	}
	return f, check(name)
}

func check(name string) error {
	if name == "" {
		return errors.New("no name")
	}
	return nil
}

func inDoubt(name string) error {
	f, err := doubtful(name)
	if err != nil {
		return err
	}
	defer f.Close()
	_, err = f.WriteString("body\n")
	return err
}

func named(name string) (f *os.File, err error) {
	f, err = os.Create(name) // want `no fix: f is `
	return f, err
}

func useNamed(name string) error {
	f, err := named(name)
	if err != nil {
		return err
	}
	return f.Close()
}

// One of its callers keeps the file.
func two(name string) (*os.File, error) {
	return os.Create(name) // want `no fix: the file is returned, and line 140 cannot follow: the file is stored in k.f`
}

func first(name string) error {
	f, err := two(name)
	if err != nil {
		return err
	}
	defer f.Close()
	_, err = f.WriteString("body\n")
	return err
}

type keeper struct{ f *os.File }

func (k *keeper) second(name string) (err error) {
	k.f, err = two(name)
	return err
}

// One of its callers cannot be proved.
func three(name string) (*os.File, error) {
	return os.Create(name) // want `no fix: the file is returned, and line 150 cannot follow: line 155 gives os.Stat the name of the file before it is published`
}

func sized(dir string) (int64, error) {
	f, err := three(dir + "/sized")
	if err != nil {
		return 0, err
	}
	fmt.Fprintln(f, "text")
	fi, err := os.Stat(dir + "/sized")
	if err != nil {
		f.Close()
		return 0, err
	}
	return fi.Size(), f.Close()
}

// The path is the receiver's.
type stored struct{ path string }

func (s *stored) create() (*os.File, error) {
	return os.Create(s.path) // want `no fix: the file is returned, and line 171 cannot follow: line 176 gives os.Stat the name of the file before it is published`
}

func (t *stored) size() (int64, error) {
	f, err := t.create()
	if err != nil {
		return 0, err
	}
	fmt.Fprintln(f, "text")
	fi, err := os.Stat(t.path)
	if err != nil {
		f.Close()
		return 0, err
	}
	return fi.Size(), f.Close()
}

// The path is nothing that its callers know.
func numbered(n int) (*os.File, error) {
	name := "a"
	if n > 0 {
		name = "b"
	}
	return os.Create(name) // want `no fix: the file is returned, and line 194 does not show the path`
}

func useNumbered() error {
	f, err := numbered(1)
	if err != nil {
		return err
	}
	defer f.Close()
	_, err = f.WriteString("body\n")
	return err
}

// Another file has the caller.
func far(name string) (*os.File, error) {
	return os.Create(name) // want `no fix: the file is returned, and line 11 of b.go cannot follow: f is stored in all\[0\]`
}

// Through another function.
func inner(name string) (*os.File, error) {
	return os.Create(name) // want `no fix: the file is returned, and in line 213 the file is returned, and line 216 cannot follow: line 59, in line, uses its method Close`
}

func outer(name string) (*os.File, error) { return inner(name) }

func useOuter(name string) error {
	f, err := outer(name)
	return line(f, err)
}

// Tests use it, too.
func tested(name string) (*os.File, error) {
	return os.Create(name) // want `no fix: the file is returned, and a_test.go, which is for another system or for tests, mentions tested`
}

func useTested(name string) error {
	f, err := tested(name)
	if err != nil {
		return err
	}
	defer f.Close()
	_, err = f.WriteString("body\n")
	return err
}

// Another system uses it, too.
func ported(name string) (*os.File, error) {
	return os.Create(name) // want `no fix: the file is returned, and port_plan9.go, which is for another system or for tests, mentions ported`
}

func usePorted(name string) error {
	f, err := ported(name)
	if err != nil {
		return err
	}
	defer f.Close()
	_, err = f.WriteString("body\n")
	return err
}

// The caller has the path, too.
func joined(dir, name string) (*os.File, error) {
	return os.Create(filepath.Join(dir, name)) // want `no fix: the file is returned, and line 256 cannot follow: line 262 may mean the file by another name`
}

func useJoined(path string) error {
	f, err := joined(filepath.Dir(path), filepath.Base(path))
	if err != nil {
		return err
	}
	defer f.Close()
	if _, err = f.WriteString("body\n"); err != nil {
		os.Remove(path)
	}
	return err
}
