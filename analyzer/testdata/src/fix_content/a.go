// Package fix_content holds functions that can still fail when the file is
// written: for what is in it, so that the old file is to stay, or for something
// else, so that the new one is complete.
package fix_content

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"hash"
	"io"
	"os"
	"strings"
)

var (
	errFailed = errors.New("failed")
	verbose   bool
)

func check(n int) error {
	if n == 0 {
		return errFailed
	}
	return nil
}

func other() error {
	if verbose {
		return errFailed
	}
	return nil
}

// What is read from memory cannot fail, so that its error is one of writing.
func fromBuffer(name string, buf *bytes.Buffer) error {
	f, err := os.Create(name) // want `^fix$`
	if err != nil {
		return err
	}
	io.Copy(f, buf)
	return f.Close()
}

func fromReader(name string, data []byte) error {
	f, err := os.Create(name) // want `^fix$`
	if err != nil {
		return err
	}
	io.Copy(f, bytes.NewReader(data))
	return f.Close()
}

func fromString(name, text string) error {
	f, err := os.Create(name) // want `^fix$`
	if err != nil {
		return err
	}
	io.CopyBuffer(f, strings.NewReader(text), nil)
	return f.Close()
}

func fromElsewhere(name string, r io.Reader) error {
	f, err := os.Create(name) // want `no fix: line [0-9]+ ends the file though the error of io\.Copy in line [0-9]+ may not be nil`
	if err != nil {
		return err
	}
	io.Copy(f, r)
	return f.Close()
}

// A dumper fails only as the file does. Of other interfaces nothing is known.
func dumped(name string, data []byte) error {
	f, err := os.Create(name) // want `^fix$`
	if err != nil {
		return err
	}
	d := hex.Dumper(f)
	d.Write(data)
	d.Close()
	return f.Close()
}

func wrapped(name string, data []byte, wrap func(io.Writer) io.WriteCloser) error {
	f, err := os.Create(name) // want `no fix: line [0-9]+ ends the file though the error of d\.Write in line [0-9]+ may not be nil`
	if err != nil {
		return err
	}
	d := wrap(f)
	d.Write(data)
	return f.Close()
}

func eitherDumper(name string, data []byte, wrap func(io.Writer) io.WriteCloser) error {
	f, err := os.Create(name) // want `no fix: line [0-9]+ ends the file though the error of d\.Write in line [0-9]+ may not be nil`
	if err != nil {
		return err
	}
	d := hex.Dumper(f)
	if verbose {
		d = wrap(f)
	}
	d.Write(data)
	return f.Close()
}

// What is computed of the content may be wrong with it.
func summed(name string, data []byte, want string) error {
	f, err := os.Create(name) // want `^fix$`
	if err != nil {
		return err
	}
	defer f.Close()
	sum := sha256.Sum256(data)
	if _, err := f.Write(data); err != nil {
		return err
	}
	if hex.EncodeToString(sum[:]) != want {
		return errFailed
	}
	return nil
}

func hashed(name string, data []byte, h hash.Hash, want string) error {
	f, err := os.Create(name) // want `^fix$`
	if err != nil {
		return err
	}
	defer f.Close()
	if _, err := f.Write(data); err != nil {
		return err
	}
	h.Write(data)
	if string(h.Sum(nil)) != want {
		return errFailed
	}
	return nil
}

func hashedBeside(name string, data []byte, h hash.Hash, want string) error {
	f, err := os.Create(name) // want `^fix$`
	if err != nil {
		return err
	}
	defer f.Close()
	if _, err := f.Write(data); err != nil {
		return err
	}
	h.Write([]byte(want))
	if string(h.Sum(nil)) != want {
		return errFailed
	}
	return nil
}

// What is known beforehand is not about the content.
func known(name string, data []byte) error {
	f, err := os.Create(name) // want `^fix$`
	if err != nil {
		return err
	}
	defer f.Close()
	if _, err := f.Write(data); err != nil {
		return err
	}
	if verbose {
		return errFailed
	}
	return nil
}

func elsewhere(name string, data []byte) error {
	f, err := os.Create(name) // want `^fix$`
	if err != nil {
		return err
	}
	defer f.Close()
	if _, err := f.Write(data); err != nil {
		return err
	}
	if err := os.Mkdir("d", 0o755); err != nil {
		return err
	}
	return nil
}

func checked(name string, data []byte) error {
	f, err := os.Create(name) // want `^fix$`
	if err != nil {
		return err
	}
	defer f.Close()
	n, err := f.Write(data)
	if err != nil {
		return err
	}
	if err := check(n); err != nil {
		return err
	}
	return nil
}

func unchecked(name string, data []byte) error {
	f, err := os.Create(name) // want `^fix$`
	if err != nil {
		return err
	}
	defer f.Close()
	if _, err := f.Write(data); err != nil {
		return err
	}
	if err := other(); err != nil {
		return err
	}
	return nil
}

// A variable that is set to what was written, or from the same, has to do with it.
func declared(name string, data []byte) error {
	f, err := os.Create(name) // want `^fix$`
	if err != nil {
		return err
	}
	defer f.Close()
	if _, err := f.Write(data); err != nil {
		return err
	}
	var first = data[0]
	if first == 0 {
		return errFailed
	}
	return nil
}

