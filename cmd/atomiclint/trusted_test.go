package main

import (
	"strings"
	"testing"
)

// TestTrusted checks that programs and people are told of a file that code takes
// for finished because it exists, and of no other.
func TestTrusted(t *testing.T) {
	m := newBareModule(t, `
-- app.go --
package app

import "os"

func save(name string, data []byte) error {
	if _, err := os.Stat(name); err == nil {
		return nil
	}
	return os.WriteFile(name, data, 0o644)
}

func replace(name string, data []byte) error {
	return os.WriteFile(name, data, 0o644)
}
`)
	const word = `"trusted": true`
	for _, w := range []way{standAlone, goVet} {
		if r := w.in(m, "-json", "./..."); strings.Count(r.stdout, word) != 1 {
			t.Errorf("got %d times %s, want it once: %v", strings.Count(r.stdout, word), word, r)
		}
	}
	if r := standAlone.in(m, "-format=sarif", "./..."); strings.Count(r.stdout, word) != 1 {
		t.Errorf("got %d times %s, want it once: %v", strings.Count(r.stdout, word), word, r)
	}
	want := "app.go:9:9: os.WriteFile can leave name half-written, and line 6 takes it for finished if it exists; use atomicfile.WriteFile\n"
	if r := standAlone.in(m, "./..."); !strings.Contains(r.stderr, want) {
		t.Errorf("got %v, want %q", r, want)
	}
	all := []finding{{category: "direct-write", trusted: true, fixable: true}, {category: "direct-write"}}
	if got, want := tally(all, []string{"./..."}), "2 findings: 2 direct-write; 1 taken for finished if the file exists; 1 can be fixed by atomiclint -fix ./..."; got != want {
		t.Errorf("got tally %q, want %q", got, want)
	}
}
