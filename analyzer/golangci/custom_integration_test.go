//go:build integration

package golangci

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// golangci-lint custom builds from the .custom-gcl.yml of this folder. It
// clones the repository of golangci-lint; a copy of the module stands in for
// that, so that the test needs no more than the module proxy.
func TestCustom(t *testing.T) {
	s := newSample(t)
	dir, err := filepath.Abs("cmd/golangci-lint")
	if err != nil {
		t.Fatal(err)
	}
	out, _ := s.command(0, "go", "-C", dir, "list", "-m", "-f", "{{.Version}} {{.Dir}}", "github.com/golangci/golangci-lint/v2")
	version, source, _ := strings.Cut(strings.TrimSpace(out), " ")
	if want := "version: " + version + "\n"; !strings.Contains(read(t, ".custom-gcl.yml"), want) {
		t.Errorf(".custom-gcl.yml lacks the line %q, the version in cmd/golangci-lint/go.mod", want)
	}

	mirror := &sample{t: t, dir: t.TempDir()}
	if err := os.CopyFS(mirror.dir, os.DirFS(source)); err != nil {
		t.Fatal(err)
	}
	for _, args := range [][]string{
		{"init", "-q"},
		{"add", "-A", "-f"},
		{"-c", "user.name=a", "-c", "user.email=a@example.com", "commit", "-q", "-m", version},
		{"tag", version},
	} {
		mirror.command(0, "git", args...)
	}

	builder := &sample{t: t, env: []string{
		"GOFLAGS=-buildvcs=false",
		"GIT_CONFIG_COUNT=1",
		"GIT_CONFIG_KEY_0=url.file://" + mirror.dir + ".insteadOf",
		"GIT_CONFIG_VALUE_0=https://github.com/golangci/golangci-lint.git",
	}}
	destination := t.TempDir()
	builder.command(0, s.linter, "custom", "-v", "--destination", destination)

	s.linter = filepath.Join(destination, "custom-gcl")
	checkFindings(t, s.findings("./config"), configFindings)
	got, _ := s.command(0, s.linter, "version", "--short")
	if want := strings.TrimPrefix(version, "v") + "-custom-gcl-"; !strings.Contains(got, want) {
		t.Errorf("got version %q, want one with %q and a hash", got, want)
	}
}
