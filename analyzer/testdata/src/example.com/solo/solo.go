// Package solo has functions that create the file at a path, and some of them
// do something else with the path.
package solo

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log"
	"os"
	"path/filepath"
	"sync"

	"example.com/solo/inner"
)

type Doc struct {
	Text, Path string
	clean      bool
	mu         sync.Mutex
	out        *os.File
	w          io.Writer
}

// What follows does nothing else.

func Plain(path string, b []byte) error { return os.WriteFile(path, b, 0o666) }

func Mode(path string, b []byte) error {
	b = append(b, '\n')
	if err := os.WriteFile(path, b, 0o640); err != nil {
		return fmt.Errorf("cannot save: %w", err)
	}
	return nil
}

func (d *Doc) Save(path string) (err error) {
	b, err := json.Marshal(d)
	if err != nil {
		return fmt.Errorf("cannot encode: %w", err)
	}
	if d.Text == "" {
		return errors.New("nothing to save")
	}
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	defer func() {
		if cerr := f.Close(); err == nil {
			err = cerr
		}
	}()
	w := bufio.NewWriter(f)
	if _, err := w.Write(b); err != nil {
		return err
	}
	return w.Flush()
}

func (d *Doc) SaveAs(path string) error { return save(d, path) }

func save(d *Doc, path string) error {
	if err := inner.Dump(path, []byte(d.Text)); err != nil {
		return err
	}
	return nil
}

// What follows does.

func Default(path string) error {
	if _, err := os.Stat(path); err == nil {
		return nil
	}
	return os.WriteFile(path, []byte("default"), 0o644)
}

func AddLine(path, line string) error {
	b, err := os.ReadFile(path)
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		return err
	}
	return os.WriteFile(path, append(b, line+"\n"...), 0o644)
}

func Private(path string) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	return os.WriteFile(path, []byte("key"), 0o600)
}

func (d *Doc) Keep(path string) error {
	d.Path = path
	return os.WriteFile(path, []byte(d.Text), 0o644)
}

func WithSum(path string) error {
	if err := os.WriteFile(path, []byte("x"), 0o644); err != nil {
		return err
	}
	return os.WriteFile(path+".md5", []byte("sum"), 0o644)
}

func Twice(path string) error {
	if err := os.WriteFile(path, []byte("x"), 0o644); err != nil {
		return err
	}
	return os.WriteFile(path, []byte("y"), 0o644)
}

func Moded(path string, perm os.FileMode) error {
	return os.WriteFile(path, []byte("x"), perm)
}

func (d *Doc) Sometimes(path string) error {
	if d.clean {
		return nil
	}
	return os.WriteFile(path, []byte(d.Text), 0o644)
}

func (d *Doc) Perhaps(path string) error {
	if !d.clean {
		return os.WriteFile(path, []byte(d.Text), 0o644)
	}
	return nil
}

func Tolerant(path string, r io.Reader) error {
	b, err := io.ReadAll(r)
	if err != nil {
		err = nil
		return err
	}
	return os.WriteFile(path, b, 0o644)
}

func Named(path string, r io.Reader) error {
	b, err := io.ReadAll(r)
	if err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	return os.WriteFile(path, b, 0o644)
}

func Exclusive(path string, b []byte) error {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if err != nil {
		return err
	}
	defer f.Close()
	_, err = f.Write(b)
	return err
}

func Overlaid(path string, b []byte) error {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE, 0o644)
	if err != nil {
		return err
	}
	defer f.Close()
	_, err = f.Write(b)
	return err
}

func (d *Doc) Open(path string) error {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	d.out = f
	_, err = f.WriteString(d.Text)
	return err
}

func (d *Doc) Buffered(path string) error {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	d.w = bufio.NewWriter(f)
	_, err = f.WriteString(d.Text)
	return err
}

func Chmod(path string, b []byte) error {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	defer f.Close()
	if err := f.Chmod(0o600); err != nil {
		return err
	}
	_, err = f.Write(b)
	return err
}

func Pack(path string) error {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	defer f.Close()
	names, err := filepath.Glob("*")
	if err != nil {
		return err
	}
	_, err = fmt.Fprintln(f, names)
	return err
}

func Fatal(path string, b []byte) error {
	if err := os.WriteFile(path, b, 0o644); err != nil {
		log.Fatal(err)
	}
	return nil
}

func Deep(path string, b []byte) error { return inner.Look(path, b) }

func Each(paths []string, b []byte) error {
	for _, path := range paths {
		if err := Plain(path, b); err != nil {
			return err
		}
	}
	return nil
}

func Later(path string, b []byte) error {
	go os.WriteFile(path, b, 0o644)
	return nil
}

func Both(path, index string, b []byte) error {
	if err := Plain(path, b); err != nil {
		return err
	}
	return Plain(index, b)
}

func Again(path string, n int) error {
	if n > 0 {
		return Again(path, n-1)
	}
	return os.WriteFile(path, []byte("x"), 0o644)
}

// Fill has the content written by a function of its caller.
func Fill(path string, fill func(io.Writer) error) error {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	if err := fill(f); err != nil {
		f.Close()
		return err
	}
	return f.Close()
}

// What follows does something else when it has written the file, or could not.

func (d *Doc) SaveClean(path string) error {
	if err := os.WriteFile(path, []byte(d.Text), 0o644); err != nil {
		return err
	}
	d.clean = true
	return nil
}

func (d *Doc) SaveLocked(path string) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	return os.WriteFile(path, []byte(d.Text), 0o644)
}

func IfPossible(path string, b []byte) error {
	if err := os.WriteFile(path, b, 0o644); errors.Is(err, os.ErrNotExist) {
		return nil
	} else if err != nil {
		return err
	}
	return nil
}

func Warn(path string, b []byte) error {
	if err := os.WriteFile(path, b, 0o644); err != nil {
		return err
	}
	if len(b) == 0 {
		return errors.New("nothing in it")
	}
	return nil
}

func In(dir, path string, b []byte) error {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	return os.WriteFile(path, b, 0o644)
}

func Title(path string, b []byte) error {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	defer f.Close()
	return title(f, b)
}

func title(w io.Writer, b []byte) error {
	if f, ok := w.(*os.File); ok {
		fmt.Fprintln(f, f.Name())
	}
	_, err := w.Write(b)
	return err
}
