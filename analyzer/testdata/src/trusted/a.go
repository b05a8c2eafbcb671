package trusted

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"io"
	"io/fs"
	"log"
	"os"
	"path/filepath"
	"time"

	"example.com/trustlib"
)

func stat(name string, data []byte) error {
	if _, err := os.Stat(name); err == nil {
		return nil
	}
	return os.WriteFile(name, data, 0o644) // want `os.WriteFile can leave name half-written, and line 18 takes it for finished if it exists; use`
}

func ifMissing(name string, data []byte) error {
	if _, err := os.Stat(name); os.IsNotExist(err) {
		return os.WriteFile(name, data, 0o644) // want `and line 25 takes it`
	}
	return nil
}

func earlier(name string, data []byte) error {
	_, err := os.Lstat(name)
	if !errors.Is(err, fs.ErrNotExist) {
		return err // of a look at it, which is nil if it exists
	}
	return os.WriteFile(name, data, 0o644) // want `half-written; use`
}

func force(name string, data []byte, force bool) error {
	if !trustlib.Exists(name) || force {
		return os.WriteFile(name, data, 0o644) // want `and line 40 takes it`
	}
	return nil
}

func unlessForced(name string, data []byte, force bool) error {
	if trustlib.Exists(name) && !force {
		return nil
	}
	return os.WriteFile(name, data, 0o644) // want `and line 47 takes it`
}

func missing(name string, data []byte) error {
	none, err := trustlib.Missing(name)
	if err != nil {
		return err
	}
	if none {
		return os.WriteFile(name, data, 0o644) // want `and line 54 takes it`
	}
	return nil
}

func switches(name string, data []byte) error {
	_, err := os.Stat(name)
	switch {
	case err == nil:
		return nil
	case !os.IsNotExist(err):
		return err
	}
	return os.WriteFile(name, data, 0o644) // want `and line 67 takes it`
}

func newer(name, from string, data []byte) error {
	in, err := os.Stat(from)
	if err != nil {
		return err
	}
	if out, err := os.Stat(name); err == nil && !out.IsDir() && out.ModTime().After(in.ModTime()) {
		return nil
	}
	return os.WriteFile(name, data, 0o644) // want `and line 80 takes it`
}

func cached(name string) ([]byte, error) {
	if data, err := os.ReadFile(name); err == nil {
		return data, nil
	}
	data, err := render()
	if err != nil {
		return nil, err
	}
	return data, os.WriteFile(name, data, 0o644) // want `and line 87 takes it`
}

func filled(name string) ([]byte, error) {
	if data, err := os.ReadFile(name); err == nil && len(data) > 0 {
		return data, nil
	}
	data, err := render()
	if err != nil {
		return nil, err
	}
	return data, os.WriteFile(name, data, 0o644) // want `and line 98 takes it`
}

func steps(dir string, names []string) error {
	for _, name := range names {
		out := filepath.Join(dir, name)
		if trustlib.Exists(out) {
			continue
		}
		if err := step(dir, name); err != nil {
			return err
		}
	}
	return nil
}

func step(dir, name string) error {
	f, err := os.Create(filepath.Join(dir, name)) // want `and line 111 takes it`
	if err != nil {
		return err
	}
	defer f.Close()
	data, err := render()
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	return err
}

type store struct{ file string }

func (s *store) open() error {
	if !trustlib.Exists(s.file) {
		return s.make()
	}
	return nil
}

func (s *store) make() error {
	return os.WriteFile(s.file, []byte("new"), 0o644) // want `and line 138 takes it`
}

func claim(name string, data []byte) error {
	f, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644) // want `and line 150 takes it`
	if errors.Is(err, fs.ErrExist) {
		return nil
	}
	if err != nil {
		return err
	}
	defer f.Close()
	_, err = f.Write(data)
	return err
}

// What follows is not taken for finished.

func refuses(name string, data []byte) error {
	if trustlib.Exists(name) {
		return errors.New("the file exists")
	}
	return os.WriteFile(name, data, 0o644) // want `half-written; use`
}

