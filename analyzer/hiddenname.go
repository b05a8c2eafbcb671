package analyzer

import (
	"bytes"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// declaredElsewhere reports whether a file of the package that is not built here, for it
// is for another system or for tests, declares name. An import of that name
// would not compile there.
func (x *fixer) declaredElsewhere(file *ast.File, name string) bool {
	var built []string
	for _, f := range x.pass.Files {
		built = append(built, x.pass.Fset.File(f.FileStart).Name())
	}
	dir := filepath.Dir(x.pass.Fset.File(file.FileStart).Name())
	others, _ := filepath.Glob(filepath.Join(dir, "*.go"))
	others = append(others, x.pass.IgnoredFiles...)
	for _, other := range others {
		if strings.HasSuffix(other, ".go") && !slices.Contains(built, other) && x.declares(other, name) {
			return true
		}
	}
	return false
}

// declares reports whether the file called filename belongs to the package and
// declares name. What cannot be read or parsed does not count.
func (x *fixer) declares(filename, name string) bool {
	read := x.pass.ReadFile
	if read == nil {
		read = os.ReadFile
	}
	text, err := read(filename)
	if err != nil {
		text, err = os.ReadFile(filename) // some drivers read only what they have told of
	}
	if err != nil || !bytes.Contains(text, []byte(name)) {
		return false
	}
	file, _ := parser.ParseFile(token.NewFileSet(), filename, text, parser.SkipObjectResolution)
	return file != nil && file.Name.Name == x.pass.Pkg.Name() && declaresName(file, name)
}

// declaresName reports whether file declares name for its package.
func declaresName(file *ast.File, name string) bool {
	for _, decl := range file.Decls {
		switch decl := decl.(type) {
		case *ast.FuncDecl:
			if decl.Recv == nil && decl.Name.Name == name {
				return true
			}
		case *ast.GenDecl:
			for _, spec := range decl.Specs {
				switch spec := spec.(type) {
				case *ast.TypeSpec:
					if spec.Name.Name == name {
						return true
					}
				case *ast.ValueSpec:
					if slices.ContainsFunc(spec.Names, func(id *ast.Ident) bool { return id.Name == name }) {
						return true
					}
				}
			}
		}
	}
	return false
}
