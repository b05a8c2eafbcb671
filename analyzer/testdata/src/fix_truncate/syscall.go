package fix_truncate

import (
	"io"
	"os"
	"syscall"
)

func imported(name string, r io.Reader) error {
	f, err := os.OpenFile(name, syscall.O_WRONLY|syscall.O_CREAT, 0o644) // want `^fix$`
	if err != nil {
		return err
	}
	defer f.Close()
	_, err = io.Copy(f, r)
	return err
}
