//go:build integration

package golangci

import (
	"path"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/atomiclint/atomiclint/analyzer"
)

// modulePath is the module that fixes import.
var modulePath = path.Dir(reflect.TypeFor[analyzer.Settings]().PkgPath())

// requireCheckout makes the sample require the writer of this checkout.
func (s *sample) requireCheckout() {
	s.t.Helper()
	root, err := filepath.Abs(filepath.Join("..", ".."))
	if err != nil {
		s.t.Fatal(err)
	}
	s.command(0, "go", "mod", "edit", "-require="+modulePath+"@v0.0.0", "-replace="+modulePath+"="+root)
}

// What --fix makes of the sample must compile without another edit, and leave
// only what cannot be fixed.
func TestFix(t *testing.T) {
	s := newSample(t)
	s.requireCheckout()
	left := []string{
		"silent/silent.go:26 directive",
		"silent/silent.go:31 directive",
	}
	checkFindings(t, s.findings("--fix", "./..."), left)

	s.command(0, "go", "mod", "tidy")
	s.command(0, "go", "vet", "./...")
	// The imports have moved what follows.
	left = []string{
		"silent/silent.go:30 directive",
		"silent/silent.go:35 directive",
	}
	checkFindings(t, s.findings("./..."), left)

	config := read(t, filepath.Join(s.dir, "config", "config.go"))
	for _, want := range []string{
		`return atomicfile.WriteFile("config.json", data, 0o644)`,
		"f, err := atomicfile.Create(name)",
		"return f.Commit()",
		`atomicfile.WritePath("copy.json", `,
	} {
		if strings.Count(config, want) != 1 {
			t.Errorf("want %q once in\n%s", want, config)
		}
	}
	for _, name := range []string{"config/config.go", "same/same.go", "shadow/shadow.go"} {
		if text := read(t, filepath.Join(s.dir, name)); strings.Contains(text, `"os"`) {
			t.Errorf("%s still imports os", name)
		}
	}
	if text := read(t, filepath.Join(s.dir, "gen", "gen.go")); strings.Contains(text, "atomicfile") {
		t.Errorf("generated code was changed to\n%s", text)
	}
}

func TestFixOtherWriter(t *testing.T) {
	s := newSample(t)
	s.set("writer")
	if left := s.findings("--fix", "./legacy", "./same", "./shadow"); len(left) > 0 {
		t.Errorf("not fixed: %v", left)
	}
	s.command(0, "go", "get", "github.com/google/renameio/v2@v2.0.0")
	s.command(0, "go", "vet", "./...")
	if text := read(t, filepath.Join(s.dir, "legacy", "legacy.go")); !strings.Contains(text, `renameio.WriteFile("legacy"`) {
		t.Errorf("got\n%s\nwant a call of renameio.WriteFile", text)
	}
}
