package fix_refused

import (
	"errors"
	"fmt"
	"io"
	"log"
	"os"
	"os/exec"
	"syscall"
	"time"
)

var _ = os.Args

type holder struct {
	f *os.File
	w io.Writer
}

var global *os.File

func Give(f *os.File) error { return nil }

func parameter(name string) error {
	f, err := os.Create(name) // want `no fix: Give wants an \*os.File`
	if err != nil {
		return err
	}
	defer f.Close()
	return Give(f)
}

func returned(name string) (*os.File, error) {
	return os.Create(name) // want `no fix: the file is returned`
}

func returnedLater(name string) (io.WriteCloser, error) {
	f, err := os.Create(name) // want `no fix: f is returned`
	if err != nil {
		return nil, err
	}
	return f, nil
}

func (h *holder) open(name string) (err error) {
	h.f, err = os.Create(name) // want `no fix: the file is stored in h.f`
	return err
}

func (h *holder) set(name string) error {
	f, err := os.Create(name) // want `no fix: f is stored in h.w`
	if err != nil {
		return err
	}
	h.w = f
	return nil
}

func element(name string) (*holder, error) {
	f, err := os.Create(name) // want `no fix: f of holder is of type \*os.File`
	if err != nil {
		return nil, err
	}
	return &holder{f: f}, nil
}

func openGlobal(name string) (err error) {
	global, err = os.Create(name) // want `no fix: global is a variable of the package`
	return err
}

func stdout(name string) error {
	f := os.Stdout
	if name != "" {
		var err error
		f, err = os.Create(name) // want `no fix: f may hold another file, too`
		if err != nil {
			return err
		}
		defer f.Close()
	}
	_, err := fmt.Fprintln(f, "text")
	return err
}

func wider(name string) error {
	var w io.WriteCloser
	w, err := os.Create(name) // want `no fix: w is of type io.WriteCloser`
	if err != nil {
		return err
	}
	return w.Close()
}

func dropped(name string) {
	f, _ := os.Create(name) // want `no fix: the error of opening is dropped`
	f.WriteString("text")
	f.Close()
}

func method(name string) error {
	f, err := os.Create(name) // want `no fix: atomicfile.File has no method Fd`
	if err != nil {
		return err
	}
	defer f.Close()
	return syscall.Flock(int(f.Fd()), syscall.LOCK_EX)
}

func flags(name string, flag int) error {
	f, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE, 0o600) // want `no fix: without O_TRUNC it keeps old content beyond the new`
	if err != nil {
		return err
	}
	f.Close()
	f2, err := os.OpenFile(name, flag, 0o600) // want `no fix: the open flags are not a constant`
	if err != nil {
		return err
	}
	f2.Close()
	var later int
	if flag > 0 {
		later = os.O_WRONLY | os.O_CREATE | os.O_TRUNC
	}
	f5, err := os.OpenFile(name, later, 0o600) // want `no fix: the open flags are not a constant`
	if err != nil {
		return err
	}
	f5.Close()
	f3, err := os.OpenFile(name, os.O_WRONLY|os.O_TRUNC, 0o600) // want `no fix: without O_CREATE it wants the file to exist`
	if err != nil {
		return err
	}
	f3.Close()
	f4, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_APPEND, 0o600) // want `no fix: it appends`
	if err != nil {
		return err
	}
	return f4.Close()
}

func byName(name string, data []byte) error {
	f, err := os.Create(name) // want `no fix: line [0-9]+ gives os.Chtimes the name of the file before it is published`
	if err != nil {
		return err
	}
	defer f.Close()
	if _, err := f.Write(data); err != nil {
		return err
	}
	if len(data) > 10 {
		return f.Sync()
	}
	return os.Chtimes(name, time.Time{}, time.Time{})
}

func command(name string, data []byte) error {
	f, err := os.Create(name) // want `no fix: exec.Cmd.Run may list the directory while f is open`
	if err != nil {
		return err
	}
	defer f.Close()
	f.Write(data)
	if len(data) == 0 {
		return nil
	}
	f.Write(data)
	return exec.Command("make").Run()
}

func somePaths(name string, data []byte, now bool) error {
	f, err := os.Create(name) // want `no fix: line [0-9]+ ends the function, and there is no telling whether it has failed`
	if err != nil {
		return err
	}
	if now {
		f.Close()
	}
	_, err = f.Write(data)
	return err
}

