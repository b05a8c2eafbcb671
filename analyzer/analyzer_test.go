package analyzer

import (
	"strings"
	"testing"

	"golang.org/x/tools/go/analysis/analysistest"
)

func TestAnalyzer(t *testing.T) {
	for _, pkg := range []string{
		"direct", "temporary", "staging", "stream", "special", "inplace",
		"directives", "generated", "helperstest", "shapes", "example.com/app",
	} {
		t.Run(strings.ReplaceAll(pkg, "/", "_"), func(t *testing.T) {
			analysistest.Run(t, analysistest.TestData(), Analyzer, pkg)
		})
	}
}

func TestIndirectFix(t *testing.T) {
	analysistest.RunWithSuggestedFixes(t, analysistest.TestData(), Analyzer, "example.com/indirect")
}
