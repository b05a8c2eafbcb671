// Package atomicfile has the declarations of the package of the same name that
// the golden files need to compile.
package atomicfile

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"syscall"
)

// ErrNotDurable is as in the real package.
var ErrNotDurable = errors.New("not durable")

type File struct{}

type Option func()

func WriteFile(name string, data []byte, perm fs.FileMode) error      { return nil }
func Write(name string, fill func(*File) error, opts ...Option) error { return nil }
func Create(name string, opts ...Option) (*File, error)               { return nil, nil }
func OpenFile(name string, flag int, perm fs.FileMode, opts ...Option) (*File, error) {
	return nil, nil
}
func In(root *os.Root) Option { return nil }

func (f *File) Write(b []byte) (int, error)                  { return 0, nil }
func (f *File) WriteString(s string) (int, error)            { return 0, nil }
func (f *File) WriteAt(b []byte, off int64) (int, error)     { return 0, nil }
func (f *File) ReadFrom(r io.Reader) (int64, error)          { return 0, nil }
func (f *File) Read(b []byte) (int, error)                   { return 0, nil }
func (f *File) ReadAt(b []byte, off int64) (int, error)      { return 0, nil }
func (f *File) Seek(offset int64, whence int) (int64, error) { return 0, nil }
func (f *File) Truncate(size int64) error                    { return nil }
func (f *File) Sync() error                                  { return nil }
func (f *File) Stat() (fs.FileInfo, error)                   { return nil, nil }
func (f *File) Chmod(mode fs.FileMode) error                 { return nil }
func (f *File) Chown(uid, gid int) error                     { return nil }
func (f *File) Name() string                                 { return "" }
func (f *File) TempName() string                             { return "" }
func (f *File) SyscallConn() (syscall.RawConn, error)        { return nil, nil }
func (f *File) Commit() error                                { return nil }
func (f *File) Close() error                                 { return nil }
func (f *File) Finish(errp *error)                           {}

func Concurrent() Option { return nil }

func WithPerm(perm fs.FileMode) Option { return nil }

func Rename(oldpath, newpath string) error { return nil }
