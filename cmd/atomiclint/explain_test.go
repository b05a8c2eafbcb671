package main

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"

	"github.com/atomiclint/atomiclint/internal/module"
)

// TestExplain checks that each bad example is reported as what it stands for,
// that no good one is reported, and that all of them compile.
func TestExplain(t *testing.T) {
	var archive strings.Builder
	wants := make(map[string]string) // what is said about a directory, or "" for nothing
	for i, f := range txtar.Parse(explainText).Files {
		text := string(f.Data)
		for kind, want := range map[string]string{"Bad": f.Name, "Good": ""} {
			_, rest, ok := strings.Cut(text, "\n"+kind+":\n\n")
			if !ok {
				t.Fatalf("%s has no example %s", f.Name, kind)
			}
			code := regexp.MustCompile(`^(?:\t.*\n|\n)+`).FindString(rest)
			if !strings.Contains(code, "return") || strings.Contains(code, "func(tmp") {
				code += "\treturn err\n"
			} else if !strings.Contains(strings.TrimSpace(code[strings.LastIndex(strings.TrimRight(code, "\n"), "\n")+1:]), "return") {
				code += "\treturn err\n"
			}
			dir := fmt.Sprintf("x%d%s", i, strings.ToLower(kind))
			wants[dir] = want
			fmt.Fprintf(&archive, "-- %s/x.go --\npackage x\n\nimport (\n\t\"errors\"\n\t\"os\"\n\t\"path/filepath\"\n\n\t\"example.com/table\"\n\t\"%s/atomicfile\"\n)\n\n"+
				"var _, _, _, _, _ = errors.Join, os.Rename, filepath.Dir, table.SaveAs, atomicfile.WriteFile\n\nfunc save(name string, data []byte) error {\n%s}\n", dir, module.Path(), code)
		}
	}
	archive.WriteString("-- table/go.mod --\nmodule example.com/table\n\ngo 1.26\n-- table/table.go --\npackage table\n\nimport \"os\"\n\nfunc SaveAs(name string) error { return os.WriteFile(name, []byte{1}, 0o644) }\n")
	m := newModule(t, archive.String())
	m.must("go", "mod", "edit", "-require=example.com/table@v0.0.0", "-replace=example.com/table=./table")
	r := m.run(tool, "-json", "-strict", "./...")
	said := make(map[string]string)
	for _, d := range jsonDiagnostics(t, r) {
		dir := regexp.MustCompile(`/(x\d+\w+)/x\.go`).FindStringSubmatch(d.Posn)
		said[dir[1]] += d.Category + ": " + d.Message + "\n"
	}
	if len(wants) != 26 || r.stderr != "" {
		t.Errorf("got %d examples, want two of 5 categories and of 8 flaws: %v", len(wants), r)
	}
	for dir, want := range wants {
		if got := said[dir]; want == "" && got != "" || !strings.Contains(got, want) {
			t.Errorf("%s: got %q, want %q", dir, got, want)
		}
	}
}

// TestExplainNames checks the names that -explain knows.
func TestExplainNames(t *testing.T) {
	m := newBareModule(t, clean)
	for name, want := range map[string]string{
		"shared-temp": "shared-temp\n\nThe name of the temporary", "unsafe-rename/mode": "mode\n\n", "direct-write": "direct-write\n\n",
	} {
		if r := m.run(tool, "-explain="+name); r.code != 0 || !strings.HasPrefix(r.stdout, want) {
			t.Errorf("got %v\nwant %q", r, want)
		}
	}
	if r := m.run(tool, "-explain=modes"); r.code != 2 || !strings.Contains(r.stderr, "there are direct-write, ") {
		t.Errorf("got %v\nwant the names that there are", r)
	}
}
