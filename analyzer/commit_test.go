package analyzer

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"golang.org/x/tools/go/analysis/analysistest"
)

// TestMissingCommit checks the packages of testdata/src whose names begin with
// commit_.
func TestMissingCommit(t *testing.T) {
	analysistest.RunWithSuggestedFixes(t, analysistest.TestData(), Analyzer, packagesNamed(t, "commit_*")...)
}

// TestMissingCommitFixed finds nothing to report in what the fixes of other
// categories have written.
func TestMissingCommitFixed(t *testing.T) {
	src := filepath.Join(analysistest.TestData(), "src")
	fixed := t.TempDir()
	for _, dir := range []string{"github.com", "golang.org"} {
		if err := os.CopyFS(filepath.Join(fixed, "src", dir), os.DirFS(filepath.Join(src, dir))); err != nil {
			t.Fatal(err)
		}
	}
	expectation := regexp.MustCompile("// want .*")
	packages := packagesNamed(t, "fix_*")
	for _, pkg := range packages {
		dst := filepath.Join(fixed, "src", pkg)
		if err := os.CopyFS(dst, os.DirFS(filepath.Join(src, pkg))); err != nil {
			t.Fatal(err)
		}
		goldens, err := filepath.Glob(filepath.Join(dst, "*.golden"))
		if err != nil {
			t.Fatal(err)
		}
		for _, golden := range goldens {
			if err := os.Rename(golden, strings.TrimSuffix(golden, ".golden")); err != nil {
				t.Fatal(err)
			}
		}
		files, err := filepath.Glob(filepath.Join(dst, "*.go"))
		if err != nil {
			t.Fatal(err)
		}
		for _, file := range files {
			text, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(file, expectation.ReplaceAll(text, nil), 0o644); err != nil {
				t.Fatal(err)
			}
		}
	}
	a, err := New(Settings{Categories: []string{missingCommit}})
	if err != nil {
		t.Fatal(err)
	}
	analysistest.Run(t, fixed, a, packages...)
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
