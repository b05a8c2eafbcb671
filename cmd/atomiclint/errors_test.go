package main

import (
	"errors"
	"os"
	"path/filepath"
	"runtime"
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
func G() { return 1 }
-- needs/needs.go --
package needs

import _ "example.com/app/typo"
-- lacks/lacks.go --
package lacks

import _ "example.com/nosuch"
-- lacks/too/too.go --
package too

import _ "example.com/nosuch"
-- syntax/syntax.go --
package syntax

func F( {
-- checked/checked.go --
package checked
-- checked/checked_test.go --
package checked

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
		{"needs", 1, "; write ./needs for the directory", 1},
		{"nosuch.go", 1, "atomiclint: no required module provides package nosuch.go", 1},
		{"./none ./nosuch", 1, "atomiclint: ", 2},
		{"unit.cfg", 1, "atomiclint: open unit.cfg: ", 1},
		{"./typo", 1, "atomiclint: example.com/app/typo does not compile: typo/typo.go:3:19: too many return values (and 1 more)", 1},
		{"-fix ./typo", 1, "atomiclint: example.com/app/typo does not compile: typo/typo.go:3:19: too many return values", 1},
		{"./needs", 1, "atomiclint: example.com/app/needs is left out, for it needs example.com/app/typo: typo/typo.go:3:19: ", 1},
		{"./lacks", 1, "atomiclint: example.com/app/lacks is left out, for it needs example.com/nosuch: ", 1},
		{"./lacks/...", 1, "atomiclint: example.com/app/lacks and 1 more are left out, for they need example.com/nosuch: ", 1},
		{"./syntax", 1, "atomiclint: example.com/app/syntax does not compile: syntax/syntax.go:3:9: syntax error", 1},
		{"./checked", 1, "atomiclint: example.com/app/checked does not compile with its tests: checked/checked_test.go:3:19: ", 1},
		{"./... -fix", 2, "atomiclint: flag -fix comes after the packages: write it before them", 1},
		{"-V=short", 2, "want -V, or -V=full", 1},
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

// TestNoGoCommand checks that there is a message if the go command is not
// there, is killed, or fails without a word.
func TestNoGoCommand(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("the go command is a shell script here")
	}
	for _, test := range []struct{ name, script, want string }{
		{"not there", "", `atomiclint: the go command, which lists the packages, cannot be run: exec: "go": executable file not found in $PATH`},
		{"killed", "kill -9 $$", "atomiclint: the go command, which lists the packages, failed: signal: killed"},
		{"silent", "exit 1", "atomiclint: the go command, which lists the packages, failed: exit status 1"},
	} {
		for _, args := range []string{"./...", "-fix ./...", "-fix -diff ./...", "-json ./...", "-tests ./..."} {
			t.Run(test.name+" "+args, func(t *testing.T) {
				t.Parallel()
				m := newBareModule(t, broken)
				bin := t.TempDir()
				if test.script != "" {
					name := filepath.Join(bin, "go")
					if err := os.WriteFile(name, []byte("#!/bin/sh\n"+test.script+"\n"), 0o777); err != nil {
						t.Fatal(err)
					}
				}
				m.env = []string{"PATH=" + bin}
				r := m.run(tool, strings.Fields(args)...)
				if r.code != 1 || r.stdout != "" || strings.Count(r.stderr, "\n") != 1 || !strings.HasPrefix(r.stderr, test.want) {
					t.Errorf("got %v\nwant exit code 1 and one line that begins with %q", r, test.want)
				}
			})
		}
	}
}

// TestNoModule checks what is said where there is no module.
func TestNoModule(t *testing.T) {
	m := newBareModule(t, broken)
	m.must("rm", "go.mod")
	for _, args := range []string{".", "./...", "-fix ./..."} {
		r := m.run(tool, strings.Fields(args)...)
		if want := "; there is no go.mod here or above: go mod init makes one, or name the files\n"; r.code != 1 || !strings.HasSuffix(r.stderr, want) || strings.Count(r.stderr, "\n") != 1 {
			t.Errorf("got %v\nwant exit code 1 and one line that ends in %q", r, want)
		}
	}
}

// TestErrorText checks that an error without a message leads to one.
func TestErrorText(t *testing.T) {
	for _, test := range []struct{ text, want string }{
		{"one", "atomiclint: one\n"},
		{"one\ntwo\n", "atomiclint: one\natomiclint: two\n"},
		{" \n", "atomiclint: an error without a message (*errors.errorString)\n"},
		{"", "atomiclint: an error without a message (*errors.errorString)\n"},
	} {
		if got := errorText(errors.New(test.text)); got != test.want {
			t.Errorf("errorText(%q) = %q, want %q", test.text, got, test.want)
		}
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
			if r.code != 1 || !strings.Contains(r.stderr, findingText) || !strings.Contains(r.stderr, "typo.go:3:19") {
				t.Errorf("got no error and finding, want exit code 1 and both: %v", r)
			}
		})
	}
}
