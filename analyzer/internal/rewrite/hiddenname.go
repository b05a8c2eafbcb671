package rewrite

import (
	"bytes"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/atomiclint/atomiclint/analyzer/internal/flow"
)

// declaredElsewhere reports whether a file of the package that is not built
// here, for it is for another system or for tests, declares name. An import of
// that name would not compile there.
func (x *Fixer) declaredElsewhere(file *ast.File, name string) bool {
	var built []string
	for _, f := range x.pass.Files {
		built = append(built, x.pass.Fset.File(f.FileStart).Name())
	}
	return x.elsewhere(file.FileStart, built, name, declaresName) != ""
}

// mentionedElsewhere returns a file of the package that is not built with the
// one around pos, or may not be, for it is for another system or for tests, and
// mentions name, or "".
func (x *Fixer) mentionedElsewhere(pos token.Pos, name string) string {
	var built []string
	for _, f := range x.pass.Files {
		if within := f.FileStart <= pos && pos < f.FileEnd; within || !flow.TestFile(x.pass.Fset, f) {
			built = append(built, x.pass.Fset.File(f.FileStart).Name())
		}
	}
	return x.elsewhere(pos, built, name, mentionsName)
}

// elsewhere returns the first file in the directory of the one around pos that
// is of the package, but not among built, and matches name, or "".
func (x *Fixer) elsewhere(pos token.Pos, built []string, name string, matches func(*ast.File, string) bool) string {
	dir := filepath.Dir(x.pass.Fset.File(pos).Name())
	others, _ := filepath.Glob(filepath.Join(dir, "*.go"))
	others = append(others, x.pass.IgnoredFiles...)
	for _, other := range others {
		if !strings.HasSuffix(other, ".go") || slices.Contains(built, other) {
			continue
		}
		if file := x.parse(other, name); file != nil && matches(file, name) {
			return other
		}
	}
	return ""
}

// parse returns the file called filename if it belongs to the package and holds
// name. What cannot be read or parsed does not count.
func (x *Fixer) parse(filename, name string) *ast.File {
	read := x.pass.ReadFile
	if read == nil {
		read = os.ReadFile
	}
	text, err := read(filename)
	if err != nil {
		text, err = os.ReadFile(filename) // some drivers read only what they have told of
	}
	if err != nil || !bytes.Contains(text, []byte(name)) {
		return nil
	}
	file, _ := parser.ParseFile(token.NewFileSet(), filename, text, parser.SkipObjectResolution)
	if file == nil || file.Name.Name != x.pass.Pkg.Name() {
		return nil
	}
	return file
}

// mentionsName reports whether an identifier in file is name.
func mentionsName(file *ast.File, name string) bool {
	found := false
	ast.Inspect(file, func(n ast.Node) bool {
		if id, ok := n.(*ast.Ident); ok && id.Name == name {
			found = true
		}
		return !found
	})
	return found
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
