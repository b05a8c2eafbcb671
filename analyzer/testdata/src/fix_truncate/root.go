package fix_truncate

import (
	"io"
	system "os"
)

func root(dir *system.Root, name string, r io.Reader) error {
	f, err := dir.OpenFile(name, system.O_WRONLY|system.O_CREATE, 0o644) // want `^fix$`
	if err != nil {
		return err
	}
	defer f.Close()
	_, err = io.Copy(f, r)
	return err
}
