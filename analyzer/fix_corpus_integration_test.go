//go:build integration

package analyzer

import (
	"bytes"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"go/format"
	"io/fs"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/atomiclint/atomiclint/internal/module"
)

var (
	modulesFlag = flag.String("modules", "", "comma-separated modules, such as example.com/m@v1.2.3, to fix instead of those of the corpus")
	diffsFlag   = flag.String("diffs", "", "where to write a diff of the fixes of each module, for people to read")
)

// lightFixModules are those whose packages and tests take a minute or less.
const lightFixModules = `^(entgo\.io/ent|filippo\.io/mkcert|github\.com/(evanw/esbuild|swaggo/swag)|gonum\.org/v1/plot|sigs\.k8s\.io/kind)@`

// TestFixCorpus applies all fixes of each module of the corpus, or of each that
// -modules names, to all of its packages that can be loaded. What is fixed must
// compile, pass vet, stay formatted, have nothing more to fix, and pass its own
// tests as before. The fix tool of the go command must come to the same files.
func TestFixCorpus(t *testing.T) {
	tool := buildCommand(t)
	applied := 0
	for _, module := range modulesToFix(t) {
		t.Run(module, func(t *testing.T) { applied += fixModule(t, tool, module) })
	}
	if applied == 0 {
		t.Error("no fix was applied: the flags select no module that has one, or none could be loaded")
	}
}

// modulesToFix returns the modules that the flags select.
func modulesToFix(t *testing.T) []string {
	t.Helper()
	if *modulesFlag != "" {
		return strings.Split(*modulesFlag, ",")
	}
	wanted := corpusPattern(t, lightFixModules)
	modules := make(map[string]bool)
	for _, l := range readLabels(t) {
		if wanted.MatchString(l.module) {
			modules[l.module] = true
		}
	}
	return sortedKeys(modules)
}

// fixModule fixes a module, checks the result, and returns the number of fixes.
func fixModule(t *testing.T, tool, module string) int {
	m := loadModule(t, tool, module)
	before := m.check()
	packages := m.toFix(before)
	offered := 0
	for _, f := range before {
		t.Logf("finding: %v", f)
		if f.fixed {
			offered++
		}
	}
	if offered == 0 {
		t.Logf("%s: %d findings, no fix offered", module, len(before))
		return 0
	}
	vetBefore := m.vet(packages)
	testsBefore := m.test(packages)

	m.reset(nil)
	m.keepDiff(module)
	m.run(m.tool, append([]string{"-fix"}, m.packages...)...)
	fixed := m.changed()
	for name, text := range fixed {
		m.checkFormat(name, text)
	}
	after := m.check()
	compareFindings(t, before, after)
	if out, ok := m.run("go", append([]string{"build", "-o", os.DevNull}, packages...)...); !ok {
		t.Errorf("the fixed packages do not compile:\n%s", out)
	}
	vetAfter := m.vet(packages)
	for problem := range vetAfter {
		if !vetBefore[problem] {
			t.Errorf("new complaint of go vet: %s", problem)
		}
	}
	testsAfter := m.test(packages)
	m.compareTests(packages, fixed, testsBefore, testsAfter, knownOutcomes(t, module))
	m.compareFixTool(packages, fixed)

	t.Logf("%s: %d findings, %d fixes offered, %d applied in %d files; tests before: %v; after: %v",
		module, len(before), offered, offered-fixesIn(after), len(fixed), testsBefore, testsAfter)
	return offered - fixesIn(after)
}

// A fixedModule is a module of the corpus that requires this one.
type fixedModule struct {
	t          *testing.T
	tool       string            // the command
	cache, dir string            // where the module is in the module cache, and a copy
	packages   []string          // that can be loaded
	originals  map[string][]byte // the source files before the fixes, by name relative to dir
}

// loadModule copies a module, of that version, and has it require this one.
func loadModule(t *testing.T, tool, version string) *fixedModule {
	t.Helper()
	m := &fixedModule{t: t, tool: tool, cache: downloadModule(t, version), dir: filepath.Join(t.TempDir(), "module")}
	copyModule(t, m.cache, m.dir)
	root, err := filepath.Abs("..")
	if err != nil {
		t.Fatal(err)
	}
	for _, args := range [][]string{
		{"mod", "edit", "-require=" + module.Path() + "@v0.0.0", "-replace=" + module.Path() + "=" + root},
		{"list", "-e", "-deps", "-test", "./...", module.Writer()}, // completes go.mod and go.sum
	} {
		if out, ok := m.run("go", args...); !ok {
			t.Fatalf("go %s:\n%s", strings.Join(args, " "), out)
		}
	}
	list, _ := m.stdout("go", "list", "-e", "-f", `{{if not (or .Error .DepsErrors)}}{{.ImportPath}}{{end}}`, "./...")
	m.packages = strings.Fields(list)
	m.originals = m.sources()
	return m
}

