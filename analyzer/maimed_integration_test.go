//go:build integration

package analyzer

import (
	"flag"
	"go/ast"
	"go/parser"
	"go/token"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime/debug"
	"slices"
	"strings"
	"testing"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/analysis/analysistest"
	driver "golang.org/x/tools/go/analysis/checker"
	"golang.org/x/tools/go/packages"
)

var roundsFlag = flag.Int("rounds", 10, "how often TestMaimed takes statements out of each package")

// TestMaimed runs the analyzer, with all that it can report, on the packages of
// testdata, out of which statements are taken at random: what code does is not
// what somebody had in mind, and blocks are empty. It finds no fault with what
// is reported, but the analyzer must get to the end of each.
func TestMaimed(t *testing.T) {
	a, err := New(Settings{Strict: true, Tests: true})
	if err != nil {
		t.Fatal(err)
	}
	checked, tried := 0, 0
	for round := range *roundsFlag {
		tr, paths := maimedTree(t, uint64(round))
		for _, path := range paths {
			tried++
			if survives(t, tr, a, path, round) {
				checked++
			}
		}
	}
	t.Logf("%d of %d packages could be type-checked", checked, tried)
	if 4*checked < tried {
		t.Errorf("got %d of %d packages that can be type-checked, want a quarter of them at least", checked, tried)
	}
}

// survives runs a on the package at path. It returns false if that cannot be
// type-checked.
func survives(t *testing.T, tr *tree, a *analysis.Analyzer, path string, round int) bool {
	t.Helper()
	p, err := tr.load(path)
	if err != nil {
		return false
	}
	defer func() {
		if e := recover(); e != nil {
			t.Errorf("%s, round %d: %v\n%s", path, round, e, debug.Stack())
		}
	}()
	graph, err := driver.Analyze([]*analysis.Analyzer{a}, []*packages.Package{p}, &driver.Options{Sequential: true, SanityCheck: true})
	if err != nil {
		t.Fatal(err)
	}
	for _, act := range graph.Roots {
		if act.Err != nil {
			t.Errorf("%s, round %d: %v", path, round, act.Err)
		}
	}
	return true
}

// maimedTree returns a tree like testdata, in which the packages at paths are
// maimed.
func maimedTree(t *testing.T, seed uint64) (tr *tree, paths []string) {
	t.Helper()
	from, to := filepath.Join(analysistest.TestData(), "src"), filepath.Join(t.TempDir(), "src")
	entries, err := os.ReadDir(from)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Mkdir(to, 0o777); err != nil {
		t.Fatal(err)
	}
	random := rand.New(rand.NewPCG(seed, 0))
	for _, e := range entries {
		names, _ := filepath.Glob(filepath.Join(from, e.Name(), "*.go"))
		if len(names) == 0 {
			if err := os.Symlink(filepath.Join(from, e.Name()), filepath.Join(to, e.Name())); err != nil {
				t.Fatal(err)
			}
			continue
		}
		paths = append(paths, e.Name())
		for _, name := range names {
			text, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			writeFile(t, filepath.Join(to, e.Name(), filepath.Base(name)), maim(t, string(text), random))
		}
	}
	tr = newTree(filepath.Dir(to))
	tr.unused = true
	return tr, paths
}

// maim returns the source text without about one statement of forty, and with
// one block of ten empty.
func maim(t *testing.T, text string, random *rand.Rand) string {
	t.Helper()
	fset := token.NewFileSet()
	file, err := parser.ParseFile(fset, "", text, parser.SkipObjectResolution)
	if err != nil {
		t.Fatal(err)
	}
	var gone []ast.Node // in the order of the source, none in another
	ast.Inspect(file, func(n ast.Node) bool {
		rare := 40
		if _, ok := n.(*ast.BlockStmt); ok {
			rare = 10
		}
		if !removable(n) || random.IntN(rare) > 0 {
			return true
		}
		gone = append(gone, n)
		return false
	})
	for _, n := range slices.Backward(gone) {
		begin, end := fset.Position(n.Pos()).Offset, fset.Position(n.End()).Offset
		if _, ok := n.(*ast.BlockStmt); ok {
			begin, end = begin+1, end-1
		}
		text = text[:begin] + strings.Repeat("\n", strings.Count(text[begin:end], "\n")) + text[end:]
	}
	return text
}

// removable reports whether n is a statement that may be left out, or a block
// that may be empty, in most programs.
func removable(n ast.Node) bool {
	switch n := n.(type) {
	case *ast.BlockStmt:
		return len(n.List) > 0
	case *ast.AssignStmt:
		return n.Tok == token.ASSIGN
	case *ast.ExprStmt, *ast.IfStmt, *ast.DeferStmt, *ast.GoStmt, *ast.ReturnStmt, *ast.BranchStmt, *ast.ForStmt, *ast.RangeStmt, *ast.SendStmt:
		return true
	}
	return false
}
