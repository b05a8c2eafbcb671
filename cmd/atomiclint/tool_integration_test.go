//go:build integration

package main

import (
	"os/exec"
	"strings"
	"testing"
)

// The ways to run the command as a tool of the module, for which the go command
// builds it.
var (
	goTool    = way{"go tool", func(m *userModule) []string { addTool(m); return []string{"go", "tool", "atomiclint"} }}
	goVetTool = way{"go vet of go tool", func(m *userModule) []string {
		addTool(m)
		path := strings.TrimSpace(m.must("go", "tool", "-n", "atomiclint").stdout)
		return []string{"go", "vet", "-vettool=" + path}
	}}
)

// TestRunAsTool checks them like the others.
func TestRunAsTool(t *testing.T) {
	testRun(t, []runTest{
		{way: goTool, args: "./...", archive: broken, code: 3, stderr: findingText},
		{way: goVetTool, args: "./...", archive: broken, code: 1, stderr: findingText},
	})
}

// TestTrap checks the line that the README has for scripts: where there is no
// such tool it fails, and go vet alone would not.
func TestTrap(t *testing.T) {
	if _, err := exec.LookPath("sh"); err != nil {
		t.Skip("there is no shell")
	}
	lines := commands(t, "Elsewhere than in a module, and in other shells")
	m := newModule(t, broken)
	if r := m.run("sh", "-c", lines[len(lines)-1]); r.code == 0 {
		t.Errorf("got %v\nwant an error without the tool", r)
	}
	if r := m.run("sh", "-c", "go vet -vettool=$(go tool -n atomiclint) ./..."); r.code != 0 {
		t.Errorf("got %v\nwant exit code 0, or the README is wrong about the trap", r)
	}
	addTool(m)
	if r := m.run("sh", "-c", lines[len(lines)-1]); r.code != 1 || !strings.Contains(r.stderr, findingText) {
		t.Errorf("got %v\nwant exit code 1 and %q", r, findingText)
	}
}
