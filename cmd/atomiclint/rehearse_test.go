package main

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/atomiclint/atomiclint/analyzer"
)

// TestRehearse checks which packages are loaded again to be fixed: those with
// fixes, and no others.
func TestRehearse(t *testing.T) {
	for _, test := range []struct {
		args string
		want []string
	}{
		{"-fix ./...", []string{"example.com/app/conf", "example.com/app/direct"}},
		{"-fix -tests ./conf ./top ./checks", []string{"example.com/app/checks", "example.com/app/conf"}},
		{"-fix ./direct/direct.go", []string{"./direct/direct.go"}},
		{"-fix ./between", nil},
	} {
		t.Run(test.args, func(t *testing.T) {
			enterChain(t)
			a := *analyzer.Analyzer
			cl, err := parseCommandLine(strings.Fields(test.args), &a.Flags)
			if err != nil {
				t.Fatal(err)
			}
			defer a.Flags.Set("tests", "false")
			_, patterns, ok := rehearse(&a, cl)
			if !ok || !slices.Equal(patterns, test.want) {
				t.Errorf("got patterns %q, %v, want %q", patterns, ok, test.want)
			}
		})
	}
}

// TestFixAsDriver checks that the files come out as singlechecker makes them
// when it loads everything from source.
func TestFixAsDriver(t *testing.T) {
	for _, args := range []string{"-fix ./...", "-fix -tests ./...", "-fix -test=false ./...", "-fix ./direct/direct.go"} {
		t.Run(args, func(t *testing.T) {
			var results []map[string]string
			for _, extra := range [][]string{nil, {"-debug=s"}} {
				m := enterChain(t)
				before := goFiles(t, m.dir)
				if r := m.run(tool, append(extra, strings.Fields(args)...)...); r.code != 0 {
					t.Fatalf("got %v, want exit code 0", r)
				}
				after := goFiles(t, m.dir)
				for name, text := range after {
					if text == before[name] {
						delete(after, name)
					}
				}
				results = append(results, after)
			}
			if len(results[1]) == 0 {
				t.Fatal("nothing is fixed")
			}
			for name, want := range results[1] {
				if got := results[0][name]; got != want {
					t.Errorf("%s: got\n%s\nwant\n%s", name, got, want)
				}
			}
			if len(results[0]) != len(results[1]) {
				t.Errorf("%d files are changed, want %d", len(results[0]), len(results[1]))
			}
		})
	}
}

// enterChain makes the module of chain, with two packages that can be fixed by
// themselves, the working directory.
func enterChain(t *testing.T) *module {
	m := newBareModule(t, chain)
	m.write("conf/conf.go", "package conf\n\nimport \"os\"\n\nfunc Save() error { return os.WriteFile(\"conf.tbl\", []byte{1}, 0o644) }\n")
	m.write("checks/checks_test.go", "package checks_test\n\nimport \"os\"\n\nvar _ = os.WriteFile(\"checks.tbl\", []byte{1}, 0o644)\n")
	t.Chdir(m.dir)
	t.Setenv("GOFLAGS", "-mod=mod")
	t.Setenv("GOWORK", "off")
	m.env = os.Environ()
	return m
}

// goFiles reads the Go files of a directory, by their names in it.
func goFiles(t *testing.T, dir string) map[string]string {
	files := make(map[string]string)
	names, err := filepath.Glob(filepath.Join(dir, "*", "*.go"))
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		rel, err := filepath.Rel(dir, name)
		if err != nil {
			t.Fatal(err)
		}
		files[rel] = string(data)
	}
	return files
}
