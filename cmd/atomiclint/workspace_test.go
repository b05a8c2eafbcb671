package main

import (
	"slices"
	"strings"
	"testing"
)

// TestWorkspace checks that a write of one module of a workspace is reported
// once, in that module, though another calls it, and that the call is left
// alone.
func TestWorkspace(t *testing.T) {
	const archive = `
-- go.work --
go 1.26.0

use (
	./app
	./lib
)
-- lib/go.mod --
module example.com/lib

go 1.26.0
-- lib/lib.go --
package lib

import "os"

func Save(name string, data []byte) error { return save(name, data) }

func save(name string, data []byte) error { return os.WriteFile(name, data, 0o644) }
-- app/go.mod --
module example.com/app

go 1.26.0

require example.com/lib v0.0.0
-- app/app.go --
package app

import "example.com/lib"

func Use(data []byte) error { return lib.Save("use.json", data) }
`
	const inLib, inApp, byHand = "os.WriteFile can leave name", `lib.Save can leave "use.json"`, "in another module of the workspace"
	for _, test := range []struct {
		way        way
		args       string
		want, lack []string
	}{
		{standAlone, "./app/... ./lib/...", []string{inLib}, []string{inApp}},
		{standAlone, "./app/...", []string{inApp, byHand}, []string{inLib}},
		{standAlone, "-skip=example.com/lib/... ./app/... ./lib/...", []string{inApp, byHand}, []string{inLib}},
		{standAlone, "-fix -diff ./app/... ./lib/...", []string{"+func save(name"}, []string{"WritePath"}},
		{standAlone, "-fix -diff ./app/...", []string{"0 would be fixed in 0 files, 1 left for you"}, []string{"+func Use"}},
		{goVet, "./app/... ./lib/...", []string{inLib, byHand}, nil},
		{goFix, "-diff ./app/... ./lib/...", []string{"+func save(name"}, []string{"WritePath"}},
	} {
		t.Run(test.way.name+" "+test.args, func(t *testing.T) {
			t.Parallel()
			m := newBareModule(t, archive)
			m.must("rm", "go.mod")
			m.env = slices.DeleteFunc(m.env, func(v string) bool { return strings.HasPrefix(v, "GOWORK=") })
			r := test.way.in(m, strings.Fields(test.args)...)
			for _, want := range test.want {
				if !strings.Contains(r.stdout+r.stderr, want) {
					t.Errorf("got no %q: %v", want, r)
				}
			}
			for _, lack := range test.lack {
				if strings.Contains(r.stdout+r.stderr, lack) {
					t.Errorf("got %q, want it not: %v", lack, r)
				}
			}
		})
	}
}
