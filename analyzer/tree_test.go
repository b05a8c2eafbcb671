package analyzer

import (
	"go/ast"
	"go/build"
	"go/parser"
	"go/token"
	"go/types"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"sync"
	"testing"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/analysis/analysistest"
	driver "golang.org/x/tools/go/analysis/checker"
	"golang.org/x/tools/go/packages"

	"github.com/atomiclint/atomiclint/analyzer/internal/typecheck"
)

// A tree is a directory of packages that import each other, and the standard
// library, by their paths below it.
//
// The tests do not load them with analysistest, which type-checks the standard
// library from source for each test: that took nine tenths of their time.
type tree struct {
	dir    string
	loaded map[string]*packages.Package // by ID
	unused bool                         // variables and imports may be unused
}

// exports imports the standard library from export data.
type exports struct {
	fset *token.FileSet
	types.Importer
}

// standardLibrary is that of all trees, which import what that of testdata
// does.
var standardLibrary = sync.OnceValues(func() (*exports, error) {
	src := filepath.Join(analysistest.TestData(), "src")
	imports := make(map[string]bool)
	err := filepath.WalkDir(src, func(dir string, d fs.DirEntry, err error) error {
		if err != nil || !d.IsDir() {
			return err
		}
		p, _ := build.ImportDir(dir, 0) // without files it has no imports
		for _, path := range slices.Concat(p.Imports, p.TestImports, p.XTestImports) {
			imports[path] = true
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	var std []string
	for path := range imports {
		if _, err := os.Stat(filepath.Join(src, path)); err == nil {
			continue // the tree has its own
		}
		if p, err := build.Import(path, "", build.FindOnly); err == nil && p.Goroot {
			std = append(std, path)
		}
	}
	names, err := typecheck.Exports(std...)
	fset := token.NewFileSet()
	return &exports{fset, typecheck.Importer(fset, names)}, err
})

// testdata is the tree that most tests are about.
var testdata = sync.OnceValue(func() *tree { return newTree(analysistest.TestData()) })

// newTree returns the tree of the packages below dir/src.
func newTree(dir string) *tree { return &tree{dir: dir, loaded: make(map[string]*packages.Package)} }

// checkDiagnostics compares what a says of packages of testdata with the
// comments there.
func checkDiagnostics(t *testing.T, a *analysis.Analyzer, paths ...string) []*driver.Action {
	t.Helper()
	actions := testdata().analyze(t, a, paths...)
	checkWants(t, actions)
	return actions
}

// checkFixes also compares what the fixes make of the files.
func checkFixes(t *testing.T, a *analysis.Analyzer, paths ...string) []*driver.Action {
	t.Helper()
	actions := checkDiagnostics(t, a, paths...)
	checkGoldens(t, actions)
	return actions
}

// analyze runs a on packages.
func (tr *tree) analyze(t *testing.T, a *analysis.Analyzer, paths ...string) []*driver.Action {
	t.Helper()
	graph, err := driver.Analyze([]*analysis.Analyzer{a}, tr.packages(t, paths...), &driver.Options{SanityCheck: true})
	if err != nil {
		t.Fatal(err)
	}
	for _, act := range graph.Roots {
		if act.Err != nil {
			t.Errorf("analyzing %s: %v", act.Package.ID, act.Err)
		}
	}
	return graph.Roots
}

// packages returns packages, each also as its tests see it.
func (tr *tree) packages(t *testing.T, paths ...string) (list []*packages.Package) {
	t.Helper()
	for _, path := range paths {
		of, err := tr.variants(path)
		if err != nil {
			t.Fatal(err)
		}
		list = append(list, of...)
	}
	return list
}

// variants returns the package at path, that package with its tests, and the
// tests in a package of their own.
func (tr *tree) variants(path string) ([]*packages.Package, error) {
	p, err := tr.load(path)
	if err != nil {
		return nil, err
	}
	list := []*packages.Package{p}
	bp, err := build.ImportDir(p.Dir, 0)
	if err != nil {
		return nil, err
	}
	tested := p
	if len(bp.TestGoFiles) > 0 {
		if tested, err = tr.check(path+" [test]", path, bp, slices.Concat(bp.GoFiles, bp.TestGoFiles), nil); err != nil {
			return nil, err
		}
		list = append(list, tested)
	}
	if len(bp.XTestGoFiles) > 0 {
		x, err := tr.check(path+"_test", path+"_test", bp, bp.XTestGoFiles, map[string]*packages.Package{path: tested})
		if err != nil {
			return nil, err
		}
		list = append(list, x)
	}
	return list, nil
}

// load returns the package at path without its tests.
func (tr *tree) load(path string) (*packages.Package, error) {
	if p := tr.loaded[path]; p != nil {
		return p, nil
	}
	bp, err := build.ImportDir(filepath.Join(tr.dir, "src", path), 0)
	if err != nil {
		return nil, err
	}
	return tr.check(path, path, bp, bp.GoFiles, nil)
}

// check type-checks files as a package. Its imports are those in given, those
// of the tree, and the standard library.
func (tr *tree) check(id, path string, bp *build.Package, files []string, given map[string]*packages.Package) (*packages.Package, error) {
	if p := tr.loaded[id]; p != nil {
		return p, nil
	}
	std, err := standardLibrary()
	if err != nil {
		return nil, err
	}
	p := &packages.Package{
		ID: id, PkgPath: path, Name: bp.Name, Dir: bp.Dir, Fset: std.fset, Imports: make(map[string]*packages.Package),
		IgnoredFiles: joined(bp.Dir, slices.Concat(bp.IgnoredGoFiles, bp.IgnoredOtherFiles)),
		TypesSizes:   types.SizesFor("gc", runtime.GOARCH),
		TypesInfo: &types.Info{
			Types: make(map[ast.Expr]types.TypeAndValue), Defs: make(map[*ast.Ident]types.Object), Uses: make(map[*ast.Ident]types.Object),
			Implicits: make(map[ast.Node]types.Object), Instances: make(map[*ast.Ident]types.Instance), Scopes: make(map[ast.Node]*types.Scope),
			Selections: make(map[*ast.SelectorExpr]*types.Selection), FileVersions: make(map[*ast.File]string),
		},
	}
	for _, name := range joined(bp.Dir, files) {
		f, err := parser.ParseFile(p.Fset, name, nil, parser.ParseComments|parser.SkipObjectResolution)
		if err != nil {
			return nil, err
		}
		p.Syntax = append(p.Syntax, f)
	}
	conf := types.Config{Sizes: p.TypesSizes, Importer: importerFunc(func(path string) (*types.Package, error) {
		dep := given[path]
		if dep == nil {
			var err error
			if dep, err = tr.load(path); err != nil {
				return std.Import(path)
			}
		}
		p.Imports[path] = dep
		return dep.Types, nil
	})}
	if tr.unused {
		conf.Error = func(e error) {
			if !e.(types.Error).Soft {
				err = e
			}
		}
		p.Types, _ = conf.Check(path, p.Fset, p.Syntax, p.TypesInfo)
		tr.loaded[id] = p
		return p, err
	}
	p.Types, err = conf.Check(path, p.Fset, p.Syntax, p.TypesInfo)
	tr.loaded[id] = p
	return p, err
}

type importerFunc func(path string) (*types.Package, error)

func (f importerFunc) Import(path string) (*types.Package, error) { return f(path) }

func joined(dir string, names []string) (files []string) {
	for _, name := range names {
		files = append(files, filepath.Join(dir, name))
	}
	return files
}
