package main

import (
	"slices"
	"strings"
	"testing"
)

func TestNewestOfMinors(t *testing.T) {
	for _, test := range []struct{ versions, want string }{
		{"", ""},
		{"v0.18.1", ""},
		{"v0.18.1 v0.19.0 v0.19.1", "v0.19.1"},
		{"v0.19.1 v0.20.0 v0.21.0-pre.1 v0.21.0 v0.21.1-pre.1 v0.21.1 v0.22.0-pre.1", "v0.19.1 v0.20.0 v0.21.1"},
		{"v0.9.0 v0.99.2 v0.99.10 v1.0.0 v1.0.1", "v0.99.10 v1.0.1"},
	} {
		if got := newestOfMinors(strings.Fields(test.versions)); !slices.Equal(got, strings.Fields(test.want)) {
			t.Errorf("newestOfMinors(%q) = %q, want %q", test.versions, got, test.want)
		}
	}
}

func TestLanguageVersion(t *testing.T) {
	for text, want := range map[string]string{
		"go1.26.8\n":                    "go1.26.8",
		"go1.26.8 X:synctest\n":         "go1.26.8",
		"go1.26.8-vendor.1\n":           "go1.26.8",
		"go1.27rc1\n":                   "go1.27rc1",
		"devel go1.28-0123abc Thu Jan ": "go1.28",
	} {
		if got := languageVersion(text); got != want {
			t.Errorf("languageVersion(%q) = %q, want %q", text, got, want)
		}
	}
}

func TestNewest(t *testing.T) {
	releases := []release{{"v0.21.1", "go1.25"}, {"v0.22.0", "go1.26.0"}, {"v0.23.0", "go1.26.0"}, {"v0.24.0", "go1.27.0"}}
	for _, test := range []struct{ goVersion, want, supported string }{
		{"go1.24.9", "", "go1.24.9 can build no other that carries atomiclint"},
		{"go1.25.0", "v0.21.1", "with go1.25.0 these can be built: v0.21.1"},
		{"go1.26.8", "v0.23.0", "with go1.26.8 these can be built: v0.21.1, v0.22.0, v0.23.0"},
		{"go1.27rc1", "v0.23.0", "with go1.27rc1 these can be built: v0.21.1, v0.22.0, v0.23.0"},
		{"go1.27.0", "v0.24.0", "with go1.27.0 these can be built: v0.21.1, v0.22.0, v0.23.0, v0.24.0"},
	} {
		c := &catalog{releases, test.goVersion}
		r, err := c.newest()
		if r.version != test.want || (err == nil) != (test.want != "") {
			t.Errorf("%s: got newest %q, error %v, want %q", test.goVersion, r.version, err, test.want)
		}
		if got := c.supported(release{}); got != test.supported {
			t.Errorf("%s: got supported %q, want %q", test.goVersion, got, test.supported)
		}
	}
	c := &catalog{releases, "go1.26.8"}
	if got, want := c.supported(releases[2]), "with go1.26.8 these can be built: v0.21.1, v0.22.0"; got != want {
		t.Errorf("got supported %q beside %s, want %q", got, releases[2].version, want)
	}
}
