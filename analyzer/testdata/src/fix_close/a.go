package fix_close

import (
	"errors"
	"fmt"
	"io"
	"log"
	"os"
)

var _ = os.Args

func returned(name string, data []byte) error {
	f, err := os.Create(name) // want `^fix$`
	if err != nil {
		return err
	}
	if _, err := f.Write(data); err != nil {
		f.Close()
		return err
	}
	return f.Close()
}

func wrapped(name string, data []byte) error {
	f, err := os.Create(name) // want `^fix$`
	if err != nil {
		return err
	}
	defer f.Close()
	if _, err := f.Write(data); err != nil {
		return err
	}
	if err := f.Close(); err != nil {
		return fmt.Errorf("closing: %w", err)
	}
	fmt.Println("wrote", name)
	return nil
}

func logged(name string, data []byte) {
	f, err := os.Create(name) // want `^fix$`
	if err != nil {
		log.Print(err)
		return
	}
	if _, err := f.Write(data); err != nil {
		log.Print(err)
		return
	}
	if err := f.Close(); err != nil {
		log.Print(err)
	}
}

func ignored(name string, data []byte) (string, error) {
	f, err := os.Create(name) // want `^fix$`
	if err != nil {
		return "", err
	}
	if _, err := f.Write(data); err != nil {
		return "", err
	}
	f.Close() // as good as it gets
	return name, nil
}

func blank(name string, data []byte) error {
	f, err := os.Create(name) // want `^fix$`
	if err != nil {
		return err
	}
	fmt.Fprintf(f, "%s", data)
	_ = f.Close()
	return os.Chmod(name, 0o755)
}

// Close comes before the test of the write's error.
func pending(name string, data []byte) error {
	f, err := os.Create(name) // want `^fix$`
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	f.Close()
	if err != nil {
		return err
	}
	return nil
}

// As os.WriteFile does it.
func standard(name string, r io.Reader) error {
	f, err := os.Create(name) // want `^fix$`
	if err != nil {
		return err
	}
	_, err = io.Copy(f, r)
	if err1 := f.Close(); err1 != nil && err == nil {
		err = err1
	}
	return err
}

func joined(name string, r io.Reader) error {
	f, err := os.Create(name) // want `^fix$`
	if err != nil {
		return err
	}
	_, err = io.Copy(f, r)
	return errors.Join(err, f.Close())
}

// Both branches end the work.
func branches(name string, data []byte, quick bool) error {
	f, err := os.Create(name) // want `^fix$`
	if err != nil {
		return err
	}
	if quick {
		if _, err := f.Write(data); err != nil {
			f.Close()
			return err
		}
		return f.Close()
	}
	for _, b := range data {
		if _, err := f.Write([]byte{b}); err != nil {
			f.Close()
			return err
		}
	}
	return f.Close()
}

// The write that fails is found by its length.
func counted(name string, data []byte) error {
	f, err := os.Create(name) // want `^fix$`
	if err != nil {
		return err
	}
	n, _ := f.Write(data)
	if n != len(data) {
		f.Close()
		return errors.New("short write")
	}
	return f.Close()
}

func assigned(name string, data []byte) error {
	f, err := os.Create(name) // want `^fix$`
	if err != nil {
		return err
	}
	if _, err = f.Write(data); err != nil {
		return err
	}
	err = f.Close()
	return err
}
