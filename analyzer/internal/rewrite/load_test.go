package rewrite

import (
	"cmp"
	"go/ast"
	"go/format"
	"go/types"
	"slices"
	"strings"
	"testing"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/ast/inspector"

	"github.com/atomiclint/atomiclint/analyzer/internal/facts"
	"github.com/atomiclint/atomiclint/analyzer/internal/trace"
	"github.com/atomiclint/atomiclint/analyzer/internal/typecheck"
	"github.com/atomiclint/atomiclint/internal/module"
)

// header stands before the sources of the tests. What it declares is used, so
// that only the imports that a test adds can be left over.
const header = `package p

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"log"
	"os"
	"os/exec"
	"path/filepath"

	"example.com/lib"
)

var (
	_ = bufio.NewWriter
	_ = errors.New
	_ = fmt.Sprint
	_ = io.Copy
	_ = log.Print
	_ = os.Create
	_ = exec.Command
	_ = filepath.Join
	_ = lib.Take
)

var (
	global   *os.File
	failure  error
	finished bool
)

func work() error { return failure }

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
`

var sources = map[string]string{
	module.Writer(): typecheck.Writer,
	"example.com/lib": `package lib

import (
	"io"
	"os"
)

type Syncer interface {
	io.Writer
	Sync() error
	Fd() uintptr
}

func Take(f *os.File)             {}
func Write(w io.Writer) error     { return nil }
func WriteClose(w io.WriteCloser) {}
func Close(c io.Closer) error     { return nil }
func Any(v any)                   {}
func SetOutput(w io.Writer)       {}
func Numbered(s Syncer)           {}
func Save(path string) error      { return nil }
func Keep(path string) error      { return nil }
func Count(path string) (int, error) { return 0, nil }
func Open(path string) *os.File   { return nil }
func Name() string                { return "" }

type Pair struct{ A, B int }
`,
}

var told = &facts.Package{Funcs: []facts.Func{
	{Name: "Count", Params: []facts.Param{{Created: true, Only: true, Perm: 0o666}}},
	{Name: "Keep", Params: []facts.Param{{Created: true, Also: "keeps the path"}}},
	{Name: "Open", Params: []facts.Param{{Opened: true}}},
	{Name: "Save", Params: []facts.Param{{Created: true, Only: true, Perm: 0o600}}},
}}

// A bench has a package of one file, and what makes its fixes.
type bench struct {
	*typecheck.Package
	src   string
	pass  *analysis.Pass
	sums  *trace.Summaries
	fixer *Fixer
	deps  map[string]string // what the source may import
}

// load returns the bench of a package of one file below the header.
func load(t testing.TB, src string) *bench {
	t.Helper()
	return loadText(t, header+src, module.Writer())
}

// loadText is like load for a file without the header.
func loadText(t testing.TB, src, writer string) *bench {
	t.Helper()
	return loadWith(t, src, writer, sources, told)
}

// loadWith is like loadText with other packages to import.
func loadWith(t testing.TB, src, writer string, deps map[string]string, told *facts.Package) *bench {
	t.Helper()
	b := &bench{Package: typecheck.Source(t, src, deps), src: src, deps: deps}
	b.pass = &analysis.Pass{
		Fset: b.Fset, Files: []*ast.File{b.File}, Pkg: b.Types, TypesInfo: b.Info,
		ReadFile: func(string) ([]byte, error) { return []byte(src), nil },
	}
	b.sums = trace.New(func(imp *types.Package) *facts.Package {
		if imp.Path() == "example.com/lib" {
			return told
		}
		return nil
	}, nil)
	b.sums.Prepare(b.Types, b.Info, func() inspector.Cursor { return b.Root })
	if !b.sums.Load() {
		t.Fatal("Load: got that there is nothing to look at")
	}
	b.fixer = New(b.pass, b.sums.Flow, writer)
	return b
}

// apply returns the source with the edits, which must be apart from each other,
// formatted. It must compile.
func (b *bench) apply(t testing.TB, edits []analysis.TextEdit) string {
	t.Helper()
	edits = slices.Clone(edits)
	slices.SortStableFunc(edits, func(a, b analysis.TextEdit) int {
		return cmp.Or(cmp.Compare(a.Pos, b.Pos), cmp.Compare(a.End, b.End))
	})
	tok := b.Fset.File(b.File.FileStart)
	var out strings.Builder
	at := 0
	for _, e := range edits {
		pos := tok.Offset(e.Pos)
		if pos < at {
			t.Fatalf("an edit at offset %d begins before the end of another one, at %d", pos, at)
		}
		out.WriteString(b.src[at:pos] + string(e.NewText))
		at = pos
		if e.End.IsValid() {
			at = tok.Offset(e.End)
		}
	}
	out.WriteString(b.src[at:])
	text, err := format.Source([]byte(out.String()))
	if err != nil {
		t.Fatalf("the fix does not parse: %v\n%s", err, out.String())
	}
	typecheck.Source(t, string(text), b.deps)
	return string(text)
}

// changes lists the lines that after lacks of before, and those that it has
// besides. Imports are left out.
func changes(before, after string) string {
	count := make(map[string]int)
	lines := func(text string) []string {
		return slices.DeleteFunc(strings.Split(text, "\n"), func(line string) bool {
			line = strings.TrimSpace(line)
			return line == "" || line == "}" || strings.HasPrefix(line, `"`)
		})
	}
	for _, line := range lines(before) {
		count[strings.TrimSpace(line)]--
	}
	for _, line := range lines(after) {
		count[strings.TrimSpace(line)]++
	}
	var all []string
	for _, line := range lines(before) {
		line = strings.TrimSpace(line)
		for ; count[line] < 0; count[line]++ {
			all = append(all, "- "+line)
		}
	}
	for _, line := range lines(after) {
		line = strings.TrimSpace(line)
		for ; count[line] > 0; count[line]-- {
			all = append(all, "+ "+line)
		}
	}
	return strings.Join(all, "\n")
}

// outcome returns what the fix changes, or the reason why there is none.
func (b *bench) outcome(t testing.TB, fix *analysis.SuggestedFix, reason string) string {
	t.Helper()
	if fix == nil {
		return strings.TrimSuffix("by hand: "+reason, ": ")
	}
	if reason != "" || fix.Message == "" {
		t.Errorf("got a fix with message %q and the reason %q why there is none", fix.Message, reason)
	}
	return changes(b.src, b.apply(t, fix.TextEdits))
}

// replaced returns src with what stands at the even places of pairs replaced by
// what follows it.
func replaced(t testing.TB, src string, pairs []string) string {
	t.Helper()
	for i := 0; i < len(pairs); i += 2 {
		if !strings.Contains(src, pairs[i]) {
			t.Fatalf("the source has no %q:\n%s", pairs[i], src)
		}
		src = strings.Replace(src, pairs[i], pairs[i+1], 1)
	}
	return src
}
