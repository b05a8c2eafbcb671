package main

import (
	"regexp"
	"slices"
	"strings"
	"testing"
)

// TestDrivers checks that both drivers say the same, line by line, of a module
// that has findings of each category, and takes facts of other packages. The
// driver of x/tools takes seconds for each, as it reads the source of all that is
// imported: TestDriversMore has more of them, and go vet.
func TestDrivers(t *testing.T) { testDrivers(t, factsModules, standAlone) }

var factsModules = []driverModule{{"facts", newFacts, []string{"-json -strict -tests ./..."}, ""}}

func testDrivers(t *testing.T, modules []driverModule, ways ...way) {
	for _, test := range modules {
		for _, args := range test.args {
			for _, w := range ways {
				t.Run(test.name+" "+w.name+" "+args, func(t *testing.T) {
					t.Parallel()
					beyond := ""
					if w.name == goVet.name {
						beyond = test.beyond
					}
					compareDrivers(t, test.make(t), w, strings.Fields(args), beyond)
				})
			}
		}
	}
}

// compareDrivers checks that both drivers say the same about m, and something,
// but for a line with the text beyond, which x/tools lacks.
func compareDrivers(t *testing.T, m *userModule, w way, args []string, beyond string) {
	t.Helper()
	own := w.in(m, args...)
	x := w.in(m, append([]string{"-driver=x"}, args...)...)
	got, want := outputLines(own), outputLines(x)
	if n := len(got); beyond != "" {
		got = slices.DeleteFunc(got, func(line string) bool { return strings.Contains(line, beyond) })
		if n != len(got)+1 {
			t.Errorf("got %d lines with %s, want one: %v", n-len(got), beyond, own)
		}
	}
	if own.code != x.code || !slices.Equal(got, want) {
		t.Errorf("got %v\nwant %v", own, x)
	}
	if len(got) == 0 {
		t.Errorf("got no output, so that there is nothing to compare: %v", own)
	}
}

// outputLines returns what a command printed, in an order that does not depend
// on which package was ready first. The URL of a finding, which unitchecker does
// not print, is left out.
func outputLines(r result) []string {
	text := regexp.MustCompile(`(?m)^\t+"url": .*\n`).ReplaceAllString(r.stdout, "") + r.stderr
	lines := strings.Split(strings.TrimSpace(text), "\n")
	slices.Sort(lines)
	return slices.DeleteFunc(lines, func(line string) bool { return line == "" })
}

// A driverModule is a module about which both drivers are asked.
type driverModule struct {
	name   string
	make   func(*testing.T) *userModule
	args   []string
	beyond string // in a finding that unitchecker misses: it drops facts about what is not imported directly
}

func newFacts(t *testing.T) *userModule { return newBareModule(t, driverFacts) }

// driverFacts has a sink that a directive declares, a function that creates a
// file, one that calls it, and one that renames, in packages of their own. The
// writer whose commit is missing imports little: the driver of x/tools reads the
// source of all that is imported.
const driverFacts = `
-- go.mod --
module example.com/app

go 1.26

require github.com/google/renameio/v2 v2.0.0

replace github.com/google/renameio/v2 => ./renameio
-- renameio/go.mod --
module github.com/google/renameio/v2

go 1.26
-- renameio/renameio.go --
package renameio

import "os"

type PendingFile struct{ *os.File }

func NewPendingFile(path string) (*PendingFile, error) { return nil, nil }

func (t *PendingFile) CloseAtomicallyReplace() error { return nil }
func (t *PendingFile) Cleanup() error                { return nil }
-- put/put.go --
package put

//atomiclint:creates path
func Put(label int, path string) {}
-- save/save.go --
package save

import "os"

func To(name string, data []byte) error { return os.WriteFile(name, data, 0o644) }

func Move(from, to string) error { return os.Rename(from, to) }
-- table/table.go --
package table

import "example.com/app/save"

func SaveAs(label, name string) error { return save.To(name, []byte(label)) }

type Table struct{}

func (Table) Save(name string) error { return save.To(name, nil) }
-- use/use.go --
package use

import (
	"os"

	"example.com/app/put"
	"example.com/app/save"
	"example.com/app/table"
)

func F(t table.Table) error {
	put.Put(1, "put.tbl")
	if err := t.Save("method.tbl"); err != nil {
		return err
	}
	return table.SaveAs("label", "use.tbl")
}

func G(data []byte) error {
	if err := os.WriteFile("g.tbl.tmp", data, 0o644); err != nil {
		return err
	}
	return save.Move("g.tbl.tmp", "g.tbl")
}
-- commit/commit.go --
package commit

import "github.com/google/renameio/v2"

func F(name string) error {
	f, err := renameio.NewPendingFile(name)
	if err != nil {
		return err
	}
	defer f.Cleanup()
	_, err = f.WriteString(name)
	return err
}
-- quiet/quiet.go --
package quiet

import "os"

func F(data []byte) error {
	//atomiclint:ignore nobody reads it
	return os.WriteFile("quiet.tbl", data, 0o644)
}

//atomiclint:ignore nothing to see
func G() {}
`
