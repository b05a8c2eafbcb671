package analyzer

import (
	"go/ast"
	"go/types"
	"strings"

	"golang.org/x/tools/go/ast/inspector"
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

// testHelper reports whether the function around cur takes a *testing.T or
// its like.
func (c *checker) testHelper(cur inspector.Cursor) bool {
	if c.settings.Tests {
		return false
	}
	for fc := range cur.Enclosing((*ast.FuncDecl)(nil), (*ast.FuncLit)(nil)) {
		fn := c.sums.Flow.Funcs[fc.Node()]
		if fn == nil {
			continue
		}
		for i := range fn.Sig.Params().Len() {
			if isTesting(fn.Sig.Params().At(i).Type()) {
				return true
			}
		}
	}
	return false
}

// isTesting reports whether t is *testing.T, testing.TB or their like.
func isTesting(t types.Type) bool {
	if p, ok := t.(*types.Pointer); ok {
		t = p.Elem()
	}
	named, ok := types.Unalias(t).(*types.Named)
	return ok && named.Obj().Pkg() != nil && named.Obj().Pkg().Path() == "testing"
}
