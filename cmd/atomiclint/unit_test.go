package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"golang.org/x/tools/go/analysis/unitchecker"
)

// TestPrepareUnit checks which packages are analyzed for diagnostics though
// the go command asks for their facts only, and who prints them.
func TestPrepareUnit(t *testing.T) {
	inPackage := map[string]string{"p.go": "package p", "p_test.go": "package p"}
	for _, test := range []struct {
		name    string
		cl      commandLine
		change  func(*unitchecker.Config)
		files   map[string]string
		promote bool
	}{
		{name: "go vet", cl: commandLine{json: true}, promote: true},
		{name: "go vet -fix -diff", cl: commandLine{fix: true, diff: true}, promote: true},
		{name: "go vet -fix", cl: commandLine{fix: true}},
		{name: "asked for", cl: commandLine{json: true}, promote: true, change: func(c *unitchecker.Config) { c.VetxOnly = false }},
		{name: "plain text", cl: commandLine{}},
		{name: "standard library", cl: commandLine{json: true}, change: func(c *unitchecker.Config) { c.ModulePath = "" }},
		{name: "dependency", cl: commandLine{json: true}, change: func(c *unitchecker.Config) { c.ModuleVersion = "v1.0.0" }},
		{name: "tests in the package", cl: commandLine{json: true}, files: inPackage},
		{name: "tests outside", cl: commandLine{json: true}, files: map[string]string{"p_test.go": "package p_test"}, promote: true},
		{name: "tests ignored", cl: commandLine{json: true}, files: inPackage, promote: true, change: func(c *unitchecker.Config) {
			c.IgnoredFiles = []string{filepath.Join(c.Dir, "p_test.go")}
		}},
		{name: "hidden tests", cl: commandLine{json: true}, files: map[string]string{"_p_test.go": "package p"}, promote: true},
	} {
		t.Run(test.name, func(t *testing.T) {
			dir := t.TempDir()
			for name, text := range test.files {
				if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o666); err != nil {
					t.Fatal(err)
				}
			}
			cfg := unitchecker.Config{ImportPath: "example.com/p", ModulePath: "example.com", Dir: dir, VetxOnly: true, Stdout: "vet.stdout"}
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
			printed, err := prepareUnit(&test.cl)
			if err != nil {
				t.Fatal(err)
			}
			want := cfg
			want.VetxOnly = !test.promote
			if test.promote && test.cl.json {
				want.Stdout = ""
			}
			if (printed != nil) != (want.Stdout == "") || printed != nil && fmt.Sprint(*printed) != fmt.Sprint(cfg) {
				t.Errorf("got %+v to print, want %+v or nil", printed, cfg)
			}
			got := readUnit(t, file)
			if fmt.Sprint(got) != fmt.Sprint(want) {
				t.Errorf("got unit\n%+v, want\n%+v", got, want)
			}
		})
	}
}

func readUnit(t *testing.T, file string) (cfg unitchecker.Config) {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(data, &cfg); err != nil {
		t.Fatal(err)
	}
	return cfg
}