// keepDiff writes what the fixes change to the directory that -diffs names.
func (m *fixedModule) keepDiff(module string) {
	m.t.Helper()
	if *diffsFlag == "" {
		return
	}
	diff, _ := m.stdout(m.tool, append([]string{"-fix", "-diff"}, m.packages...)...)
	name := strings.NewReplacer("/", "+", "@", "+").Replace(module) + ".diff"
	if err := os.WriteFile(filepath.Join(*diffsFlag, name), []byte(diff), 0o644); err != nil {
		m.t.Fatal(err)
	}
}

// sources reads the Go files of the module, and go.mod and go.sum.
func (m *fixedModule) sources() map[string][]byte {
	m.t.Helper()
	files := make(map[string][]byte)
	err := fs.WalkDir(os.DirFS(m.dir), ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || filepath.Ext(name) != ".go" && name != "go.mod" && name != "go.sum" {
			return err
		}
		files[name], err = os.ReadFile(filepath.Join(m.dir, name))
		return err
	})
	if err != nil {
		m.t.Fatal(err)
	}
	return files
}

// changed returns the Go files that are not as they were before all fixes.
func (m *fixedModule) changed() map[string][]byte {
	files := m.sources()
	maps.DeleteFunc(files, func(name string, text []byte) bool {
		return filepath.Ext(name) != ".go" || bytes.Equal(text, m.originals[name])
	})
	return files
}

// reset brings the module back to what it was before all fixes, except for the
// files that are given. Tests may have left anything behind.
func (m *fixedModule) reset(files map[string][]byte) {
	m.t.Helper()
	if err := os.RemoveAll(m.dir); err != nil {
		m.t.Fatal(err)
	}
	copyModule(m.t, m.cache, m.dir)
	for _, texts := range []map[string][]byte{m.originals, files} {
		for name, text := range texts {
			if err := os.WriteFile(filepath.Join(m.dir, name), text, 0o644); err != nil {
				m.t.Fatal(err)
			}
		}
	}
}

// A finding is a diagnostic without its place.
type finding struct {
	file, message string
	line          int
	fixed         bool // whether there is a fix
}

func (f finding) String() string { return fmt.Sprintf("%s:%d: %s", f.file, f.line, f.message) }

// check returns the diagnostics of the module.
func (m *fixedModule) check() []finding {
	m.t.Helper()
	out, _ := m.stdout(m.tool, append([]string{"-json"}, m.packages...)...)
	var found []finding
	for _, d := range decodeDiagnostics(m.t, out) {
		file, line := splitPosition(d.Posn)
		if rel, err := filepath.Rel(m.dir, file); err == nil {
			file = filepath.ToSlash(rel)
		}
		found = append(found, finding{file, d.Message, line, len(d.Fixes) > 0})
	}
	return found
}

// toFix returns the packages that found offers fixes for.
func (m *fixedModule) toFix(found []finding) []string {
	var packages []string
	for _, f := range found {
		if p := "./" + filepath.ToSlash(filepath.Dir(f.file)); f.fixed && !slices.Contains(packages, p) {
			packages = append(packages, p)
		}
	}
	return packages
}

func fixesIn(found []finding) int {
	n := 0
	for _, f := range found {
		if f.fixed {
			n++
		}
	}
	return n
}

// compareFindings demands that after holds nothing but what before has no fix
// for.
func compareFindings(t *testing.T, before, after []finding) {
	t.Helper()
	type text struct{ file, message string }
	left := make(map[text]int)
	for _, f := range before {
		if !f.fixed {
			left[text{f.file, lineNumber.ReplaceAllString(f.message, "line")}]++
		}
	}
	for _, f := range after {
		key := text{f.file, lineNumber.ReplaceAllString(f.message, "line")}
		if left[key]--; left[key] < 0 {
			t.Errorf("reported after the fixes: %v", f)
		}
	}
}

// lineNumber is in messages. The fixes may move the line.
var lineNumber = regexp.MustCompile(`line \d+`)

// checkFormat demands that a file that gofmt had nothing to change in is still
// like that.
func (m *fixedModule) checkFormat(name string, text []byte) {
	m.t.Helper()
	if was, err := format.Source(m.originals[name]); err != nil || !bytes.Equal(was, m.originals[name]) {
		return
	}
	if is, err := format.Source(text); err != nil || !bytes.Equal(is, text) {
		m.t.Errorf("gofmt changes the fixed %s (%v)", name, err)
	}
}

var position = regexp.MustCompile(`:\d+(:\d+)?:`)

// vet returns what go vet complains about, without line numbers.
func (m *fixedModule) vet(packages []string) map[string]bool {
	m.t.Helper()
	complaints := make(map[string]bool)
	out, ok := m.run("go", append([]string{"vet"}, packages...)...)
	if ok {
		return complaints
	}
	for line := range strings.Lines(out) {
		complaints[position.ReplaceAllString(strings.TrimSpace(line), ":")] = true
	}
	return complaints
}

