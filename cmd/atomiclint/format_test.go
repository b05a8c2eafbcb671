package main

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	"golang.org/x/tools/go/analysis"

	"github.com/atomiclint/atomiclint/analyzer"
)

// two is a module with a finding that can be fixed, and one with places beside
// its own.
const two = broken + `
-- pub/pub.go --
package pub

import "os"

func Save(name string, data []byte) error {
	if err := os.WriteFile(name+".new", data, 0o644); err != nil {
		return err
	}
	return os.Rename(name+".new", name)
}
`

// TestSARIF checks the log that code scanning reads: one result for each
// finding, under the name that the file has in the repository.
func TestSARIF(t *testing.T) {
	m := newBareModule(t, two)
	r := m.run(tool, "-format=sarif", "./...")
	var log sarifLog
	dec := json.NewDecoder(strings.NewReader(r.stdout))
	dec.DisallowUnknownFields()
	if err := dec.Decode(&log); err != nil || r.code != 0 || r.stderr != "" {
		t.Fatalf("got %v, error %v, want exit code 0 and a log", r, err)
	}
	run := log.Runs[0]
	if log.Version != "2.1.0" || len(run.Results) != 2 || len(run.Tool.Driver.Rules) != 2 {
		t.Fatalf("got %d results and %d rules in version %s, want 2 and 2 in 2.1.0", len(run.Results), len(run.Tool.Driver.Rules), log.Version)
	}
	direct, rename := run.Results[0], run.Results[1]
	at := direct.Locations[0].PhysicalLocation
	if want := (sarifRegion{6, 9, 6, 49}); direct.RuleID != "direct-write" || at.ArtifactLocation.URI != "app.go" || at.Region != want {
		t.Errorf("got %+v, want direct-write in app.go at %v", direct, want)
	}
	if len(rename.RelatedLocations) < 2 || rename.RelatedLocations[0].PhysicalLocation.ArtifactLocation.URI != "pub/pub.go" {
		t.Errorf("got %+v, want the places of the flaws", rename)
	}
	for _, rule := range run.Tool.Driver.Rules {
		if !strings.HasSuffix(rule.HelpURI, "#"+rule.ID) || !strings.HasSuffix(rule.ShortDescription.Text, ".") || strings.Contains(rule.ShortDescription.Text, "\n") {
			t.Errorf("got rule %+v, want a sentence and an address", rule)
		}
	}
	if r := m.run(tool, "-format=sarif", "./nosuch"); r.code != 1 {
		t.Errorf("got %v\nwant exit code 1", r)
	}
	clean := newBareModule(t, clean)
	if r := clean.run(tool, "-format=sarif", "./..."); !strings.Contains(r.stdout, `"results": []`) {
		t.Errorf("got %v\nwant a log with an empty list", r)
	}
}

// TestGitHub checks the commands that annotate a pull request.
func TestGitHub(t *testing.T) {
	m := newBareModule(t, two)
	r := m.run(tool, "-format=github", "./...")
	lines := strings.Split(strings.TrimSpace(r.stdout), "\n")
	want := `::warning file=app.go,line=6,endLine=6,col=9,title=atomiclint direct-write::os.WriteFile can leave "config.json" half-written; use atomicfile.WriteFile`
	if r.code != 3 || len(lines) != 2 || lines[0] != want || !strings.Contains(lines[1], "%0Aline 6: no-sync: nothing flushes") {
		t.Errorf("got %v\nwant two lines, the first of them %s", r, want)
	}
	m.env = append(m.env, "GITHUB_WORKSPACE="+m.dir)
	sub := &userModule{t: t, dir: m.dir + "/pub", env: append(m.env, "PWD="+m.dir+"/pub")}
	if r := sub.run(tool, "-format=github", "."); !strings.HasPrefix(r.stdout, "::warning file=pub/pub.go,line=9,") {
		t.Errorf("got %v\nwant the name in the repository", r)
	}
}

// TestFormats checks that a format is known, and that JSON has two names.
func TestFormats(t *testing.T) {
	m := newBareModule(t, broken)
	if r := m.run(tool, "-format=xml", "./..."); r.code != 2 || !strings.Contains(r.stderr, "want one of text, json, sarif, github") {
		t.Errorf("got %v\nwant the formats that there are", r)
	}
	a, b := m.run(tool, "-json", "./..."), m.run(tool, "-format=json", "./...")
	if a.stdout != b.stdout || !strings.Contains(a.stdout, "direct-write") || a.code != 0 || b.code != 0 {
		t.Errorf("got %v\nand %v\nwant the same", a, b)
	}
}

// TestTerminal checks what people see, with colours and without.
func TestTerminal(t *testing.T) {
	m := newBareModule(t, two)
	t.Chdir(m.dir)
	t.Setenv("TERM", "xterm")
	for _, test := range []struct{ noColor, want string }{
		{"1", `app.go:6:9: direct-write os.WriteFile can leave "config.json" half-written; use atomicfile.WriteFile
     6 	return os.WriteFile("config.json", data, 0o644)
       	       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
pub/pub.go:9:9: unsafe-rename os.Rename publishes name unsafely: no-sync, `},
		{"", "\x1b[1mapp.go:6:9:\x1b[0m \x1b[31mdirect-write\x1b[0m os.WriteFile can leave"},
	} {
		t.Setenv("NO_COLOR", test.noColor)
		graph, _, err := analyze(analyzerForTest(), &commandLine{patterns: []string{"./..."}})
		if err != nil {
			t.Fatal(err)
		}
		var out bytes.Buffer
		newTerminal(&out, &commandLine{context: -1}).print(findings(graph), []string{"./..."})
		if !strings.HasPrefix(out.String(), test.want) {
			t.Errorf("got\n%s\nwant\n%s", &out, test.want)
		}
		if test.noColor == "" {
			continue
		}
		site := analyzerForTest().URL
		end := "2 findings: 1 direct-write, 1 unsafe-rename; 2 can be fixed by atomiclint -fix ./...\n" +
			"direct-write: " + site + "#direct-write\nunsafe-rename: " + site + "#unsafe-rename\n"
		if !strings.HasSuffix(out.String(), end) || strings.Contains(out.String(), "\x1b") {
			t.Errorf("got\n%s\nwant no colour, and the end\n%s", &out, end)
		}
	}
}

// TestPipe checks that none of what is for people goes to another program.
func TestPipe(t *testing.T) {
	m := newBareModule(t, two)
	for _, w := range []way{standAlone, goVet} {
		r := w.in(m, "./...")
		if strings.Contains(r.stderr, "\x1b") || strings.Contains(r.stderr, "findings:") || strings.Contains(r.stderr, "^^^") {
			t.Errorf("got what is for a terminal: %v", r)
		}
	}
}

func analyzerForTest() *analysis.Analyzer {
	a := *analyzer.Analyzer
	return &a
}
