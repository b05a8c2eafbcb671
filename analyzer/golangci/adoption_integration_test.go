//go:build integration

package golangci

import "testing"

// A repository with many old findings can begin with those of a change.
func TestNewFindingsOnly(t *testing.T) {
	s := newSample(t)
	for _, args := range [][]string{
		{"init", "-q", "-b", "main"},
		{"add", "-A"},
		{"-c", "user.name=a", "-c", "user.email=a@example.com", "commit", "-q", "-m", "old"},
	} {
		s.command(0, "git", args...)
	}
	checkFindings(t, s.findings("--new-from-rev=HEAD"), nil)
	s.edit("legacy/legacy.go", "// Save writes", `// Restore writes a file.
func Restore(data []byte) error {
	return os.WriteFile("restored", data, 0o644)
}

// Save writes`)
	want := []string{"legacy/legacy.go:8 direct-write"}
	checkFindings(t, s.findings("--new-from-rev=HEAD"), want)
	s.command(0, "git", "switch", "-q", "-c", "change")
	s.command(0, "git", "-c", "user.name=a", "-c", "user.email=a@example.com", "commit", "-q", "-a", "-m", "new")
	checkFindings(t, s.findings("--new-from-rev=HEAD"), nil)
	checkFindings(t, s.findings("--new-from-rev=HEAD~1"), want)
	checkFindings(t, s.findings("--new-from-merge-base=main"), want)
}
