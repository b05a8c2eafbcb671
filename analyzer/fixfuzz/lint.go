package main

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"io/fs"
	"reflect"
	"runtime/debug"
	"slices"
	"strings"
	"sync"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/packages"
)

// A linter runs an analyzer on packages that exist in memory only. What they
// import is analyzed once, for the facts. It looks at one package at a time.
type linter struct {
	mu       sync.Mutex
	analyzer *analysis.Analyzer
	fset     *token.FileSet
	imports  map[string]*types.Package
	sizes    types.Sizes
	objects  map[objectKey]analysis.Fact
	packages map[packageKey]analysis.Fact
	sources  map[string]string // of the package at hand
}

type objectKey struct {
	object types.Object
	fact   reflect.Type
}

type packageKey struct {
	pkg  *types.Package
	fact reflect.Type
}

// newLinter returns a linter for packages that import nothing but those that
// patterns name. The directory dir is inside the module that they are of.
func newLinter(a *analysis.Analyzer, dir string, patterns ...string) (*linter, error) {
	l := &linter{
		analyzer: a,
		fset:     token.NewFileSet(),
		imports:  map[string]*types.Package{"unsafe": types.Unsafe},
		sizes:    types.SizesFor("gc", "amd64"),
		objects:  make(map[objectKey]analysis.Fact),
		packages: make(map[packageKey]analysis.Fact),
	}
	roots, err := packages.Load(&packages.Config{
		Mode: packages.LoadAllSyntax | packages.NeedModule,
		Dir:  dir,
		Fset: l.fset,
	}, patterns...)
	if err != nil {
		return nil, err
	}
	packages.Visit(roots, nil, func(p *packages.Package) {
		switch {
		case len(p.Errors) > 0 && err == nil:
			err = p.Errors[0]
		case err == nil && p.Types != types.Unsafe:
			l.imports[p.PkgPath] = p.Types
			_, err = l.run(p.Syntax, p.Types, p.TypesInfo)
		}
	})
	if err != nil {
		return nil, err
	}
	return l, nil
}

// A linted package is what the analyzer says of a package.
type linted struct {
	found  []analysis.Diagnostic
	errors []types.Error // of the type checker; if there are any, nothing is found
}

// lint analyzes a package of the given files, by name.
func (l *linter) lint(path string, sources map[string]string) (linted, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.sources = sources
	var files []*ast.File
	for _, name := range sortedKeys(sources) {
		f, err := parser.ParseFile(l.fset, name, sources[name], parser.ParseComments|parser.SkipObjectResolution)
		if err != nil {
			return linted{}, fmt.Errorf("%w\n%s", err, sources[name])
		}
		files = append(files, f)
	}
	var result linted
	info := &types.Info{
		Types:        make(map[ast.Expr]types.TypeAndValue),
		Instances:    make(map[*ast.Ident]types.Instance),
		Defs:         make(map[*ast.Ident]types.Object),
		Uses:         make(map[*ast.Ident]types.Object),
		Implicits:    make(map[ast.Node]types.Object),
		Selections:   make(map[*ast.SelectorExpr]*types.Selection),
		Scopes:       make(map[ast.Node]*types.Scope),
		FileVersions: make(map[*ast.File]string),
	}
	config := types.Config{
		Importer:  l,
		Sizes:     l.sizes,
		GoVersion: "go1.26",
		Error:     func(err error) { result.errors = append(result.errors, err.(types.Error)) },
	}
	pkg, _ := config.Check(path, l.fset, files, info)
	if len(result.errors) > 0 {
		return result, nil
	}
	var err error
	result.found, err = l.run(files, pkg, info)
	l.forget(pkg)
	return result, err
}

// Import implements types.Importer.
func (l *linter) Import(path string) (*types.Package, error) {
	if pkg := l.imports[path]; pkg != nil {
		return pkg, nil
	}
	return nil, fmt.Errorf("package %s was not loaded", path)
}

