package analyzer

import (
	"fmt"
	"strings"
	"testing"

	"golang.org/x/tools/go/analysis/analysistest"
)

// TestLarge runs the analyzer on one file of 20,000 lines in which everything
// is connected, as in generated code whose header was lost.
func TestLarge(t *testing.T) {
	const functions = 4000
	var b strings.Builder
	b.WriteString("package large\n\nimport \"os\"\n\n")
	for i := range functions {
		fmt.Fprintf(&b, "func f%d(path string, data []byte) {\n", i)
		fmt.Fprintf(&b, "\tif len(data) > %d {\n\t\tf%d(path, data)\n\t}\n}\n", i, (i+1)%functions)
	}
	b.WriteString("func write(path string, data []byte) {\n\tf0(path, data)\n")
	b.WriteString("\tos.WriteFile(path, data, 0o644) // want `os.WriteFile can leave`\n}\n")
	dir, cleanup, err := analysistest.WriteFiles(map[string]string{"large/large.go": b.String()})
	if err != nil {
		t.Fatal(err)
	}
	defer cleanup()
	checkWants(t, newTree(dir).analyze(t, Analyzer, "large"))
}

// TestUnusual runs the analyzer, with all that it can report, on unusual code.
func TestUnusual(t *testing.T) {
	strict, err := New(Settings{Strict: true, Tests: true})
	if err != nil {
		t.Fatal(err)
	}
	checkDiagnostics(t, strict, "robust")
}
