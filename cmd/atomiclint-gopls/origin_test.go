package main

import (
	"os"
	"path/filepath"
	"runtime/debug"
	"slices"
	"testing"
)

func TestFindOrigin(t *testing.T) {
	root, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	own := func(version, sum string, replace *debug.Module) *debug.BuildInfo {
		return &debug.BuildInfo{Main: debug.Module{Path: modulePath(), Version: version, Sum: sum, Replace: replace}}
	}
	for _, test := range []struct {
		name, source string
		info         *debug.BuildInfo
		want         origin
	}{
		{"a version", "", own("v1.2.3", "h1:x", nil), origin{version: "v1.2.3"}},
		{"a commit", "", own("v0.0.0-20260102030405-0123456789ab", "h1:x", nil), origin{version: "v0.0.0-20260102030405-0123456789ab"}},
		{"a checkout", "", own("(devel)", "", nil), origin{dir: root}},
		{"a checkout of a repository", "", own("v1.2.4-0.20260102030405-0123456789ab+dirty", "", nil), origin{dir: root}},
		{"a replacement", "", own("v1.2.3", "", &debug.Module{Path: "../x"}), origin{dir: root}},
		{"no information", "", new(debug.BuildInfo), origin{dir: root}},
		{"-source", "../..", own("v1.2.3", "h1:x", nil), origin{dir: root}},
	} {
		got, err := findOrigin(t.Context(), test.source, test.info)
		if got != test.want || err != nil {
			t.Errorf("%s: got %+v, error %v, want %+v", test.name, got, err, test.want)
		}
	}
}

func TestOriginEdits(t *testing.T) {
	for o, want := range map[origin][]string{
		{version: "v1.2.3"}: {"-require=" + modulePath() + "@v1.2.3"},
		{dir: "/src/a"}:     {"-require=" + modulePath() + "@v0.0.0", "-replace=" + modulePath() + "=/src/a"},
	} {
		if got := o.edits(); !slices.Equal(got, want) {
			t.Errorf("got %q for %+v, want %q", got, o, want)
		}
	}
}

func TestNoOrigin(t *testing.T) {
	s := newSession(t)
	s.dir = t.TempDir()
	s.fails(1, nil, "built from a checkout", "-source")
	s.fails(1, []string{"-source", "."}, "go.mod", "no such file")
	if err := os.WriteFile(filepath.Join(s.dir, "go.mod"), []byte("module example.com/a\n"), 0o666); err != nil {
		t.Fatal(err)
	}
	s.fails(1, []string{"-source", "."}, "not a checkout of "+modulePath(), "example.com/a")
}
