package main

import (
	"bytes"
	"strings"
	"testing"

	"github.com/atomiclint/atomiclint/analyzer"
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

// TestList checks that list finds what singlechecker does, with the facts of
// dependencies that it makes itself, and prints the same.
func TestList(t *testing.T) {
	for _, test := range []struct {
		args string
		want []string // in the output
	}{
		{"./...", []string{`"direct.tbl"`, `"promoted.tbl"`, `"top.tbl"`}},
		{"-test=false ./...", []string{`"direct.tbl"`}},
		{"-c=1 ./direct ./top", []string{`"direct.tbl"`, `"top.tbl"`, "func Save("}},
		{"-json ./...", []string{"direct.tbl", "promoted.tbl", `"url": `}},
		{"./between", nil},
	} {
		t.Run(test.args, func(t *testing.T) {
			m := enterChain(t)
			a := *analyzer.Analyzer
			cl, err := parseCommandLine(strings.Fields(test.args), &a.Flags)
			if err != nil {
				t.Fatal(err)
			}
			defer a.Flags.Set("tests", "false")
			var stdout, stderr bytes.Buffer
			code, ok := list(&a, cl, &stdout, &stderr)
			if !ok {
				t.Fatal("list does not know what to do")
			}
			driver := m.run(tool, append([]string{"-debug=s"}, cl.args...)...)
			if code != driver.code || stdout.String() != driver.stdout || stderr.String() != driver.stderr {
				t.Errorf("got exit code %d\nstdout:\n%sstderr:\n%swant %v", code, &stdout, &stderr, driver)
			}
			for _, want := range test.want {
				if !strings.Contains(stdout.String()+stderr.String(), want) {
					t.Errorf("got no %s in\n%s%s", want, &stdout, &stderr)
				}
			}
		})
	}
}
