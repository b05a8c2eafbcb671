package driver

import (
	"os"
	"path/filepath"
	"testing"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/analysis/unitchecker"
)

// TestPromote checks which packages are reported though the go command asks
// for their facts only.
func TestPromote(t *testing.T) {
	inPackage := map[string]string{"p.go": "package p", "p_test.go": "package p"}
	for _, test := range []struct {
		name    string
		change  func(*unitchecker.Config)
		files   map[string]string
		promote bool // or stay as it is
	}{
		{name: "dependency of the module", promote: true},
		{name: "asked for", change: func(c *unitchecker.Config) { c.VetxOnly = false }},
		{name: "standard library", change: func(c *unitchecker.Config) { c.ModulePath = "" }},
		{name: "Go 1.27", change: func(c *unitchecker.Config) { c.Module = &analysis.Module{Path: c.ModulePath} }},
		{name: "dependency", change: func(c *unitchecker.Config) { c.ModuleVersion = "v1.0.0" }},
		{name: "tests in the package", files: inPackage},
		{name: "tests outside", files: map[string]string{"p_test.go": "package p_test"}, promote: true},
		{name: "tests ignored", files: inPackage, promote: true, change: func(c *unitchecker.Config) {
			c.IgnoredFiles = []string{filepath.Join(c.Dir, "p_test.go")}
		}},
		{name: "hidden tests", files: map[string]string{"_p_test.go": "package p"}, promote: true},
	} {
		t.Run(test.name, func(t *testing.T) {
			dir := t.TempDir()
			for name, text := range test.files {
				if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o666); err != nil {
					t.Fatal(err)
				}
			}
			u := &Unit{Config: unitchecker.Config{ImportPath: "example.com/p", ModulePath: "example.com", Dir: dir, VetxOnly: true}}
			if test.change != nil {
				test.change(&u.Config)
			}
			want := u.VetxOnly && !test.promote
			if u.Promote(); u.VetxOnly != want {
				t.Errorf("got VetxOnly %v, want %v of unit\n%+v", u.VetxOnly, want, u.Config)
			}
		})
	}
}
