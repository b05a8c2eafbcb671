package rewrite

import (
	"fmt"
	"go/ast"
	"go/format"
	"regexp"
	"slices"
	"strings"
	"testing"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/ast/inspector"

	"github.com/atomiclint/atomiclint/analyzer/internal/facts"
	"github.com/atomiclint/atomiclint/analyzer/internal/flow"
	"github.com/atomiclint/atomiclint/analyzer/internal/rename"
	"github.com/atomiclint/atomiclint/analyzer/internal/typecheck"
	"github.com/atomiclint/atomiclint/internal/module"
)

// wide stands before the sources of questions.
const wide = `package p

import (
	"bufio"
	"bytes"
	"context"
	"encoding/csv"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"golang.org/x/sync/errgroup"

	"example.com/lib"
)

var (
	_ = bufio.NewWriter
	_ = bytes.NewReader
	_ context.Context
	_ = csv.NewWriter
	_ = hex.Dumper
	_ = json.NewEncoder
	_ = errors.New
	_ = fmt.Sprint
	_ = io.Copy
	_ fs.FileInfo
	_ = log.Print
	_ = os.Create
	_ = exec.Command
	_ = filepath.Join
	_ = runtime.GC
	_ = strconv.Itoa
	_ = strings.ToLower
	_ sync.Mutex
	_ atomic.Bool
	_ = time.Now
	_ errgroup.Group
	_ = lib.Take
)

type (
	pair struct {
		n    int
		path string
		w    io.Writer
		err  error
		hook func(string) error
	}
	conn     struct{}
	response struct{}
	silent   struct{}
	level    int
	asker    interface{ Ask(string) error }
	looker   struct{}
)

func (conn) Write([]byte) (int, error) { return 0, nil }
func (conn) WriteNow()                 {}
func (conn) Close() error              { return nil }
func (conn) RemoteAddr() string        { return "" }

func (response) Write([]byte) (int, error) { return 0, nil }
func (response) WriteHeader(int)           {}

func (silent) RemoteAddr() string { return "" }
func (silent) WriteNow()          {}

func (looker) Ask(name string) error { _, err := os.Stat(name); return err }
func (looker) Run() error            { return nil }

func (p *pair) fill(w io.Writer) error { return nil }

var (
	global   *os.File
	failure  error
	finished bool
	errKnown = errors.New("known")
	pkgHook  func(string)
)

func work() error { return failure }

func two() (int, error) { return 1, nil }

func number() int { return 1 }

func text() string { return "x" }

func ask() bool { return finished }

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}

func all(ws ...io.Writer) {}

func texts(s ...string) {}

func fill(w io.Writer) error { return nil }

func gen[T any](v T) error { return nil }
`

// wider are the packages that such a source may import.
var wider = map[string]string{
	module.Writer():   typecheck.Writer,
	"example.com/lib": sources["example.com/lib"] + libMore,
	"golang.org/x/sync/errgroup": `package errgroup

type Group struct{}

func (g *Group) Go(f func() error)         {}
func (g *Group) TryGo(f func() error) bool { return false }
func (g *Group) Wait() error               { return nil }
`,
}

const libMore = `
type Box struct{ Err error }

func (*Box) Put(w io.Writer)            {}
func (*Box) Add(w io.Writer) int        { return 0 }
func (*Box) Send(w io.Writer) error     { return nil }
func (*Box) InitWith(w io.Writer) error { return nil }
func (*Box) Reset(w io.Writer) error    { return nil }
func (*Box) SetTo(w io.Writer) error    { return nil }
func (*Box) Each(fn func())             {}

func SetAll(w io.Writer) error         { return nil }
func StartAll(w io.Writer) error       { return nil }
func Both(v any, w io.Writer)          {}
func Tell(err error)                   {}
func Wrap(err error, s string) error   { return nil }
func Fail(err error) (int, error)      { return 0, nil }
func Each(path string, fn func(io.Writer) error) error { return nil }
`

// toldWide are facts of what such a source imports, in the order of their names.
var toldWide = &facts.Package{Funcs: slices.Insert(slices.Clone(told.Funcs), 1,
	facts.Func{Name: "Each", Params: []facts.Param{{Created: true, Only: true, Perm: 0o666, Whole: true}}})}

// A row is a source, and what is expected of it. The source is the body of
// save, behind the opening of f, and other declarations behind ##; or all that
// stands behind wide, if it has the function save itself.
type row[T any] struct {
	src  string
	want T
}

// A subject is a function that has f open, with the node behind the mark
// in it.
type subject struct {
	*bench
	t testing.TB
	h *handle
	p *proof
	c inspector.Cursor
}

// ask asks something about the outermost node of type N behind the mark of each
// source, or of the file if there is no mark.
func ask[N ast.Node, T comparable](t *testing.T, rows []row[T], question func(s *subject) T) {
	t.Helper()
	for i, r := range rows {
		t.Run(fmt.Sprint(i+1), func(t *testing.T) {
			t.Helper()
			s := newSubject[N](t, r.src)
			if got := question(s); got != r.want {
				t.Errorf("got %#v, want %#v of\n%s", got, r.want, r.src)
			}
		})
	}
}

