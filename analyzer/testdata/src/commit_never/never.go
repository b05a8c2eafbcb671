// Package commit_never holds files that are written and never published.
package commit_never

import (
	"bufio"
	"encoding/json"
	"errors"
	"io"
	"log"
	"os"

	"github.com/atomiclint/atomiclint/atomicfile"
)

func deferred(name string, data []byte) error {
	f, err := atomicfile.Create(name) // want `nothing publishes name; call f.Commit when it is written`
	if err != nil {
		return err
	}
	defer f.Close()
	if _, err := f.Write(data); err != nil {
		return err
	}
	return nil
}

func closed(name string, data []byte) error {
	f, err := atomicfile.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o644) // want `nothing publishes name`
	if err != nil {
		return err
	}
	if _, err := f.Write(data); err != nil {
		f.Close()
		return err
	}
	return f.Close()
}

func checked(name string, data []byte) (int, error) {
	f, err := atomicfile.Create(name) // want `nothing publishes name`
	if err != nil {
		return 0, err
	}
	n, err := f.Write(data)
	if err != nil {
		return n, err
	}
	if err := f.Close(); err != nil {
		return n, err
	}
	return n, nil
}

func counted(name string, r io.Reader) (int64, error) {
	f, err := atomicfile.Create(name) // want `nothing publishes name`
	if err != nil {
		return 0, err
	}
	n, err := io.Copy(f, r)
	return n, err
}

func flushed(name string, r io.Reader) error {
	f, err := atomicfile.Create(name) // want `nothing publishes name`
	if err != nil {
		return err
	}
	defer f.Close()
	w := bufio.NewWriter(f)
	defer w.Flush() // a commit at the end would come before it: no fix
	_, err = io.Copy(w, r)
	return err
}

func encoded(name string, v any) error {
	f, err := atomicfile.Create(name + ".json") // want `nothing publishes name \+ ".json"`
	if err != nil {
		return err
	}
	defer f.Close()
	return json.NewEncoder(f).Encode(v)
}

func buffered(name string, r io.Reader) (err error) {
	var f *atomicfile.File
	if f, err = atomicfile.Create(name); err != nil { // want `nothing publishes name`
		return err
	}
	defer func() {
		if cerr := f.Close(); err == nil {
			err = cerr
		}
	}()
	w := bufio.NewWriter(f)
	if _, err = io.Copy(w, r); err != nil {
		return err
	}
	return w.Flush()
}

func noResult(name, text string) {
	f, err := atomicfile.Create(name) // want `nothing publishes name`
	if err != nil {
		log.Print(err)
		return
	}
	defer f.Close()
	f.WriteString(text)
}

func inLoop(texts map[string]string) error {
	for name, text := range texts {
		f, err := atomicfile.Create(name) // want `nothing publishes name`
		if err != nil {
			return err
		}
		f.WriteString(text)
		f.Close()
	}
	return nil
}

func inLiteral(name, text string) func() error {
	return func() error {
		f, err := atomicfile.Create(name) // want `nothing publishes name`
		if err != nil {
			return err
		}
		defer f.Close()
		_, err = f.WriteString(text)
		return err
	}
}

func helped(name, text string) error {
	f, err := atomicfile.Create(name) // want `nothing publishes name`
	if err != nil {
		return err
	}
	defer discard(f)
	return fill(f, text)
}

func fill(f *atomicfile.File, text string) error {
	_, err := f.WriteString(text)
	return err
}

func discard(f *atomicfile.File) { f.Close() }

func opened(dir, name, text string) error {
	f, err := open(dir, name) // want `nothing publishes name`
	if err != nil {
		return err
	}
	defer f.Close()
	_, err = f.WriteString(text)
	return err
}

// open leaves it to its caller to publish the file.
func open(dir, name string) (*atomicfile.File, error) {
	if err := os.MkdirAll(dir, 0o777); err != nil {
		return nil, err
	}
	f, err := atomicfile.Create(dir + "/" + name)
	if err != nil {
		return nil, err
	}
	return f, nil
}

func busy(name string) bool {
	_, err := atomicfile.Create(name)
	return errors.Is(err, os.ErrExist)
}

func wantError(name string) {
	if _, err := atomicfile.Create(name); err == nil {
		log.Fatal("it can be created")
	}
}

func onlyOpened(name string) error {
	if _, err := atomicfile.Create(name); err != nil { // want `nothing can publish name: the file is dropped`
		return err
	}
	return nil
}

func dropped(name string) error {
	_, err := atomicfile.Create(name) // want `nothing can publish name: the file is dropped`
	return err
}
