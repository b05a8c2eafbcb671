//go:build integration

package golangci

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
)

// scratch is a directory for what the tests have in common: the golangci-lint
// under test and its cache. TestMain makes and removes it.
var scratch string

func TestMain(m *testing.M) {
	var err error
	if scratch, err = os.MkdirTemp("", "golangci"); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	code := m.Run()
	os.RemoveAll(scratch)
	os.Exit(code)
}

// linter builds golangci-lint with the plugin of this checkout, once.
var linter = sync.OnceValues(func() (string, error) {
	return buildLinter(filepath.Join("cmd", "golangci-lint"), filepath.Join(scratch, "golangci-lint"))
})

// buildLinter builds the command in dir with the go command alone, as the
// README says, and returns its file name.
func buildLinter(dir, output string) (string, error) {
	// The checkout may belong to another user, whose repository git does not read.
	cmd := exec.Command("go", "build", "-buildvcs=false", "-o", output)
	cmd.Dir = dir
	if out, err := cmd.CombinedOutput(); err != nil {
		return "", fmt.Errorf("%v: %v\n%s", cmd, err, out)
	}
	return output, nil
}

// A sample is a module to lint, a copy of testdata/sample with the
// .golangci.yml of this folder, in a git repository of its own.
type sample struct {
	t      *testing.T
	dir    string
	linter string
	env    []string
}

func newSample(t *testing.T) *sample {
	t.Helper()
	linter, err := linter()
	if err != nil {
		t.Fatal(err)
	}
	s := &sample{t: t, dir: t.TempDir(), linter: linter, env: []string{
		"GOLANGCI_LINT_CACHE=" + filepath.Join(scratch, "cache"),
		"GOWORK=off",
	}}
	if err := os.CopyFS(s.dir, os.DirFS(filepath.Join("testdata", "sample"))); err != nil {
		t.Fatal(err)
	}
	s.write(".golangci.yml", read(t, ".golangci.yml"))
	return s
}

func read(t *testing.T, name string) string {
	t.Helper()
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

func (s *sample) write(name, text string) {
	s.t.Helper()
	if err := os.WriteFile(filepath.Join(s.dir, name), []byte(text), 0o644); err != nil {
		s.t.Fatal(err)
	}
}

// edit replaces old, which must be there once, by new in the named file.
func (s *sample) edit(name, old, new string) {
	s.t.Helper()
	text := read(s.t, filepath.Join(s.dir, name))
	if n := strings.Count(text, old); n != 1 {
		s.t.Fatalf("%s holds %q %d times, want once", name, old, n)
	}
	s.write(name, strings.Replace(text, old, new, 1))
}

// command runs a command in the sample and returns its output. It fails the
// test if the command does not exit with code.
func (s *sample) command(code int, name string, args ...string) (stdout, stderr string) {
	s.t.Helper()
	cmd := exec.Command(name, args...)
	cmd.Dir = s.dir
	cmd.Env = append(os.Environ(), s.env...)
	var out, errs bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &errs
	if err := cmd.Run(); err != nil && !errors.As(err, new(*exec.ExitError)) {
		s.t.Fatal(err)
	}
	if got := cmd.ProcessState.ExitCode(); got != code {
		s.t.Fatalf("%v: got exit code %d, want %d\n%s%s", cmd, got, code, &out, &errs)
	}
	return out.String(), errs.String()
}

// lint runs golangci-lint. It does not wait for another one on this machine.
func (s *sample) lint(code int, args ...string) (stdout, stderr string) {
	s.t.Helper()
	return s.command(code, s.linter, append([]string{"run", "--allow-parallel-runners"}, args...)...)
}

// findings runs golangci-lint and returns what it reports, in order.
func (s *sample) findings(args ...string) []finding {
	s.t.Helper()
	args = append([]string{"--output.json.path=stdout", "--show-stats=false", "--issues-exit-code=0"}, args...)
	stdout, _ := s.lint(0, args...)
	return decodeJSON(s.t, stdout)
}

// A finding is one diagnostic as golangci-lint shows it.
type finding struct {
	file         string
	line, column int
	text         string
}

// String returns the place of f and the category with which its text begins.
func (f finding) String() string {
	category, _, _ := strings.Cut(f.text, ":")
	return fmt.Sprintf("%s:%d %s", f.file, f.line, category)
}

func decodeJSON(t *testing.T, text string) []finding {
	t.Helper()
	var report struct {
		Issues []struct {
			Text string
			Pos  struct {
				Filename     string
				Line, Column int
			}
		}
	}
	if err := json.Unmarshal([]byte(text), &report); err != nil {
		t.Fatalf("%v in %s", err, text)
	}
	var list []finding
	for _, issue := range report.Issues {
		list = append(list, finding{issue.Pos.Filename, issue.Pos.Line, issue.Pos.Column, issue.Text})
	}
	return list
}

// checkFindings compares the places and categories of findings, in any order.
func checkFindings(t *testing.T, got []finding, want []string) {
	t.Helper()
	var places []string
	for _, f := range got {
		places = append(places, f.String())
	}
	slices.Sort(places)
	want = slices.Sorted(slices.Values(want))
	if !slices.Equal(places, want) {
		t.Errorf("got findings\n\t%s\nwant\n\t%s", strings.Join(places, "\n\t"), strings.Join(want, "\n\t"))
	}
}
