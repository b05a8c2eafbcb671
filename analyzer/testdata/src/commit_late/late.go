// Package commit_late holds writes that come after the commit.
package commit_late

import (
	"bufio"
	"compress/gzip"
	"fmt"
	"io"

	"github.com/atomiclint/atomiclint/atomicfile"
)

func written(name string, data []byte) error {
	f, err := atomicfile.Create(name)
	if err != nil {
		return err
	}
	defer f.Close()
	if _, err := f.Write(data); err != nil {
		return err
	}
	if err := f.Commit(); err != nil {
		return err
	}
	fmt.Fprintln(f, "end") // want `Fprintln comes after f.Commit, which has published name as it was`
	f.Sync()               // want `Sync comes after f.Commit`
	fmt.Println(f.Name())
	return nil
}

func flushed(name string, r io.Reader) error {
	f, err := atomicfile.Create(name)
	if err != nil {
		return err
	}
	defer f.Close()
	w := bufio.NewWriter(f)
	defer w.Flush() // want `w is flushed after f.Commit, which has published name without the rest; flush it before`
	if _, err := io.Copy(w, r); err != nil {
		return err
	}
	return f.Commit()
}

func closed(name string, r io.Reader) error {
	f, err := atomicfile.Create(name)
	if err != nil {
		return err
	}
	defer f.Close()
	gz := gzip.NewWriter(f)
	if _, err := io.Copy(gz, r); err != nil {
		return err
	}
	if err := f.Commit(); err != nil {
		return err
	}
	return gz.Close() // want `Close comes after f.Commit`
}

func finished(name string, r io.Reader) (err error) {
	f, err := atomicfile.Create(name)
	if err != nil {
		return err
	}
	gz := gzip.NewWriter(f)
	defer gz.Close() // want `gz is flushed after f.Finish`
	defer f.Finish(&err)
	_, err = io.Copy(gz, r)
	return err
}

func inOrder(name string, r io.Reader) (err error) {
	f, err := atomicfile.Create(name)
	if err != nil {
		return err
	}
	defer f.Finish(&err)
	gz := gzip.NewWriter(f)
	defer gz.Close()
	_, err = io.Copy(gz, r)
	return err
}

func twice(name string, r io.Reader) error {
	f, err := atomicfile.Create(name)
	if err != nil {
		return err
	}
	defer f.Close()
	gz := gzip.NewWriter(f)
	defer gz.Close() // for the errors in between
	if _, err := io.Copy(gz, r); err != nil {
		return err
	}
	if err := gz.Close(); err != nil {
		return err
	}
	return f.Commit()
}

func ended(name string, r io.Reader) error {
	f, err := atomicfile.Create(name)
	if err != nil {
		return err
	}
	defer f.Close()
	w := bufio.NewWriter(f)
	defer w.Flush()
	if err := copyAll(w, r); err != nil {
		return err
	}
	return f.Commit()
}

func copyAll(w *bufio.Writer, r io.Reader) error {
	if _, err := io.Copy(w, r); err != nil {
		return err
	}
	return w.Flush()
}

func again(name string, parts []string) error {
	f, err := atomicfile.Create(name)
	if err != nil {
		return err
	}
	defer f.Close()
	for i, part := range parts {
		f.WriteString(part)
		if i == len(parts)-1 {
			if err := f.Commit(); err != nil {
				return err
			}
		}
	}
	return nil
}

func inLiteral(name string, r io.Reader) (err error) {
	f, err := atomicfile.Create(name)
	if err != nil {
		return err
	}
	w := bufio.NewWriter(f)
	defer func() {
		w.Flush()
		if err == nil {
			err = f.Commit()
		} else {
			f.Close()
		}
	}()
	_, err = io.Copy(w, r)
	return err
}
