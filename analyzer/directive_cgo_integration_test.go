//go:build integration

package analyzer

import (
	"testing"

	"golang.org/x/tools/go/analysis/analysistest"
)

// TestDirectivesCgo checks the directives in a file of which the compiler sees
// what cmd/cgo makes of it. It takes a C compiler.
func TestDirectivesCgo(t *testing.T) {
	analysistest.Run(t, analysistest.TestData(), Analyzer, "directives_cgo")
}
