//go:build integration

package golangci

import (
	"testing"
)

// A repository with many old findings can begin with the new ones.
func TestNewFromRev(t *testing.T) {
	s := newSample(t)
	for _, args := range [][]string{
		{"init", "-q"},
		{"add", "-A"},
		{"-c", "user.name=a", "-c", "user.email=a@example.com", "commit", "-q", "-m", "old"},
	} {
		s.command(0, "git", args...)
	}
	if got := s.findings("--new-from-rev=HEAD"); len(got) > 0 {
		t.Errorf("nothing changed: got %v, want no finding", got)
	}
	s.edit("legacy/legacy.go", "// Save writes", `// Restore writes a file.
func Restore(data []byte) error {
	return os.WriteFile("restored", data, 0o644)
}

// Save writes`)
	checkFindings(t, s.findings("--new-from-rev=HEAD"), []string{"legacy/legacy.go:8 direct-write"})
}
