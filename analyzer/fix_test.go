package analyzer

import (
	"go/ast"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/analysis/analysistest"
	"golang.org/x/tools/go/analysis/passes/inspect"
	"golang.org/x/tools/go/ast/inspector"

	"github.com/atomiclint/atomiclint/analyzer/internal/flow"
	"github.com/atomiclint/atomiclint/analyzer/internal/rewrite"
	"github.com/atomiclint/atomiclint/analyzer/internal/trace"
	"github.com/atomiclint/atomiclint/internal/module"
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
			x := rewrite.New(pass, flow.New(pass.Pkg, pass.TypesInfo, root), writer)
			for c := range root.Preorder((*ast.CallExpr)(nil)) {
				s, ok := trace.SinkOf(pass.TypesInfo, c, nil)
				if !ok {
					continue
				}
				d := analysis.Diagnostic{Pos: s.Call.Pos(), End: s.Call.End(), Message: "fix"}
				fix, reason := x.Fix(s)
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

// TestFix applies the fixes of the packages of testdata/src whose names begin
// with fix_ and compares the result with the golden files.
func TestFix(t *testing.T) {
	crlf := false
	for _, act := range checkFixes(t, fixAnalyzer(module.Writer()), packagesNamed(t, "fix_*")...) {
		if act.Package.PkgPath == "fix_crlf" {
			crlf = true
			checkLineEnds(t, act.Diagnostics)
		}
	}
	if !crlf {
		t.Error("no package fix_crlf was looked at")
	}
}

// TestFixOtherWriter is TestFix with fixes that aim at another package.
func TestFixOtherWriter(t *testing.T) {
	checkFixes(t, fixAnalyzer("github.com/google/renameio/v2"), "otherwriter")
}

// TestFixed finds nothing more to fix in the golden files, which must compile.
func TestFixed(t *testing.T) {
	calls, renames := packagesNamed(t, "fix_*"), []string{"rename_durable", "rename_fix", "rename_mode", "rename_text", "rename_behaviour"}
	checkWants(t, fixedPackages(t, "// want `\\^fix\\$`", calls...).analyze(t, fixAnalyzer(module.Writer()), calls...))
	checkWants(t, fixedPackages(t, "// want `([a-z-]+|.*against no-sync\\$)`", renames...).analyze(t, Analyzer, renames...))
}

// fixedPackages returns a tree with packages as their fixes make
// them, without the expectations that fit the pattern done, of what is fixed.
func fixedPackages(t *testing.T, done string, packages ...string) *tree {
	t.Helper()
	src := filepath.Join(analysistest.TestData(), "src")
	fixed := t.TempDir()
	for _, dir := range []string{"github.com", "golang.org", "net"} {
		if err := os.CopyFS(filepath.Join(fixed, "src", dir), os.DirFS(filepath.Join(src, dir))); err != nil {
			t.Fatal(err)
		}
	}
	for _, pkg := range packages {
		dst := filepath.Join(fixed, "src", pkg)
		if err := os.CopyFS(dst, os.DirFS(filepath.Join(src, pkg))); err != nil {
			t.Fatal(err)
		}
		goldens, err := filepath.Glob(filepath.Join(dst, "*.golden"))
		if err != nil {
			t.Fatal(err)
		}
		for _, golden := range goldens {
			if err := os.Rename(golden, strings.TrimSuffix(golden, ".golden")); err != nil {
				t.Fatal(err)
			}
		}
		dropExpectations(t, dst, regexp.MustCompile(done))
	}
	return newTree(fixed)
}

func dropExpectations(t *testing.T, dir string, done *regexp.Regexp) {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(dir, "*.go"))
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, done.ReplaceAll(text, nil), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}
