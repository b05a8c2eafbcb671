// Package afero stands for the file system interface of that name.
package afero

import "os"

type File interface {
	Write(p []byte) (int, error)
	Close() error
}

type Fs interface {
	Create(name string) (File, error)
	OpenFile(name string, flag int, perm os.FileMode) (File, error)
}

func Walk(fs Fs, root string, visit func(path string, info os.FileInfo, err error) error) error {
	return nil
}
