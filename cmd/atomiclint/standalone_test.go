package main

import (
	"regexp"
	"slices"
	"strings"
	"testing"
)

// chain is a module with findings that take facts of dependencies: of another
// module, by way of a third, of a package that is not asked for, and of one
// that is compiled anew for a test.
const chain = `
-- go.mod --
module example.com/app

go 1.26

require (
	example.com/save v1.0.0
	example.com/table v1.0.0
)

replace (
	example.com/save => ./save
	example.com/table => ./table
)
-- save/go.mod --
module example.com/save

go 1.26
-- save/save.go --
package save

import "os"

func To(name string, data []byte) error { return os.WriteFile(name, data, 0o644) }

type Saver struct{}

func (Saver) Save(name string) error { return To(name, nil) }

func Move(from, to string) error { return os.Rename(from, to) }
-- table/go.mod --
module example.com/table

go 1.26

require example.com/save v1.0.0
-- table/table.go --
package table

import "example.com/save"

func SaveAs(label, name string) error { return save.To(name, []byte(label)) }

type Table struct{ save.Saver }
-- direct/direct.go --
package direct

import "example.com/table"

func Save() error { return table.SaveAs("label", "direct.tbl") }

func SaveToo(t table.Table) error { return t.Save("promoted.tbl") }
-- between/between.go --
package between

import "example.com/save"

func Move(from, to string) error { return save.Move(from, to) }
-- top/top.go --
package top

import (
	"os"

	"example.com/app/between"
)

func Save(data []byte) error {
	if err := os.WriteFile("top.tbl.tmp", data, 0o644); err != nil {
		return err
	}
	return between.Move("top.tbl.tmp", "top.tbl")
}

func Name() string { return "top.tbl" }
-- top/top_test.go --
package top

import "os"

var write = os.WriteFile
-- top/ext_test.go --
package top_test

import (
	"os"

	"example.com/app/anew"
)

func save(data []byte) error {
	if err := os.WriteFile("ext.tbl.tmp", data, 0o644); err != nil {
		return err
	}
	return anew.Move("ext.tbl.tmp", "ext.tbl")
}
-- anew/anew.go --
package anew

import (
	"example.com/app/top"
	"example.com/save"
)

func Move(from, to string) error { return save.Move(from, to) }

var Default = top.Name()
`

// TestList checks what is found with the facts of dependencies that the command
// makes itself. TestDrivers compares it with what another driver finds.
func TestList(t *testing.T) {
	for _, test := range []struct {
		args string
		want []string // what the findings name
	}{
		{"-test=false ./...", []string{"direct.tbl", "promoted.tbl", "conf.tbl", "top.tbl"}},
		{"-tests ./anew ./checks ./top", []string{"checks.tbl", "ext.tbl", "top.tbl"}},
		{"-c=1 ./direct ./top", []string{"direct.tbl", "promoted.tbl", "top.tbl"}},
		{"./between", nil},
	} {
		t.Run(test.args, func(t *testing.T) {
			t.Parallel()
			r := newChain(t).run(tool, strings.Fields(test.args)...)
			var got []string
			for _, m := range regexp.MustCompile(`(?m)^\S+\.go:\d+:\d+: .*"(\w+\.tbl)"`).FindAllStringSubmatch(r.stderr, -1) {
				got = append(got, m[1])
			}
			slices.Sort(got)
			want := slices.Sorted(slices.Values(test.want))
			if !slices.Equal(slices.Compact(got), want) || (r.code == 0) != (want == nil) {
				t.Errorf("got findings about %q, want %q: %v", got, want, r)
			}
		})
	}
}

// newChain makes the module of chain, with two packages that can be fixed by
// themselves.
func newChain(t *testing.T) *userModule {
	m := newBareModule(t, chain)
	m.write("conf/conf.go", "package conf\n\nimport \"os\"\n\nfunc Save() error { return os.WriteFile(\"conf.tbl\", []byte{1}, 0o644) }\n")
	m.write("checks/checks_test.go", "package checks_test\n\nimport \"os\"\n\nvar _ = os.WriteFile(\"checks.tbl\", []byte{1}, 0o644)\n")
	return m
}
