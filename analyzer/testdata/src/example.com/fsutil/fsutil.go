// Package fsutil is a dependency whose functions other packages call.
package fsutil // want package:"files:Create,Discard,Files.Create,Files.OpenFile,Grow,OpenFile,Own,Replace,Save,SaveTo,Scratch,Table.SaveAs"

import (
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/spf13/afero"
)

func Replace(from, to string) error {
	if err := os.Chmod(from, 0o644); err != nil {
		return err
	}
	return os.Rename(from, to)
}

func Save(path string, data []byte) error {
	return os.WriteFile(path, data, 0o644) // want `os.WriteFile can leave`
}

type Table struct{}

func (t *Table) SaveAs(path string) error {
	f, err := os.Create(path) // want `os.Create can leave`
	if err != nil {
		return err
	}
	defer f.Close()
	_, err = fmt.Fprintln(f, "x")
	return err
}

// OpenFile leaves to its callers what to open the file for.
func OpenFile(path string, flag int, perm os.FileMode) (*os.File, error) {
	return os.OpenFile(native(filepath.Clean(path)), flag, perm)
}

func native(path string) string { return path }

// Create only opens: its callers decide what the file is for.
func Create(path string) (*os.File, error) {
	os.MkdirAll(filepath.Dir(path), 0o755)
	return os.Create(path)
}

// Files returns files of a type of its own.
type Files struct{}

type file struct{ *os.File }

func (fs *Files) Open(path string) (io.ReadCloser, error) { return fs.OpenFile(path, os.O_RDONLY) }

func (fs *Files) Create(path string) (io.WriteCloser, error) {
	return fs.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_TRUNC)
}

func (fs *Files) OpenFile(path string, flag int) (io.ReadWriteCloser, error) {
	f, err := os.OpenFile(path, flag, 0o666) // want `os.OpenFile can leave`
	if err != nil {
		return nil, err
	}
	return &file{f}, nil
}

func Scratch() (string, error) { return os.MkdirTemp("", "x") }

func Discard(w io.Writer) {}

func Grow(f *os.File) error { return f.Truncate(1 << 20) }

// SaveTo goes through an interface that may stand for memory, but mostly does
// not.
func SaveTo(fs afero.Fs, path string, data []byte) error {
	f, err := fs.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o644)
	if err != nil {
		return err
	}
	defer f.Close()
	_, err = f.Write(data)
	return err
}

// Own is atomic by means that the analyzer does not know.
//
//atomiclint:writer
func Own(w io.Writer, path string, data []byte) error {
	return os.WriteFile(path, data, 0o644)
}
