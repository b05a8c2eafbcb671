package fix_methods

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"os"
)

var _ = os.Args

func all(name string, data []byte) error {
	f, err := os.OpenFile(name, os.O_RDWR|os.O_CREATE|os.O_TRUNC, 0o600) // want `^fix$`
	if err != nil {
		return err
	}
	defer f.Close()
	if err := f.Chmod(0o640); err != nil {
		return err
	}
	if err := f.Truncate(int64(len(data))); err != nil {
		return err
	}
	if _, err := f.WriteAt(data, 0); err != nil {
		return err
	}
	if _, err := f.Seek(0, io.SeekStart); err != nil {
		return err
	}
	if fi, err := f.Stat(); err != nil || fi.Size() != int64(len(data)) {
		return fmt.Errorf("%s: wrong size: %v", f.Name(), err)
	}
	if err := f.Sync(); err != nil {
		return err
	}
	return nil
}

func name(name string, data []byte) (string, error) {
	f, err := os.Create(name) // want `^fix$`
	if err != nil {
		return "", err
	}
	defer f.Close()
	if _, err := f.Write(data); err != nil {
		return "", fmt.Errorf("%s: %w", f.Name(), err)
	}
	os.Setenv("NAME", f.Name())
	return f.Name(), nil
}

// The flags are in a variable that holds nothing else.
func flagged(name string, data []byte) error {
	flags := os.O_CREATE | os.O_WRONLY | os.O_TRUNC
	f, err := os.OpenFile(name, flags, 0o600) // want `^fix$`
	if err != nil {
		return err
	}
	defer f.Close()
	if _, err := f.Write(data); err != nil {
		return err
	}
	return nil
}

// The name of the file is told before there is one.
func told(name string, data []byte) error {
	f, err := os.Create(name) // want `^fix$`
	if err != nil {
		return err
	}
	defer f.Close()
	slog.LogAttrs(context.Background(), slog.LevelInfo, "writing", slog.String("name", name))
	if _, err := f.Write(data); err != nil {
		return err
	}
	return nil
}
