package main

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/atomiclint/atomiclint/analyzer"
	"github.com/atomiclint/atomiclint/internal/module"
)

// A way is one of the ways to run the command.
type way struct {
	name string
	args func(m *userModule) []string
}

var (
	standAlone = way{"stand-alone", func(*userModule) []string { return []string{tool} }}
	goVet      = way{"go vet", func(*userModule) []string { return []string{"go", "vet", "-vettool=" + tool} }}
	goFix      = way{"go fix", func(*userModule) []string { return []string{"go", "fix", "-fixtool=" + tool} }}
)

// addTool makes the command a tool of the module, as "go get -tool" does:
// that would ask the network for the version that the checkout replaces.
func addTool(m *userModule) {
	m.t.Helper()
	m.must("go", "mod", "edit", "-tool="+module.Path()+"/cmd/atomiclint")
	m.must("go", "list", "tool")
}

// in runs the command that way in m.
func (w way) in(m *userModule, args ...string) result {
	m.t.Helper()
	command := append(w.args(m), args...)
	return m.run(command[0], command[1:]...)
}

// The diff that fixes broken, and what a finding looks like.
const (
	fixed       = `+	return atomicfile.WriteFile("config.json", data, 0o644)`
	findingText = `app.go:6:9: os.WriteFile can leave "config.json" half-written`
)

// A runTest is what a way to run the command makes of a module.
type runTest struct {
	way            way
	args           string
	archive        string
	code           int
	stdout, stderr string // substrings; empty means no output
	fixes          bool   // files change
}

// TestRun checks the exit code and the output of each way to run the command
// that is not built for it, as TestRunAsTool does of those that are.
func TestRun(t *testing.T) {
	testRun(t, []runTest{
		{way: standAlone, args: "./...", archive: clean},
		{way: standAlone, args: "./...", archive: broken, code: 3, stderr: findingText},
		{way: standAlone, args: "-json ./...", archive: broken, stdout: `"category": "direct-write"`},
		{way: standAlone, args: "-fix ./...", archive: broken, stderr: "app.go: line 6: Write the file atomically with atomicfile.WriteFile\n1 fixed in 1 file\n", fixes: true},
		{way: standAlone, args: "-fix -diff ./...", archive: broken, stdout: fixed, stderr: "1 would be fixed in 1 file\n"},
		{way: standAlone, args: "-diff ./...", archive: broken, stdout: fixed, stderr: "1 would be fixed in 1 file\n"},

		{way: goVet, args: "./...", archive: clean},
		{way: goVet, args: "./...", archive: broken, code: 1, stderr: findingText},
		{way: goVet, args: "-json ./...", archive: broken, stdout: `"category": "direct-write"`},
		{way: goVet, args: "-fix ./...", archive: broken, fixes: true},
		{way: goVet, args: "-fix -diff ./...", archive: broken, code: 1, stdout: fixed},

		{way: goFix, args: "./...", archive: broken, fixes: true},
		{way: goFix, args: "-diff ./...", archive: broken, code: 1, stdout: fixed},
		{way: goFix, args: "-diff ./...", archive: clean},

		{way: goVet, args: "./...", archive: typo, code: 1, stderr: "app.go:3:19: too many return values"},
		{way: goVet, args: "-bogus ./...", archive: clean, code: 2, stderr: "flag provided but not defined: -bogus"},
		{way: goVet, args: "-categories=direct ./...", archive: clean, code: 1, stderr: `no category "direct"; there are direct-write, `},
	})
}

func testRun(t *testing.T, tests []runTest) {
	for _, test := range tests {
		t.Run(test.way.name+" "+test.args, func(t *testing.T) {
			t.Parallel()
			m := newModule(t, test.archive)
			before := m.read("app.go")
			r := test.way.in(m, strings.Fields(test.args)...)
			if r.code != test.code {
				t.Errorf("got exit code %d, want %d: %v", r.code, test.code, r)
			}
			wantOutput(t, r, "stdout", r.stdout, test.stdout)
			wantOutput(t, r, "stderr", r.stderr, test.stderr)
			if changed := m.read("app.go") != before; changed != test.fixes {
				t.Errorf("got files changed %v, want %v: %v", changed, test.fixes, r)
			}
			if test.fixes && !strings.Contains(m.read("app.go"), fixed[1:]) {
				t.Errorf("got the file\n%s\nwant %s in it", m.read("app.go"), fixed[1:])
			}
			if test.fixes && test.way.name == standAlone.name {
				m.must("go", "build", "./...")
				m.must(tool, "./...") // nothing is left to report
			}
		})
	}
}

