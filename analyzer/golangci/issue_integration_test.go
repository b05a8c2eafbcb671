//go:build integration

package golangci

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"
)

// One finding is one issue, whatever it says about other places, in each
// format and in what is done with it.
func TestOneIssue(t *testing.T) {
	s := newSample(t)
	s.requireCheckout()
	s.commit("old")
	for format, decode := range map[string]func(*testing.T, string) []finding{
		"text": decodeText, "json": decodeJSON, "sarif": decodeSARIF, "checkstyle": decodeCheckstyle,
	} {
		stdout, _ := s.lint(1, "--show-stats=false", "--output."+format+".path=stdout", "./rename")
		got := decode(t, stdout)
		if len(got) != 1 || got[0].line != 11 {
			t.Fatalf("%s: got %+v, want one finding on line 11", format, got)
		}
		for _, want := range []string{"unsafe-rename: os.Rename publishes name unsafely: no-sync, ", "; line 8: no-sync: nothing flushes", "; line 8: shared-temp: two writers"} {
			if !strings.Contains(got[0].text, want) {
				t.Errorf("%s: got %q, want %q in it", format, got[0].text, want)
			}
		}
	}
	checkFindings(t, s.findings("--new-from-rev=HEAD", "./rename"), nil)
	s.edit("rename/rename.go", `err := os.WriteFile(name+".new", data, 0o644)`, `err := os.WriteFile(name+".new", data, 0o600)`)
	checkFindings(t, s.findings("--new-from-rev=HEAD", "./rename"), nil) // the line of a flaw has changed, not that of the finding
	s.edit(".golangci.yml", "linters:\n", "linters:\n  exclusions:\n    rules:\n      - linters: [atomiclint]\n        text: \"^unsafe-rename:\"\n")
	checkFindings(t, s.findings("./rename"), nil)
}

// A fix leaves nothing behind about code that is gone.
func TestFixRename(t *testing.T) {
	s := newSample(t)
	s.requireCheckout()
	s.lint(0, "--show-stats=false", "--fix", "./rename")
	if text := read(t, filepath.Join(s.dir, "rename", "rename.go")); !strings.Contains(text, "atomicfile.WriteFile(name, data, 0o644)") {
		t.Errorf("got\n%s\nwant a call of atomicfile.WriteFile", text)
	}
}

// The example is what golangci-lint expects, with each of the settings.
func TestVerify(t *testing.T) {
	s := newSample(t)
	s.command(0, s.linter, "config", "verify")
	for line := range strings.Lines(read(t, ".golangci.yml")) {
		if name, _, ok := strings.Cut(strings.TrimPrefix(strings.TrimSpace(line), "# "), ": "); ok && strings.Contains(line, "  # "+name) && name == strings.ToLower(name) {
			s.set(name)
		}
	}
	if text := read(t, filepath.Join(s.dir, ".golangci.yml")); strings.Contains(text, "# writer:") || strings.Contains(text, "# sinks:") {
		t.Errorf("got settings that are not switched on in\n%s", text)
	}
	s.command(0, s.linter, "config", "verify")
}

// The linter nolintlint knows that a comment silences a finding of this one,
// and which does not.
func TestNolintlint(t *testing.T) {
	s := newSample(t)
	s.edit(".golangci.yml", "    - atomiclint\n", "    - atomiclint\n    - nolintlint\n")
	s.edit(".golangci.yml", "  settings:\n    custom:", "  settings:\n    nolintlint:\n      allow-unused: false\n    custom:")
	s.edit("silent/silent.go", "func Unused() {\n", "func Unused() {\n\t_ = 1 //nolint:atomiclint // of no use\n")
	s.edit("silent/silent.go", "//nolint:errcheck", "//nolint:gosec")
	before := read(t, filepath.Join(s.dir, "silent", "silent.go"))
	var got []string
	for _, f := range s.findings("--enable-only=atomiclint,nolintlint", "./silent") {
		if strings.Contains(f.text, "nolint") && !strings.HasPrefix(f.text, "direct-write") {
			got = append(got, fmt.Sprintf("%d %s", f.line, f.text))
		}
	}
	want := "31 directive `//nolint:atomiclint // of no use` is unused for linter \"atomiclint\""
	if len(got) != 1 || got[0] != want {
		t.Errorf("got %q, want only %q", got, want)
	}
	s.findings("--enable-only=nolintlint,atomiclint", "--fix", "./silent")
	after := read(t, filepath.Join(s.dir, "silent", "silent.go"))
	if n := strings.Count(after, "//nolint:atomiclint"); n != strings.Count(before, "//nolint:atomiclint")-1 {
		t.Errorf("got %d comments after the fix, want all but the unused one:\n%s", n, after)
	}
}

// A fix that would raise the go line of the module is not made, but said.
func TestOldGo(t *testing.T) {
	s := newSample(t)
	s.edit("go.mod", "go 1.26.0", "go 1.21")
	s.edit("dep/go.mod", "go 1.26.0", "go 1.21")
	before := read(t, filepath.Join(s.dir, "legacy", "legacy.go"))
	got := s.findings("--fix", "--enable-only=atomiclint", "./legacy")
	const want = "(by hand: go.mod says go 1.21, and the writer would raise that to 1.26.0)"
	if len(got) != 2 || !strings.HasSuffix(got[0].text, want) {
		t.Errorf("got %+v, want two findings with %q", got, want)
	}
	if after := read(t, filepath.Join(s.dir, "legacy", "legacy.go")); after != before {
		t.Errorf("got a file that has changed to\n%s", after)
	}
}
