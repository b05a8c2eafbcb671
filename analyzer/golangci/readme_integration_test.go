//go:build integration

package golangci

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// section returns the part of the README below a heading.
func section(t *testing.T, heading string) string {
	t.Helper()
	_, text, ok := strings.Cut(read(t, "README.md"), "\n## "+heading+"\n")
	if !ok {
		t.Fatalf("the README has no section %s", heading)
	}
	text, _, _ = strings.Cut(text, "\n## ")
	return text
}

// snippet returns the YAML in a section of the README.
func snippet(t *testing.T, heading string) string {
	t.Helper()
	_, text, _ := strings.Cut(section(t, heading), "```yaml\n")
	text, _, ok := strings.Cut(text, "```\n")
	if !ok {
		t.Fatalf("section %s of the README has no YAML", heading)
	}
	return text
}

// runSteps runs the shell commands of a workflow in the README, with main for
// the base of the pull request, and returns the output of the last one. The
// command that builds golangci-lint is not run, but checked: TestCustom shows
// what it does.
func (s *sample) runSteps(heading string, code int) string {
	s.t.Helper()
	steps := regexp.MustCompile(`(?m)^ +- run: (.*)$`).FindAllStringSubmatch(snippet(s.t, heading), -1)
	if len(steps) < 2 {
		s.t.Fatalf("got steps %q from section %s of the README, want more", steps, heading)
	}
	version := regexp.MustCompile(`(?m)^version: (.*)$`).FindStringSubmatch(read(s.t, ".custom-gcl.yml"))[1]
	if want := "go run github.com/golangci/golangci-lint/v2/cmd/golangci-lint@" + version + " custom"; steps[0][1] != want {
		s.t.Errorf("got step %q, want %q", steps[0][1], want)
	}
	if err := os.Symlink(s.linter, filepath.Join(s.dir, "custom-gcl")); err != nil {
		s.t.Fatal(err)
	}
	stdout := ""
	for i, step := range steps[1:] {
		line := strings.ReplaceAll(step[1], "${{ github.base_ref }}", "main")
		if strings.HasPrefix(line, "./custom-gcl run ") {
			line += " --allow-parallel-runners"
		}
		want := 0
		if i == len(steps)-2 {
			want = code
		}
		stdout, _ = s.command(want, "sh", "-c", line)
	}
	return stdout
}

// The workflow for pull requests shows what they add, in a form that GitHub
// understands.
func TestPullRequest(t *testing.T) {
	origin := newSample(t)
	origin.commit("old")
	s := newSample(t)
	s.dir = filepath.Join(t.TempDir(), "clone")
	origin.command(0, "git", "clone", "-q", origin.dir, s.dir)
	s.command(0, "git", "switch", "-q", "-c", "change")
	s.addFinding()
	s.command(0, "mkdir", ".github")
	s.write(".github/problem-matcher.json", read(t, "problem-matcher.json"))
	s.commit("new")
	got := decodeText(t, s.runSteps("Annotate pull requests", 1))
	checkFindings(t, got, []string{"legacy/legacy.go:8 direct-write"})

	_, matcher, _ := strings.Cut(snippet(t, "Annotate pull requests"), "::add-matcher::")
	matcher, _, _ = strings.Cut(matcher, `"`)
	if _, err := os.Stat(filepath.Join(s.dir, matcher)); err != nil {
		t.Errorf("the workflow names a file that is not where the README wants it: %v", err)
	}
}

// The workflow for code scanning writes the file that it uploads.
func TestCodeScanning(t *testing.T) {
	s := newSample(t)
	s.runSteps("SARIF", 0)
	_, name, _ := strings.Cut(snippet(t, "SARIF"), "sarif_file: ")
	got := decodeSARIF(t, read(t, filepath.Join(s.dir, strings.TrimSpace(name))))
	if len(got) < 20 {
		t.Errorf("got %d findings, want all", len(got))
	}
}
