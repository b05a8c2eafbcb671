//go:build integration

package golangci

import "testing"

// commit commits all files of the sample, in a new repository if it is in none.
func (s *sample) commit(message string) {
	s.t.Helper()
	s.command(0, "git", "init", "-q", "-b", "main")
	s.command(0, "git", "add", "-A")
	s.command(0, "git", "-c", "user.name=a", "-c", "user.email=a@example.com", "commit", "-q", "-m", message)
}

// addFinding adds a finding at line 8 of legacy/legacy.go, above an old one.
func (s *sample) addFinding() {
	s.t.Helper()
	s.edit("legacy/legacy.go", "// Save writes", `// Restore writes a file.
func Restore(data []byte) error {
	return os.WriteFile("restored", data, 0o644)
}

// Save writes`)
}

// A repository with many old findings can begin with those of a change.
func TestNewFindingsOnly(t *testing.T) {
	s := newSample(t)
	s.commit("old")
	checkFindings(t, s.findings("--new-from-rev=HEAD"), nil)
	s.addFinding()
	want := []string{"legacy/legacy.go:8 direct-write"}
	checkFindings(t, s.findings("--new-from-rev=HEAD"), want)
	s.command(0, "git", "switch", "-q", "-c", "change")
	s.commit("new")
	checkFindings(t, s.findings("--new-from-rev=HEAD"), nil)
	checkFindings(t, s.findings("--new-from-rev=HEAD~1"), want)
	checkFindings(t, s.findings("--new-from-merge-base=main"), want)
}
