package analyzer

import (
	"testing"

	"golang.org/x/tools/go/analysis/analysistest"
)

// TestDirectives checks what each directive silences, and what is said of those
// that are misused.
func TestDirectives(t *testing.T) {
	analysistest.Run(t, analysistest.TestData(), Analyzer, "directives", "directives_file", "directives_package", "example.com/creates", "directives_creates")
}
