package rename_flaws

import (
	"crypto/sha256"
	"fmt"
	"io"
	"os"
	"path/filepath"
)

// The file is written to while something else is read.

func teed(dir string, r io.Reader) (err error) {
	f, err := os.CreateTemp(dir, "x")
	if err != nil {
		return err
	}
	defer os.Remove(f.Name())
	defer f.Close()
	h := sha256.New()
	if _, err := io.Copy(h, io.TeeReader(r, f)); err != nil {
		return err
	}
	if err := f.Close(); err != nil {
		return err
	}
	return os.Rename(f.Name(), filepath.Join(dir, fmt.Sprintf("%x", h.Sum(nil)))) // want `unsafely: no-sync, mode, no-dirsync;`
}

func teedWithOthers(dir string, r io.Reader, use func(io.Reader) error) (err error) {
	f, err := os.CreateTemp(dir, "x")
	if err != nil {
		return err
	}
	defer os.Remove(f.Name())
	defer f.Close()
	h := sha256.New()
	if err := use(io.TeeReader(r, io.MultiWriter(f, h))); err != nil {
		return err
	}
	if err := f.Sync(); err != nil {
		return err
	}
	return os.Rename(f.Name(), filepath.Join(dir, "x.bin")) // want `unsafely: close-ignored, mode, no-dirsync;`
}
