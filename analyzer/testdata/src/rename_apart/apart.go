// Package rename_apart renames what another package creates, and has another
// package rename what it creates.
package rename_apart

import (
	"io"
	"os"
	"path/filepath"

	"example.com/drafts"
)

func received(dir, path string, r io.Reader) error {
	tmp, err := drafts.Receive(dir, r)
	if err != nil {
		os.Remove(tmp)
		return err
	}
	return os.Rename(tmp, path) // want `unsafely: no-sync, close-ignored, mode, leak, no-dirsync;`
}

func receivedByWrapper(dir, path string, r io.Reader) error {
	tmp, err := wrapper(dir, r)
	if err != nil {
		return err
	}
	return os.Rename(tmp, path) // want `unsafely: no-sync, close-ignored, mode, leak, no-dirsync;`
}

func wrapper(dir string, r io.Reader) (string, error) { return drafts.Receive(dir, r) }

func ingested(dir, path string, r io.Reader) error {
	tmp, err := drafts.Ingest(dir, r)
	if err != nil {
		return err
	}
	if err := os.Rename(tmp, path); err != nil { // want `unsafely: no-dirsync;`
		os.Remove(tmp)
		return err
	}
	return nil
}

func filled(path string, data []byte) error {
	tmp := path + ".tmp"
	defer os.Remove(tmp)
	if err := drafts.Fill(tmp, data); err != nil {
		return err
	}
	return os.Rename(tmp, path) // want `unsafely: no-sync, close-ignored, shared-temp, no-dirsync;`
}

func filledAndFlushed(path string, data []byte) error {
	tmp := path + ".tmp"
	defer os.Remove(tmp)
	if err := drafts.Fill(tmp, data); err != nil {
		return err
	}
	if err := drafts.Flush(tmp); err != nil {
		return err
	}
	return os.Rename(tmp, path) // want `unsafely: close-ignored, shared-temp, no-dirsync;`
}

func created(path string, data []byte) error {
	tmp := path + ".tmp"
	defer os.Remove(tmp)
	f, err := drafts.CreatePlain(tmp)
	if err != nil {
		return err
	}
	if _, err := f.Write(data); err != nil {
		return err
	}
	f.Close()
	return os.Rename(tmp, path) // want `unsafely: no-sync, close-ignored, no-dirsync;`
}

func createdSynced(path string, data []byte) error {
	tmp := path + ".tmp"
	f, err := drafts.Create(tmp, true)
	if err != nil {
		return err
	}
	if _, err := f.Write(data); err != nil {
		return err
	}
	if err := f.Close(); err != nil {
		return err
	}
	return os.Rename(f.Name(), path) // want `unsafely: shared-temp, leak, no-dirsync;`
}

func installed(dir, path string, data []byte) error {
	f, err := os.CreateTemp(dir, "x")
	if err != nil {
		return err
	}
	defer os.Remove(f.Name())
	defer f.Close()
	if err := f.Chmod(0o644); err != nil {
		return err
	}
	if _, err := f.Write(data); err != nil {
		return err
	}
	return drafts.Install(f.Name(), path, dir) // want `drafts.Install publishes path unsafely: no-sync, close-ignored;`
}

// What Filter returns is no writer around the file: Filter has written it.
func filtered(dir, path string, r io.Reader) (int, error) {
	f, err := os.CreateTemp(dir, "x")
	if err != nil {
		return 0, err
	}
	defer os.Remove(f.Name())
	defer f.Close()
	c, err := drafts.Filter(f, r)
	if err != nil {
		return 0, err
	}
	if err := f.Close(); err != nil {
		return 0, err
	}
	return c.Lines, os.Rename(f.Name(), path) // want `unsafely: no-sync, mode, no-dirsync;`
}

func begun(path string, data []byte) error {
	f, err := drafts.Begin(filepath.Dir(path))
	if err != nil {
		return err
	}
	return fill(f, path, data)
}

func begunByWrapper(path string, data []byte) error {
	f, err := Begin(path)
	if err != nil {
		return err
	}
	defer os.Remove(f.Name())
	if _, err := f.Write(data); err != nil {
		return err
	}
	if err := f.Close(); err != nil {
		return err
	}
	return os.Rename(f.Name(), path) // want `unsafely: no-sync, mode, no-dirsync;`
}

// Begin returns the file to whoever calls it, but the rename is of one that
// begunByWrapper has got.
func Begin(path string) (*os.File, error) { return drafts.Begin(filepath.Dir(path)) }

func begunShared(path string, data []byte) error {
	f, err := drafts.BeginShared(filepath.Dir(path))
	if err != nil {
		return err
	}
	defer os.Remove(f.Name())
	if _, err := f.Write(data); err != nil {
		return err
	}
	if err := f.Close(); err != nil {
		return err
	}
	return os.Rename(f.Name(), path) // want `unsafely: no-sync, no-dirsync;`
}

func fill(f *os.File, path string, data []byte) error {
	defer os.Remove(f.Name())
	if _, err := f.Write(data); err != nil {
		return err
	}
	if err := f.Close(); err != nil {
		return err
	}
	return os.Rename(f.Name(), path) // want `unsafely: no-sync, mode, no-dirsync;`
}

// The caller does not get to know the name of what is left behind.
func fetched(path string, r io.Reader) error {
	tmp, err := fetch(r)
	if err != nil {
		return err
	}
	defer os.Remove(tmp)
	return os.Rename(tmp, path) // want `unsafely: no-sync, mode, other-dir, leak, no-dirsync;`
}

func fetch(r io.Reader) (string, error) {
	f, err := os.CreateTemp("", "fetch-")
	if err != nil {
		return "", err
	}
	_, err = io.Copy(f, r)
	if cerr := f.Close(); err == nil {
		err = cerr
	}
	if err != nil {
		return "", err
	}
	if ok, err := verified(f.Name()); !ok {
		defer os.Remove(f.Name())
		return "", err
	}
	return f.Name(), nil
}

func verified(name string) (bool, error) { return true, nil }

func fetchedWhole(path string, r io.Reader) error {
	tmp, err := fetchWhole(r)
	if err != nil {
		return err
	}
	defer os.Remove(tmp)
	return os.Rename(tmp, path) // want `unsafely: no-sync, mode, other-dir, no-dirsync;`
}

func fetchWhole(r io.Reader) (_ string, err error) {
	f, err := os.CreateTemp("", "fetch-")
	if err != nil {
		return "", err
	}
	defer func() {
		if err != nil {
			os.Remove(f.Name())
		}
	}()
	_, err = io.Copy(f, r)
	if cerr := f.Close(); err == nil {
		err = cerr
	}
	if err != nil {
		return "", err
	}
	return f.Name(), nil
}
