package behaviour

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"strings"
	"syscall"

	"golang.org/x/sys/unix"

	"github.com/atomiclint/atomiclint/atomicfile"
)

// A stage is where an act plays: in a process that may be confined.
type stage struct {
	notes []string
}

// note adds what was observed on the way to what is shown.
func (s *stage) note(what string) { s.notes = append(s.notes, what) }

// Contents of files. The new one is larger than a page, so that it can be torn.
const (
	oldContent = "the old content\n"
	newLine    = "the new content\n"
	newSize    = 20_000
)

func newContent() []byte { return content(newSize) }

func content(size int) []byte {
	return []byte(strings.Repeat(newLine, size/len(newLine)+1)[:size])
}

// writesTo writes the new content to name by the WriteFile of each API.
func writesTo(name string, perm fs.FileMode) [2]way {
	return both(
		func(*stage) error { return os.WriteFile(name, newContent(), perm) },
		func(*stage) error { return atomicfile.WriteFile(name, newContent(), perm) })
}

// creates writes the new content to name by the Create of each API. Between
// the two halves of the content meanwhile is called.
func creates(name string, meanwhile func(*stage) error) [2]way {
	return both(
		func(s *stage) error {
			f, err := os.Create(name)
			if err != nil {
				return err
			}
			defer f.Close()
			return halves(s, f, meanwhile, f.Close)
		},
		func(s *stage) error { return createsOurs(s, name, meanwhile) })
}

func createsOurs(s *stage, name string, meanwhile func(*stage) error, opts ...atomicfile.Option) error {
	f, err := atomicfile.Create(name, opts...)
	if err != nil {
		return err
	}
	defer f.Close()
	return halves(s, f, meanwhile, f.Commit)
}

func halves(s *stage, w io.Writer, meanwhile func(*stage) error, end func() error) error {
	data := newContent()
	if _, err := w.Write(data[:newSize/2]); err != nil {
		return err
	}
	if err := meanwhile(s); err != nil {
		return err
	}
	if _, err := w.Write(data[newSize/2:]); err != nil {
		return err
	}
	return end()
}

func nothing(*stage) error { return nil }

// outcomeOf says how an act ended: by the name of the error, which is what a
// program can decide by.
func outcomeOf(err error) string {
	if err == nil {
		return "ok"
	}
	var word string
	errno := syscall.Errno(0)
	switch {
	case errors.Is(err, atomicfile.ErrInProgress):
		word = "ErrInProgress"
	case errors.As(err, &errno) && unix.ErrnoName(errno) != "":
		word = unix.ErrnoName(errno)
	case errors.Is(err, fs.ErrExist):
		word = "ErrExist"
	case errors.Is(err, errors.ErrUnsupported):
		word = "ErrUnsupported"
	default:
		word = "error " + err.Error()
	}
	if errors.Is(err, atomicfile.ErrNotDurable) {
		word = "ErrNotDurable: " + word
	}
	if pe := (*fs.PathError)(nil); !errors.As(err, &pe) {
		word += ", not a PathError"
	}
	return word
}
