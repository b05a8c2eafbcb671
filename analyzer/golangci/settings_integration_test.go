//go:build integration

package golangci

import (
	"strings"
	"testing"
)

// set switches on the line of .golangci.yml that shows the setting.
func (s *sample) set(name string) {
	s.t.Helper()
	s.edit(".golangci.yml", "# "+name+": ", name+": ")
}

// Each setting with the value that the example shows.
func TestExampleSettings(t *testing.T) {
	for _, test := range []struct {
		setting string
		dirs    []string
		want    []string
	}{
		{"categories", []string{"config", "silent"}, []string{
			"config/config.go:13 direct-write",
			"config/config.go:18 direct-write",
			"silent/silent.go:26 direct-write",
			"silent/silent.go:36 direct-write",
		}},
		{"skip", []string{"config", "legacy"}, configFindings},
		{"tests", []string{"config"}, append([]string{"config/config_test.go:9 direct-write"}, configFindings...)},
		{"sinks", []string{"remote"}, []string{"remote/remote.go:14 direct-write"}},
		{"writer", []string{"legacy"}, legacyFindings},
	} {
		t.Run(test.setting, func(t *testing.T) {
			s := newSample(t)
			s.set(test.setting)
			args := []string{"--enable-only=atomiclint"}
			for _, dir := range test.dirs {
				args = append(args, "./"+dir)
			}
			got := s.findings(args...)
			checkFindings(t, got, test.want)
			for _, f := range got {
				if test.setting == "writer" && !strings.HasSuffix(f.text, "use renameio.WriteFile") {
					t.Errorf("got %q, want the remedy renameio.WriteFile", f.text)
				}
			}
		})
	}
}

func TestSettingErrors(t *testing.T) {
	for _, test := range []struct {
		name     string
		old, new string
		want     string
	}{
		{"unknown", "# tests: true", "test: true", `unknown field "test"; the settings are writer, sinks, skip, tests, strict, categories`},
		{"text for list", "# skip: [example.com/sample/legacy/..., \"*_compat.go\"]", "skip: legacy", "setting skip: want a list, got string"},
		{"category", "# categories: [direct-write]", "categories: [direct]", `setting categories: no category "direct"`},
	} {
		t.Run(test.name, func(t *testing.T) {
			s := newSample(t)
			s.edit(".golangci.yml", test.old, test.new)
			_, stderr := s.lint(3, "./legacy")
			var lines []string
			for line := range strings.Lines(stderr) {
				if strings.Contains(line, test.want) {
					lines = append(lines, line)
				}
			}
			if len(lines) == 0 || !strings.Contains(lines[0], "atomiclint") {
				t.Errorf("got\n%swant a line with atomiclint and %q", stderr, test.want)
			}
		})
	}
}

// golangci-lint's own means of leaving out a directory or a category, as the
// README shows it.
func TestExclusions(t *testing.T) {
	s := newSample(t)
	s.edit(".golangci.yml", "linters:\n", snippet(t, "Use it"))
	checkFindings(t, s.findings("./config", "./legacy"), configFindings[:2])
}