func ends(name string, data []byte) error {
	if trustlib.Exists(name) {
		log.Fatal("the file exists")
	}
	return os.WriteFile(name, data, 0o644) // want `half-written; use`
}

func refusesElse(name string, data []byte) error {
	if !trustlib.Exists(name) {
		return os.WriteFile(name, data, 0o644) // want `half-written; use`
	}
	return errors.New("the file exists")
}

func another(name, other string, data []byte) error {
	if trustlib.Exists(other) {
		return nil
	}
	return os.WriteFile(name, data, 0o644) // want `half-written; use`
}

func sized(name string, data []byte) error {
	if fi, err := os.Stat(name); err == nil && fi.Size() == int64(len(data)) {
		return nil
	}
	return os.WriteFile(name, data, 0o644) // want `half-written; use`
}

func directory(name string, data []byte) error {
	if fi, err := os.Stat(name); err == nil && fi.IsDir() {
		return nil
	}
	return os.WriteFile(name, data, 0o644) // want `half-written; use`
}

func compared(name string, data []byte) error {
	if old, err := os.ReadFile(name); err == nil {
		if bytes.Equal(old, data) {
			return nil
		}
	}
	return os.WriteFile(name, data, 0o644) // want `half-written; use`
}

func same(name string, data []byte) error {
	old, err := os.ReadFile(name)
	if err == nil && bytes.Equal(old, data) {
		return nil
	}
	return os.WriteFile(name, data, 0o644) // want `half-written; use`
}

func parsed(name string, data []byte) ([]byte, error) {
	if in, err := os.Open(name); err == nil && readable(in) {
		return io.ReadAll(in)
	}
	return data, os.WriteFile(name, data, 0o644) // want `half-written; use`
}

func readable(in io.Reader) bool {
	_, err := io.ReadAll(in)
	return err == nil
}

func verified(name string, data []byte) error {
	if !trustlib.Exists(name) {
		if err := os.WriteFile(name, data, 0o644); err != nil { // want `half-written; use`
			return err
		}
	}
	return verifyFile(name, sha256.Sum256(data))
}

func verifyFile(name string, want [32]byte) error {
	data, err := os.ReadFile(name)
	if err == nil && sha256.Sum256(data) != want {
		return errors.New("differs")
	}
	return err
}

func toggle(name string) error {
	if trustlib.Exists(name) {
		return os.Remove(name)
	}
	return os.WriteFile(name, []byte("on"), 0o644) // want `half-written; use`
}

func backup(name string, data []byte) error {
	if _, err := os.Stat(name); err == nil {
		log.Print("overwriting ", name)
	}
	return os.WriteFile(name, data, 0o644) // want `half-written; use`
}

func nextName(data []byte) error {
	for {
		name := time.Now().Format(time.RFC3339Nano)
		f, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644) // want `half-written; use`
		if os.IsExist(err) {
			continue
		}
		if err != nil {
			return err
		}
		_, err = io.Copy(f, bytes.NewReader(data))
		return errors.Join(err, f.Close())
	}
}

func created(name string, data []byte) (bool, error) {
	if trustlib.Exists(name) {
		return false, nil
	}
	return true, os.WriteFile(name, data, 0o644) // want `half-written; use`
}

func otherError(name string, data []byte) error {
	if _, err := os.Stat(name); err != nil {
		if !os.IsNotExist(err) {
			return describe(err)
		}
	}
	return os.WriteFile(name, data, 0o644) // want `half-written; use`
}

func otherErrorElse(name string, data []byte) error {
	if info, err := os.Stat(name); err == nil {
		log.Print("overwriting ", info.Name())
	} else if !errors.Is(err, fs.ErrNotExist) {
		return describe(err)
	}
	return os.WriteFile(name, data, 0o644) // want `half-written; use`
}

func againUnderLock(name string, data []byte) error {
	if trustlib.Exists(name) {
		return os.ErrExist
	} else if _, err := os.Stat(name); !os.IsNotExist(err) {
		return describe(err)
	}
	return os.WriteFile(name, data, 0o644) // want `and line 308 takes it`
}

func describe(err error) error { return err }

func render() ([]byte, error) { return nil, nil }
