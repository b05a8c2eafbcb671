package analyzer

import (
	"go/ast"
	"go/token"
	"go/types"
	"path"
	"path/filepath"
	"strings"
)

// forTests reports whether pkg exists for tests only, going by its name
// and its path. Directories named testdata are left out by "..." patterns, so
// whoever names a package inside one wants to hear about it.
func forTests(pkg *types.Package) bool {
	name := strings.TrimSuffix(pkg.Name(), "_test")
	for _, suffix := range []string{"test", "tests", "testing", "testutil", "testutils", "testhelper", "testhelpers", "fixtures", "mocks", "e2e"} {
		if name == suffix || strings.HasSuffix(name, suffix) && len(name) > len(suffix) && suffix != "e2e" && !contest(name) {
			return true
		}
	}
	for elem := range strings.SplitSeq(pkg.Path(), "/") {
		switch elem {
		case "test", "tests", "testing", "testutil", "testutils", "testsupport", "testenv", "testhelper", "testhelpers", "e2e", "integration_tests", "testscript":
			return true
		}
	}
	return false
}

// contest reports whether name ends in "test" as part of a longer word.
func contest(name string) bool {
	for _, word := range []string{"latest", "contest", "attest", "greatest", "fastest", "protest", "manifest"} {
		if strings.HasSuffix(name, word) {
			return true
		}
	}
	return false
}

// testFile reports whether file is a test, or code that only tests use.
func testFile(fset *token.FileSet, file *ast.File) bool {
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
