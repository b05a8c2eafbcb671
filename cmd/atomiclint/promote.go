package main

import (
	"encoding/json"
	"fmt"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"golang.org/x/tools/go/analysis/unitchecker"
)

// promoteUnit makes the description of a package that the go command wants
// analyzed for its facts only ask for diagnostics as well, if the go command
// would otherwise lose them.
//
// The go command caches what a vet tool printed about a package under a key
// that does not tell whether it asked for diagnostics (func (*Builder).vet in
// cmd/go/internal/work/exec.go, Go 1.26). After "go vet ./a", with a importing
// b, the empty output about b is in the cache, and neither "go vet ./b" nor
// "go vet ./..." reports anything in b again. So the output must be the same
// whether or not b is asked for. That concerns packages of the main module
// only, since no others are reported.
func promoteUnit(cl *commandLine) error {
	if !cl.printsDiagnostics() {
		return nil
	}
	file := cl.patterns[0]
	data, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	var cfg unitchecker.Config
	if err := json.Unmarshal(data, &cfg); err != nil {
		return fmt.Errorf("%s: %w", file, err)
	}
	if !promotable(&cfg) {
		return nil
	}
	cfg.VetxOnly = false
	if data, err = json.Marshal(&cfg); err != nil {
		return fmt.Errorf("%s: %w", file, err)
	}
	//atomiclint:ignore the go command made the file for this process alone, and removes it afterwards
	return os.WriteFile(file, data, 0o666)
}

// printsDiagnostics reports whether diagnostics go to the output that the go
// command caches. Files that -fix changes go another way.
func (cl *commandLine) printsDiagnostics() bool {
	if cl.fix {
		return cl.diff
	}
	return cl.json
}

// promotable reports whether the go command may ask for diagnostics of the
// package in another run, under the same key.
func promotable(cfg *unitchecker.Config) bool {
	mainModule := cfg.ModulePath != "" && cfg.ModuleVersion == ""
	return cfg.VetxOnly && mainModule && !hasInPackageTest(cfg)
}

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
