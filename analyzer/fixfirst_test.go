package analyzer

import (
	"go/ast"
	exportdata "go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/tools/go/analysis"
	driver "golang.org/x/tools/go/analysis/checker"
	"golang.org/x/tools/go/packages"

	"github.com/atomiclint/atomiclint/internal/module"
)

// TestFirstFix checks what a fix that imports the writer first says of itself,
// and when there is none, in drivers that apply fixes without a look at go.mod.
func TestFirstFix(t *testing.T) {
	const byHand = "(by hand: go.mod says go 1.21, and the writer would raise that to 1.26.0)"
	for _, test := range []struct {
		settings Settings
		line     string // the go line of the module
		message  string // how that of the finding ends
		fix      string // how that of the fix ends; empty if there is none
	}{
		{Settings{}, "1.21", "use atomicfile.WriteFile", "with atomicfile.WriteFile"},
		{Settings{GoModUnseen: true}, "1.26", "use atomicfile.WriteFile", "with atomicfile.WriteFile"},
		{Settings{GoModUnseen: true}, "1.21", byHand, ""},
		{Settings{GoModUnseen: true, Writer: "example.com/safe"}, "1.21", "use safe.WriteFile", "with safe.WriteFile"},
		{Settings{Editor: true}, "1.26", "use atomicfile.WriteFile", "(unless go.mod has it: go get " + module.Writer() + ")"},
	} {
		a, err := New(test.settings)
		if err != nil {
			t.Fatal(err)
		}
		got := diagnose(t, a, "package a\n\nimport \"os\"\n\nfunc Save(data []byte) error { return os.WriteFile(\"a\", data, 0o644) }\n", test.line)
		if len(got) != 1 || !strings.HasSuffix(got[0].Message, test.message) {
			t.Errorf("%+v, go %s: got %+v, want one finding that ends with %q", test.settings, test.line, got, test.message)
			continue
		}
		fix := ""
		for _, f := range got[0].SuggestedFixes {
			fix = f.Message
		}
		if !strings.HasSuffix(fix, test.fix) || test.fix == "" && fix != "" {
			t.Errorf("%+v, go %s: got fix %q, want one that ends with %q", test.settings, test.line, fix, test.fix)
		}
	}
}

// diagnose returns what a finds in a package of one file, in a module with the
// go line.
func diagnose(t *testing.T, a *analysis.Analyzer, text, line string) []analysis.Diagnostic {
	t.Helper()
	name := filepath.Join(t.TempDir(), "a.go")
	if err := os.WriteFile(name, []byte(text), 0o666); err != nil {
		t.Fatal(err)
	}
	pkg := &packages.Package{
		ID: "a", PkgPath: "example.com/a", Name: "a",
		Fset:       token.NewFileSet(),
		Module:     &packages.Module{Path: "example.com/a", GoVersion: line},
		TypesSizes: types.SizesFor("gc", "amd64"),
		TypesInfo: &types.Info{
			Types: make(map[ast.Expr]types.TypeAndValue), Defs: make(map[*ast.Ident]types.Object), Uses: make(map[*ast.Ident]types.Object),
			Implicits: make(map[ast.Node]types.Object), Instances: make(map[*ast.Ident]types.Instance), Scopes: make(map[ast.Node]*types.Scope),
			Selections: make(map[*ast.SelectorExpr]*types.Selection), FileVersions: make(map[*ast.File]string),
		},
	}
	file, err := parser.ParseFile(pkg.Fset, name, text, parser.ParseComments)
	if err != nil {
		t.Fatal(err)
	}
	pkg.Syntax = []*ast.File{file}
	conf := types.Config{Importer: exportdata.Default(), GoVersion: "go" + line}
	if pkg.Types, err = conf.Check(pkg.PkgPath, pkg.Fset, pkg.Syntax, pkg.TypesInfo); err != nil {
		t.Fatal(err)
	}
	graph, err := driver.Analyze([]*analysis.Analyzer{a}, []*packages.Package{pkg}, nil)
	if err != nil || graph.Roots[0].Err != nil {
		t.Fatal(err, graph.Roots[0].Err)
	}
	return graph.Roots[0].Diagnostics
}
