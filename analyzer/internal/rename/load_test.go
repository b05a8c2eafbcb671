package rename

import (
	"go/types"
	"testing"

	"golang.org/x/tools/go/ast/inspector"

	"github.com/atomiclint/atomiclint/analyzer/internal/facts"
	"github.com/atomiclint/atomiclint/analyzer/internal/trace"
	"github.com/atomiclint/atomiclint/analyzer/internal/typecheck"
)

// header stands before the sources of the tests.
const header = `package p

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"time"

	"example.com/lib"
)

var (
	_ = bufio.NewWriter
	_ = bytes.NewReader
	_ = json.NewEncoder
	_ = errors.New
	_ = fmt.Sprint
	_ = io.Copy
	_ fs.FileMode
	_ = log.Print
	_ = os.Create
	_ = exec.Command
	_ = filepath.Join
	_ = strings.ToLower
	_ sync.Mutex
	_ = syscall.Fsync
	_ = time.Now
	_ = lib.Name
)

func syncDir(dir string) error { d, err := os.Open(dir); if err != nil { return err }; defer d.Close(); return d.Sync() }
`

var sources = map[string]string{"example.com/lib": `package lib

import (
	"io"
	"os"
)

type T struct{ F *os.File }

type Syncer interface{ Sync() error }

type FS interface {
	Create(name string) (*os.File, error)
	OpenFile(name string, flag int, perm os.FileMode) (*os.File, error)
	WriteFile(name string, data []byte, perm os.FileMode) error
	Rename(from, to string) error
	Stat(name string) error
}

// A Remote has methods that take more than package os needs.
type Remote interface {
	Create(ctx Context, name string) (*os.File, error)
	WriteFile(ctx Context, name string, data []byte) error
	Rename(ctx Context, op, from, to string) error
}

type Context struct{}

type Disk struct{}

func (Disk) Create(name string) (*os.File, error) { return nil, nil }
func (Disk) Rename(from, to string) error         { return nil }

// An Archive has entries, and an end.
type Archive struct{}

func NewArchive(w io.Writer) *Archive                        { return nil }
func (*Archive) Create(name string) (io.Writer, error)       { return nil, nil }
func (*Archive) CreateHeader(name string) (io.Writer, error) { return nil, nil }
func (*Archive) AddFile(name string) error                   { return nil }
func (*Archive) Write(b []byte) (int, error)                 { return 0, nil }
func (*Archive) Close() error                                { return nil }

func Name() string                           { return "" }
func Move(from, to string) error             { return nil }
func Put(path string) error                  { return nil }
func PutSafely(path string) error            { return nil }
func Open(path string) (*os.File, error)     { return nil, nil }
func OpenDurable(path string) (*os.File, error) { return nil, nil }
func Temp() (*os.File, error)                { return nil, nil }
func Draft() (string, error)                 { return "", nil }
func Flush(f *os.File) error                 { return nil }
func FlushPath(path string) error            { return nil }
func Perm(f *os.File)                        {}
func End(f *os.File) error                   { return nil }
func Fill(f *os.File) error                  { return nil }
func Take(f *os.File)                        {}
func Shut(c io.Closer) error                 { return nil }
`}

var told = &facts.Package{Funcs: []facts.Func{
	{Name: "Draft", Made: []facts.Trait{{Draft: true, Private: true, Unsynced: true}, {}}},
	{Name: "End", Params: []facts.Param{{Known: true}}, Traits: []facts.Trait{{Closes: true}}},
	{Name: "Fill", Params: []facts.Param{{Known: true, Filled: true}}},
	{Name: "Flush", Params: []facts.Param{{Known: true}}, Traits: []facts.Trait{{Syncs: true}}},
	{Name: "FlushPath", Traits: []facts.Trait{{Syncs: true}}},
	{Name: "Move", Traits: []facts.Trait{{MoveTo: 2, DirSynced: true}, {}}},
	{Name: "Open", Traits: []facts.Trait{{Opens: true, Fixed: true}}},
	{Name: "OpenDurable", Traits: []facts.Trait{{Opens: true, OpenSync: true}}},
	{Name: "Perm", Params: []facts.Param{{Known: true}}, Traits: []facts.Trait{{Chmods: true}}},
	{Name: "Put", Traits: []facts.Trait{{Draft: true, Unsynced: true, Unclosed: true, WriteIgnored: true, Fixed: true}}},
	{Name: "PutSafely", Traits: []facts.Trait{{Draft: true}}},
	{Name: "Temp", Results: []facts.Result{{Temporary: true, Private: true, Param: -1}, {Param: -1}}},
}}

// load returns what judges a package of one file below the header.
func load(t testing.TB, src string) (*Checker, *typecheck.Package) {
	t.Helper()
	pkg := typecheck.Source(t, header+src, sources)
	s := trace.New(func(imp *types.Package) *facts.Package {
		if imp.Path() == "example.com/lib" {
			return told
		}
		return nil
	}, nil)
	s.Prepare(pkg.Types, pkg.Info, func() inspector.Cursor { return pkg.Root })
	if !s.Load() {
		t.Fatal("Load: got that there is nothing to look at")
	}
	s.Solve(s.SummarizeFiles)
	return New(s), pkg
}
