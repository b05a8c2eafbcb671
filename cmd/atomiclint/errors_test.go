package main

import (
	"strings"
	"testing"
)

// TestErrors checks that bad input gets a clear answer on one line, and the
// exit code that belongs to it.
func TestErrors(t *testing.T) {
	archive := broken + `
-- typo/typo.go --
package typo

func F() { return 1 }
-- windows/app_windows.go --
package windows
-- none/README --
nothing to see here
`
	for _, test := range []struct {
		args  string
		code  int
		want  string // part of the first line on stderr
		lines int    // on stderr
	}{
		{"", 1, "atomiclint: no packages named; atomiclint ./... checks the whole module", 1},
		{"-bogus ./...", 2, "atomiclint: flag provided but not defined: -bogus; atomiclint -help lists the flags", 1},
		{"-c ./...", 2, `atomiclint: invalid value "./..." for flag -c`, 1},
		{"-categories=direct ./...", 2, `no category "direct"; there are direct-write, `, 1},
		{"-sinks=Save ./...", 2, `sink "Save": want an import path and a function`, 1},
		{"-skip=[ ./...", 2, `pattern "["`, 1},
		{"./none", 1, "atomiclint: no Go files in ", 1},
		{"./windows", 1, "atomiclint: build constraints exclude all Go files in ", 1},
		{"./nosuch", 1, "nosuch: directory not found", 1},
		{"./nosuch/...", 1, "atomiclint: pattern ./nosuch/...: ", 1},
		{"nosuch.go", 1, "atomiclint: no required module provides package nosuch.go", 1},
		{"./none ./nosuch", 1, "atomiclint: ", 2},
		{"unit.cfg", 1, "atomiclint: open unit.cfg: ", 1},
		{"./typo", 1, "typo.go:3:19: too many return values", 0},
	} {
		t.Run(test.args, func(t *testing.T) {
			m := newBareModule(t, archive)
			r := m.run(tool, strings.Fields(test.args)...)
			if r.code != test.code {
				t.Errorf("got exit code %d, want %d: %v", r.code, test.code, r)
			}
			first, _, _ := strings.Cut(r.stderr, "\n")
			if !strings.Contains(first, test.want) {
				t.Errorf("got first line %q, want %q", first, test.want)
			}
			if n := strings.Count(r.stderr, "\n"); test.lines > 0 && n != test.lines {
				t.Errorf("got %d lines, want %d: %v", n, test.lines, r)
			}
			if r.stdout != "" {
				t.Errorf("got output on stdout, want none: %v", r)
			}
		})
	}
}

// TestPartialErrors checks that what can be analyzed is, beside what cannot,
// and that errors are told of code that has nothing to find.
func TestPartialErrors(t *testing.T) {
	for _, w := range []way{standAlone, goVet} {
		t.Run(w.name, func(t *testing.T) {
			m := newBareModule(t, broken+`
-- typo/typo.go --
package typo

func F() { return 1 }
`)
			r := w.in(m, "./...")
			if r.code != 1 || !strings.Contains(r.stderr, finding) || !strings.Contains(r.stderr, "typo.go:3:19") {
				t.Errorf("got no error and finding, want exit code 1 and both: %v", r)
			}
		})
	}
}
