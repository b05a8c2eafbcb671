//go:build integration

package analyzer

import (
	"encoding/json"
	"fmt"
	"maps"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/atomiclint/atomiclint/analyzer/internal/rename"
)

// lightPublications are the modules with labelled renames whose dependencies
// load within seconds.
const lightPublications = `^(golang\.org/x/tools|honnef\.co/go/tools|github\.com/(cockroachdb/pebble|google/(go-containerregistry|renameio/v2)|moby/sys/atomicwriter|natefinch/atomic|swaggo/swag))@`

// A publication is a labelled function that writes a file and renames one.
type publication struct {
	module, file, function string
	rename                 int // line
	flaws                  map[rename.FlawKind]bool
	row                    string
}

// readPublications returns the rows of a table of such functions. One that
// renames something else than what it has written has no flaws.
func readPublications(t *testing.T, name string) []publication {
	t.Helper()
	var list []publication
	for _, row := range readRows(t, name) {
		line, err := strconv.Atoi(row[4])
		if err != nil {
			t.Fatalf("%s: %q: %v", name, row, err)
		}
		l := publication{row[0], row[1], row[2], line, nil, strings.Join(row, "\t")}
		if row[5] == "yes" && row[6] != "none" {
			l.flaws = make(map[rename.FlawKind]bool)
			for kind := range strings.SplitSeq(row[6], ",") {
				if rename.Explanations[rename.FlawKind(kind)] == "" {
					t.Fatalf("%s: %q: no such flaw: %s", name, row, kind)
				}
				l.flaws[rename.FlawKind(kind)] = true
			}
		}
		list = append(list, l)
	}
	return list
}

// TestCorpusUnsafeRename measures unsafe-rename, flaw by flaw, on functions
// that were labelled by hand.
func TestCorpusUnsafeRename(t *testing.T) {
	wanted := corpusPattern(t, lightPublications)
	tool := buildCommand(t)
	known := readKnownFlaws(t)
	for _, table := range []string{"unsafe-rename.tsv"} {
		t.Run(table, func(t *testing.T) {
			byModule := make(map[string][]publication)
			for _, l := range readPublications(t, table) {
				if wanted.MatchString(l.module) {
					byModule[l.module] = append(byModule[l.module], l)
				}
			}
			score := &flawScore{known: known, byKind: make(map[rename.FlawKind]*tally)}
			for _, module := range sortedKeys(byModule) {
				score.module(t, tool, module, byModule[module])
			}
			score.print(t)
			total := score.total()
			t.Logf("%d functions judged", score.judged)
			if total.hits == 0 {
				t.Errorf("no flaw was found: the pattern %q selects nothing, or nothing could be loaded", *corpusFlag)
			}
			if *corpusFlag == "all" && score.judged < 20 {
				t.Errorf("%d functions judged, want at least 20", score.judged)
			}
			if *corpusFlag == "all" && (total.precision() < 0.95 || total.recall() < 0.85) {
				t.Errorf("precision %.3f, recall %.3f; want at least 0.95 and 0.85", total.precision(), total.recall())
			}
		})
	}
}

// readKnownFlaws returns the explanations of known-flaws.tsv by module, file,
// function and flaw.
func readKnownFlaws(t *testing.T) map[string]string {
	t.Helper()
	known := make(map[string]string)
	for _, row := range readRows(t, "known-flaws.tsv") {
		if len(row) != 5 || row[4] == "" {
			t.Fatalf("known-flaws.tsv: %q: want module, file, function, flaw and explanation", row)
		}
		known[strings.Join(row[:4], "\t")] = row[4]
	}
	return known
}

// A flawScore counts, for each kind of flaw, how the command and the labels
// agree.
type flawScore struct {
	known  map[string]string
	judged int
	byKind map[rename.FlawKind]*tally
}

// module runs the command on the labelled packages of a module, and compares.
func (s *flawScore) module(t *testing.T, tool, module string, labels []publication) {
	t.Helper()
	if needsNewerGo(t, module) {
		t.Logf("not counted, it needs a newer Go: %s", module)
		return
	}
	dir := unpackModule(t, module)
	dropLocalReplacements(t, dir)
	var patterns []string
	for _, l := range labels {
		if p := "./" + path.Dir(l.file); !slices.Contains(patterns, p) {
			patterns = append(patterns, p)
		}
	}
	built := builtFiles(t, dir, patterns)
	found := flawsFound(t, tool, dir, patterns)
	for _, l := range labels {
		if !built[l.file] {
			t.Logf("not counted, its package cannot be loaded: %s", l.row)
			continue
		}
		s.judged++
		posn := fmt.Sprintf("%s:%d", l.file, l.rename)
		s.compare(t, l, found[posn])
		delete(found, posn)
	}
	for _, posn := range sortedKeys(found) {
		t.Logf("no label: %s %s %v", module, posn, slices.Sorted(maps.Keys(found[posn])))
	}
}

// flawsFound returns the flaws that the command reports with -strict, by the
// file and line of the rename.
func flawsFound(t *testing.T, tool, dir string, patterns []string) map[string]map[rename.FlawKind]bool {
	t.Helper()
	found := make(map[string]map[rename.FlawKind]bool)
	args := append([]string{"-json", "-strict", "-categories=" + UnsafeRename}, patterns...)
	for _, d := range decodeDiagnostics(t, runIn(t, dir, tool, args...)) {
		posn := modulePosition(dir, d.Posn)
		if posn == "" {
			continue
		}
		found[posn] = make(map[rename.FlawKind]bool)
		_, list, _ := strings.Cut(d.Message, " unsafely: ")
		list, _, _ = strings.Cut(list, ";")
		for kind := range strings.SplitSeq(list, ", ") {
			if rename.Explanations[rename.FlawKind(kind)] == "" {
				t.Errorf("%s: %q names no flaw where %q stands", posn, d.Message, kind)
			}
			found[posn][rename.FlawKind(kind)] = true
		}
	}
	return found
}

