package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/tools/go/analysis/unitchecker"
)

// TestPromoteUnit checks which packages are analyzed for diagnostics though
// the go command asks for their facts only.
func TestPromoteUnit(t *testing.T) {
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
			got, want := readUnit(t, file), cfg
			want.VetxOnly = !test.promote
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

// TestVetCache checks that findings are reported whatever has been vetted
// before, and in no run more than once.
func TestVetCache(t *testing.T) {
	const archive = `
-- use/use.go --
package use

import (
	_ "example.com/app/plain"
	_ "example.com/app/tested"
)
-- plain/plain.go --
package plain

import "os"

func Save(data []byte) error { return os.WriteFile("plain.json", data, 0o644) }
-- tested/tested.go --
package tested

import "os"

func Save(data []byte) error { return os.WriteFile("tested.json", data, 0o644) }
-- tested/tested_test.go --
package tested
`
	for _, test := range []struct {
		name string
		way  way
		args []string
		hits func(result) string // what to count "plain" and "tested" in
	}{
		{"text", goVet, nil, func(r result) string { return r.stderr }},
		{"json", goVet, []string{"-json"}, func(r result) string { return onlyLines(r.stdout, `"message"`) }},
		{"diff", goFix, []string{"-diff"}, func(r result) string { return onlyLines(r.stdout, "+func") }},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			m := newModule(t, archive)
			for _, step := range []struct {
				pattern       string
				plain, tested int
			}{
				{"./use", 1, 0}, // plain is reported because the run on ./plain could not
				{"./plain", 1, 0},
				{"./tested", 0, 1},
				{"./...", 1, 1},
				{"./...", 1, 1},
			} {
				r := test.way.in(m, append(test.args, step.pattern)...)
				hits := test.hits(r)
				plain, tested := strings.Count(hits, "plain.json"), strings.Count(hits, "tested.json")
				if plain != step.plain || tested != step.tested {
					t.Errorf("got %d, %d findings in plain, tested; want %d, %d: %v", plain, tested, step.plain, step.tested, r)
				}
			}
		})
	}
}

// onlyLines returns the lines of text that contain part.
func onlyLines(text, part string) string {
	var b strings.Builder
	for line := range strings.Lines(text) {
		if strings.Contains(line, part) {
			b.WriteString(line)
		}
	}
	return b.String()
}
