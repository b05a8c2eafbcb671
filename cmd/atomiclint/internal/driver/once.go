package driver

import (
	"go/token"
	"slices"
	"strings"

	"golang.org/x/tools/go/analysis"
)

// reportOnce returns a, changed so that the test variant of a package reports
// only what is in its test files. Stand-alone, the driver analyzes
// both the package and the variant, which holds all files of the package
// again, so that -json would list each finding twice.
func reportOnce(a *analysis.Analyzer) *analysis.Analyzer {
	once, run := *a, a.Run
	once.Run = func(pass *analysis.Pass) (any, error) {
		isTest := func(pos token.Pos) bool {
			return strings.HasSuffix(pass.Fset.Position(pos).Filename, "_test.go")
		}
		variant := *pass
		variant.Report = func(d analysis.Diagnostic) {
			if isTest(d.Pos) {
				pass.Report(d)
			}
		}
		for _, file := range slices.Backward(pass.Files) {
			if isTest(file.FileStart) {
				return run(&variant)
			}
		}
		return run(pass)
	}
	return &once
}
