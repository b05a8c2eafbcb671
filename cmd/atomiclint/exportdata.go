package main

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"os"
	"sync"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/gcexportdata"
	"golang.org/x/tools/go/packages"
)

// A sourceChecker parses and type-checks packages, whose imports it takes from
// export data. The packages imported are the same for all that it checks, and
// reading one adds to others; hence one is checked at a time.
type sourceChecker struct {
	mu   sync.Mutex
	fset *token.FileSet // of the packages imported

	// By the package for whose test they were compiled, and by import path.
	imports map[string]map[string]*types.Package
}

func newSourceChecker() *sourceChecker {
	return &sourceChecker{fset: token.NewFileSet(), imports: make(map[string]map[string]*types.Package)}
}

// load puts the syntax and the types of pkg into pass.
func (c *sourceChecker) load(pass *analysis.Pass, pkg *packages.Package) error {
	pass.Fset = token.NewFileSet()
	pass.TypeErrors = nil
	var err error
	if pass.Files, err = parseFiles(pass.Fset, pkg.CompiledGoFiles); err != nil {
		return err
	}
	pass.TypesInfo = newTypesInfo()
	conf := types.Config{
		Importer: importerFunc(func(path string) (*types.Package, error) { return c.importPackage(pkg, path) }),
		Sizes:    pkg.TypesSizes,
		Error: func(err error) {
			if err, ok := err.(types.Error); ok {
				pass.TypeErrors = append(pass.TypeErrors, err)
			}
		},
	}
	if m := pkg.Module; m != nil && m.GoVersion != "" {
		conf.GoVersion = "go" + m.GoVersion
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	pass.Pkg = types.NewPackage(pkg.PkgPath, pkg.Name)
	types.NewChecker(&conf, pass.Fset, pass.Pkg, pass.TypesInfo).Files(pass.Files) // its errors went to Error
	return nil
}

type importerFunc func(path string) (*types.Package, error)

func (f importerFunc) Import(path string) (*types.Package, error) { return f(path) }

// importPackage returns what a file of from imports as path.
func (c *sourceChecker) importPackage(from *packages.Package, path string) (*types.Package, error) {
	if path == "unsafe" {
		return types.Unsafe, nil
	}
	dep := from.Imports[path]
	if dep == nil || dep.ExportFile == "" {
		return nil, fmt.Errorf("no export data for %s", path)
	}
	imports := c.imports[from.ForTest]
	if imports == nil {
		imports = make(map[string]*types.Package)
		c.imports[from.ForTest] = imports
	}
	if pkg := imports[dep.PkgPath]; pkg != nil && pkg.Complete() {
		return pkg, nil
	}
	return readExportFile(dep.ExportFile, c.fset, imports, dep.PkgPath)
}

// parseFiles parses the files of a package.
func parseFiles(fset *token.FileSet, names []string) ([]*ast.File, error) {
	files := make([]*ast.File, len(names))
	for i, name := range names {
		var err error
		if files[i], err = parser.ParseFile(fset, name, nil, parser.ParseComments|parser.SkipObjectResolution); err != nil {
			return nil, err
		}
	}
	return files, nil
}

// newTypesInfo returns an Info for all that a pass has to have in it.
func newTypesInfo() *types.Info {
	return &types.Info{
		Types:        make(map[ast.Expr]types.TypeAndValue),
		Defs:         make(map[*ast.Ident]types.Object),
		Uses:         make(map[*ast.Ident]types.Object),
		Implicits:    make(map[ast.Node]types.Object),
		Instances:    make(map[*ast.Ident]types.Instance),
		Scopes:       make(map[ast.Node]*types.Scope),
		Selections:   make(map[*ast.SelectorExpr]*types.Selection),
		FileVersions: make(map[*ast.File]string),
	}
}

// readExportFile reads the package with the path from a file that a compiler
// wrote. What it refers to is looked for in imports, and added there.
func readExportFile(file string, fset *token.FileSet, imports map[string]*types.Package, path string) (*types.Package, error) {
	f, err := os.Open(file)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	r, err := gcexportdata.NewReader(f)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	return gcexportdata.Read(r, fset, imports, path)
}
