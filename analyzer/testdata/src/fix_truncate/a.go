// Package fix_truncate opens files without O_TRUNC.
package fix_truncate

import (
	"archive/tar"
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"os"
)

func copied(name string, r io.Reader, size int64) error {
	f, err := os.OpenFile(name, os.O_CREATE|os.O_RDWR, 0o644) // want `^fix$`
	if err != nil {
		return err
	}
	n, err := io.Copy(f, r)
	if closeErr := f.Close(); closeErr != nil && err == nil {
		err = closeErr
	}
	if err != nil {
		return err
	}
	if n != size {
		return fmt.Errorf("copied %d bytes of %d", n, size)
	}
	return nil
}

func encoded(name string, v any) error {
	const flags = os.O_WRONLY | os.O_CREATE
	f, err := os.OpenFile(name, flags, 0o644) // want `^fix$`
	if err != nil {
		return err
	}
	defer f.Close()
	return json.NewEncoder(f).Encode(v)
}

func buffered(name string, lines []string) error {
	f, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE, 0o644) // want `^fix$`
	if err != nil {
		return err
	}
	defer f.Close()
	w := bufio.NewWriter(f)
	for _, line := range lines {
		fmt.Fprintln(w, line)
	}
	return w.Flush()
}

func read(name string, r io.Reader) error {
	f, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE, 0o644) // want `^fix$`
	if err != nil {
		return err
	}
	defer f.Close()
	if _, err := f.ReadFrom(r); err != nil {
		return err
	}
	return f.Sync()
}

// head may write the first bytes only.
func head(name string, data []byte) error {
	f, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE, 0o644) // want `no fix: without O_TRUNC it keeps old content beyond the new`
	if err != nil {
		return err
	}
	defer f.Close()
	_, err = f.Write(data)
	return err
}

func appended(name string, r io.Reader) error {
	f, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE, 0o644) // want `no fix: without O_TRUNC it keeps old content beyond the new`
	if err != nil {
		return err
	}
	defer f.Close()
	if _, err := f.Seek(0, io.SeekEnd); err != nil {
		return err
	}
	_, err = io.Copy(f, r)
	return err
}

func cut(name string, r io.Reader) error {
	f, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE, 0o644) // want `no fix: without O_TRUNC it keeps old content beyond the new`
	if err != nil {
		return err
	}
	defer f.Close()
	n, err := io.Copy(f, r)
	if err != nil {
		return err
	}
	return f.Truncate(n)
}

func sometimes(name string, r io.Reader) error {
	f, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE, 0o644) // want `no fix: without O_TRUNC it keeps old content beyond the new`
	if err != nil {
		return err
	}
	defer f.Close()
	if r != nil {
		if _, err := io.Copy(f, r); err != nil {
			return err
		}
	}
	return nil
}

func early(name string, r *tar.Reader) error {
	f, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE, 0o644) // want `no fix: without O_TRUNC it keeps old content beyond the new`
	if err != nil {
		return err
	}
	defer f.Close()
	h, err := r.Next()
	if err != nil {
		return err
	}
	if h.Size == 0 {
		return nil
	}
	_, err = io.Copy(f, r)
	return err
}
