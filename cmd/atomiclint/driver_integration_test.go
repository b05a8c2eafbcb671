//go:build integration

package main

import (
	"encoding/json"
	"os"
	"testing"
)

// TestDriversMore does what TestDrivers does with go vet, and with more modules
// and flags.
func TestDriversMore(t *testing.T) {
	testDrivers(t, factsModules, goVet)
	testDrivers(t, []driverModule{
		{"facts", newFacts, []string{"-c=1 ./..."}, ""},
		{"facts of other modules", newChain, []string{"-tests ./..."}, `"promoted.tbl"`},
		{"tests", newTested, []string{"-json -tests ./..."}, ""},
		{"a package that does not compile", newUncompiled, []string{"./...", "-json ./..."}, ""},
	}, standAlone, goVet)
}

// TestFixAsDriver checks that the files come out as by the driver of x/tools,
// which loads everything from source.
func TestFixAsDriver(t *testing.T) { compareFixes(t, "-fix", "-tests", "./...") }

// compareFixes fixes a module with each driver, and compares the files.
func compareFixes(t *testing.T, args ...string) {
	t.Helper()
	other := newChain(t)
	if r := other.run(tool, append([]string{"-driver=x"}, args...)...); r.code != 0 {
		t.Fatalf("got %v, want exit code 0", r)
	}
	m := newChain(t)
	before := goFiles(t, m.dir)
	if r := m.run(tool, args...); r.code != 0 {
		t.Fatalf("got %v, want exit code 0", r)
	}
	changed := 0
	got := goFiles(t, m.dir)
	for name, want := range goFiles(t, other.dir) {
		if got[name] != want {
			t.Errorf("%s: got\n%s\nwant\n%s", name, got[name], want)
		}
		if want != before[name] {
			changed++
		}
	}
	if changed == 0 {
		t.Error("nothing is fixed")
	}
}

// TestVetExportData does what TestVet does where there is no export data, or
// some of a version to come.
func TestVetExportData(t *testing.T) {
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	for kind := range exportData {
		t.Run(kind, func(t *testing.T) {
			t.Parallel()
			compareVet(t, way{"go vet with export data " + kind, func(m *userModule) []string {
				m.env = append(m.env, withExportData+"="+kind, withTool+"="+tool)
				return []string{"go", "vet", "-vettool=" + exe}
			}}, "./...")
		})
	}
}

func newUncompiled(t *testing.T) *userModule {
	return newBareModule(t, broken+`
-- typo/typo.go --
package typo

func F() int { return "1" }
-- needs/needs.go --
package needs

import (
	"os"

	"example.com/app/typo"
)

func F(data []byte) error { return os.WriteFile("needs.json", data[:typo.F()], 0o644) }
`)
}

// newTested makes a module with findings in both kinds of test packages.
func newTested(t *testing.T) *userModule {
	return newBareModule(t, broken+`
-- in_test.go --
package app

import "os"

func save(data []byte) error { return os.WriteFile("in.json", data, 0o644) }
-- ex_test.go --
package app_test

import (
	"os"

	"example.com/app"
)

func save() error {
	if err := os.WriteFile("ex.json", []byte{1}, 0o644); err != nil {
		return err
	}
	return app.Save(nil)
}
`)
}

// TestDriversModules does what TestDrivers does with public modules, of one of
// which a package does not compile.
func TestDriversModules(t *testing.T) {
	for _, name := range []string{"github.com/mailru/easyjson@v0.9.2", "golang.org/x/mod@v0.42.0", "github.com/google/renameio/v2@v2.0.0"} {
		for _, w := range []way{standAlone, goVet} {
			t.Run(name+" "+w.name, func(t *testing.T) {
				compareDrivers(t, downloadModule(t, name), w, []string{"-strict", "-tests", "./..."}, "")
			})
		}
	}
}

// downloadModule returns a copy of a public module, to work in.
func downloadModule(t *testing.T, name string) *userModule {
	t.Helper()
	m := newBareModule(t, "")
	var download struct{ Dir string }
	if err := json.Unmarshal([]byte(m.must("go", "mod", "download", "-json", name).stdout), &download); err != nil {
		t.Fatal(err)
	}
	m.must("rm", "go.mod")
	if err := os.CopyFS(m.dir, os.DirFS(download.Dir)); err != nil {
		t.Fatal(err)
	}
	m.must("chmod", "-R", "u+w", ".")
	return m
}