var mentionsFile = regexp.MustCompile(`\bf\b`)

func newSubject[N ast.Node](t testing.TB, row string) *subject {
	t.Helper()
	src := row
	if !strings.Contains(src, "func save") {
		body, decls, _ := strings.Cut(src, " ## ")
		if !mentionsFile.MatchString(body) {
			body += "; _ = f"
		}
		src = `
func save(name, other string, data []byte, n int, v any, hook func(string) error, t *pair, ch chan int, r io.Reader, mu *sync.Mutex) error {
	f, err := os.Create(name)
	if err != nil {
		return err
	}
	` + body + `
	return nil
}
` + decls + "\n"
	}
	before, after, isMarked := strings.Cut(src, typecheck.Mark)
	b := loadWith(t, wide+before+after, module.Writer(), wider, toldWide)
	s := &subject{bench: b, t: t, h: b.handle(t)}
	if s.h.v != nil {
		s.p = s.h.newProof(newRewrite())
	}
	if isMarked {
		s.c = typecheck.Marked[N](t, b.Package, len(wide+before))
	}
	return s
}

// handle returns what is known of the first sink, if there is one, whatever
// keeps it from being fixed.
func (b *bench) handle(t testing.TB) *handle {
	t.Helper()
	src, reason := b.fixer.source(b.File.Package)
	if reason != "" {
		t.Fatal(reason)
	}
	s, ok := b.firstSink()
	if !ok {
		return &handle{}
	}
	h := &handle{Fixer: b.fixer, src: src, s: s}
	c, _ := unparen(s.Cursor)
	assign, ok := c.Parent().Node().(*ast.AssignStmt)
	if !ok {
		h.fn = flow.FunctionAround(c)
		return h
	}
	h.assign = assign
	h.fn = flow.FunctionAround(c)
	if h.variables(); h.v == nil {
		return h
	}
	h.declaration()
	if !h.findBody(c.Parent()) {
		t.Fatal("the file is not opened in a plain block")
	}
	h.narrow()
	h.findCarriers()
	h.shared = h.opensOthers()
	h.usesReason()
	h.lookAround()
	return h
}

func (s *subject) call() *ast.CallExpr { return s.c.Node().(*ast.CallExpr) }

func (s *subject) expr() ast.Expr { return s.c.Node().(ast.Expr) }

func (s *subject) stmt() ast.Stmt { return s.c.Node().(ast.Stmt) }

// lines returns the line of n, counted from the first one of save, or 0 for nil.
func (s *subject) lines(n ast.Node) int {
	if n == nil {
		return 0
	}
	return s.h.line(n.Pos()) - s.h.line(s.h.fn.Node().Pos())
}

// fixed returns what the fix of the file changes, or why there is none.
func (s *subject) fixed() string { return s.outcome(s.fixer.Fix(s.h.s)) }

// outcome is like that of the bench, but leaves out what gofmt alone changes.
func (s *subject) outcome(fix *analysis.SuggestedFix, reason string) string {
	s.t.Helper()
	if fix == nil {
		return s.bench.outcome(s.t, fix, reason)
	}
	before, err := format.Source([]byte(s.src))
	if err != nil {
		s.t.Fatal(err)
	}
	return changes(string(before), s.apply(s.t, fix.TextEdits))
}

// unsafe returns the last rename that is not safe.
func (s *subject) unsafe() (last rename.Unsafe, ok bool) {
	s.sums.Solve(s.sums.SummarizeFiles)
	checker := rename.New(s.sums)
	for c := range s.Root.Preorder((*ast.CallExpr)(nil)) {
		if u, isUnsafe := checker.Unsafe(c); isUnsafe {
			last, ok = u, true
		}
	}
	return last, ok
}

// replacement returns what is known of the last rename that is not safe before
// anything of it is replaced.
func (s *subject) replacement() *replacement {
	s.t.Helper()
	u, ok := s.unsafe()
	if !ok {
		s.t.Fatal("nothing is renamed")
	}
	src, reason := s.fixer.source(s.File.Package)
	if reason != "" {
		s.t.Fatal(reason)
	}
	r, reason := s.fixer.newReplacement(u, src)
	if reason == "" && r.draft.Kind != rename.DraftWhole {
		sink, _ := r.opener()
		if r.handle, reason = r.newHandle(sink, r.src); reason == "" {
			r.addFileNames()
		}
	}
	if reason != "" {
		s.t.Fatal(reason)
	}
	return r
}

// renames is a function that fills a temporary and renames it. The body is what it
// does in between, after it has written the file if it does not do so itself.
// Other declarations stand behind ##.
func renames(body string) string {
	body, decls, _ := strings.Cut(body, " ## ")
	if !strings.Contains(body, "Write") {
		body = "f.Write(data)\n\t" + body
	}
	return "func save(name string, data []byte, n int, ch chan int, other string, hook func(string) error, t *pair) (err error) {\n\tf, err := os.CreateTemp(filepath.Dir(name), \"x\")\n\tif err != nil {\n\t\treturn err\n\t}\n\tdefer f.Close()\n\t" + body + "\n\treturn os.Rename(f.Name(), name)\n}\n" + decls
}