func leftOpen(name string, data []byte) error {
	f, err := os.Create(name) // want `^fix$`
	if err != nil {
		return err
	}
	if len(data) == 0 {
		return nil
	}
	if _, err := f.Write(data); err != nil {
		return err
	}
	return f.Close()
}

func anything(name string) error {
	f, err := os.Create(name) // want `no fix: errors.As takes a value of any type`
	if err != nil {
		return err
	}
	defer f.Close()
	errors.As(nil, f)
	return nil
}

func stored(name string) func() error {
	f, err := os.Create(name) // want `no fix: f is closed by a function literal`
	if err != nil {
		return nil
	}
	return func() error { return f.Close() }
}

func goesOn(name string, r io.Reader) error {
	f, err := os.Create(name) // want `no fix: line [0-9]+ ends the file though the error of io.Copy in line [0-9]+ may not be nil`
	if err != nil {
		return err
	}
	if _, err := io.Copy(f, r); err != nil {
		fmt.Println(err)
	}
	return f.Close()
}

// Others may still write when the last statement that mentions the file is done.
func beside(name string, data []byte) error {
	f, err := os.Create(name) // want `no fix: line [0-9]+ ends the file, and there is no telling whether what line [0-9]+ starts has written it`
	if err != nil {
		return err
	}
	go func() { f.Write(data) }()
	return f.Close()
}

// A caller that removes the file has it removed after a failure, too.
func removing(name string, data []byte) error {
	if err := removed(name, data); err != nil {
		os.Remove(name)
		return err
	}
	return nil
}

func removed(name string, data []byte) error {
	f, err := os.Create(name) // want `no fix: line [0-9]+ removes the file after a failure`
	if err != nil {
		return err
	}
	defer f.Close()
	_, err = f.Write(data)
	return err
}

// A caller that forgives an error wants what was written before it.
func forgiving(name string, r io.Reader) error {
	if err := forgiven(name, r); err != nil && !errors.Is(err, io.EOF) {
		return err
	}
	return nil
}

func forgiven(name string, r io.Reader) error {
	f, err := os.Create(name) // want `no fix: line [0-9]+ takes some errors of the function for success`
	if err != nil {
		return err
	}
	defer f.Close()
	_, err = io.Copy(f, r)
	return err
}

// A helper that ends the program leaves no time to discard the temporary.
func ending(name string, data []byte) {
	f, err := os.Create(name) // want `no fix: line [0-9]+ may end the program, and leaves the temporary behind`
	fatal(err)
	_, err = f.Write(data)
	fatal(err)
	fatal(f.Close())
}

func fatal(err error) {
	if err != nil {
		log.Fatal(err)
	}
}

// Finish keeps the error that this literal loses.
func overwriting(name string, r io.Reader) (err error) {
	f, err := os.Create(name) // want `no fix: line [0-9]+ sets the error of the function to another one, or to nil`
	if err != nil {
		return err
	}
	defer func() {
		err = f.Close()
	}()
	if _, err := io.Copy(f, r); err != nil {
		return err
	}
	return nil
}

// Where nothing has failed, the removal takes the file away.
func emptied(name string, rows []string) (err error) {
	f, err := os.Create(name) // want `no fix: line [0-9]+ .*`
	if err != nil {
		return err
	}
	defer f.Close()
	for _, row := range rows {
		_, err := io.WriteString(f, row)
		if err != nil || row == "end" {
			os.Remove(name)
			return err
		}
	}
	return nil
}

// What wraps nil may be nil.
func wrapped(name string, rows []string, wrap func(error) error) error {
	f, err := os.Create(name) // want `no fix: line [0-9]+ may belong to a success, though line [0-9]+ removes the file`
	if err != nil {
		return err
	}
	defer f.Close()
	for _, row := range rows {
		_, err := io.WriteString(f, row)
		if err != nil || row == "end" {
			os.Remove(name)
			return wrap(err)
		}
	}
	return f.Close()
}

func wrappedLater(name string, rows []string, wrap func(error) error) error {
	f, err := os.Create(name) // want `no fix: line [0-9]+ may belong to a success, though line [0-9]+ removes the file`
	if err != nil {
		return err
	}
	ok := false
	defer func() {
		f.Close()
		if !ok {
			os.Remove(name)
		}
	}()
	for _, row := range rows {
		_, err := io.WriteString(f, row)
		if err != nil || row == "end" {
			return wrap(err)
		}
	}
	ok = true
	return nil
}
