//go:build integration

package main

import (
	"encoding/json"
	"os"
	"testing"
)

// TestDriversModules does what TestDrivers does with public modules, of one of
// which a package does not compile.
func TestDriversModules(t *testing.T) {
	for _, name := range []string{"github.com/mailru/easyjson@v0.9.2", "golang.org/x/mod@v0.42.0", "github.com/google/renameio/v2@v2.0.0"} {
		for _, w := range []way{standAlone, goVet} {
			t.Run(name+" "+w.name, func(t *testing.T) {
				compareDrivers(t, downloadModule(t, name), w, []string{"-strict", "-tests", "./..."}, "")
			})
		}
	}
}

// downloadModule returns a copy of a public module, to work in.
func downloadModule(t *testing.T, name string) *userModule {
	t.Helper()
	m := newBareModule(t, "")
	var download struct{ Dir string }
	if err := json.Unmarshal([]byte(m.must("go", "mod", "download", "-json", name).stdout), &download); err != nil {
		t.Fatal(err)
	}
	m.must("rm", "go.mod")
	if err := os.CopyFS(m.dir, os.DirFS(download.Dir)); err != nil {
		t.Fatal(err)
	}
	m.must("chmod", "-R", "u+w", ".")
	return m
}
