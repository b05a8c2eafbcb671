package driver

import (
	"go/parser"
	"go/token"
	"path/filepath"
	"slices"
	"strings"
)

// Promote lets a package that the go command wants analyzed for its facts only
// be analyzed for its diagnostics, too, if the go command would lose them
// otherwise. It is for output that the go command caches.
//
// The go command caches what a vet tool printed about a package under a key
// that does not tell whether it asked for diagnostics (the method vet of the
// go command's type Builder, Go 1.26). After "go vet ./a", with a importing b,
// the empty output about b is in the cache, and neither "go vet ./b" nor
// "go vet ./..." reports anything in b again. So the output must be the same
// whether or not b is asked for. That concerns packages of the main module
// only, since no others are reported. From Go 1.27 on the key tells.
func (u *Unit) Promote() {
	mainModule := u.ModulePath != "" && u.ModuleVersion == ""
	if mainModule && !keyTells(u) && !hasInPackageTest(u) {
		u.VetxOnly = false
	}
}

// keyTells reports whether the go command is Go 1.27 or newer, which also
// describes the module in a field of its own.
func keyTells(u *Unit) bool { return u.Module != nil }

// hasInPackageTest reports whether the package has test files in its own
// name space. The go command then asks for diagnostics of the package under
// another name, that of its test variant, and its results do not mix.
func hasInPackageTest(u *Unit) bool {
	tests, _ := filepath.Glob(filepath.Join(u.Dir, "*_test.go"))
	return slices.ContainsFunc(tests, func(file string) bool {
		base := filepath.Base(file)
		if base[0] == '_' || base[0] == '.' || slices.Contains(u.IgnoredFiles, file) {
			return false
		}
		f, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.PackageClauseOnly)
		return err == nil && !strings.HasSuffix(f.Name.Name, "_test")
	})
}
