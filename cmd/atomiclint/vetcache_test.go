package main

import (
	"go/version"
	"strings"
	"testing"
)

// TestVetCache checks that findings are reported whatever has been vetted
// before, and in no run more than once. TestVetCacheMore does so with their other
// forms.
func TestVetCache(t *testing.T) {
	testVetCache(t, "text", goVet, nil, func(r result) string { return r.stderr })
}

// testVetCache checks that in one way to run the command, with args. What hits
// returns is searched for "plain" and "tested".
func testVetCache(t *testing.T, name string, w way, args []string, hits func(result) string) {
	t.Helper()
	const archive = `
-- use/use.go --
package use

import (
	_ "example.com/app/plain"
	_ "example.com/app/tested"
)
-- plain/plain.go --
package plain

import "os"

func Save(data []byte) error { return os.WriteFile("plain.json", data, 0o644) }
-- tested/tested.go --
package tested

import "os"

func Save(data []byte) error { return os.WriteFile("tested.json", data, 0o644) }
-- tested/tested_test.go --
package tested
`
	t.Run(name, func(t *testing.T) {
		t.Parallel()
		m := newModule(t, archive)
		imported := 1 // plain is reported because the run on ./plain could not
		if version.Compare(strings.TrimSpace(m.must("go", "env", "GOVERSION").stdout), "go1.27") >= 0 {
			imported = 0
		}
		for _, step := range []struct {
			pattern       string
			plain, tested int
		}{
			{"./use", imported, 0},
			{"./plain", 1, 0},
			{"./tested", 0, 1},
			{"./...", 1, 1},
			{"./...", 1, 1},
		} {
			r := w.in(m, append(args, step.pattern)...)
			found := hits(r)
			plain, tested := strings.Count(found, "plain.json"), strings.Count(found, "tested.json")
			if plain != step.plain || tested != step.tested {
				t.Errorf("got %d, %d findings in plain, tested; want %d, %d: %v", plain, tested, step.plain, step.tested, r)
			}
		}
	})
}
