//go:build integration

package main

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	modpath "golang.org/x/mod/module"
	"golang.org/x/mod/zip"

	"github.com/atomiclint/atomiclint/internal/module"
)

// release is the version that the tests give the checkout.
const release = "v1.2.3"

// A proxy is a module proxy in a directory, as "go help goproxy" describes it.
type proxy struct {
	t   *testing.T
	dir string
}

// add publishes the module in dir.
func (p proxy) add(path, version, dir string) {
	p.t.Helper()
	base := filepath.Join(p.dir, path, "@v")
	if err := os.MkdirAll(base, 0o777); err != nil {
		p.t.Fatal(err)
	}
	mod, err := os.ReadFile(filepath.Join(dir, "go.mod"))
	if err != nil {
		p.t.Fatal(err)
	}
	for name, text := range map[string]string{
		"list":            version + "\n",
		version + ".info": `{"Version": "` + version + `"}`,
		version + ".mod":  string(mod),
	} {
		if err := os.WriteFile(filepath.Join(base, name), []byte(text), 0o666); err != nil {
			p.t.Fatal(err)
		}
	}
	f, err := os.Create(filepath.Join(base, version+".zip"))
	if err != nil {
		p.t.Fatal(err)
	}
	defer f.Close()
	if err := zip.CreateFromDir(f, modpath.Version{Path: path, Version: version}, dir); err != nil {
		p.t.Fatal(err)
	}
}

// use gives m an empty module cache, to be filled from p and, for other
// modules, from the cache of this machine or the network.
func (p proxy) use(m *userModule) {
	m.t.Helper()
	cache := strings.TrimSpace(m.must("go", "env", "GOMODCACHE").stdout)
	others := strings.TrimSpace(m.must("go", "env", "GOPROXY").stdout)
	m.env = append(m.env,
		"GOMODCACHE="+m.t.TempDir(),
		"GOPROXY=file://"+p.dir+",file://"+filepath.Join(cache, "cache", "download")+","+others,
		"GOFLAGS=-modcacherw",
		"GOSUMDB=off", // has never heard of these releases
	)
}

