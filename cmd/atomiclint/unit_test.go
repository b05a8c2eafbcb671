package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"reflect"
	"testing"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/analysis/unitchecker"
)

// TestPromoteUnit checks which packages get a diff though the go command asks
// for their facts only.
func TestPromoteUnit(t *testing.T) {
	inPackage := map[string]string{"p.go": "package p", "p_test.go": "package p"}
	diff := commandLine{fix: true, diff: true}
	for _, test := range []struct {
		name    string
		cl      commandLine
		change  func(*unitchecker.Config)
		files   map[string]string
		promote bool
	}{
		{name: "diff", cl: diff, promote: true},
		{name: "no diff", cl: commandLine{fix: true}},
		{name: "asked for", cl: diff, promote: true, change: func(c *unitchecker.Config) { c.VetxOnly = false }},
		{name: "standard library", cl: diff, change: func(c *unitchecker.Config) { c.ModulePath = "" }},
		{name: "Go 1.27", cl: diff, change: func(c *unitchecker.Config) { c.Module = &analysis.Module{Path: c.ModulePath} }},
		{name: "dependency", cl: diff, change: func(c *unitchecker.Config) { c.ModuleVersion = "v1.0.0" }},
		{name: "tests in the package", cl: diff, files: inPackage},
		{name: "tests outside", cl: diff, files: map[string]string{"p_test.go": "package p_test"}, promote: true},
		{name: "tests ignored", cl: diff, files: inPackage, promote: true, change: func(c *unitchecker.Config) {
			c.IgnoredFiles = []string{filepath.Join(c.Dir, "p_test.go")}
		}},
		{name: "hidden tests", cl: diff, files: map[string]string{"_p_test.go": "package p"}, promote: true},
	} {
		t.Run(test.name, func(t *testing.T) {
			dir := t.TempDir()
			for name, text := range test.files {
				if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o666); err != nil {
					t.Fatal(err)
				}
			}
			cfg := unitchecker.Config{ImportPath: "example.com/p", ModulePath: "example.com", Dir: dir, VetxOnly: true}
			if test.change != nil {
				test.change(&cfg)
			}
			data, err := json.Marshal(cfg)
			if err != nil {
				t.Fatal(err)
			}
			file := filepath.Join(dir, "vet.cfg")
			if err := os.WriteFile(file, data, 0o666); err != nil {
				t.Fatal(err)
			}
			test.cl.patterns = []string{file}
			if err := promoteUnit(&test.cl); err != nil {
				t.Fatal(err)
			}
			got, err := readUnit(file)
			if err != nil {
				t.Fatal(err)
			}
			want := cfg
			want.VetxOnly = !test.promote
			if !reflect.DeepEqual(*got, want) {
				t.Errorf("got unit\n%+v, want\n%+v", *got, want)
			}
		})
	}
}
