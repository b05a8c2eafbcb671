// Package feed is what the functions work with that fixfuzz generates: rows to
// write, streams to copy, steps to take, checks to pass. Each call is a step
// that a scenario can have fail.
package feed

import (
	"bufio"
	"context"
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"io/fs"
	"strings"
)

// A Kind says how a step fails.
type Kind string

const (
	Plain     Kind = "an error"
	EOF       Kind = "io.EOF"
	Missing   Kind = "fs.ErrNotExist"
	Full      Kind = "*feed.FullError"
	Cancelled Kind = "context.Canceled"
	Panic     Kind = "a panic"
	Long      Kind = "a line that is too long" // of a stream
)

// ErrBad is what a step returns that fails with a Plain error.
var ErrBad = errors.New("bad input")

// ErrExpected is made for code that tells it from others.
var ErrExpected = errors.New("expected")

// A FullError is an error with a type of its own.
type FullError struct{ Step int }

func (e *FullError) Error() string { return fmt.Sprintf("full at step %d", e.Step) }

// A Plan is what a Source does in a scenario.
type Plan struct {
	Fail int  // the step that fails, counted from 1; 0 for none
	How  Kind // how it fails
}

// A Source is one run's world.
type Source struct {
	plan   Plan
	hook   func(step int)
	steps  []Step
	row    int
	stream *strings.Reader
	sticky error
}

// A Step is a call that can fail.
type Step struct {
	Name  string
	Kinds []Kind // how it can
}

// New returns a Source that follows plan. It calls hook, if that is not nil,
// at each step.
func New(plan Plan, hook func(step int)) *Source {
	return &Source{plan: plan, hook: hook, stream: strings.NewReader(streamed)}
}

// Steps returns the steps that were taken.
func (s *Source) Steps() []Step { return s.steps }

const streamed = "alpha\nbeta\ngamma\n"

var rows = []string{"one", "two", "three"}

var errorKinds = []Kind{Plain, EOF, Missing, Full, Panic}

// at takes a step. It returns how the step fails, "" if it does not.
func (s *Source) at(name string, kinds ...Kind) Kind {
	s.steps = append(s.steps, Step{name, kinds})
	if s.hook != nil {
		s.hook(len(s.steps))
	}
	if s.plan.Fail != len(s.steps) {
		return ""
	}
	if s.plan.How == Panic {
		panic("step panics: " + name)
	}
	return s.plan.How
}

func (s *Source) fail(name string) error {
	return s.error(s.at(name, errorKinds...))
}

func (s *Source) error(how Kind) error {
	switch how {
	case "":
		return nil
	case EOF:
		return io.EOF
	case Missing:
		return &fs.PathError{Op: "open", Path: "input", Err: fs.ErrNotExist}
	case Full:
		return &FullError{len(s.steps)}
	case Cancelled:
		return context.Canceled
	default:
		return ErrBad
	}
}

// Next returns the rows one after the other, then io.EOF.
func (s *Source) Next() (string, error) {
	if s.sticky == nil {
		s.sticky = s.fail("Next")
	}
	if s.sticky != nil {
		return "", s.sticky
	}
	if s.row == len(rows) {
		return "", io.EOF
	}
	s.row++
	return rows[s.row-1], nil
}

// Rows returns all rows.
func (s *Source) Rows() []string { return rows }

// All yields the rows.
func (s *Source) All(yield func(string) bool) {
	for _, row := range rows {
		if s.at("All", Panic) != "" || !yield(row) {
			return
		}
	}
}

// Read reads the stream in pieces of at most six bytes.
func (s *Source) Read(b []byte) (int, error) {
	if s.sticky == nil {
		switch how := s.at("Read", append(errorKinds, Long)...); how {
		case Long:
			s.stream = strings.NewReader(strings.Repeat("x", bufio.MaxScanTokenSize+1))
		default:
			s.sticky = s.error(how)
		}
	}
	if s.sticky != nil {
		return 0, s.sticky
	}
	if s.stream.Size() == int64(len(streamed)) && len(b) > 6 {
		b = b[:6]
	}
	return s.stream.Read(b)
}

