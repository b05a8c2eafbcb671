package analyzer

import (
	"testing"

	"golang.org/x/tools/go/analysis/analysistest"
)

// TestAnalyzer checks the diagnostics of one package for each idea, and the
// Facts that they need. All are loaded at once, since each load type-checks
// the standard library from source.
func TestAnalyzer(t *testing.T) {
	analysistest.Run(t, analysistest.TestData(), Analyzer,
		"direct", "temporary", "staging", "stream", "special", "inplace",
		"cgroups", "generated", "helperstest", "shapes", "testevidence", "reassigned", "lent", "example.com/app",
	)
}

func TestIndirectFix(t *testing.T) {
	analysistest.RunWithSuggestedFixes(t, analysistest.TestData(), Analyzer, "example.com/indirect", "example.com/solouse")
}

// TestRenameFix replaces whole protocols by the writer, and tells why not where
// they are not plain.
func TestRenameFix(t *testing.T) {
	analysistest.RunWithSuggestedFixes(t, analysistest.TestData(), Analyzer, "rename_fix", "rename_mode", "rename_text", "rename_behaviour")
}

// TestTrusted checks what is said of a file that code takes for finished because
// it exists.
func TestTrusted(t *testing.T) {
	a, err := New(Settings{Categories: []string{DirectWrite}})
	if err != nil {
		t.Fatal(err)
	}
	analysistest.Run(t, analysistest.TestData(), a, "trusted")
}
