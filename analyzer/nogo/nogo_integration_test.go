//go:build integration

package nogo

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

var (
	storeFinding    = `store/store.go:8:9: os.WriteFile can leave "config.json" half-written; use atomicfile.WriteFile (atomiclint)`
	compatFinding   = `store/store_compat.go:7:9: os.WriteFile can leave "compat" half-written; use atomicfile.WriteFile (atomiclint)`
	legacyFinding   = `legacy/legacy.go:8:9: os.WriteFile can leave "legacy" half-written; use atomicfile.WriteFile (atomiclint)`
	indirectFinding = `report/report.go:14:9: dep.Save can leave "copy.json" half-written; wrap it in atomicfile.WritePath (atomiclint)`
	openFinding     = `report/report.go:19:12: store.Open can leave "report.csv" half-written; use atomicfile.Create and Commit (by hand: it returns the file) (atomiclint)`
)

// Without a configuration, every finding of the main repository is shown, also
// those that Facts of other packages lead to; none of the external
// repositories; none that a comment silences; and, as the README regrets, none
// that calls a package whose import path has no dot in its first element.
func TestFindings(t *testing.T) {
	d := newDriver(t)
	r := d.check(t, d.build(t, "{}"))
	r.want(t, storeFinding, compatFinding, legacyFinding, indirectFinding, openFinding)
}

// The configuration of the README leaves out a directory and some files.
func TestConfig(t *testing.T) {
	d := newDriver(t)
	r := d.check(t, d.build(t, file(t, "example", "nogo.json")))
	r.want(t, storeFinding, indirectFinding, openFinding)
}

// want checks what was reported, in any order.
func (r run) want(t *testing.T, want ...string) {
	t.Helper()
	got := regexp.MustCompile(`(?m)^.*\(atomiclint\)$`).FindAllString(r.findings, -1)
	slices.Sort(got)
	slices.Sort(want)
	if !slices.Equal(got, want) {
		t.Errorf("got findings\n\t%s\nwant\n\t%s\nfrom\n%s", strings.Join(got, "\n\t"), strings.Join(want, "\n\t"), r.findings)
	}
}

// A flag in nogo.json that makes no sense is an error that names it.
func TestConfigErrors(t *testing.T) {
	d := newDriver(t)
	for _, test := range []struct{ flags, want string }{
		{`"skipp": "x"`, "atomiclint: unrecognized flag: skipp"},
		{`"-skip": "x"`, "atomiclint: flag should not begin with '-': -skip"},
		{`"categories": "direct"`, `no category "direct"; there are direct-write, `},
	} {
		t.Run(test.flags, func(t *testing.T) {
			nogo := d.build(t, `{"atomiclint": {"analyzer_flags": {`+test.flags+`}}}`)
			_, stderr := d.analyze(t, 1, nogo, t.TempDir(), d.pkgs[0])
			if !strings.Contains(stderr, test.want) {
				t.Errorf("got %q, want an error with %q", stderr, test.want)
			}
		})
	}
}

// The patches apply, and what they make compiles.
func TestPatch(t *testing.T) {
	d := newDriver(t)
	patch := d.check(t, d.build(t, "{}")).patch
	root := t.TempDir()
	if err := os.CopyFS(root, os.DirFS("testdata")); err != nil {
		t.Fatal(err)
	}
	dir := filepath.Join(root, "app")
	write(t, filepath.Join(dir, "all.patch"), patch)
	command(t, 0, dir, "git", "apply", "-p1", "all.patch")

	useCheckout(t, dir)
	command(t, 0, dir, "go", "mod", "tidy")
	command(t, 0, dir, "go", "vet", "./...")
	for name, want := range map[string]string{
		"store/store.go":   `atomicfile.WriteFile("config.json", data, 0o644)`,
		"report/report.go": `atomicfile.WritePath("copy.json", func(tmp string) error { return dep.Save(tmp, data) }, atomicfile.Concurrent(), atomicfile.WithPerm(0o644))`,
	} {
		if text := file(t, filepath.Join(dir, name)); !strings.Contains(text, want) {
			t.Errorf("got %s without %q:\n%s", name, want, text)
		}
	}
}
