package trace

import (
	"go/ast"
	"go/types"
	"testing"

	"golang.org/x/tools/go/ast/inspector"

	"github.com/atomiclint/atomiclint/analyzer/internal/facts"
	"github.com/atomiclint/atomiclint/analyzer/internal/knowledge"
	"github.com/atomiclint/atomiclint/analyzer/internal/typecheck"
	"github.com/atomiclint/atomiclint/internal/module"
)

// header stands before the sources of the tests.
const header = `package p

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"io/fs"
	"io/ioutil"
	"log"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"runtime/pprof"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"example.com/lib"
	"github.com/atomiclint/atomiclint/atomicfile"
	"github.com/spf13/afero"
)

var (
	_ = bufio.NewWriter
	_ = bytes.NewReader
	_ = json.NewEncoder
	_ = errors.New
	_ = flag.String
	_ fs.FileInfo
	_ = fmt.Sprint
	_ = io.Copy
	_ = ioutil.WriteFile
	_ = log.New
	_ = os.Create
	_ = exec.Command
	_ = path.Join
	_ = filepath.Join
	_ = pprof.StartCPUProfile
	_ = strings.ToLower
	_ = sync.OnceFunc
	_ = syscall.Open
	_ = testing.Short
	_ = time.Tick
	_ = lib.Save
	_ = atomicfile.Create
	_ = afero.WriteFile
)
`

var sources = map[string]string{
	module.Writer(): typecheck.Writer,
	knowledge.AferoPath: `package afero

import "os"

type File interface{ Write([]byte) (int, error) }

type Fs interface {
	Create(name string) (File, error)
	OpenFile(name string, flag int, perm os.FileMode) (File, error)
}

func WriteFile(fs Fs, name string, data []byte, perm os.FileMode) error { return nil }
`,
	"example.com/lib": `package lib

import (
	"io"
	"os"
)

var Path, TmpPath string

type T struct{ Out, Stdout io.Writer }

func (*T) Save(path string) error       { return nil }
func Save(path string) error            { return nil }
func SaveBoth(a, b string) error        { return nil }
func SaveText(path, text string) error  { return nil }
func Open(path string, flag int) *os.File { return nil }
func OpenBy(flag int, path string) *os.File { return nil }
func Make(path string) *os.File         { return nil }
func Move(from, to string) error        { return nil }
func Clean(path string)                 {}
func Fill(w io.Writer)                  {}
func FillFile(f *os.File)               {}
func TempFile() string                  { return "" }
func Beside(path string) string         { return "" }
func Scratch() string                   { return "" }
func Put(path string)                   {}
func New(path string) io.Writer         { return nil }
func SetOutput(w io.Writer)             {}
func LogTo(w io.Writer)                 {}
func Name() string                      { return "" }
`,
}

// told is the Fact of package lib.
var told = &facts.Package{Funcs: []facts.Func{
	{Name: "Beside", Results: []facts.Result{{Param: 0}}},
	{Name: "Clean", Params: []facts.Param{{Removed: true}}},
	{Name: "Fill", Params: []facts.Param{{Filled: true, Known: true}}},
	{Name: "Make", Params: []facts.Param{{Opened: true}}},
	{Name: "Move", Params: []facts.Param{{MoveTo: 2}, {}}},
	{Name: "Open", Params: []facts.Param{{Flag: 2}, {}}},
	{Name: "OpenBy", Params: []facts.Param{{}, {Flag: 1}}},
	{Name: "Save", Params: []facts.Param{{Created: true, Only: true, Whole: true, Perm: 0o640}}},
	{Name: "SaveBoth", Params: []facts.Param{{Created: true, Only: true, Perm: 0o644}, {Created: true, Only: true, Perm: 0o644}}},
	{Name: "SaveText", Params: []facts.Param{{Created: true, Only: true, Perm: 0o600}, {}}},
	{Name: "Scratch", Results: []facts.Result{{Param: -1}}},
	{Name: "T.Save", Params: []facts.Param{{Created: true, Also: "keeps the path"}}},
	{Name: "TempFile", Results: []facts.Result{{Param: -1, Temporary: true}}},
}}

// load returns the summaries of a package of one file below the header.
func load(t testing.TB, src string) (*Summaries, *typecheck.Package) {
	t.Helper()
	return loadPath(t, "example.com/p", src)
}

func loadPath(t testing.TB, path, src string) (*Summaries, *typecheck.Package) {
	t.Helper()
	pkg := typecheck.Path(t, path, header+src, sources)
	s := New(func(imp *types.Package) *facts.Package {
		if imp.Path() == "example.com/lib" {
			return told
		}
		return nil
	}, nil)
	s.Prepare(pkg.Types, pkg.Info, func() inspector.Cursor { return pkg.Root })
	if !s.Load() {
		t.Fatal("Load: got that there is nothing to look at")
	}
	return s, pkg
}

// sink returns the last sink in the function of the name.
func sink(t testing.TB, s *Summaries, name string) Sink {
	t.Helper()
	var last Sink
	for c := range typecheck.Func(t, s.Flow.Funcs, name).Cursor.Preorder((*ast.CallExpr)(nil)) {
		if k, ok := SinkOf(s.Flow.Info, c, s.Extra); ok {
			last = k
		}
	}
	if last.Call == nil {
		t.Fatalf("function %s has no sink", name)
	}
	return last
}
