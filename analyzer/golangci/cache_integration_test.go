//go:build integration

package golangci

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// analyzed runs golangci-lint with its cache in dir and returns its output,
// and which part of the packages it looked at instead of into the cache.
func (s *sample) analyzed(dir string) (stdout, part string) {
	s.t.Helper()
	s.env = append(s.env, "GOLANGCI_LINT_CACHE="+dir, "GL_DEBUG=goanalysis/issues/cache")
	stdout, stderr := s.lint(1, "--enable-only=atomiclint", "./...")
	m := regexp.MustCompile(`analyzing (\d+/\d+) packages`).FindStringSubmatch(stderr)
	if m == nil {
		s.t.Fatalf("got no word about the cache in\n%s", stderr)
	}
	return stdout, m[1]
}

// A second run takes the findings from the cache, unless the linter or its
// settings have changed.
func TestCache(t *testing.T) {
	const all, none = "8/8", "0/8"
	s, cache := newSample(t), t.TempDir()
	first, part := s.analyzed(cache)
	if part != all {
		t.Errorf("first run: analyzed %s packages, want %s", part, all)
	}
	second, part := s.analyzed(cache)
	if part != none {
		t.Errorf("second run: analyzed %s packages, want %s", part, none)
	}
	if first != second {
		t.Errorf("got from the cache\n%swant\n%s", second, first)
	}

	s.linter = changedLinter(t)
	changed, part := s.analyzed(cache)
	if part != all {
		t.Errorf("changed plugin: analyzed %s packages, want %s", part, all)
	}
	if want := strings.ReplaceAll(first, "-write: ", "-write, changed: "); changed != want {
		t.Errorf("changed plugin: got\n%swant\n%s", changed, want)
	}

	s.set("categories")
	if _, part = s.analyzed(cache); part != all {
		t.Errorf("changed settings: analyzed %s packages, want %s", part, all)
	}
}

// changedLinter builds golangci-lint with a plugin that words its messages in
// another way.
func changedLinter(t *testing.T) string {
	t.Helper()
	root, dir := filepath.Join("..", ".."), t.TempDir()
	for _, name := range []string{"analyzer", "internal"} {
		if err := os.CopyFS(filepath.Join(dir, name), os.DirFS(filepath.Join(root, name))); err != nil {
			t.Fatal(err)
		}
	}
	changed := &sample{t: t, dir: dir}
	for _, name := range []string{"go.mod", "go.sum"} {
		changed.write(name, read(t, filepath.Join(root, name)))
	}
	changed.edit("analyzer/golangci/plugin.go", `d.Category + ": "`, `strings.Replace(d.Category, "write", "write, changed", 1) + ": "`)
	name, err := buildLinter(filepath.Join(dir, "analyzer", "golangci", "cmd", "golangci-lint"), filepath.Join(dir, "golangci-lint"))
	if err != nil {
		t.Fatal(err)
	}
	return name
}
