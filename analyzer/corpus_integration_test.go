//go:build integration

package analyzer

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

var corpusFlag = flag.String("corpus", "light", "which modules of testdata/corpus to measure: light, all, or a regular expression")

// lightModules are those whose dependencies load within seconds.
const lightModules = `^(golang\.org/x/tools|entgo\.io/ent|filippo\.io/mkcert|github\.com/(evanw/esbuild|google/pprof|swaggo/swag)|gonum\.org/v1/plot|sigs\.k8s\.io/kind)@`

// A label is a row of direct-write.tsv.
type label struct {
	module, file string
	line         int
	verdict      string // flag, skip or either
	fix          string // simple, handle, none or -
	row          string
}

func (l label) key() string { return fmt.Sprintf("%s\t%s\t%d", l.module, l.file, l.line) }

func readLabels(t *testing.T) []label {
	t.Helper()
	var labels []label
	for _, row := range readRows(t, "direct-write.tsv") {
		line, err := strconv.Atoi(row[2])
		if err != nil {
			t.Fatalf("direct-write.tsv: %q: %v", row, err)
		}
		labels = append(labels, label{row[0], row[1], line, row[3], row[5], strings.Join(row, "\t")})
	}
	return labels
}

func readRows(t *testing.T, name string) [][]string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("testdata", "corpus", name))
	if err != nil {
		t.Fatal(err)
	}
	var rows [][]string
	for line := range strings.Lines(string(text)) {
		rows = append(rows, strings.Split(strings.TrimRight(line, "\n"), "\t"))
	}
	return rows
}

// A tally counts verdicts.
type tally struct{ hits, falseAlarms, misses, quiet int }

func (n tally) precision() float64 { return ratio(n.hits, n.hits+n.falseAlarms) }

func (n tally) recall() float64 { return ratio(n.hits, n.hits+n.misses) }

func ratio(a, b int) float64 {
	if b == 0 {
		return 1
	}
	return float64(a) / float64(b)
}

// corpusPattern returns the pattern of the modules to work on; light is that of
// the light ones.
func corpusPattern(t *testing.T, light string) *regexp.Regexp {
	t.Helper()
	pattern := *corpusFlag
	switch pattern {
	case "light":
		pattern = light
	case "all":
		pattern = "."
	}
	wanted, err := regexp.Compile(pattern)
	if err != nil {
		t.Fatalf("-corpus: %v", err)
	}
	return wanted
}

// TestCorpus measures direct-write on code that was labelled by hand.
func TestCorpus(t *testing.T) {
	wanted := corpusPattern(t, lightModules)
	tool := buildCommand(t)
	known := make(map[string]string)
	for _, row := range readRows(t, "known.tsv") {
		known[strings.Join(row[:3], "\t")] = row[3]
	}

	byModule := make(map[string][]label)
	for _, l := range readLabels(t) {
		if wanted.MatchString(l.module) {
			byModule[l.module] = append(byModule[l.module], l)
		}
	}
	var total tally
	fixes := make(map[string][2]int) // by the fix column: offered, wanted
	for _, module := range sortedKeys(byModule) {
		m := checkModule(t, tool, module, byModule[module])
		for _, l := range byModule[module] {
			m.judge(t, l, known, &total, fixes)
		}
		t.Logf("%s: %d labels", module, len(byModule[module]))
	}
	t.Logf("flagged and right %d, flagged and wrong %d, missed %d, silent and right %d", total.hits, total.falseAlarms, total.misses, total.quiet)
	t.Logf("precision %.3f, recall %.3f", total.precision(), total.recall())
	for _, kind := range sortedKeys(fixes) {
		t.Logf("fixes offered for %s: %d of %d", kind, fixes[kind][0], fixes[kind][1])
	}
	if total.hits == 0 || total.quiet == 0 {
		t.Errorf("no site was judged: the pattern %q selects nothing, or nothing could be loaded", *corpusFlag)
	}
	if *corpusFlag == "all" && (total.precision() < 0.97 || total.recall() < 0.97) {
		t.Errorf("precision %.3f, recall %.3f; want at least 0.97 each", total.precision(), total.recall())
	}
}

// A moduleResult holds what the command says of one module.
type moduleResult struct {
	found map[string]jsonDiagnostic // by file:line
	built map[string]bool           // the files that were analyzed
}

// judge compares the label l with the result and counts the outcome.
func (m moduleResult) judge(t *testing.T, l label, known map[string]string, n *tally, fixes map[string][2]int) {
	if l.verdict == "either" || !m.built[l.file] {
		return
	}
	d, found := m.found[fmt.Sprintf("%s:%d", l.file, l.line)]
	wrong := false
	switch {
	case found && l.verdict == "flag":
		n.hits++
		f := fixes[l.fix]
		f[1]++
		if len(d.Fixes) > 0 {
			f[0]++
		} else {
			t.Logf("no fix, %s wanted: %s:%d: %s", l.fix, l.file, l.line, d.Message)
		}
		fixes[l.fix] = f
	case found:
		n.falseAlarms++
		wrong = true
	case l.verdict == "flag":
		n.misses++
		wrong = true
	default:
		n.quiet++
	}
	why, expected := known[l.key()]
	switch {
	case wrong && expected:
		t.Logf("wrong, as known: %s\n\t%s", l.row, why)
	case wrong:
		t.Errorf("wrong: %s", l.row)
	case expected:
		t.Errorf("right, though listed in known.tsv: %s", l.row)
	}
}

