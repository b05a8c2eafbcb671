package rename_flaws

import (
	"archive/zip"
	"bufio"
	"compress/gzip"
	"encoding/csv"
	"fmt"
	"io"
	"os"
	"path/filepath"
)

// The deferred Close comes after the rename.
func deferredClose(path string, r io.Reader) error {
	f, err := os.CreateTemp(filepath.Dir(path), "x")
	if err != nil {
		return err
	}
	defer os.Remove(f.Name())
	defer f.Close()
	if _, err := io.Copy(f, r); err != nil {
		return err
	}
	return os.Rename(f.Name(), path) // want `unsafely: no-sync, close-ignored, mode, no-dirsync;`
}

// One Close with a look at its error is enough.
func closedTwice(path string, r io.Reader) error {
	f, err := os.CreateTemp(filepath.Dir(path), "x")
	if err != nil {
		return err
	}
	defer os.Remove(f.Name())
	defer f.Close()
	if err := f.Chmod(0o644); err != nil {
		return err
	}
	if _, err := io.Copy(f, r); err != nil {
		return err
	}
	if err := f.Close(); err != nil {
		return err
	}
	return os.Rename(f.Name(), path) // want `unsafely: no-sync, no-dirsync;`
}

// A helper drops the errors of writing.
func carelessHelper(path string, lines []string) error {
	f, err := os.CreateTemp(filepath.Dir(path), "x")
	if err != nil {
		return err
	}
	if err := writeLines(f, lines); err != nil {
		f.Close()
		return err
	}
	f.Close()
	return os.Rename(f.Name(), path) // want `unsafely: no-sync, close-ignored, write-ignored, mode, leak, no-dirsync;`
}

func writeLines(w io.Writer, lines []string) error {
	if len(lines) == 0 {
		return io.ErrUnexpectedEOF
	}
	for _, line := range lines {
		io.WriteString(w, line)
		w.Write([]byte("\n"))
	}
	return nil
}

// Errors of a bufio.Writer come up again in Flush, whose error is dropped here.
// With O_TRUNC, O_APPEND appends to nothing.
func unflushed(path, tmp string, lines []string) {
	f, err := os.OpenFile(tmp, os.O_CREATE|os.O_TRUNC|os.O_APPEND|os.O_WRONLY, 0o644)
	if err != nil {
		return
	}
	buf := bufio.NewWriter(f)
	for _, line := range lines {
		buf.WriteString(line)
	}
	buf.Flush()
	if err := os.Rename(tmp, path); err != nil { // want `unsafely: no-sync, close-ignored, write-ignored, leak, no-dirsync;`
		f.Close()
		return
	}
}

func flushed(path, tmp string, lines []string) error {
	defer os.Remove(tmp)
	f, err := os.OpenFile(tmp, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o644)
	if err != nil {
		return err
	}
	buf := bufio.NewWriter(f)
	for _, line := range lines {
		fmt.Fprintln(buf, line)
	}
	if err := buf.Flush(); err != nil {
		return err
	}
	if err := f.Sync(); err != nil {
		return err
	}
	f.Close()
	return os.Rename(tmp, path) // want `unsafely: close-ignored, no-dirsync;`
}

// The csv.Writer keeps its error for Error.
func csvError(path, tmp string, rows [][]string) error {
	defer os.Remove(tmp)
	f, err := os.OpenFile(tmp, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o644)
	if err != nil {
		return err
	}
	w := csv.NewWriter(f)
	w.WriteAll(rows)
	w.Flush()
	if err := w.Error(); err != nil {
		return err
	}
	if err := f.Sync(); err != nil {
		return err
	}
	if err := f.Close(); err != nil {
		return err
	}
	return os.Rename(tmp, path) // want `unsafely: no-dirsync;`
}

// The gzip.Writer holds its last block back until it is closed, which the
// deferred call does after the rename.
func unclosedWriter(path, tmp string, r io.Reader) error {
	defer os.Remove(tmp)
	f, err := os.OpenFile(tmp, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o644)
	if err != nil {
		return err
	}
	z := gzip.NewWriter(f)
	defer z.Close()
	if _, err := io.Copy(z, r); err != nil {
		return err
	}
	if err := f.Sync(); err != nil {
		return err
	}
	if err := f.Close(); err != nil {
		return err
	}
	return os.Rename(tmp, path) // want `unsafely: write-ignored, no-dirsync;`
}

func stacked(path, tmp string, r io.Reader) error {
	defer os.Remove(tmp)
	f, err := os.OpenFile(tmp, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o644)
	if err != nil {
		return err
	}
	buf := bufio.NewWriter(f)
	archive := zip.NewWriter(buf)
	entry, err := archive.Create("x")
	if err != nil {
		return err
	}
	if _, err := io.Copy(entry, r); err != nil {
		return err
	}
	if err := archive.Close(); err != nil {
		return err
	}
	if err := buf.Flush(); err != nil {
		return err
	}
	if err := f.Sync(); err != nil {
		return err
	}
	if err := f.Close(); err != nil {
		return err
	}
	return os.Rename(tmp, path) // want `unsafely: no-dirsync;`
}

// The Close of a writer of this package flushes, and closes the file.
func owned(path, tmp string, r io.Reader) error {
	fd, err := os.OpenFile(tmp, os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o644)
	if err != nil {
		return err
	}
	var dst io.WriteCloser = fd
	if r != nil {
		dst = &progress{fd, bufio.NewWriter(fd)}
	}
	if _, err = io.Copy(dst, r); err != nil {
		dst.Close()
		os.Remove(tmp)
		return err
	}
	if err = dst.Close(); err != nil {
		os.Remove(tmp)
		return err
	}
	return os.Rename(tmp, path) // want `unsafely: no-sync, leak, no-dirsync;`
}

type progress struct {
	file *os.File
	buf  *bufio.Writer
}

func (p *progress) Write(b []byte) (int, error) { return p.buf.Write(b) }

func (p *progress) Close() error {
	flushed, closed := p.buf.Flush(), p.file.Close()
	if flushed != nil {
		return flushed
	}
	return closed
}
