// Package drafts creates temporaries that other packages rename, or renames
// what they create.
package drafts

import (
	"bufio"
	"io"
	"os"
	"syscall"
)

// Receive leaves all but the writing to its callers.
func Receive(dir string, r io.Reader) (string, error) {
	f, err := os.CreateTemp(dir, ".*.tmp")
	if err != nil {
		return "", err
	}
	defer f.Close()
	_, err = io.Copy(f, r)
	return f.Name(), err
}

// Ingest does all of it.
func Ingest(dir string, r io.Reader) (path string, failed error) {
	f, err := os.CreateTemp(dir, ".*.tmp")
	if err != nil {
		return "", err
	}
	path = f.Name()
	defer func() {
		if err := f.Close(); err != nil && failed == nil {
			failed = err
		}
		if failed != nil {
			os.Remove(path)
		}
	}()
	if err := os.Chmod(path, 0o644); err != nil {
		return "", err
	}
	if _, err := io.Copy(f, r); err != nil {
		return "", err
	}
	return path, f.Sync()
}

// Fill writes to a file of the caller's choice.
func Fill(name string, data []byte) error {
	f, err := os.OpenFile(name, os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o644)
	if err != nil {
		return err
	}
	defer f.Close()
	_, err = f.Write(data)
	return err
}

// Create opens a file that the caller fills.
func Create(name string, sync bool) (*os.File, error) {
	flags := os.O_RDWR | os.O_CREATE | os.O_TRUNC
	if sync {
		flags |= syscall.O_DSYNC
	}
	return os.OpenFile(name, flags, 0o644)
}

func CreatePlain(name string) (*os.File, error) {
	return os.OpenFile(name, os.O_RDWR|os.O_CREATE|os.O_EXCL, 0o644)
}

// Flush flushes a file by its name.
func Flush(name string) error {
	f, err := os.Open(name)
	if err != nil {
		return err
	}
	defer f.Close()
	return f.Sync()
}

// Install renames, and flushes the directory.
func Install(from, to, dir string) error {
	if err := os.Rename(from, to); err != nil {
		return err
	}
	return syncDir(dir)
}

func syncDir(dir string) error { return Flush(dir) }

type Saver struct{}

// Save is atomic by means that the analyzer does not know.
//
//atomiclint:writer
func (*Saver) Save(path string, data []byte) error {
	if err := os.WriteFile(path+".tmp", data, 0o644); err != nil {
		return err
	}
	return os.Rename(path+".tmp", path)
}

// Commit publishes a file by means that the analyzer does not know.
//
//atomiclint:writer
func Commit(tmp, path string) error { return os.Rename(tmp, path) }

// A Count tells what was written.
type Count struct{ Lines, Bytes int }

// Filter copies lines from r to w, and counts them.
func Filter(w io.Writer, r io.Reader) (*Count, error) {
	c := new(Count)
	for s := bufio.NewScanner(r); s.Scan(); c.Lines++ {
		n, err := w.Write(s.Bytes())
		if c.Bytes += n; err != nil {
			return c, err
		}
	}
	return c, nil
}

// Begin returns a temporary in dir, which it has looked at.
func Begin(dir string) (*os.File, error) {
	f, err := os.CreateTemp(dir, "begun")
	if err != nil {
		return nil, err
	}
	if _, err := f.Stat(); err != nil {
		f.Close()
		os.Remove(f.Name())
		return nil, err
	}
	return f, nil
}

// BeginShared is like Begin for a file that others may read.
func BeginShared(dir string) (*os.File, error) {
	f, err := Begin(dir)
	if err != nil {
		return nil, err
	}
	return f, f.Chmod(0o644)
}