// checkModule runs the command on the labelled packages of a module.
func checkModule(t *testing.T, tool, module string, labels []label) moduleResult {
	t.Helper()
	dir := unpackModule(t, module)
	var patterns []string
	for _, l := range labels {
		if p := "./" + path.Dir(l.file); !slices.Contains(patterns, p) {
			patterns = append(patterns, p)
		}
	}
	m := moduleResult{make(map[string]jsonDiagnostic), builtFiles(t, dir, patterns)}
	for _, d := range decodeDiagnostics(t, runIn(t, dir, tool, append([]string{"-json"}, patterns...)...)) {
		if posn := modulePosition(dir, d.Posn); posn != "" && d.Category == DirectWrite {
			m.found[posn] = d
		}
	}
	return m
}

// builtFiles returns the files below dir that belong to the packages and are
// built here.
func builtFiles(t *testing.T, dir string, patterns []string) map[string]bool {
	t.Helper()
	built := make(map[string]bool)
	list := runIn(t, dir, "go", append([]string{"list", "-e", "-f", `{{if not .DepsErrors}}{{range .GoFiles}}{{$.Dir}}/{{.}}{{"\n"}}{{end}}{{range .CgoFiles}}{{$.Dir}}/{{.}}{{"\n"}}{{end}}{{end}}`}, patterns...)...)
	for file := range strings.Lines(list) {
		if rel, err := filepath.Rel(dir, strings.TrimSpace(file)); err == nil {
			built[filepath.ToSlash(rel)] = true
		}
	}
	return built
}

// modulePosition returns posn, "file:line:column", as "file:line" with the
// file relative to dir, or "" if the file is on another volume.
func modulePosition(dir, posn string) string {
	file, line := splitPosition(posn)
	rel, err := filepath.Rel(dir, file)
	if err != nil {
		return ""
	}
	return fmt.Sprintf("%s:%d", filepath.ToSlash(rel), line)
}

// A jsonDiagnostic is a diagnostic as -json prints it.
type jsonDiagnostic struct {
	Posn     string            `json:"posn"`
	Category string            `json:"category"`
	Message  string            `json:"message"`
	Fixes    []json.RawMessage `json:"suggested_fixes"`
}

func decodeDiagnostics(t *testing.T, text string) []jsonDiagnostic {
	t.Helper()
	var all []jsonDiagnostic
	dec := json.NewDecoder(strings.NewReader(text))
	for {
		var tree map[string]map[string]json.RawMessage
		if err := dec.Decode(&tree); err == io.EOF {
			return all
		} else if err != nil {
			t.Fatalf("-json: %v", err)
		}
		for _, analyzers := range tree {
			for _, raw := range analyzers {
				var list []jsonDiagnostic
				if json.Unmarshal(raw, &list) == nil { // else an error of a package that cannot be loaded
					all = append(all, list...)
				}
			}
		}
	}
}

// splitPosition splits "file:line:column".
func splitPosition(posn string) (file string, line int) {
	parts := strings.Split(posn, ":")
	n := len(parts)
	line, _ = strconv.Atoi(parts[n-2])
	return strings.Join(parts[:n-2], ":"), line
}

// buildCommand builds the atomiclint command.
func buildCommand(t *testing.T) string {
	t.Helper()
	tool := filepath.Join(t.TempDir(), "atomiclint")
	if out, err := exec.Command("go", "build", "-o", tool, "../cmd/atomiclint").CombinedOutput(); err != nil {
		t.Fatalf("go build: %v\n%s", err, out)
	}
	return tool
}

// unpackModule returns a copy of a module that can be written, as the go
// command does to go.sum.
func unpackModule(t *testing.T, module string) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "module")
	copyModule(t, downloadModule(t, module), dir)
	return dir
}

// downloadModule returns where a module is in the module cache.
func downloadModule(t *testing.T, module string) string {
	t.Helper()
	var info struct{ Dir, Error string }
	out := runIn(t, t.TempDir(), "go", "mod", "download", "-json", module)
	if err := json.Unmarshal([]byte(out), &info); err != nil || info.Dir == "" {
		t.Fatalf("go mod download %s: %s %v", module, info.Error, err)
	}
	return info.Dir
}

// copyModule copies a module from the module cache, which cannot be written.
func copyModule(t *testing.T, cache, dir string) {
	t.Helper()
	if err := os.CopyFS(dir, os.DirFS(cache)); err != nil {
		t.Fatal(err)
	}
	err := filepath.WalkDir(dir, func(name string, d os.DirEntry, err error) error {
		if err != nil {
			return err
		}
		return os.Chmod(name, 0o755)
	})
	if err != nil {
		t.Fatal(err)
	}
}

// runIn runs a command in dir and returns what it prints. Some packages of the
// corpus lack a dependency, so that the exit status says nothing.
func runIn(t *testing.T, dir, name string, args ...string) string {
	t.Helper()
	var stdout, stderr bytes.Buffer
	cmd := exec.Command(name, args...)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "GOFLAGS=-mod=mod", "GOWORK=off")
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	if err := cmd.Run(); err != nil && stdout.Len() == 0 {
		t.Fatalf("%s %s: %v\n%s", name, strings.Join(args, " "), err, stderr.Bytes())
	}
	return stdout.String()
}

func sortedKeys[V any](m map[string]V) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}
