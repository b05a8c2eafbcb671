package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// miniature is a gopls of the same shape as the real one, as far as this
// command has to do with it. It prints its version and its analyzers.
const miniature = `
-- go.mod --
module golang.org/x/tools/gopls

go 1.24.2

require golang.org/x/tools v0.99.0
-- main.go --
package main

import "golang.org/x/tools/gopls/internal/settings"

var version = ""

func main() {
	print("version ", version, "\n")
	for _, a := range settings.AllAnalyzers {
		print("analyzer ", a.Analyzer().Name, "\n")
	}
}
-- internal/settings/analysis.go --
package settings

import (
	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/analysis/passes/inspect"
)

var AllAnalyzers = []*Analyzer{{analyzer: inspect.Analyzer}}

type Analyzer struct {
	analyzer *analysis.Analyzer
}

func (a *Analyzer) Analyzer() *analysis.Analyzer { return a.analyzer }
`

// newerThanAny is the go.mod of a gopls that no Go can build.
var newerThanAny = strings.Replace(miniature, "go 1.24.2", "go 1.999.0", 1)

// smallTools is what miniature uses of golang.org/x/tools. The real packages
// would be compiled anew in each run of the tests, in a directory that no build
// cache knows, and so would the analyzer.
const smallTools = `
-- go.mod --
module golang.org/x/tools

go 1.24.2
-- go/analysis/analysis.go --
package analysis

type Analyzer struct{ Name string }
-- go/analysis/passes/inspect/inspect.go --
package inspect

import "golang.org/x/tools/go/analysis"

var Analyzer = &analysis.Analyzer{Name: "inspect"}
`

// smallCheckout is a checkout whose analyzer has nothing but a name.
// TestGraftText builds what uses it with the real one.
var smallCheckout = fmt.Sprintf(`
-- go.mod --
module %s

go 1.24.2

require golang.org/x/tools v0.99.0
-- analyzer/analyzer.go --
package analyzer

import "golang.org/x/tools/go/analysis"

type Settings struct{ Editor, GoModUnseen bool }

func New(s Settings) (*analysis.Analyzer, error) {
	return &analysis.Analyzer{Name: "atomiclint"}, nil
}
`, modulePath())

// newSmallProxy returns a proxy that has smallTools, and the directory of a
// smallCheckout.
func newSmallProxy(t *testing.T) (p *proxy, checkout string) {
	t.Helper()
	p = newProxy(t)
	p.addArchive("golang.org/x/tools", "v0.99.0", smallTools)
	return p, extract(t, smallCheckout)
}

// checkMiniature checks the gopls that was built from miniature.
func checkMiniature(t *testing.T, name, version string) {
	t.Helper()
	out, err := exec.Command(name).CombinedOutput()
	if want := "version " + version + "\nanalyzer inspect\nanalyzer atomiclint\n"; string(out) != want || err != nil {
		t.Errorf("%s: got %q, error %v, want %q", name, out, err, want)
	}
}

// TestGraftText checks that the file which is added to gopls compiles with the
// analyzer of this checkout. TestRunVersion, with the tag integration, runs it.
func TestGraftText(t *testing.T) {
	root, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	dir := extract(t, miniature)
	write := func(name string, data []byte) {
		t.Helper()
		if err := os.WriteFile(filepath.Join(dir, name), data, 0o666); err != nil {
			t.Fatal(err)
		}
	}
	// The versions are those of the checkout, which are compiled already.
	for _, name := range []string{"go.mod", "go.sum"} {
		data, err := os.ReadFile(filepath.Join(root, name))
		if err != nil {
			t.Fatal(err)
		}
		if name == "go.mod" {
			data = []byte(strings.Replace(string(data), "module "+modulePath(), "module "+goplsPath, 1))
		}
		write(name, data)
	}
	write(filepath.Join(settingsDir, graftName), []byte(graftText()))
	g := goCommand{dir: dir}
	if _, err := g.output(t.Context(), append(append([]string{"mod", "edit"}, origin{dir: root}.edits()...), "go.mod")...); err != nil {
		t.Fatal(err)
	}
	output := filepath.Join(dir, "gopls")
	if _, err := g.output(t.Context(), "build", "-ldflags=-X main.version=v1", "-o", output, "."); err != nil {
		t.Fatal(err)
	}
	checkMiniature(t, output, "v1")
}
