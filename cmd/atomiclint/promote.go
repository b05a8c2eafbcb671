package main

import (
	"go/parser"
	"go/token"
	"path/filepath"
	"slices"
	"strings"

	"golang.org/x/tools/go/analysis/unitchecker"
)

// promotable reports whether the go command wants the package analyzed for its
// facts only, but would lose its diagnostics if they were not printed all the
// same.
//
// The go command caches what a vet tool printed about a package under a key
// that does not tell whether it asked for diagnostics (the method vet of the
// go command's type Builder, Go 1.26). After "go vet ./a", with a importing b,
// the empty output about b is in the cache, and neither "go vet ./b" nor
// "go vet ./..." reports anything in b again. So the output must be the same
// whether or not b is asked for. That concerns packages of the main module
// only, since no others are reported. From Go 1.27 on the key tells.
func promotable(cfg *unitchecker.Config) bool {
	mainModule := cfg.ModulePath != "" && cfg.ModuleVersion == ""
	return cfg.VetxOnly && mainModule && !keyTells(cfg) && !hasInPackageTest(cfg)
}

// keyTells reports whether the go command is Go 1.27 or newer, which also
// describes the module in a field of its own.
func keyTells(cfg *unitchecker.Config) bool { return cfg.Module != nil }

// hasInPackageTest reports whether the package has test files in its own
// name space. The go command then asks for diagnostics of the package under
// another name, that of its test variant, and its results do not mix.
func hasInPackageTest(cfg *unitchecker.Config) bool {
	tests, _ := filepath.Glob(filepath.Join(cfg.Dir, "*_test.go"))
	return slices.ContainsFunc(tests, func(file string) bool {
		base := filepath.Base(file)
		if base[0] == '_' || base[0] == '.' || slices.Contains(cfg.IgnoredFiles, file) {
			return false
		}
		f, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.PackageClauseOnly)
		return err == nil && !strings.HasSuffix(f.Name.Name, "_test")
	})
}
