package driver

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"sync"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/packages"
)

// A sourceChecker parses and type-checks packages, whose imports it takes from
// export data. The packages imported are the same for all that it checks, and
// reading one adds to others; hence one is read at a time.
type sourceChecker struct {
	mu      sync.Mutex
	fset    *token.FileSet // of the packages imported
	imports map[*packages.Package]*types.Package
}

func newSourceChecker() *sourceChecker {
	return &sourceChecker{fset: token.NewFileSet(), imports: make(map[*packages.Package]*types.Package)}
}

// load puts the syntax and the types of pkg into pass.
func (c *sourceChecker) load(pass *analysis.Pass, pkg *packages.Package) error {
	loaded := *pkg
	loaded.Fset = token.NewFileSet()
	if err := parse(&loaded); err != nil {
		return err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.check(&loaded)
	pass.Fset, pass.Files = loaded.Fset, loaded.Syntax
	pass.Pkg, pass.TypesInfo, pass.TypeErrors = loaded.Types, loaded.TypesInfo, loaded.TypeErrors
	return nil
}

// loadAll puts the syntax and the types of each of pkgs into it. It returns
// what is wrong with each.
func (c *sourceChecker) loadAll(pkgs []*packages.Package) []error {
	c.mu.Lock()
	defer c.mu.Unlock()
	errs := make([]error, len(pkgs))
	for i, pkg := range pkgs {
		for path := range pkg.Imports {
			// From here on nothing is added to what is imported, so that the
			// packages can be checked at a time.
			if _, err := c.importPackage(pkg, path); err != nil {
				errs[i] = err
			}
		}
	}
	var checks sync.WaitGroup
	for i, pkg := range pkgs {
		if errs[i] != nil {
			continue
		}
		checks.Go(func() {
			pkg.Fset = c.fset
			if errs[i] = parse(pkg); errs[i] != nil {
				return
			}
			if c.check(pkg); len(pkg.TypeErrors) > 0 {
				errs[i] = pkg.TypeErrors[0]
			}
		})
	}
	checks.Wait()
	return errs
}

// parse parses the files of pkg.
func parse(pkg *packages.Package) (err error) {
	pkg.Syntax, err = parseFiles(pkg.Fset, pkg.CompiledGoFiles)
	return err
}

// check type-checks pkg. Its errors go to pkg.TypeErrors.
func (c *sourceChecker) check(pkg *packages.Package) {
	conf := types.Config{
		Importer: importerFunc(func(path string) (*types.Package, error) { return c.importPackage(pkg, path) }),
		Sizes:    pkg.TypesSizes,
		Error: func(err error) {
			if err, ok := err.(types.Error); ok {
				pkg.TypeErrors = append(pkg.TypeErrors, err)
			}
		},
	}
	if m := pkg.Module; m != nil && m.GoVersion != "" {
		conf.GoVersion = "go" + m.GoVersion
	}
	pkg.Types, pkg.TypesInfo = types.NewPackage(pkg.PkgPath, pkg.Name), newTypesInfo()
	types.NewChecker(&conf, pkg.Fset, pkg.Types, pkg.TypesInfo).Files(pkg.Syntax) // its errors went to Error
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
	if pkg := c.imported(dep); pkg.Complete() {
		return pkg, nil
	}
	// What else the export data refers to. There may be more than one package of
	// a path, of which the others are compiled for a test.
	imports := make(map[string]*types.Package)
	packages.Visit([]*packages.Package{dep}, nil, func(pkg *packages.Package) { imports[pkg.PkgPath] = c.imported(pkg) })
	return readExportFile(dep.ExportFile, c.fset, imports, dep.PkgPath)
}

// imported returns the types of pkg, which may not have been read.
func (c *sourceChecker) imported(pkg *packages.Package) *types.Package {
	if c.imports[pkg] == nil {
		c.imports[pkg] = types.NewPackage(pkg.PkgPath, pkg.Name)
	}
	return c.imports[pkg]
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
