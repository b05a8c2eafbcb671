package driver

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/atomiclint/atomiclint/analyzer"
)

// layers has a package use that asks for facts about save, which take some about
// put. Whether there are any depends on a comment.
const layers = `
-- go.mod --
module example.com/app

go 1.26
-- put/put.go --
package put

// Put is done.
//
// atomiclint:creates path
func Put(path string) { println(path) }
-- save/save.go --
package save

import "example.com/app/put"

func To(name string) { put.Put(name) }
-- use/use.go --
package use

import "example.com/app/save"

func F() { save.To("use.json") }
`

// declare has the comment in put count, or not. It does not change what the
// compiler makes of it.
func declare(t *testing.T, counts bool) {
	t.Helper()
	old, new := "//atomiclint:creates path\n", "// atomiclint:creates path\n"
	if counts {
		old, new = new, old
	}
	name := filepath.Join("put", "put.go")
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(strings.Replace(string(text), old, new, 1)), 0o666); err != nil {
		t.Fatal(err)
	}
}

// analyzeUse loads the package use. It returns how many facts there are about
// save, and whether source of a dependency was read.
func analyzeUse(t *testing.T) (facts int, source bool) {
	t.Helper()
	p, err := Load([]string{"./use"}, true)
	if err != nil {
		t.Fatal(err)
	}
	store := newFactStore(analyzer.Analyzer, p.Sound)
	if _, faults := store.load(); len(faults) > 0 {
		t.Fatalf("got faults %q", faults)
	}
	if err := store.cache.save(); err != nil {
		t.Fatal(err)
	}
	use := store.units[p.Sound[0]]
	return len(store.dependency(use, "example.com/app/save").prepare().facts), len(store.check.imports) > 0
}

func TestFactCache(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "cache")
	t.Setenv(cacheEnv, dir)
	enterModule(t, layers)
	for _, step := range []struct {
		what   string
		do     func()
		facts  int
		source bool
	}{
		{"nothing is kept yet", func() {}, 0, false},
		{"a dependency of a dependency has changed", func() { declare(t, true) }, 1, true},
		{"nothing is new", func() {}, 1, false},
		{"it is as before", func() { declare(t, false) }, 0, false},
		{"and has changed again", func() { declare(t, true) }, 1, false},
		{"the file is damaged", func() { damage(t, dir) }, 1, true},
		{"that was mended", func() {}, 1, false},
		{"nothing is wanted", func() { t.Setenv(cacheEnv, "off") }, 1, true},
		{"nothing was kept then", func() {}, 1, true},
	} {
		step.do()
		if facts, source := analyzeUse(t); facts != step.facts || source != step.source {
			t.Errorf("%s: got %d facts, source read: %v, want %d, %v", step.what, facts, source, step.facts, step.source)
		}
	}
	if files, err := filepath.Glob(filepath.Join(dir, "*")); len(files) != 1 || err != nil {
		t.Errorf("got the files %q in the cache (%v), want one", files, err)
	}
}

// TestFactCacheSpoiled checks that nothing is kept of a run that could not read
// the source of a dependency, so that the next one does not lack its facts.
func TestFactCacheSpoiled(t *testing.T) {
	dir := t.TempDir()
	t.Setenv(cacheEnv, dir)
	enterModule(t, layers)
	declare(t, true)
	p, err := Load([]string{"./use"}, true)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Remove(filepath.Join("save", "save.go")); err != nil {
		t.Fatal(err)
	}
	store := newFactStore(analyzer.Analyzer, p.Sound)
	store.load()
	if !store.cache.changed {
		t.Fatal("no facts were made, so that there is nothing to keep")
	}
	if err := store.cache.save(); err != nil {
		t.Fatal(err)
	}
	if files, err := filepath.Glob(filepath.Join(dir, "*")); len(files) > 0 || err != nil {
		t.Errorf("got the files %q in the cache (%v), want none", files, err)
	}
}

// damage cuts the files in dir.
func damage(t *testing.T, dir string) {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(dir, "*"))
	if err != nil || len(files) == 0 {
		t.Fatalf("got the files %q (%v), want some", files, err)
	}
	for _, file := range files {
		if err := os.Truncate(file, 20); err != nil {
			t.Fatal(err)
		}
	}
}

// TestFactCacheUnwritable checks that all is found where nothing can be kept, and
// that it is said.
func TestFactCacheUnwritable(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o666); err != nil {
		t.Fatal(err)
	}
	t.Setenv(cacheEnv, filepath.Join(file, "cache"))
	enterModule(t, module)
	p, err := Load([]string{"./use"}, true)
	if err != nil {
		t.Fatal(err)
	}
	graph, err := p.Analyze(analyzer.Analyzer)
	if err != nil {
		t.Fatal(err)
	}
	if got := found(graph); len(got) != 1 {
		t.Errorf("got findings %q, want one", got)
	}
	if want := "facts are not kept for the next run: "; !strings.HasPrefix(p.Remark, want) || !strings.Contains(p.Remark, cacheEnv) {
		t.Errorf("got remark %q, want %q and what to do", p.Remark, want)
	}
}

// TestFactCacheFile checks that facts of other settings are kept apart, and that
// what nobody asks for goes.
func TestFactCacheFile(t *testing.T) {
	dir := t.TempDir()
	t.Setenv(cacheEnv, dir)
	c := openFactCache(analyzer.Analyzer)
	t.Cleanup(func() { analyzer.Analyzer.Flags.Set("strict", "false") })
	if err := analyzer.Analyzer.Flags.Set("strict", "true"); err != nil {
		t.Fatal(err)
	}
	other := openFactCache(analyzer.Analyzer)
	if c.file == other.file {
		t.Errorf("got %s with two settings, want a file for each", c.file)
	}
	other.put("key", nil)
	if err := other.save(); err != nil {
		t.Fatal(err)
	}
	long := time.Now().AddDate(0, 0, -cacheDays-1)
	if err := os.Chtimes(other.file, long, long); err != nil {
		t.Fatal(err)
	}
	c.put("new", nil)
	c.entries["old"] = cachedFacts{Day: c.today - cacheDays - 1}
	c.entries["used"] = cachedFacts{Day: c.today - cacheDays - 1}
	c.get("used")
	if err := c.save(); err != nil {
		t.Fatal(err)
	}
	analyzer.Analyzer.Flags.Set("strict", "false")
	var keys []string
	for key := range openFactCache(analyzer.Analyzer).entries {
		keys = append(keys, key)
	}
	if slices.Sort(keys); !slices.Equal(keys, []string{"new", "used"}) {
		t.Errorf("got the keys %q, want those that were asked for", keys)
	}
	if files, err := filepath.Glob(filepath.Join(dir, "*")); !slices.Equal(files, []string{c.file}) {
		t.Errorf("got the files %q (%v), want %s alone", files, err, c.file)
	}
}
