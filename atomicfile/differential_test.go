//go:build linux

package atomicfile_test

import (
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// TestDifferential writes in many situations once with package os and once
// with this one, as root and as an unprivileged user, and compares everything
// that is left: the error, and content, mode, owner, attributes, links and
// names of all files. Where the results differ on purpose, the row says why.
// With -v it prints the table.
func TestDifferential(t *testing.T) {
	actors := []string{"user"}
	if os.Geteuid() == 0 {
		actors = []string{"root", "user"}
	} else {
		t.Log("the rows for root need to be run by root")
	}
	var table differentialTable
	for _, actor := range actors {
		results, err := startWorld(differentialDir(t), actor)
		if err != nil && !mustRun() {
			t.Skip(err)
		} else if err != nil {
			t.Fatal(err)
		}
		for i, row := range differentialRows() {
			if row.only != "" && row.only != actor {
				continue
			}
			t.Run(actor+"/"+row.name, func(t *testing.T) {
				r := results[i]
				if r.Unavailable != "" && mustRun() {
					t.Fatal(r.Unavailable)
				} else if r.Unavailable != "" {
					t.Skip(r.Unavailable)
				}
				for w := 0; w < len(ways); w += 2 {
					table.compare(t, &row, actor, ways[w].verb, &r.Outcomes[w], &r.Outcomes[w+1])
				}
			})
		}
	}
	t.Logf("\n%s", table.String())
}

// mustRun reports whether nothing may be skipped: in continuous integration
// as root everything that the rows need is there.
func mustRun() bool { return os.Getenv("CI") == "true" && os.Geteuid() == 0 }

// differentialDir is t.TempDir for directories that others can reach and that
// take some force to remove.
func differentialDir(t *testing.T) string {
	dir, err := os.MkdirTemp("", "differential")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
			if err == nil && d.IsDir() {
				os.Chmod(path, 0o700)
			}
			return nil
		})
		if err := os.RemoveAll(dir); err != nil {
			t.Error(err)
		}
	})
	if err := os.Chmod(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	return dir
}

// A differentialTable collects what is printed.
type differentialTable struct{ lines []tableLine }

type tableLine struct {
	row, actors, verbs string
	os, atomicfile     string
	why                string
}

// compare checks an outcome of atomicfile against that of os, and against the
// difference that the row announces.
func (table *differentialTable) compare(t *testing.T, row *differentialRow, actor, verb string, std, got *outcome) {
	line := tableLine{row: row.name, actors: actor, verbs: verb, os: std.String(), atomicfile: got.String()}
	want := *std
	wantErr := std.Err.String()
	if d := row.difference(actor, verb); d != nil {
		line.why = d.why
		want.Files = maps.Clone(std.Files)
		for name, file := range d.files {
			if want.Files[name] = file; file == "" {
				delete(want.Files, name)
			}
		}
		if d.err != "" {
			wantErr = d.err
		}
		if wantErr == std.Err.String() && maps.Equal(want.Files, std.Files) {
			t.Errorf("%s: os does what the row says that only atomicfile does (%s)", verb, d.why)
		}
	}
	switch {
	case got.Err.String() != wantErr:
		t.Errorf("%s: got error %q, want %q", verb, got.Err, wantErr)
	case wantErr == std.Err.String() && got.Err != std.Err:
		t.Errorf("%s: got error %+v, want %+v", verb, got.Err, std.Err)
	case got.Err != (failure{}) && got.Err.Type != "*fs.PathError":
		t.Errorf("%s: the error is a %s, want a *fs.PathError", verb, got.Err.Type)
	}
	for _, name := range slices.Sorted(maps.Keys(want.Files)) {
		if got.Files[name] != want.Files[name] {
			t.Errorf("%s: %s is %q, want %q", verb, name, got.Files[name], want.Files[name])
		}
	}
	for name, file := range got.Files {
		if _, ok := want.Files[name]; !ok {
			t.Errorf("%s: leaves %s behind (%s)", verb, name, file)
		}
	}
	table.add(line)
}

// difference returns what the row announces for actor and verb, or nil.
func (row *differentialRow) difference(actor, verb string) *difference {
	for i := range row.differs {
		d := &row.differs[i]
		if (d.who == "" || d.who == actor) && (d.verb == "" || d.verb == verb) {
			return d
		}
	}
	return nil
}

// add adds a line, or its verb or actor to one that says the same.
func (table *differentialTable) add(line tableLine) {
	for i := range table.lines {
		have := &table.lines[i]
		if have.row != line.row || have.os != line.os || have.atomicfile != line.atomicfile {
			continue
		}
		switch {
		case have.actors == line.actors:
			have.verbs = "both"
		case have.verbs == line.verbs || have.verbs == "both":
			have.actors = "both"
		default:
			continue
		}
		return
	}
	table.lines = append(table.lines, line)
}

func (table *differentialTable) String() string {
	lines := slices.Clone(table.lines)
	order := map[string]int{}
	for i, row := range differentialRows() {
		order[row.name] = i
	}
	slices.SortStableFunc(lines, func(a, b tableLine) int { return order[a.row] - order[b.row] })
	var b strings.Builder
	const format = "%-46s %-5s %-10s %-58s %s\n"
	fmt.Fprintf(&b, format, "SITUATION", "WHO", "VERB", "OS", "ATOMICFILE")
	for _, line := range lines {
		got := line.atomicfile
		if got == line.os {
			got = "="
		}
		fmt.Fprintf(&b, format, line.row, line.actors, line.verbs, line.os, got)
		if line.why != "" {
			fmt.Fprintf(&b, "%46s %s\n", "", "because "+line.why)
		}
	}
	return b.String()
}

// String describes an outcome in one line.
func (o *outcome) String() string {
	var files []string
	for _, name := range slices.Sorted(maps.Keys(o.Files)) {
		short := name
		if len(short) > 20 {
			short = short[:8] + "..."
		}
		files = append(files, short+" "+o.Files[name])
	}
	if o.Err != (failure{}) {
		files = append([]string{o.Err.String()}, files...)
	}
	return strings.Join(files, "; ")
}
