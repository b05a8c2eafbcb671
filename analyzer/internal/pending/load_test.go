package pending

import (
	"go/types"
	"testing"

	"golang.org/x/tools/go/ast/inspector"

	"github.com/atomiclint/atomiclint/analyzer/internal/facts"
	"github.com/atomiclint/atomiclint/analyzer/internal/trace"
	"github.com/atomiclint/atomiclint/analyzer/internal/typecheck"
	"github.com/atomiclint/atomiclint/internal/module"
)

const renameio = "github.com/google/renameio/v2"

// header stands before the sources of the tests.
const header = `package p

import (
	"bufio"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"log"
	"os"

	"example.com/lib"
	"github.com/atomiclint/atomiclint/atomicfile"
	"github.com/google/renameio/v2"
)

var (
	_ = bufio.NewWriter
	_ = gzip.NewWriter
	_ = errors.New
	_ = fmt.Sprint
	_ = io.Copy
	_ = log.Print
	_ = os.Create
	_ = lib.Open
	_ = renameio.NewPendingFile
	_ = atomicfile.Create
)

var failure error

func work() error { return failure }
`

var sources = map[string]string{
	module.Writer(): typecheck.Writer,
	renameio: `package renameio

import "os"

type PendingFile struct{ *os.File }

type Option func()

func WithReplaceOnClose() Option { return nil }

func NewPendingFile(path string, opts ...Option) (*PendingFile, error) { return nil, nil }

func (t *PendingFile) CloseAtomicallyReplace() error { return nil }
func (t *PendingFile) Cleanup() error                { return nil }
func (t *PendingFile) Close() error                  { return nil }
`,
	"example.com/plain": "package plain\n",
	"example.com/lib": `package lib

import (
	"io"

	"github.com/atomiclint/atomiclint/atomicfile"
)

type Out struct {
	W io.Writer
	C io.WriteCloser
}

func Open(name string) (*atomicfile.File, error)    { return nil, nil }
func Shared(name string) (*atomicfile.File, error)  { return nil, nil }
func Publish(f *atomicfile.File) error              { return nil }
func Drop(f *atomicfile.File)                       { }
func Fill(f *atomicfile.File) error                 { return nil }
func Keep(f *atomicfile.File)                       { }
func Unknown(f *atomicfile.File)                    { }
func Write(w io.Writer) error                       { return nil }
func Close(c io.Closer) error                       { return nil }
func WriteClose(c io.WriteCloser) error             { return nil }
func Drain(w interface {
	io.Writer
	Flush() error
}) {
}

var Global io.Writer

type Plain struct{}

func Wrap(w io.Writer) *Plain             { return nil }
func (*Plain) Write(b []byte) (int, error) { return 0, nil }
func (*Plain) Name() string                { return "" }
func (*Plain) Close() error                { return nil }

func Flush(w interface {
	io.Writer
	Flush() error
}) {
}

func Any(v any)                                     { }
`,
}

var told = &facts.Package{Funcs: []facts.Func{
	{Name: "Drop", Params: []facts.Param{{Pending: facts.Pending{Discards: true, Known: true}}}},
	{Name: "Fill", Params: []facts.Param{{Pending: facts.Pending{Known: true}}}},
	{Name: "Keep", Params: []facts.Param{{Pending: facts.Pending{Kept: true, Known: true}}}},
	{Name: "Open", Results: []facts.Result{{Pending: true, Param: -1}, {Param: -1}}},
	{Name: "Publish", Params: []facts.Param{{Pending: facts.Pending{Commits: true, Known: true}}}},
}}

func imported(imp *types.Package) *facts.Package {
	switch imp.Path() {
	case "example.com/lib":
		return told
	case "example.com/plain":
		return new(facts.Package)
	}
	return nil
}

// load returns what judges a package of one file below the header.
func load(t testing.TB, src string) (*Checker, *typecheck.Package) {
	t.Helper()
	pkg := typecheck.Source(t, header+src, sources)
	s := trace.New(imported, nil)
	s.Prepare(pkg.Types, pkg.Info, func() inspector.Cursor { return pkg.Root })
	if !s.Load() {
		t.Fatal("Load: got that there is nothing to look at")
	}
	return New(s), pkg
}
