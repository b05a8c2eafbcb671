package analyzer

import (
	"path/filepath"
	"testing"

	"golang.org/x/tools/go/analysis/analysistest"
)

// TestMissingCommitFixed finds nothing to report in what the fixes of other
// categories have written.
func TestMissingCommitFixed(t *testing.T) {
	packages := packagesNamed(t, "fix_*")
	packages = append(packages, packagesNamed(t, "rename_fix")...)
	a, err := New(Settings{Categories: []string{MissingCommit}})
	if err != nil {
		t.Fatal(err)
	}
	checkWants(t, fixedPackages(t, "// want .*", packages...).analyze(t, a, packages...))
}

func packagesNamed(t *testing.T, pattern string) []string {
	dirs, err := filepath.Glob(filepath.Join(analysistest.TestData(), "src", pattern))
	if err != nil || len(dirs) == 0 {
		t.Fatalf("no packages %s to check (%v)", pattern, err)
	}
	for i, dir := range dirs {
		dirs[i] = filepath.Base(dir)
	}
	return dirs
}
