//go:build integration

package main

import (
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
