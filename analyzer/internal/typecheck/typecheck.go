// Package typecheck parses and type-checks small sources, for the tests of the
// packages of the analyzer. Nothing but tests imports it.
//
// It imports no other package of the analyzer.
package typecheck

import (
	"fmt"
	"go/ast"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"io"
	"maps"
	"os"
	"os/exec"
	"strings"
	"sync"
	"testing"

	"golang.org/x/tools/go/ast/inspector"
)

// A Package is what the checker knows of a package of one file.
type Package struct {
	Fset    *token.FileSet
	File    *ast.File
	Types   *types.Package
	Info    *types.Info
	Root    inspector.Cursor
	Imports map[string]*Package // those that were given as sources, by path
}

// std are the packages that sources may import, besides those that are given
// as sources: the go command is asked for all of them at once.
var std = []string{
	"bufio", "bytes", "compress/gzip", "context", "encoding/csv", "encoding/hex", "encoding/json", "errors", "flag", "fmt", "io", "io/fs", "io/ioutil",
	"iter", "log", "log/slog", "math/rand/v2", "os", "os/exec", "path", "path/filepath", "runtime", "runtime/pprof", "strconv", "strings",
	"sync", "sync/atomic", "syscall", "testing", "text/template", "time", "golang.org/x/sys/unix",
}

// A world holds what the packages that are checked in one test binary share, so
// that what they import is read once.
type world struct {
	mu      sync.Mutex // held while a package is checked
	fset    *token.FileSet
	std     types.Importer
	sources map[[2]string]*Package // by import path and source
}

var open = sync.OnceValues(func() (*world, error) {
	names, err := Exports(std...)
	w := &world{fset: token.NewFileSet(), sources: make(map[[2]string]*Package)}
	w.std = Importer(w.fset, names)
	return w, err
})

// Exports returns the names of the files that hold the export data of packages,
// by import path. The go command compiles them if need be. That of a package
// which this system does not build is "".
func Exports(paths ...string) (map[string]string, error) {
	list := exec.Command("go", append([]string{"list", "-e", "-export", "-f", "{{.ImportPath}} {{.Export}}"}, paths...)...)
	out, err := list.Output()
	if err != nil {
		return nil, fmt.Errorf("go list -export: %w", err)
	}
	names := make(map[string]string)
	for line := range strings.Lines(string(out)) {
		path, name, _ := strings.Cut(strings.TrimSpace(line), " ")
		names[path] = name
	}
	return names, nil
}

// Importer returns an importer of the packages whose export data is in the
// files of these names.
func Importer(fset *token.FileSet, names map[string]string) types.Importer {
	return importer.ForCompiler(fset, "gc", func(path string) (io.ReadCloser, error) {
		if names[path] == "" {
			return nil, fmt.Errorf("no export data of package %q is at hand", path)
		}
		return os.Open(names[path])
	})
}

// Source type-checks the package that src, a file, is. It may import those
// whose sources are in deps, by import path, and some of the standard library.
func Source(t testing.TB, src string, deps ...map[string]string) *Package {
	t.Helper()
	return Path(t, "example.com/p", src, deps...)
}

// Path is like Source for a package of this import path.
func Path(t testing.TB, path, src string, deps ...map[string]string) *Package {
	t.Helper()
	w, err := open()
	if err != nil {
		t.Fatal(err)
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	c := &checker{world: w, given: make(map[string]string), done: make(map[string]*Package)}
	for _, d := range deps {
		maps.Copy(c.given, d)
	}
	pkg, err := c.check(path, src)
	if err != nil {
		t.Fatal(err)
	}
	return pkg
}

// A checker checks a package, and imports others from sources and from export
// data.
type checker struct {
	*world
	given map[string]string // sources, by import path
	done  map[string]*Package
}

// Import returns the package at path.
func (c *checker) Import(path string) (*types.Package, error) {
	src, ok := c.given[path]
	if !ok {
		return c.std.Import(path)
	}
	key := [2]string{path, src}
	if c.sources[key] == nil {
		pkg, err := c.check(path, src)
		if err != nil {
			return nil, err
		}
		c.sources[key] = pkg
	}
	c.done[path] = c.sources[key]
	return c.done[path].Types, nil
}

func (c *checker) check(path, src string) (*Package, error) {
	file, err := parser.ParseFile(c.fset, path+"/p.go", src, parser.ParseComments|parser.SkipObjectResolution)
	if err != nil {
		return nil, err
	}
	pkg := &Package{
		Fset: c.fset, File: file, Imports: c.done,
		Info: &types.Info{
			Types: make(map[ast.Expr]types.TypeAndValue), Defs: make(map[*ast.Ident]types.Object), Uses: make(map[*ast.Ident]types.Object),
			Implicits: make(map[ast.Node]types.Object), Instances: make(map[*ast.Ident]types.Instance), Scopes: make(map[ast.Node]*types.Scope),
			Selections: make(map[*ast.SelectorExpr]*types.Selection), FileVersions: make(map[*ast.File]string),
		},
	}
	conf := types.Config{Importer: c, GoVersion: "go1.26"}
	pkg.Types, err = conf.Check(path, c.fset, []*ast.File{file}, pkg.Info)
	pkg.Root = inspector.New([]*ast.File{file}).Root()
	return pkg, err
}

// Call returns the first call whose source text begins with text.
func (p *Package) Call(t testing.TB, text string) inspector.Cursor {
	t.Helper()
	for c := range p.Root.Preorder((*ast.CallExpr)(nil)) {
		if strings.HasPrefix(types.ExprString(c.Node().(*ast.CallExpr)), text) {
			return c
		}
	}
	t.Fatalf("the source has no call that begins with %q", text)
	return inspector.Cursor{}
}

// Mark stands in sources before a node that something is asked about.
const Mark = "/*?*/"

// Marked returns the outermost node of type N of p at the offset in its source.
func Marked[N ast.Node](t testing.TB, p *Package, offset int) inspector.Cursor {
	t.Helper()
	tok := p.Fset.File(p.File.FileStart)
	for c := range p.Root.Preorder() {
		if _, ok := c.Node().(N); ok && tok.Offset(c.Node().Pos()) == offset {
			return c
		}
	}
	t.Fatalf("the source has no such node at offset %d", offset)
	return inspector.Cursor{}
}

// Object returns the first object of the name that is declared in the file.
func (p *Package) Object(t testing.TB, name string) types.Object {
	t.Helper()
	for c := range p.Root.Preorder((*ast.Ident)(nil)) {
		if id := c.Node().(*ast.Ident); id.Name == name && p.Info.Defs[id] != nil {
			return p.Info.Defs[id]
		}
	}
	t.Fatalf("the source declares no %s", name)
	return nil
}

// Func returns what is known of the declared function of the name: the
// functions are those of a package, by the nodes that declare them.
func Func[F any](t testing.TB, functions map[ast.Node]F, name string) F {
	t.Helper()
	for n, fn := range functions {
		if d, ok := n.(*ast.FuncDecl); ok && d.Name.Name == name {
			return fn
		}
	}
	t.Fatalf("the source has no function %s", name)
	panic("unreachable")
}
