package main

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/atomiclint/atomiclint/internal/module"
)

// TestAdvice checks what -fix says about a module that cannot build the
// fixes yet.
func TestAdvice(t *testing.T) {
	writer := module.Path() + "/atomicfile"
	for _, test := range []struct {
		name string
		make func(*testing.T, string) *userModule
		args []string
		want string // part of the line on stderr
	}{
		{"writer missing", newBareModule, []string{"-fix", "./..."}, "go get " + writer + "@"},
		{"writer there", newModule, []string{"-fix", "./..."}, ""},
		{"sums missing", newToolModule, []string{"-fix", "./..."}, "go get " + writer + "@"},
		{"other writer missing", newBareModule, []string{"-writer=example.com/safe", "-fix", "./..."}, "go get example.com/safe@latest"},
		{"other writer there", func(t *testing.T, archive string) *userModule {
			return newBareModule(t, archive+"\n-- safe/safe.go --\npackage safe\n")
		}, []string{"-writer=example.com/app/safe", "-fix", "./..."}, ""},
		{"nothing changed", newBareModule, []string{"-fix", "-diff", "./..."}, ""},
		{"vendor directory", newVendoredModule, []string{"-fix", "./..."}, "&& go mod vendor\n"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			m := test.make(t, broken)
			r := m.run(tool, test.args...)
			advice := onlyLines(r.stderr, "lacks")
			if r.code != 0 || !strings.Contains(advice, test.want) || test.want == "" && advice != "" || strings.Count(advice, "\n") > 1 {
				t.Errorf("got %v\nwant one line of advice with %q", r, test.want)
			}
		})
	}
}

// newToolModule makes a module as "go get -tool" leaves it: go.sum knows what
// the command imports, but not what the writer does.
func newToolModule(t *testing.T, archive string) *userModule {
	m := newModule(t, archive)
	addTool(m)
	m.write("go.sum", regexp.MustCompile(`(?m)^golang.org/x/sys .*\n`).ReplaceAllString(m.read("go.sum"), ""))
	m.env = append(m.env, "GOFLAGS=")
	return m
}

// newVendoredModule makes a module with a vendor directory, of another module
// than that of the writer.
func newVendoredModule(t *testing.T, archive string) *userModule {
	m := newBareModule(t, archive+`
-- use.go --
package app

import _ "example.com/dep"
-- dep/go.mod --
module example.com/dep

go 1.26
-- dep/dep.go --
package dep
`)
	m.must("go", "mod", "edit", "-require=example.com/dep@v0.0.0", "-replace=example.com/dep=./dep")
	m.must("go", "mod", "vendor")
	return m
}

// TestGoGet checks the command for a module that is not the current one.
func TestGoGet(t *testing.T) {
	dir := t.TempDir()
	for _, name := range []string{"a/sub", "b"} {
		if err := os.MkdirAll(filepath.Join(dir, name), 0o777); err != nil {
			t.Fatal(err)
		}
	}
	for _, name := range []string{"a/go.mod", "b/go.mod", "a/sub/go.mod"} {
		if err := os.WriteFile(filepath.Join(dir, name), nil, 0o666); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Mkdir(filepath.Join(dir, "a/in"), 0o777); err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct{ wd, module, want string }{
		{"a", "a", "go get x.org/w@latest"},
		{"a/in", "a", "go get x.org/w@latest"},
		{"a/sub", "a", "go -C " + filepath.Join(dir, "a") + " get x.org/w@latest"},
		{"b", "a", "go -C " + filepath.Join(dir, "a") + " get x.org/w@latest"},
		{".", "a", "go -C " + filepath.Join(dir, "a") + " get x.org/w@latest"},
	} {
		t.Chdir(filepath.Join(dir, test.wd))
		if got := goGet(filepath.Join(dir, test.module), "x.org/w"); got != test.want {
			t.Errorf("in %s for %s: got %q, want %q", test.wd, test.module, got, test.want)
		}
	}
}
