//go:build integration

package main

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/atomiclint/atomiclint/internal/module"
)

// TestPreCommit runs pre-commit with the configuration that the README shows,
// on a repository that has the checkout as a release.
func TestPreCommit(t *testing.T) {
	source := newBareModule(t, "")
	if err := os.Remove(filepath.Join(source.dir, "go.mod")); err != nil {
		t.Fatal(err)
	}
	entries, err := os.ReadDir("../..")
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		from, to := filepath.Join("../..", e.Name()), filepath.Join(source.dir, e.Name())
		switch {
		case e.Name() == ".git":
		case e.IsDir():
			err = os.CopyFS(to, os.DirFS(from))
		default:
			var data []byte
			if data, err = os.ReadFile(from); err == nil {
				err = os.WriteFile(to, data, 0o666)
			}
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	m := newModule(t, broken+"-- .pre-commit-config.yaml --\n"+snippet(t, "Before commits"))
	cache := strings.TrimSpace(m.must("go", "env", "GOMODCACHE").stdout)
	m.env = append(m.env,
		"PATH="+pathOutsideHome(t),
		"PRE_COMMIT_HOME="+t.TempDir(),
		"GOMODCACHE="+cache,
		"GIT_CONFIG_COUNT=1",
		"GIT_CONFIG_KEY_0=url.file://"+source.dir+".insteadOf",
		"GIT_CONFIG_VALUE_0=https://"+module.Path(),
	)
	for _, name := range []string{"AUTHOR", "COMMITTER"} {
		m.env = append(m.env, "GIT_"+name+"_NAME=a", "GIT_"+name+"_EMAIL=a@example.com")
	}
	source.env = m.env
	source.must("git", "init", "-q")
	source.must("git", "add", "-A", "-f")
	source.must("git", "commit", "-q", "-m", "release")
	source.must("git", "tag", release)

	m.must("git", "init", "-q")
	m.must("pre-commit", "install")
	config := m.read(".pre-commit-config.yaml")
	withArgs := strings.Replace(config, "- id: atomiclint\n", "- id: atomiclint\n        args: [-strict, -tests]\n", 1)
	for _, config := range []string{withArgs, config} {
		m.write(".pre-commit-config.yaml", config)
		m.must("git", "add", "-A")
		if r := m.run("git", "commit", "-q", "-m", "broken"); r.code != 1 || !strings.Contains(r.stdout+r.stderr, findingText) {
			t.Fatalf("got %v\nwant exit code 1 and %q with the configuration\n%s", r, findingText, config)
		}
	}
	fix := strings.Fields(commands(t, "Before commits")[0])
	if r := m.run(fix[0], fix[1:]...); r.code != 1 || !strings.Contains(r.stdout, "files were modified by this hook") {
		t.Fatalf("got %v\nwant exit code 1 and files modified", r)
	}
	m.must("go", "mod", "tidy")
	if r := m.run("git", "commit", "-q", "-a", "-m", "fixed"); r.code != 0 || !strings.Contains(r.stdout+r.stderr, "Passed") {
		t.Fatalf("got %v\nwant exit code 0 after the fix", r)
	}
}

// pathOutsideHome returns PATH without what is below the home directory.
// pre-commit takes a go command there for a shim, and downloads another one. The
// toolchains that GOTOOLCHAIN chooses are there, and go test puts theirs first.
func pathOutsideHome(t *testing.T) string {
	t.Helper()
	home, err := os.UserHomeDir()
	if err != nil {
		t.Fatal(err)
	}
	dirs := slices.DeleteFunc(filepath.SplitList(os.Getenv("PATH")), func(dir string) bool {
		return strings.HasPrefix(dir, home+string(filepath.Separator))
	})
	return strings.Join(dirs, string(filepath.ListSeparator))
}
