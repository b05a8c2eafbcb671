package fix_exclusive

import (
	"errors"
	"io"
	"os"
	"syscall"
)

// Who comes second asks what the error is.
func isExist(path string) (bool, error) {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644) // want `no fix: O_EXCL claims the name when the file is opened, the writer when it is published`
	if err != nil {
		if os.IsExist(err) {
			return false, nil
		}
		return false, err
	}
	defer f.Close()
	_, err = f.WriteString("x")
	return true, err
}

func errno(path string) error {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644) // want `no fix: O_EXCL claims`
	if errors.Is(err, syscall.EEXIST) {
		return errors.New("taken")
	}
	if err != nil {
		return err
	}
	defer f.Close()
	_, err = f.WriteString("x")
	return err
}

// The removal is of the own file only.
func fresh(path string, r io.Reader) error {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644) // want `no fix: O_EXCL claims`
	if err != nil {
		return err
	}
	_, cerr := io.Copy(f, r)
	if err := errors.Join(cerr, f.Close()); err != nil {
		return errors.Join(err, os.Remove(path))
	}
	return nil
}

// The next name is tried.
func numbered(name func(int) string, data []byte) error {
	for i := 0; ; i++ {
		flags := os.O_WRONLY | os.O_CREATE | os.O_EXCL
		f, err := os.OpenFile(name(i), flags, 0o644) // want `no fix: O_EXCL claims`
		if err != nil {
			continue
		}
		if _, err := f.Write(data); err != nil {
			f.Close()
			return err
		}
		return f.Close()
	}
}

// The callers ask, or do not.
func plain(name string, data []byte) error {
	f, err := os.OpenFile(name, os.O_RDWR|os.O_CREATE|os.O_EXCL|os.O_TRUNC, 0o600) // want `no fix: O_EXCL claims`
	if err != nil {
		return err
	}
	defer f.Close()
	_, err = f.Write(data)
	return err
}