// The outcomes hold how tests ended, by package and name: pass, fail or skip.
type outcomes map[string]string

func (o outcomes) String() string {
	n := make(map[string]int)
	for _, outcome := range o {
		n[outcome]++
	}
	return fmt.Sprintf("%d pass, %d fail, %d skip", n["pass"], n["fail"], n["skip"])
}

// A randomNumber stands in the names of temporaries, and of subtests that use
// them.
var randomNumber = regexp.MustCompile(`\d{6,}`)

// test runs the tests of packages.
func (m *fixedModule) test(packages []string) outcomes {
	m.t.Helper()
	out, _ := m.stdout("go", append([]string{"test", "-json", "-short", "-count=1", "-timeout=10m"}, packages...)...)
	results := make(outcomes)
	for line := range strings.Lines(out) {
		var event struct{ Action, Package, Test string }
		if json.Unmarshal([]byte(line), &event) != nil {
			continue
		}
		switch event.Action {
		case "pass", "fail", "skip":
			name := strings.TrimSpace(event.Package + " " + event.Test)
			results[randomNumber.ReplaceAllString(name, "*")] = event.Action
		}
	}
	return results
}

// knownOutcomes returns why tests of module must fail after the fixes, by
// name: the rows of fix-known.tsv.
func knownOutcomes(t *testing.T, module string) map[string]string {
	t.Helper()
	known := make(map[string]string)
	for _, row := range readRows(t, "fix-known.tsv") {
		if row[0] == module {
			known[row[1]] = row[2]
		}
	}
	return known
}

// compareTests demands that all tests end as they did before, except for those
// in known. Those that do not run once more, with and without the fixes,
// because some tests depend on their luck.
func (m *fixedModule) compareTests(packages []string, fixed map[string][]byte, before, after outcomes, known map[string]string) {
	m.t.Helper()
	before, after = maps.Clone(before), maps.Clone(after)
	for _, name := range sortedKeys(known) {
		if before[name] != "pass" || after[name] != "fail" {
			m.t.Errorf("%s: %q before and %q after the fixes, though fix-known.tsv says that they break it", name, before[name], after[name])
		}
		m.t.Logf("as known: %s: %s", name, known[name])
		delete(before, name)
		delete(after, name)
	}
	if maps.Equal(before, after) {
		return
	}
	m.reset(nil)
	again := m.test(packages)
	m.reset(fixed)
	afterAgain := m.test(packages)
	names := maps.Clone(before)
	maps.Copy(names, after)
	for _, name := range sortedKeys(names) {
		b, a := before[name], after[name]
		switch {
		case b == a:
		case again[name] == a || afterAgain[name] == b:
			m.t.Logf("%s: %q before and %q after, in the second run %q and %q", name, b, a, again[name], afterAgain[name])
		default:
			m.t.Errorf("%s: %q after the fixes, want %q as before", name, a, b)
		}
	}
}

// compareFixTool demands that go fix makes the same files as the command does.
func (m *fixedModule) compareFixTool(packages []string, fixed map[string][]byte) {
	m.t.Helper()
	m.reset(nil)
	if out, ok := m.run("go", append([]string{"fix", "-fixtool=" + m.tool}, packages...)...); !ok {
		m.t.Errorf("go fix:\n%s", out)
	}
	result := m.changed()
	names := maps.Clone(fixed)
	maps.Copy(names, result)
	for _, name := range sortedKeys(names) {
		if !bytes.Equal(result[name], fixed[name]) {
			m.t.Errorf("%s: go fix and atomiclint -fix differ:\n%s\n--- and ---\n%s", name, result[name], fixed[name])
		}
	}
}

// run runs a command in the module. It returns all that the command prints, and
// whether it succeeds.
func (m *fixedModule) run(name string, args ...string) (out string, ok bool) {
	m.t.Helper()
	cmd := m.command(name, args)
	text, err := cmd.CombinedOutput()
	return string(text), m.succeeded(err)
}

// stdout is run without what the command prints on its standard error.
func (m *fixedModule) stdout(name string, args ...string) (out string, ok bool) {
	m.t.Helper()
	cmd := m.command(name, args)
	text, err := cmd.Output()
	return string(text), m.succeeded(err)
}

func (m *fixedModule) command(name string, args []string) *exec.Cmd {
	cmd := exec.Command(name, args...)
	cmd.Dir = m.dir
	cmd.Env = append(os.Environ(), "GOFLAGS=-mod=mod", "GOWORK=off")
	return cmd
}

func (m *fixedModule) succeeded(err error) bool {
	m.t.Helper()
	if err != nil && !errors.As(err, new(*exec.ExitError)) {
		m.t.Fatal(err)
	}
	return err == nil
}
