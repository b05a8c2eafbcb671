package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/packages"

	"github.com/atomiclint/atomiclint/internal/setting"
)

// checkSettings returns an error if a sink is of a package that nobody imports,
// and warns of a pattern of -skip that matches nothing. Whether the package has
// such a function, the analyzer looks when it comes to it.
func checkSettings(a *analysis.Analyzer, initial []*packages.Package) error {
	paths := make(map[string]bool)
	packages.Visit(initial, nil, func(pkg *packages.Package) { paths[pkg.PkgPath] = true })
	for _, item := range items(a, "sinks") {
		if sink, err := setting.ParseSink(item); err == nil && !paths[sink.Pkg] {
			return fmt.Errorf("setting sinks: %s matches nothing: no package imports %s", item, sink.Pkg)
		}
	}
	for _, pattern := range items(a, "skip") {
		if !skipsAny(pattern, initial) {
			fmt.Fprintf(os.Stderr, "atomiclint: setting skip: %s matches nothing\n", pattern)
		}
	}
	return nil
}

// items returns the values of a flag that is a list.
func items(a *analysis.Analyzer, name string) []string {
	return strings.FieldsFunc(a.Flags.Lookup(name).Value.String(), func(r rune) bool { return r == ',' })
}

// skipsAny reports whether the pattern leaves out a package or a file.
func skipsAny(pattern string, pkgs []*packages.Package) bool {
	for _, pkg := range pkgs {
		if setting.SkipsPackage(pattern, pkg.PkgPath) {
			return true
		}
		for _, file := range pkg.GoFiles {
			if setting.SkipsFile(pattern, filepath.ToSlash(file)) {
				return true
			}
		}
	}
	return false
}