func wantOutput(t *testing.T, r result, stream, got, want string) {
	t.Helper()
	if want == "" && strings.TrimSpace(got) != "" {
		t.Errorf("got output on %s, want none: %v", stream, r)
	}
	if !strings.Contains(got, want) {
		t.Errorf("got no %q on %s: %v", want, stream, r)
	}
}

// A jsonDiagnostic is a finding in the output of -json.
type jsonDiagnostic struct {
	Category       string            `json:"category"`
	URL            string            `json:"url"`
	Posn           string            `json:"posn"`
	Message        string            `json:"message"`
	SuggestedFixes []json.RawMessage `json:"suggested_fixes"`
}

// jsonDiagnostics returns the findings in the output of -json: one object
// for the run, or in go vet one for each package.
func jsonDiagnostics(t *testing.T, r result) []jsonDiagnostic {
	t.Helper()
	var all []jsonDiagnostic
	for dec := json.NewDecoder(strings.NewReader(r.stdout)); dec.More(); {
		var tree map[string]map[string][]jsonDiagnostic
		if err := dec.Decode(&tree); err != nil {
			t.Fatalf("%v: %v", err, r)
		}
		for _, results := range tree {
			all = append(all, results["atomiclint"]...)
		}
	}
	return all
}

// TestDependencies checks that findings in other modules are not reported.
func TestDependencies(t *testing.T) {
	const archive = `
-- go.mod --
module example.com/app

go 1.26

require example.com/dep v1.0.0

replace example.com/dep => ./dep
-- app.go --
package app

import _ "example.com/dep"
-- dep/go.mod --
module example.com/dep

go 1.26
-- dep/dep.go --
package dep

import "os"

func Save(data []byte) error { return os.WriteFile("dep.json", data, 0o644) }
`
	for _, w := range []way{standAlone, goVet} {
		t.Run(w.name, func(t *testing.T) {
			t.Parallel()
			m := newBareModule(t, archive)
			if r := w.in(m, "./..."); r.code != 0 || r.stderr != "" {
				t.Errorf("got %v\nwant no findings", r)
			}
		})
	}
}

// TestOnce checks that a finding is listed once, though the driver looks at
// the package and at its test variant.
func TestOnce(t *testing.T) { testOnce(t, standAlone, goVet) }

func testOnce(t *testing.T, ways ...way) {
	archive := broken + `
-- in_test.go --
package app

import "os"

func save() error { return os.WriteFile("in.json", nil, 0o644) }

func saveAll(data []byte) error { return os.WriteFile("in.json", data, 0o644) }
-- ex_test.go --
package app_test

import "os"

func saveAll(data []byte) error { return os.WriteFile("ex.json", data, 0o644) }
`
	for _, w := range ways {
		t.Run(w.name, func(t *testing.T) {
			t.Parallel()
			m := newModule(t, archive)
			r := w.in(m, "-json", "-tests", "./...")
			seen := make(map[string]int)
			for _, d := range jsonDiagnostics(t, r) {
				if d.Category != "direct-write" || len(d.SuggestedFixes) != 1 {
					t.Errorf("got category %q and %d fixes, want direct-write and 1", d.Category, len(d.SuggestedFixes))
				}
				if want := analyzer.Analyzer.URL + "#direct-write"; d.URL != want {
					t.Errorf("got URL %q, want %q", d.URL, want)
				}
				seen[d.Posn]++
			}
			for posn, n := range seen {
				if n != 1 {
					t.Errorf("got %s %d times, want once", posn, n)
				}
			}
			if len(seen) < 3 {
				t.Errorf("got findings at %d positions, want them in three files: %v", len(seen), r)
			}
		})
	}
}
