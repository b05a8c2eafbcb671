package flow

import (
	"go/ast"
	"go/token"
	"path"
	"path/filepath"
	"strings"
)

// TestFile reports whether file is a test, or code that only tests use.
func TestFile(fset *token.FileSet, file *ast.File) bool {
	name := fset.Position(file.FileStart).Filename
	for _, suffix := range []string{"_test.go", "_testutil.go", "_testing.go", "_testutils.go", "_testhelper.go", "_testhelpers.go"} {
		if strings.HasSuffix(name, suffix) {
			return true
		}
	}
	switch strings.TrimSuffix(path.Base(filepath.ToSlash(name)), ".go") {
	case "testhelper", "testhelpers", "test_helper", "test_helpers", "testutil", "testutils", "test_util", "test_utils":
		return true
	}
	return takesTesting(file)
}

// takesTesting reports whether file mentions testing.T or one of its like.
// Importing package testing is not enough: testing.Testing is for all code.
func takesTesting(file *ast.File) bool {
	name := ""
	for _, imp := range file.Imports {
		if imp.Path.Value == `"testing"` {
			name = "testing"
			if imp.Name != nil {
				name = imp.Name.Name
			}
		}
	}
	if name == "" {
		return false
	}
	found := false
	ast.Inspect(file, func(n ast.Node) bool {
		if sel, ok := n.(*ast.SelectorExpr); ok {
			if x, ok := sel.X.(*ast.Ident); ok && x.Name == name {
				switch sel.Sel.Name {
				case "B", "F", "M", "T", "TB":
					found = true
				}
			}
		}
		return !found
	})
	return found
}
