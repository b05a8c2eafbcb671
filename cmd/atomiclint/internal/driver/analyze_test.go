package driver

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/tools/go/analysis/checker"
	"golang.org/x/tools/go/packages"
	"golang.org/x/tools/txtar"

	"github.com/atomiclint/atomiclint/analyzer"
)

// module is one with a finding that takes a fact, beside packages that cannot
// be analyzed.
const module = `
-- go.mod --
module example.com/app

go 1.26
-- save/save.go --
package save

import (
	_ "encoding/csv"
	"os"
)

func Move(from, to string) error { return os.Rename(from, to) }
-- use/use.go --
package use

import (
	"os"

	"example.com/app/save"
)

func F(data []byte) error {
	if err := os.WriteFile("use.json.tmp", data, 0o644); err != nil {
		return err
	}
	return save.Move("use.json.tmp", "use.json")
}
-- typo/typo.go --
package typo

func F() int { return "1" }
-- needs/needs.go --
package needs

import (
	"os"

	"example.com/app/typo"
)

var _ = os.WriteFile("needs.json", make([]byte, typo.F()), 0o644)
`

// loadModule loads the packages of module.
func loadModule(t *testing.T) *Packages {
	t.Helper()
	t.Setenv(cacheEnv, "off")
	enterModule(t, module)
	p, err := Load([]string{"./..."}, true)
	if err != nil {
		t.Fatal(err)
	}
	if len(p.Sound) != 2 || len(p.Faults) != 2 {
		t.Fatalf("got %v and the faults %q, want two packages and two faults", p.Sound, p.Faults)
	}
	return p
}

// enterModule makes the files of the archive, and makes their directory the
// working directory.
func enterModule(t *testing.T, archive string) {
	t.Helper()
	dir := t.TempDir()
	for _, f := range txtar.Parse([]byte(archive)).Files {
		name := filepath.Join(dir, f.Name)
		if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, f.Data, 0o666); err != nil {
			t.Fatal(err)
		}
	}
	t.Chdir(dir)
	t.Setenv("GOFLAGS", "")
	t.Setenv("GOWORK", "off")
}

// found returns the findings in graph.
func found(graph *checker.Graph) []string {
	var all []string
	for _, act := range graph.Roots {
		for _, d := range act.Diagnostics {
			all = append(all, fmt.Sprintf("%s:%d: %s", filepath.Base(act.Package.Fset.Position(d.Pos).Filename), act.Package.Fset.Position(d.Pos).Line, d.Message))
		}
	}
	return all
}

// parsed returns whether the package was loaded from source.
func parsed(graph *checker.Graph, path string) bool {
	var roots []*packages.Package
	for _, act := range graph.Roots {
		roots = append(roots, act.Package)
	}
	source := false
	packages.Visit(roots, nil, func(pkg *packages.Package) { source = source || pkg.PkgPath == path && len(pkg.Syntax) > 0 })
	return source
}

// TestAnalyze checks that packages which do not compile change nothing for the
// others, and that what is not as expected of export data makes it load from
// source, with the same findings.
func TestAnalyze(t *testing.T) {
	const want = `use.go:13: save.Move publishes "use.json" unsafely`
	for _, test := range []struct {
		name   string
		change func(*Packages)
		source bool // is what encoding/csv loaded from
	}{
		{"as expected", func(*Packages) {}, false},
		{"no export data", func(p *Packages) { changeExports(p, func(pkg *packages.Package) { pkg.ExportFile = "" }) }, true},
		{"none of a package", func(p *Packages) {
			changeExports(p, func(pkg *packages.Package) {
				if pkg.PkgPath == "encoding/csv" {
					pkg.ExportFile = ""
				}
			})
		}, true},
		{"a version to come", func(p *Packages) {
			file := archive(t, unified(maxExportVersion+1))
			changeExports(p, func(pkg *packages.Package) { pkg.ExportFile = file })
		}, true},
	} {
		t.Run(test.name, func(t *testing.T) {
			p := loadModule(t)
			test.change(p)
			graph, err := p.Analyze(analyzer.Analyzer)
			if err != nil {
				t.Fatal(err)
			}
			if got := found(graph); len(got) != 1 || !strings.HasPrefix(got[0], want) {
				t.Errorf("got %q, want one that begins with %q", got, want)
			}
			if got := parsed(graph, "encoding/csv"); got != test.source {
				t.Errorf("got encoding/csv parsed %v, want %v", got, test.source)
			}
			if len(p.Faults) != 2 {
				t.Errorf("got faults %q, want no more than before", p.Faults)
			}
		})
	}
}

// changeExports calls change for each package that others import.
func changeExports(p *Packages, change func(*packages.Package)) {
	packages.Visit(p.Sound, nil, func(pkg *packages.Package) {
		for _, dep := range pkg.Imports {
			change(dep)
		}
	})
}