func keys(name string, lines map[string]string) error {
	f, err := os.Create(name) // want `^fix$`
	if err != nil {
		return err
	}
	defer f.Close()
	last := ""
	for key, line := range lines {
		if _, err := f.WriteString(line); err != nil {
			return err
		}
		last = key
	}
	if last == "" {
		return errFailed
	}
	return nil
}

func indices(name string, lines []string) error {
	f, err := os.Create(name) // want `^fix$`
	if err != nil {
		return err
	}
	defer f.Close()
	count := 0
	for i := range lines {
		if _, err := f.WriteString(lines[i]); err != nil {
			return err
		}
		count++
	}
	if count == 0 {
		return errFailed
	}
	return nil
}

func countedBefore(name string, lines []string) error {
	count := 0
	for range lines {
		count++
	}
	f, err := os.Create(name) // want `^fix$`
	if err != nil {
		return err
	}
	defer f.Close()
	for _, line := range lines {
		if _, err := f.WriteString(line); err != nil {
			return err
		}
	}
	if count == 0 {
		return errFailed
	}
	return nil
}

// What a loop leaves out is missing, and what tells of that is about the content.
func skipped(name string, lines []string, first int) error {
	f, err := os.Create(name) // want `^fix$`
	if err != nil {
		return err
	}
	defer f.Close()
	for i, line := range lines {
		if i < first {
			continue
		}
		if _, err := f.WriteString(line); err != nil {
			return err
		}
	}
	if first > 0 {
		return errFailed
	}
	return nil
}

func notSkipped(name string, lines []string, first int) error {
	f, err := os.Create(name) // want `^fix$`
	if err != nil {
		return err
	}
	defer f.Close()
	for i, line := range lines {
		if i < first {
			other()
		}
		if _, err := f.WriteString(line); err != nil {
			return err
		}
	}
	if first > 0 {
		return errFailed
	}
	return nil
}

func skippedBefore(name string, lines []string, first int) error {
	for i := range lines {
		if i < first {
			continue
		}
		other()
	}
	f, err := os.Create(name) // want `^fix$`
	if err != nil {
		return err
	}
	defer f.Close()
	for _, line := range lines {
		if _, err := f.WriteString(line); err != nil {
			return err
		}
	}
	if first > 0 {
		return errFailed
	}
	return nil
}

func cancelled(ctx context.Context, name string, lines []string) error {
	f, err := os.Create(name) // want `^fix$`
	if err != nil {
		return err
	}
	defer f.Close()
	for _, line := range lines {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if _, err := f.WriteString(line); err != nil {
			return err
		}
	}
	return nil
}

// What a literal sets that writes, it sets for what it writes.
func byLiteral(name string, lines []string) error {
	f, err := os.Create(name) // want `^fix$`
	if err != nil {
		return err
	}
	defer f.Close()
	empty := true
	put := func(line string) error {
		empty = false
		_, err := f.WriteString(line)
		return err
	}
	for _, line := range lines {
		if err := put(line); err != nil {
			return err
		}
	}
	if empty {
		return errFailed
	}
	return nil
}

// A channel that the content goes to tells of it.
func sent(name string, data []byte, sums chan int, done chan bool) error {
	f, err := os.Create(name) // want `no fix: line \d+ would publish the file only after line \d+, which cannot be undone`
	if err != nil {
		return err
	}
	defer f.Close()
	if _, err := f.Write(data); err != nil {
		return err
	}
	sums <- len(data)
	if <-sums == 0 {
		return errFailed
	}
	return nil
}

func sentBeside(name string, data []byte, done chan bool) error {
	f, err := os.Create(name) // want `^fix$`
	if err != nil {
		return err
	}
	defer f.Close()
	if _, err := f.Write(data); err != nil {
		return err
	}
	done <- true
	if <-done {
		return errFailed
	}
	return nil
}

// An error that is kept may be one of the content.
type state struct {
	err  error
	errs []error
}

func (s *state) field(name string, data []byte) error {
	f, err := os.Create(name) // want `^fix$`
	if err != nil {
		return err
	}
	defer f.Close()
	if _, err := f.Write(data); err != nil {
		return err
	}
	if s.err != nil {
		return s.err
	}
	return nil
}

func (s *state) element(name string, data []byte) error {
	f, err := os.Create(name) // want `^fix$`
	if err != nil {
		return err
	}
	defer f.Close()
	if _, err := f.Write(data); err != nil {
		return err
	}
	if len(s.errs) > 0 {
		return s.errs[0]
	}
	return nil
}

func received(name string, data []byte, errs chan error) error {
	f, err := os.Create(name) // want `^fix$`
	if err != nil {
		return err
	}
	defer f.Close()
	if _, err := f.Write(data); err != nil {
		return err
	}
	if verbose {
		return <-errs
	}
	return nil
}

func pointed(name string, data []byte, failed *error) error {
	f, err := os.Create(name) // want `^fix$`
	if err != nil {
		return err
	}
	defer f.Close()
	if _, err := f.Write(data); err != nil {
		return err
	}
	if verbose {
		return *failed
	}
	return nil
}
