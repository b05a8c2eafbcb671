package main

import (
	"go/version"
	"strings"
	"testing"
)

// TestVetCache checks that findings are reported whatever has been vetted
// before, and in no run more than once.
func TestVetCache(t *testing.T) {
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
	for _, test := range []struct {
		name string
		way  way
		args []string
		hits func(result) string // what to count "plain" and "tested" in
	}{
		{"text", goVet, nil, func(r result) string { return r.stderr }},
		{"json", goVet, []string{"-json"}, func(r result) string { return onlyLines(r.stdout, `"message"`) }},
		{"diff", goFix, []string{"-diff"}, func(r result) string { return onlyLines(r.stdout, "+func") }},
	} {
		t.Run(test.name, func(t *testing.T) {
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
				r := test.way.in(m, append(test.args, step.pattern)...)
				hits := test.hits(r)
				plain, tested := strings.Count(hits, "plain.json"), strings.Count(hits, "tested.json")
				if plain != step.plain || tested != step.tested {
					t.Errorf("got %d, %d findings in plain, tested; want %d, %d: %v", plain, tested, step.plain, step.tested, r)
				}
			}
		})
	}
}

// onlyLines returns the lines of text that contain part.
func onlyLines(text, part string) string {
	var b strings.Builder
	for line := range strings.Lines(text) {
		if strings.Contains(line, part) {
			b.WriteString(line)
		}
	}
	return b.String()
}
