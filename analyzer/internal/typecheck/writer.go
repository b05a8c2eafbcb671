package typecheck

// Writer is a source that has the declarations of the writer that sources in
// tests need.
const Writer = `package atomicfile

import (
	"errors"
	"io"
	"io/fs"
	"os"
)

var ErrNotDurable = errors.New("not durable")

type Option func()

func WithPerm(perm fs.FileMode) Option { return nil }
func In(root *os.Root) Option          { return nil }
func Concurrent() Option               { return nil }

func WriteFile(name string, data []byte, perm fs.FileMode) error                             { return nil }
func Write(name string, fill func(*File) error, opts ...Option) error                        { return nil }
func WriteFrom(name string, r io.Reader, opts ...Option) (int64, error)                      { return 0, nil }
func WritePath(name string, fill func(tmp string) error, opts ...Option) error               { return nil }
func Create(name string, opts ...Option) (*File, error)                                      { return nil, nil }
func OpenFile(name string, flag int, perm fs.FileMode, opts ...Option) (*File, error)        { return nil, nil }
func Rename(oldpath, newpath string) error                                                   { return nil }

type File struct{}

func (f *File) Write(b []byte) (int, error)       { return 0, nil }
func (f *File) WriteString(s string) (int, error) { return 0, nil }
func (f *File) WriteAt(b []byte, off int64) (int, error)     { return 0, nil }
func (f *File) ReadFrom(r io.Reader) (int64, error)          { return 0, nil }
func (f *File) Read(b []byte) (int, error)                   { return 0, nil }
func (f *File) ReadAt(b []byte, off int64) (int, error)      { return 0, nil }
func (f *File) Seek(offset int64, whence int) (int64, error) { return 0, nil }
func (f *File) Truncate(size int64) error                    { return nil }
func (f *File) Stat() (fs.FileInfo, error)                   { return nil, nil }
func (f *File) Chmod(mode fs.FileMode) error                 { return nil }
func (f *File) Chown(uid, gid int) error                    { return nil }
func (f *File) Sync() error                       { return nil }
func (f *File) Name() string                      { return "" }
func (f *File) Commit() error                     { return nil }
func (f *File) Close() error                      { return nil }
func (f *File) Finish(errp *error)                {}

type Batch struct{}

func (b *Batch) Create(name string, opts ...Option) (*File, error) { return nil, nil }
func (b *Batch) WriteFile(name string, data []byte, perm fs.FileMode) error { return nil }
func (b *Batch) Commit() error                                     { return nil }
func (b *Batch) Close() error                                      { return nil }
`
