package analyzer

import (
	"path/filepath"
	"testing"

	"golang.org/x/tools/go/analysis/analysistest"
)

// TestMissingCommit checks the packages of testdata/src whose names begin with
// commit_.
func TestMissingCommit(t *testing.T) {
	analysistest.Run(t, analysistest.TestData(), Analyzer, commitPackages(t)...)
}

func commitPackages(t *testing.T) []string {
	dirs, err := filepath.Glob(filepath.Join(analysistest.TestData(), "src", "commit_*"))
	if err != nil || len(dirs) == 0 {
		t.Fatalf("no packages to check (%v)", err)
	}
	for i, dir := range dirs {
		dirs[i] = filepath.Base(dir)
	}
	return dirs
}