// needsNewerGo reports whether the go command refuses the module for that.
func needsNewerGo(t *testing.T, module string) bool {
	t.Helper()
	var info struct{ Error string }
	out := runIn(t, t.TempDir(), "go", "mod", "download", "-json", module)
	if err := json.Unmarshal([]byte(out), &info); err != nil {
		t.Fatalf("go mod download -json %s: %v", module, err)
	}
	return strings.Contains(info.Error, "requires go >=")
}

// dropLocalReplacements removes from go.mod the replacements of modules by
// directories, which lie outside the module.
func dropLocalReplacements(t *testing.T, dir string) {
	t.Helper()
	var mod struct {
		Replace []struct {
			Old, New struct{ Path, Version string }
		}
	}
	if err := json.Unmarshal([]byte(runIn(t, dir, "go", "mod", "edit", "-json")), &mod); err != nil {
		t.Fatalf("go mod edit -json: %v", err)
	}
	for _, r := range mod.Replace {
		if r.New.Version == "" {
			old := r.Old.Path
			if r.Old.Version != "" {
				old += "@" + r.Old.Version
			}
			runIn(t, dir, "go", "mod", "edit", "-dropreplace="+old)
		}
	}
}

// compare counts the flaws of the function l, and reports each difference that
// is not known.
func (s *flawScore) compare(t *testing.T, l publication, found map[rename.FlawKind]bool) {
	t.Helper()
	for kind := range rename.Explanations {
		n := s.byKind[kind]
		if n == nil {
			n = new(tally)
			s.byKind[kind] = n
		}
		got, want := counts(found, kind), counts(l.flaws, kind)
		switch {
		case got && want:
			n.hits++
		case got:
			n.falseAlarms++
		case want:
			n.misses++
		default:
			n.quiet++
		}
		key := strings.Join([]string{l.module, l.file, l.function, string(kind)}, "\t")
		why, expected := s.known[key]
		verb := map[bool]string{true: "reported", false: "missed"}[got]
		switch {
		case got != want && expected:
			t.Logf("%s %s, as known: %s\n\t%s", kind, verb, l.row, why)
		case got != want && minorKinds[kind]:
			t.Logf("%s %s: %s", kind, verb, l.row)
		case got != want:
			t.Errorf("%s %s: %s", kind, verb, l.row)
		case expected:
			t.Errorf("%s right, though listed in known-flaws.tsv: %s", kind, l.row)
		}
	}
}

// counts reports whether a function with these flaws should be reported for
// one of them: an error of closing a file does no harm once it is synced.
func counts(flaws map[rename.FlawKind]bool, kind rename.FlawKind) bool {
	return flaws[kind] && (kind != rename.CloseIgnored || flaws[rename.NoSync])
}

// minorKinds are not reported by themselves.
var minorKinds = map[rename.FlawKind]bool{rename.Leak: true, rename.NoDirSync: true}

// total returns the sum over the kinds that are reported by themselves.
func (s *flawScore) total() tally {
	var sum tally
	for kind, n := range s.byKind {
		if !minorKinds[kind] {
			sum.hits += n.hits
			sum.falseAlarms += n.falseAlarms
			sum.misses += n.misses
			sum.quiet += n.quiet
		}
	}
	return sum
}

// print logs the table of the kinds.
func (s *flawScore) print(t *testing.T) {
	t.Helper()
	var b strings.Builder
	line := func(name string, n tally) {
		fmt.Fprintf(&b, "%-14s %5d %5d %6d %5d %10.3f %7.3f\n", name, n.hits, n.falseAlarms, n.misses, n.quiet, n.precision(), n.recall())
	}
	fmt.Fprintf(&b, "%-14s %5s %5s %6s %5s %10s %7s\n", "", "right", "false", "missed", "quiet", "precision", "recall")
	for _, minor := range []bool{false, true} {
		for _, kind := range slices.Sorted(maps.Keys(s.byKind)) {
			if minorKinds[kind] == minor {
				line(string(kind), *s.byKind[kind])
			}
		}
		if !minor {
			line("total", s.total())
		}
	}
	t.Logf("\n%s(leak and no-dirsync do not count: they are reported only beside another flaw, or with -strict)", b.String())
}

// TestSafeWriters finds no unsafe rename in libraries that write atomically.
func TestSafeWriters(t *testing.T) {
	tool := buildCommand(t)
	for _, w := range []struct{ module, pattern, file string }{
		{"github.com/google/renameio/v2@v2.0.2", "./...", "tempfile.go"},
		{"github.com/moby/sys/atomicwriter@v0.1.0", "./...", "atomicwriter.go"},
		{"github.com/containers/storage@v1.59.1", "./pkg/ioutils", "pkg/ioutils/fswriters.go"},
	} {
		checkSafeWriter(t, tool, unpackModule(t, w.module), w.pattern, w.file)
	}
	own, err := filepath.Abs("..")
	if err != nil {
		t.Fatal(err)
	}
	checkSafeWriter(t, tool, own, "./atomicfile", "atomicfile/atomicfile.go")
}

func checkSafeWriter(t *testing.T, tool, dir, pattern, file string) {
	t.Helper()
	if !builtFiles(t, dir, []string{pattern})[file] {
		t.Errorf("%s: the package of %s cannot be loaded", dir, file)
	}
	for _, d := range decodeDiagnostics(t, runIn(t, dir, tool, "-json", "-categories="+UnsafeRename, pattern)) {
		t.Errorf("%s: %s; want nothing", d.Posn, d.Message)
	}
}
