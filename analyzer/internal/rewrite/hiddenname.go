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
	return x.elsewhere(file.FileStart, x.built(), name, declaresName) != ""
}

// boundElsewhere returns why the function or method called name, which file
// declares, must have the type that it has: a file of the package that is not
// built here declares one of that name, too, or uses it other than by a call.
func (x *Fixer) boundElsewhere(file *ast.File, name string) string {
	if x.elsewhere(file.FileStart, x.built(), name, declaresFunc) != "" {
		return "is declared in a file for another system, too"
	}
	if other := x.elsewhere(file.FileStart, x.built(), name, usesAsValue); other != "" {
		return filepath.Base(other) + ", which is for another system or for tests, uses it as a value"
	}
	return ""
}

// built returns the files of the package that are built here.
func (x *Fixer) built() (names []string) {
	for _, f := range x.pass.Files {
		names = append(names, x.pass.Fset.File(f.FileStart).Name())
	}
	return names
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

// declaresFunc reports whether file declares name for its package, or a method
// of that name.
func declaresFunc(file *ast.File, name string) bool {
	return declaresName(file, name) || slices.ContainsFunc(file.Decls, func(decl ast.Decl) bool {
		fn, ok := decl.(*ast.FuncDecl)
		return ok && fn.Name.Name == name
	})
}

// usesAsValue reports whether file may use the function or method called name
// other than by a call, or have an interface with such a method. A name that
// stands for something else in some function of the file does not count.
func usesAsValue(file *ast.File, name string) bool {
	called := make(map[*ast.Ident]bool)
	other := false // what the file calls so is something else
	ast.Inspect(file, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.CallExpr:
			switch fun := ast.Unparen(n.Fun).(type) {
			case *ast.Ident:
				called[fun] = true
			case *ast.SelectorExpr:
				called[fun.Sel] = true
			}
		case *ast.AssignStmt:
			other = other || n.Tok == token.DEFINE && slices.ContainsFunc(n.Lhs, func(e ast.Expr) bool { return isNamed(e, name) })
		case *ast.FuncType:
			for _, field := range n.Params.List {
				other = other || slices.ContainsFunc(field.Names, func(id *ast.Ident) bool { return id.Name == name })
			}
		}
		return true
	})
	found := false
	ast.Inspect(file, func(n ast.Node) bool {
		id, ok := n.(*ast.Ident)
		found = found || ok && id.Name == name && !called[id]
		return !found
	})
	return found && !other
}

// isNamed reports whether e is an identifier with the name.
func isNamed(e ast.Expr, name string) bool {
	id, ok := e.(*ast.Ident)
	return ok && id.Name == name
}
