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

// TestCgo checks that a file which cgo translates is looked at, though it is
// marked as generated, and that no fix is offered for it. It takes a C compiler.
func TestCgo(t *testing.T) {
	const src = `package c

// int one(void) { return 1; }
import "C"
import "os"

var One = C.one()

func write(data []byte) {
	os.WriteFile("x", data, 0o644) // want "os.WriteFile can leave .* half-written.*by hand: the file uses cgo"
}
`
	dir, cleanup, err := analysistest.WriteFiles(map[string]string{"c/c.go": src})
	if err != nil {
		t.Fatal(err)
	}
	defer cleanup()
	analysistest.Run(t, dir, Analyzer, "c")
}
