package driver

import (
	"encoding/json"
	"fmt"
	"go/build"
	"go/token"
	"go/types"
	"maps"
	"os"
	"path/filepath"
	"strings"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/analysis/checker"
	"golang.org/x/tools/go/analysis/unitchecker"
	"golang.org/x/tools/go/packages"
)

// A Unit is a package as the go command describes it to a vet tool.
type Unit struct {
	unitchecker.Config
	file string
}

// ReadUnit reads the description of a package from the file that the go command
// names.
func ReadUnit(file string) (*Unit, error) {
	data, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	u := &Unit{file: file}
	if err := json.Unmarshal(data, &u.Config); err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	for _, export := range u.PackageFile {
		if !readable(export) {
			u.PackageFile = nil // as if there were none
		}
		break
	}
	return u, nil
}

// Analyze analyzes the package, as unitchecker does, and writes what its
// importers have to know. The result is nil if the go command asks for no more.
// It is an error of the types or of the syntax if the package does not compile.
//
// unitchecker type-checks everything down to package runtime, because the file
// of facts that it leaves for importers has the types, too. Here those come
// from the export data that the go command has made for the compiler, and a
// dependency about which there can be no facts, such as a package of the
// standard library, costs the start of a process. Without export data the types
// are handed on here as well; see vetx.
func (u *Unit) Analyze(a *analysis.Analyzer) (*checker.Graph, error) {
	lean := u.VetxOnly && len(u.PackageFile) > 0
	if lean && u.standard() {
		return nil, new(vetx).write(u.VetxOutput)
	}
	facts, err := readFacts(u.PackageVetx)
	if err != nil {
		return nil, err
	}
	if lean && !concerned(a, maps.Values(u.ImportMap), u.GoFiles, facts.about) {
		return nil, facts.write(u, nil)
	}
	pkg, err := u.load(facts)
	if err != nil {
		return nil, err
	}
	pass := newPass(pkg)
	pass.ImportPackageFact = func(dep *types.Package, fact analysis.Fact) bool { return facts.get(dep.Path(), fact) }
	done := prepare(a, pass)
	if err := facts.add(pkg.PkgPath, done.facts); err != nil {
		return nil, err
	}
	if err := facts.write(u, pkg); err != nil {
		return nil, err
	}
	if u.VetxOnly {
		return nil, nil
	}
	main := prepared(a, func(*types.Package) *preparation { return done })
	return checker.Analyze([]*analysis.Analyzer{main}, []*packages.Package{pkg}, nil)
}

// standard reports whether the package belongs to the standard library.
func (u *Unit) standard() bool {
	return u.ModulePath == "" && u.Module == nil && standardPath(u.ImportPath)
}

// load parses and type-checks the package.
func (u *Unit) load(facts *vetFacts) (*packages.Package, error) {
	pkg := &packages.Package{
		ID:           u.ID,
		PkgPath:      u.ImportPath,
		OtherFiles:   u.NonGoFiles,
		IgnoredFiles: u.IgnoredFiles,
		Fset:         token.NewFileSet(),
		TypesInfo:    newTypesInfo(),
		TypesSizes:   types.SizesFor("gc", build.Default.GOARCH),
		Module:       u.module(),
	}
	var err error
	if pkg.Syntax, err = parseFiles(pkg.Fset, u.GoFiles); err != nil {
		return nil, err
	}
	conf := types.Config{
		Importer:  u.importer(pkg.Fset, facts),
		Sizes:     pkg.TypesSizes,
		GoVersion: u.GoVersion,
	}
	if pkg.Types, err = conf.Check(u.ImportPath, pkg.Fset, pkg.Syntax, pkg.TypesInfo); err != nil {
		return nil, err
	}
	pkg.Name = pkg.Types.Name()
	return pkg, nil
}

// importer returns what the files of the package import.
func (u *Unit) importer(fset *token.FileSet, facts *vetFacts) types.Importer {
	imports := make(map[string]*types.Package)
	return importerFunc(func(name string) (*types.Package, error) {
		path, ok := u.ImportMap[name]
		if !ok {
			return nil, fmt.Errorf("can't resolve import %q", name)
		}
		if path == "unsafe" {
			return types.Unsafe, nil
		}
		if pkg := imports[path]; pkg != nil && pkg.Complete() {
			return pkg, nil
		}
		if file := u.PackageFile[path]; file != "" {
			return readExportFile(file, fset, imports, path)
		}
		return readTypes(facts.types[path], fset, imports, path)
	})
}

// module returns what the description says of the module of the package, or nil
// if it is in none.
func (u *Unit) module() *packages.Module {
	m := &packages.Module{GoMod: filepath.Join(ModuleRoot(u.Dir), "go.mod")}
	switch {
	case u.Module != nil:
		m.Path, m.Version, m.GoVersion = u.Module.Path, u.Module.Version, u.Module.GoVersion
	case u.ModulePath != "": // before Go 1.27
		m.Path, m.Version, m.GoVersion = u.ModulePath, u.ModuleVersion, strings.TrimPrefix(u.GoVersion, "go")
	default:
		return nil
	}
	return m
}