// Rewind begins again with the stream and the rows.
func (s *Source) Rewind() { s.row, s.sticky, s.stream = 0, nil, strings.NewReader(streamed) }

// Load returns all rows as one text.
func (s *Source) Load() ([]byte, error) {
	if err := s.fail("Load"); err != nil {
		return nil, err
	}
	return []byte(strings.Join(rows, "\n")), nil
}

// Step does the i-th part of the work.
func (s *Source) Step(i int) error { return s.fail("Step") }

// Convert returns row as it is to be written.
func (s *Source) Convert(row string) (string, error) {
	if err := s.fail("Convert"); err != nil {
		return "", err
	}
	return strings.ToUpper(row), nil
}

// Check judges what was written.
func (s *Source) Check() error { return s.fail("Check") }

// Verify judges the file at path.
func (s *Source) Verify(path string) error { return s.fail("Verify") }

// Notify tells others.
func (s *Source) Notify(path string) error { return s.fail("Notify") }

// Done reports whether there is nothing more to do, which may be at any time.
func (s *Source) Done() bool { return s.at("Done", Plain, Panic) != "" }

// Valid reports whether what was written is right.
func (s *Source) Valid() bool { return s.at("Valid", Plain, Panic) == "" }

// Yield takes n, and reports whether it wants more.
func (s *Source) Yield(n int) bool { return s.at("Yield", Plain, Panic) == "" }

// Size returns the size of the stream, or another.
func (s *Source) Size() int64 {
	if s.at("Size", Plain) != "" {
		return 1
	}
	return int64(len(streamed))
}

// Sum returns the checksum of the stream, or another.
func (s *Source) Sum() uint32 {
	if s.at("Sum", Plain) != "" {
		return 1
	}
	return crc32.ChecksumIEEE([]byte(streamed))
}

// Render writes a document to w.
func (s *Source) Render(w io.Writer) error {
	if _, err := io.WriteString(w, "head\n"); err != nil {
		return err
	}
	if err := s.fail("Render"); err != nil {
		return err
	}
	_, err := io.WriteString(w, "tail\n")
	return err
}

// Page returns a page that can be written.
func (s *Source) Page() io.WriterTo { return page{s} }

type page struct{ source *Source }

func (p page) WriteTo(w io.Writer) (int64, error) {
	n, err := io.WriteString(w, "page\n")
	if err == nil {
		err = p.source.fail("WriteTo")
	}
	if err != nil {
		return int64(n), err
	}
	m, err := io.WriteString(w, "end\n")
	return int64(n + m), err
}

// A Doc is a value that may refuse to be encoded.
type Doc struct {
	Name string
	Part Part
}

// A Part is a part of a Doc.
type Part struct{ source *Source }

// MarshalJSON implements json.Marshaler.
func (p Part) MarshalJSON() ([]byte, error) {
	if err := p.source.fail("MarshalJSON"); err != nil {
		return nil, err
	}
	return json.Marshal("part")
}

// MarshalXML implements xml.Marshaler.
func (p Part) MarshalXML(e *xml.Encoder, start xml.StartElement) error {
	if err := p.source.fail("MarshalXML"); err != nil {
		return err
	}
	return e.EncodeElement("part", start)
}

// GobEncode implements gob.GobEncoder.
func (p Part) GobEncode() ([]byte, error) { return []byte("part"), p.source.fail("GobEncode") }

// Text returns the part as a template has it.
func (p Part) Text() (string, error) { return "part", p.source.fail("Text") }

// Doc returns a value to encode.
func (s *Source) Doc() Doc { return Doc{"doc", Part{s}} }

// Each calls fn with each row, and stops at the first error.
func (s *Source) Each(fn func(row string) error) error {
	for _, row := range rows {
		if err := s.fail("Each"); err != nil {
			return err
		}
		if err := fn(row); err != nil {
			return err
		}
	}
	return nil
}

// Wrap adds text to err. Nil stays nil.
func Wrap(err error, text string) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("%s: %w", text, err)
}
