package main

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/tools/go/analysis"

	"github.com/atomiclint/atomiclint/analyzer"
)

var update = flag.Bool("update", false, "write testdata/fixes.golden, if that differs")

// TestGolden looks at what the analyzer says of many generated functions, and at
// what its fixes change. It is for changes that nobody meant: a golden file that
// differs can be updated once the differences have been read.
func TestGolden(t *testing.T) {
	l, err := newLinter(analyzer.Analyzer, ".", libraries...)
	if err != nil {
		t.Fatal(err)
	}
	sources := make(map[string]string)
	for id := range 600 {
		g := generate(newChooser(1, uint64(id)), id)
		sources[g.name] = g.text
	}
	reports := lintValid(t, l, sources)
	var b strings.Builder
	for _, name := range sortedKeys(sources) {
		fmt.Fprintf(&b, "%s\n", name)
		for _, d := range reports[name] {
			fmt.Fprintf(&b, "%d: %s: %s\n", l.fset.Position(d.Pos).Line, d.Category, d.Message)
		}
		fixed, err := applyFixes(l.fset, sources[name], reports[name])
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		b.WriteString(changes(sources[name], fixed))
	}
	golden := filepath.Join("testdata", "fixes.golden")
	want, err := os.ReadFile(golden)
	if err != nil && !*update {
		t.Fatal(err)
	}
	switch got := b.String(); {
	case got == string(want):
	case *update:
		if err := os.WriteFile(golden, []byte(got), 0o666); err != nil {
			t.Fatal(err)
		}
	default:
		t.Errorf("%s differs in %s\n-update writes it; read what is different", golden, firstDifference(string(want), got))
	}
}

// lintValid analyzes sources, and deletes those that do not compile.
func lintValid(t *testing.T, l *linter, sources map[string]string) map[string][]analysis.Diagnostic {
	t.Helper()
	for {
		found, err := l.lint("example.com/gen", sources)
		if err != nil {
			t.Fatal(err)
		}
		if len(found.errors) > 0 {
			for _, e := range found.errors {
				delete(sources, e.Fset.Position(e.Pos).Filename)
			}
			continue
		}
		reports := make(map[string][]analysis.Diagnostic)
		for _, d := range found.found {
			name := l.fileOf(d.Pos)
			reports[name] = append(reports[name], d)
		}
		return reports
	}
}

// changes lists the lines that after lacks of before, with a minus, and those that
// it has besides, with a plus, by their numbers.
func changes(before, after string) string {
	a, b := strings.Split(before, "\n"), strings.Split(after, "\n")
	common := make([][]int, len(a)+1) // lines that the rests share, at most
	for i := range common {
		common[i] = make([]int, len(b)+1)
	}
	for i := len(a) - 1; i >= 0; i-- {
		for j := len(b) - 1; j >= 0; j-- {
			if a[i] == b[j] {
				common[i][j] = common[i+1][j+1] + 1
			} else {
				common[i][j] = max(common[i+1][j], common[i][j+1])
			}
		}
	}
	var out strings.Builder
	for i, j := 0, 0; i < len(a) || j < len(b); {
		switch {
		case i < len(a) && j < len(b) && a[i] == b[j]:
			i, j = i+1, j+1
		case j == len(b) || i < len(a) && common[i+1][j] >= common[i][j+1]:
			i++
			fmt.Fprintf(&out, "-%d %s\n", i, strings.TrimSpace(a[i-1]))
		default:
			j++
			fmt.Fprintf(&out, "+%d %s\n", j, strings.TrimSpace(b[j-1]))
		}
	}
	return out.String()
}

// firstDifference returns the first line in which texts of lines differ, with its
// number.
func firstDifference(want, got string) string {
	a, b := strings.Split(want, "\n"), strings.Split(got, "\n")
	i := 0
	for i < min(len(a), len(b))-1 && a[i] == b[i] {
		i++
	}
	return fmt.Sprintf("line %d: got\n%s\nwant\n%s", i+1, b[i], a[i])
}
