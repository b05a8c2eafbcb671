package analyzer

import (
	"go/ast"
	"slices"

	"github.com/atomiclint/atomiclint/analyzer/internal/flow"
	"github.com/atomiclint/atomiclint/analyzer/internal/rewrite"
	"github.com/atomiclint/atomiclint/internal/setting"
)

// skipsFile reports whether file is left out: generated code, code for tests,
// and what the settings skip.
func (c *checker) skipsFile(file *ast.File) bool {
	if rewrite.Generated(file) || !c.settings.Tests && flow.TestFile(c.pass.Fset, file) {
		return true
	}
	return c.settings.skipsFile(c.pass.Fset.Position(file.FileStart).Filename)
}

// skipsPackage reports whether a pattern names the package at pkgPath.
func (s *Settings) skipsPackage(pkgPath string) bool {
	return slices.ContainsFunc(s.Skip, func(pattern string) bool { return setting.SkipsPackage(pattern, pkgPath) })
}

// skipsFile reports whether a pattern names the file.
func (s *Settings) skipsFile(file string) bool {
	return slices.ContainsFunc(s.Skip, func(pattern string) bool { return setting.SkipsFile(pattern, file) })
}
