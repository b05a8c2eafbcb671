package main

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"
)

// extract writes the files of a txtar archive to a new directory.
func extract(t *testing.T, archive string) string {
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
	return dir
}

func TestCheckSettings(t *testing.T) {
	const list = "var AllAnalyzers = slices.Concat(DefaultAnalyzers, StaticcheckAnalyzers)\n"
	const analyzer = "type Analyzer struct {\n\tanalyzer *analysis.Analyzer\n\tnonDefault bool\n}\n"
	for _, test := range []struct{ name, archive, want string }{
		{"one file", "-- a.go --\npackage settings\n" + list + analyzer, ""},
		{"two files", "-- a.go --\npackage settings\n" + list + "-- b.go --\npackage settings\n" + analyzer, ""},
		{"no package", "-- a.txt --\n", "no package"},
		{"no list", "-- a.go --\npackage settings\n" + analyzer, "no variable AllAnalyzers"},
		{"list in a test", "-- a.go --\npackage settings\n" + analyzer + "-- a_test.go --\npackage settings\n" + list, "no variable AllAnalyzers"},
		{"a function", "-- a.go --\npackage settings\nfunc AllAnalyzers() []*Analyzer\n" + analyzer, "no variable AllAnalyzers"},
		{"a constant", "-- a.go --\npackage settings\nconst AllAnalyzers = 1\n" + analyzer, "no variable AllAnalyzers"},
		{"another field", "-- a.go --\npackage settings\n" + list + strings.Replace(analyzer, "analyzer *", "Analyzer *", 1), "no struct Analyzer"},
		{"another type of field", "-- a.go --\npackage settings\n" + list + strings.Replace(analyzer, "*analysis.Analyzer", "string", 1), "no struct Analyzer"},
		{"no struct", "-- a.go --\npackage settings\n" + list + "type Analyzer = analysis.Analyzer\n", "no struct Analyzer"},
		{"a syntax error", "-- a.go --\npackage settings\nvar\n", "a.go:2"},
	} {
		err := checkSettings(extract(t, test.archive))
		if test.want == "" && err != nil || test.want != "" && (err == nil || !strings.Contains(err.Error(), test.want)) {
			t.Errorf("%s: got error %v, want %q", test.name, err, test.want)
		}
	}
}

func TestGraft(t *testing.T) {
	const archive = `
-- go.mod --
module golang.org/x/tools/gopls

go 1.24.2

require (
	golang.org/x/mod v0.25.0
	golang.org/x/tools v0.34.1-0.20250610205101-c26dd3ba555e
)

require golang.org/x/sys v0.33.0 // indirect

replace golang.org/x/tools => ../
-- internal/settings/a.go --
package settings
`
	held := []string{
		"replace golang.org/x/tools => golang.org/x/tools v0.34.1-0.20250610205101-c26dd3ba555e",
		"replace golang.org/x/mod => golang.org/x/mod v0.25.0",
		"replace golang.org/x/sys => golang.org/x/sys v0.33.0",
	}
	for _, test := range []struct {
		own  origin
		want []string // lines that must be in go.mod
	}{
		{origin{version: "v1.2.3"}, []string{modulePath() + " v1.2.3"}},
		{origin{dir: "/src/a b"}, []string{modulePath() + " v0.0.0", "replace " + modulePath() + ` => "/src/a b"`}},
	} {
		dir := extract(t, archive)
		if err := graft(t.Context(), goCommand{dir: dir}, test.own); err != nil {
			t.Errorf("%v: %v", test.own, err)
			continue
		}
		text, err := os.ReadFile(filepath.Join(dir, "go.mod"))
		if err != nil {
			t.Fatal(err)
		}
		var lines []string
		for line := range strings.Lines(string(text)) {
			lines = append(lines, strings.TrimSpace(line))
		}
		for _, want := range append(test.want, held...) {
			if !slices.Contains(lines, want) {
				t.Errorf("%v: got no line %q in\n%s", test.own, want, text)
			}
		}
		if strings.Contains(string(text), "../") {
			t.Errorf("%v: got a replacement by a directory that is not there:\n%s", test.own, text)
		}
	}
}