// forget drops the facts of a package that nobody imports, and its positions.
func (l *linter) forget(pkg *types.Package) {
	for k := range l.objects {
		if k.object.Pkg() == pkg {
			delete(l.objects, k)
		}
	}
	for k := range l.packages {
		if k.pkg == pkg {
			delete(l.packages, k)
		}
	}
}

// run runs the analyzer and what it requires on a package.
func (l *linter) run(files []*ast.File, pkg *types.Package, info *types.Info) ([]analysis.Diagnostic, error) {
	var found []analysis.Diagnostic
	results := make(map[*analysis.Analyzer]any)
	var visit func(a *analysis.Analyzer) error
	visit = func(a *analysis.Analyzer) error {
		if _, ok := results[a]; ok {
			return nil
		}
		inputs := make(map[*analysis.Analyzer]any)
		for _, required := range a.Requires {
			if err := visit(required); err != nil {
				return err
			}
			inputs[required] = results[required]
		}
		pass := &analysis.Pass{
			Analyzer: a, Fset: l.fset, Files: files, Pkg: pkg, TypesInfo: info, TypesSizes: l.sizes, ResultOf: inputs,
			Report: func(d analysis.Diagnostic) {
				if a == l.analyzer {
					found = append(found, d)
				}
			},
			ReadFile:          l.readFile,
			ImportObjectFact:  l.importObjectFact,
			ExportObjectFact:  func(o types.Object, f analysis.Fact) { l.objects[objectKey{o, reflect.TypeOf(f)}] = f },
			ImportPackageFact: l.importPackageFact,
			ExportPackageFact: func(f analysis.Fact) { l.packages[packageKey{pkg, reflect.TypeOf(f)}] = f },
			AllObjectFacts:    l.allObjectFacts,
			AllPackageFacts:   l.allPackageFacts,
		}
		result, err := survive(a, pass)
		if err != nil {
			return fmt.Errorf("%s on %s: %w", a.Name, pkg.Path(), err)
		}
		results[a] = result
		return nil
	}
	err := visit(l.analyzer)
	slices.SortStableFunc(found, func(a, b analysis.Diagnostic) int { return int(a.Pos - b.Pos) })
	return found, err
}

// survive runs a, and makes an error of a panic.
func survive(a *analysis.Analyzer, pass *analysis.Pass) (result any, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = &panicError{r, debug.Stack()}
		}
	}()
	return a.Run(pass)
}

// A panicError is a panic of an analyzer.
type panicError struct {
	value any
	stack []byte
}

func (e *panicError) Error() string { return fmt.Sprintf("panic: %v\n%s", e.value, e.stack) }

func (l *linter) readFile(name string) ([]byte, error) {
	if text, ok := l.sources[name]; ok {
		return []byte(text), nil
	}
	return nil, fmt.Errorf("%s: %w", name, fs.ErrNotExist)
}

func (l *linter) importObjectFact(o types.Object, f analysis.Fact) bool {
	return assign(f, l.objects[objectKey{o, reflect.TypeOf(f)}])
}

func (l *linter) importPackageFact(p *types.Package, f analysis.Fact) bool {
	return assign(f, l.packages[packageKey{p, reflect.TypeOf(f)}])
}

// assign has the fact to hold what from does, if there is one.
func assign(to, from analysis.Fact) bool {
	if from == nil {
		return false
	}
	reflect.ValueOf(to).Elem().Set(reflect.ValueOf(from).Elem())
	return true
}

func (l *linter) allObjectFacts() []analysis.ObjectFact {
	var all []analysis.ObjectFact
	for k, f := range l.objects {
		all = append(all, analysis.ObjectFact{Object: k.object, Fact: f})
	}
	return all
}

func (l *linter) allPackageFacts() []analysis.PackageFact {
	var all []analysis.PackageFact
	for k, f := range l.packages {
		all = append(all, analysis.PackageFact{Package: k.pkg, Fact: f})
	}
	return all
}

// fileOf returns the name of the file that holds pos.
func (l *linter) fileOf(pos token.Pos) string {
	return strings.TrimPrefix(l.fset.Position(pos).Filename, "/")
}
