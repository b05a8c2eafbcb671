package analyzer

import (
	"go/types"
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
