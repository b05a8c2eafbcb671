package analyzer

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"go/ast"
	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/analysis/analysistest"
	"golang.org/x/tools/go/analysis/passes/inspect"
	"golang.org/x/tools/go/ast/inspector"
)

// fixAnalyzer reports every sink of a package, with the fix or the reason why
// there is none.
func fixAnalyzer(writer string) *analysis.Analyzer {
	return &analysis.Analyzer{
		Name:     "fixtest",
		Doc:      "offers a fix for each sink",
		Requires: []*analysis.Analyzer{inspect.Analyzer},
		Run: func(pass *analysis.Pass) (any, error) {
			root := pass.ResultOf[inspect.Analyzer].(*inspector.Inspector).Root()
			x := newFixer(pass, newFlow(pass.Pkg, pass.TypesInfo, root), writer)
			for c := range root.Preorder((*ast.CallExpr)(nil)) {
				s, ok := sinkOf(pass.TypesInfo, c, nil)
				if !ok {
					continue
				}
				d := analysis.Diagnostic{Pos: s.call.Pos(), End: s.call.End(), Message: "fix"}
				fix, reason := x.fix(s)
				if fix != nil {
					d.SuggestedFixes = []analysis.SuggestedFix{*fix}
				} else {
					d.Message = "no fix: " + reason
				}
				pass.Report(d)
			}
			return nil, nil
		},
	}
}

// TestFix applies the fixes of each directory of testdata/src whose name
// begins with fix_ and compares the result with the golden files.
func TestFix(t *testing.T) {
	dirs, err := filepath.Glob(filepath.Join(analysistest.TestData(), "src", "fix_*"))
	if err != nil || len(dirs) == 0 {
		t.Fatalf("no test data: %v", err)
	}
	for _, dir := range dirs {
		name := filepath.Base(dir)
		t.Run(strings.TrimPrefix(name, "fix_"), func(t *testing.T) {
			writer := defaultWriter()
			if text, err := os.ReadFile(filepath.Join(dir, "writer")); err == nil {
				writer = strings.TrimSpace(string(text))
			}
			analysistest.RunWithSuggestedFixes(t, analysistest.TestData(), fixAnalyzer(writer), name)
		})
	}
}