// TestRelease follows the README in a new module, with a module proxy that has
// a release of this module, and an empty module cache.
func TestRelease(t *testing.T) {
	p := proxy{t, t.TempDir()}
	p.add(module.Path(), release, "../..")
	dep := newBareModule(t, `
-- go.mod --
module example.com/dep

go 1.26
-- dep.go --
package dep

import "os"

func Save(name string, data []byte) error { return os.WriteFile(name, data, 0o644) }

func SaveCache(data []byte) error { return os.WriteFile("dep.json", data, 0o644) }
`)
	p.add("example.com/dep", "v1.0.0", dep.dir)

	m := newBareModule(t, broken+`
-- use.go --
package app

import "example.com/dep"

func Use(data []byte) error { return dep.Save("use.json", data) }
`)
	p.use(m)
	m.must("go", "get", "example.com/dep")

	lines := commands(t, "Use it in your module")
	ways := regexp.MustCompile("(?m)^\\| .*\\| `(go .*)` +\\|$").FindAllStringSubmatch(section(t, "Use it in your module"), -1)
	steps := regexp.MustCompile("(?m)^ +- run: (.*)$").FindAllStringSubmatch(snippet(t, "In pull requests"), -1)
	if len(lines) != 3 || len(ways) != 6 || len(steps) != 1 {
		t.Fatalf("got %d commands, %d more in a table and %d in a workflow from the README, want 3, 6 and 1", len(lines), len(ways), len(steps))
	}
	m.must("sh", "-c", lines[0])

	const (
		direct   = `"config.json" half-written; use atomicfile.WriteFile`
		indirect = `"use.json" half-written; wrap it in atomicfile.WritePath`
	)
	for _, test := range []struct {
		command string
		code    int
		want    []string // in the output
		fixes   bool     // files change
	}{
		{lines[1], 1, []string{direct, indirect}, false},
		{ways[0][1], 3, []string{direct, indirect}, false},
		{ways[1][1], 1, []string{direct, indirect}, false},
		{ways[2][1], 0, []string{`#direct-write"`, `#indirect-write"`, "suggested_fixes"}, false},
		{ways[3][1], 0, []string{"2 fixed in 2 files\n"}, true},
		{ways[4][1], 0, nil, true},
		{ways[5][1], 0, []string{`+	return atomicfile.WriteFile("config.json", data, 0o644)`}, false},
		// The problem matcher of the action setup-go knows a file by its absolute path.
		{steps[0][1], 3, []string{"DIR/app.go:6:9: os.WriteFile", "DIR/use.go:5:38: dep.Save"}, false},
		{"go mod vendor && " + ways[1][1], 1, []string{direct, indirect}, false},
	} {
		t.Run(test.command, func(t *testing.T) {
			copy := &userModule{t: t, dir: t.TempDir()}
			copy.env = append(m.env, "PWD="+copy.dir)
			if err := os.CopyFS(copy.dir, os.DirFS(m.dir)); err != nil {
				t.Fatal(err)
			}
			r := copy.run("sh", "-c", test.command)
			if r.code != test.code {
				t.Errorf("got exit code %d, want %d: %v", r.code, test.code, r)
			}
			for _, want := range test.want {
				want = strings.Replace(want, "DIR", copy.dir, 1)
				if !strings.Contains(r.stdout+r.stderr, want) {
					t.Errorf("got no %q: %v", want, r)
				}
			}
			if strings.Contains(r.stdout+r.stderr, "dep.json") {
				t.Errorf("got a finding of another module: %v", r)
			}
			if test.fixes {
				copy.must("sh", "-c", lines[2])
				copy.must("go", "build", "./...")
				copy.must("go", "tool", "atomiclint", "./...") // nothing is left to report
			}
		})
	}

	t.Run("advice", func(t *testing.T) {
		bare := newBareModule(t, broken)
		bare.env = append(m.env, "PWD="+bare.dir)
		r := bare.run(strings.TrimSpace(m.must("go", "tool", "-n", "atomiclint").stdout), "-fix", "./...")
		if want := "run: go get " + module.Path() + "/atomicfile@" + release + "\n"; r.code != 0 || !strings.HasSuffix(r.stderr, want) {
			t.Errorf("got %v\nwant the version of the command, %q", r, want)
		}
		_, get, _ := strings.Cut(strings.TrimSpace(r.stderr), "run: ")
		bare.must("sh", "-c", get)
		bare.must("go", "build", "./...")
	})
}

// TestPluginRelease checks that the plugin for golangci-lint can be had from a
// module proxy, if the advice about its release was followed.
func TestPluginRelease(t *testing.T) {
	const dir = "analyzer/golangci"
	source := newBareModule(t, "")
	if err := os.CopyFS(source.dir+"/plugin", os.DirFS(filepath.Join("../..", dir))); err != nil {
		t.Fatal(err)
	}
	_, advice, _ := strings.Cut(readFile(t, dir+"/README.md"), "\n## Release it\n")
	edit := regexp.MustCompile(`(?m)^    (go mod edit .*)$`).FindStringSubmatch(advice)
	if edit == nil {
		t.Fatal("the README of the plugin has no command for a release")
	}
	source.must("sh", "-c", "cd plugin && "+edit[1])

	p := proxy{t, t.TempDir()}
	p.add(module.Path(), release, "../..")
	p.add(module.Path()+"/"+dir, release, source.dir+"/plugin")
	m := newBareModule(t, `
-- main.go --
package main

import (
	"fmt"

	"github.com/golangci/plugin-module-register/register"

	_ "`+module.Path()+"/"+dir+`"
)

func main() {
	newPlugin, err := register.GetPlugin("atomiclint")
	if err != nil {
		panic(err)
	}
	plugin, err := newPlugin(nil)
	fmt.Println(plugin.GetLoadMode(), err)
}
`)
	p.use(m)
	m.must("go", "get", module.Path()+"/"+dir+"@"+release)
	if got, want := m.must("go", "run", ".").stdout, "typesinfo <nil>\n"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}
