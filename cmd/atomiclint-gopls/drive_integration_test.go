//go:build integration

package main

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// sample is a module with a finding of each kind that matters here: one that
// the call shows, one that takes a Fact of another module, and one of
// another analyzer, which tells that gopls has run the analyzers.
const sample = `
-- app.go --
package app

import (
	"fmt"
	"os"

	"example.com/dep"
)

func save(data []byte) error {
	fmt.Printf("%d bytes\n", "some")
	return os.WriteFile("config.json", data, 0o644)
}

func export(table dep.Table) error {
	return table.SaveAs("sales.xlsx")
}
-- dep/go.mod --
module example.com/dep

go 1.26
-- dep/dep.go --
package dep

import "os"

type Table []byte

// SaveAs writes the table to the file name.
func (t Table) SaveAs(name string) error {
	return os.WriteFile(name, t, 0o644)
}
`

// newSample makes the module in a temporary directory.
func newSample(t *testing.T) (dir string) {
	t.Helper()
	dir, err := filepath.EvalSymlinks(extract(t, sample))
	if err != nil {
		t.Fatal(err)
	}
	root, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	sum, err := os.ReadFile(filepath.Join(root, "go.sum"))
	if err != nil {
		t.Fatal(err)
	}
	mod := "module example.com/app\n\ngo 1.26\n\nrequire (\n\texample.com/dep v1.0.0\n\t" + modulePath() + " v0.0.0\n)\n\n" +
		"replace example.com/dep => ./dep\n\nreplace " + modulePath() + " => " + root + "\n"
	for name, data := range map[string][]byte{"go.mod": []byte(mod), "go.sum": sum} {
		if err := os.WriteFile(filepath.Join(dir, name), data, 0o666); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// drive uses the gopls at path as somebody does who edits the sample.
func drive(t *testing.T, path string) {
	dir := newSample(t)
	file := filepath.Join(dir, "app.go")
	saved, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	text := string(saved)
	c := start(t, path, dir, nil)

	c.open(file, text)
	list, raw := c.diagnostics(file, analyzed(2))
	direct := checkDiagnostic(t, text, list, "direct-write", `os.WriteFile("config.json", data, 0o644)`)
	checkDiagnostic(t, text, list, "indirect-write", `table.SaveAs("sales.xlsx")`)

	if all := c.actions(file, "source.fixAll", list[direct].Range, raw[direct]); len(all) != 0 {
		t.Errorf("got %+v, want no fix of all findings: each would add the import", all)
	}

	text = c.apply(file, text, "quickfix", "atomicfile.WriteFile (unless go.mod has it: go get "+modulePath()+"/atomicfile)", list[direct], raw[direct])
	checkBuilds(t, dir, text)
	c.change(file, text)
	list, raw = c.diagnostics(file, analyzed(1))
	indirect := checkDiagnostic(t, text, list, "indirect-write", `table.SaveAs("sales.xlsx")`)

	text = c.apply(file, text, "quickfix", "atomicfile.WritePath", list[indirect], raw[indirect])
	checkBuilds(t, dir, text)
	c.change(file, text)
	c.diagnostics(file, analyzed(0))
	if now, err := os.ReadFile(file); string(now) != string(saved) || err != nil {
		t.Errorf("got a file that changed on the disk (%v), want it changed in the editor only", err)
	}

	c.change(file, string(saved))
	c.diagnostics(file, analyzed(2))
	c.configure(map[string]any{"analyses": map[string]bool{"atomiclint": false}})
	c.diagnostics(file, analyzed(0))
}

// driveWithoutWriter uses the gopls in a module that does not require the
// writer: the import that the fix adds is broken, and gopls offers to mend it.
func driveWithoutWriter(t *testing.T, path string) {
	dir := newSample(t)
	mod := "module example.com/app\n\ngo 1.26\n\nrequire example.com/dep v1.0.0\n\nreplace example.com/dep => ./dep\n"
	if err := os.WriteFile(filepath.Join(dir, "go.mod"), []byte(mod), 0o666); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(dir, "app.go")
	saved, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	text := string(saved)
	c := start(t, path, dir, nil)
	c.open(file, text)
	list, raw := c.diagnostics(file, analyzed(2))
	direct := checkDiagnostic(t, text, list, "direct-write", `os.WriteFile("config.json", data, 0o644)`)
	text = c.apply(file, text, "quickfix", "go get "+modulePath()+"/atomicfile", list[direct], raw[direct])
	if err := os.WriteFile(file, []byte(text), 0o666); err != nil { // gopls looks for imports in saved files
		t.Fatal(err)
	}
	c.change(file, text)
	broken := func(list []diagnostic) int {
		return slices.IndexFunc(list, func(d diagnostic) bool {
			return strings.Contains(d.Message, modulePath()+"/atomicfile") && d.Source != "atomiclint"
		})
	}
	list, raw = c.diagnostics(file, func(list []diagnostic) bool { return broken(list) >= 0 })
	i := broken(list)
	actions := c.actions(file, "quickfix", list[i].Range, raw[i])
	if !slices.ContainsFunc(actions, func(a codeAction) bool { return strings.HasPrefix(a.Title, "go get package ") }) {
		t.Errorf("got %+v for %+v, want an action to get the package", actions, list[i])
	}
}

// analyzed returns a function that reports whether the diagnostics are those
// of a file that the analyzers have seen, with n findings of atomiclint.
func analyzed(n int) func([]diagnostic) bool {
	return func(list []diagnostic) bool {
		count := make(map[string]int)
		for _, d := range list {
			count[d.Source]++
		}
		return count["printf"] == 1 && count["atomiclint"] == n
	}
}

// checkDiagnostic checks the diagnostic in list with the code, which must be
// about the call in text, and returns its index.
func checkDiagnostic(t *testing.T, text string, list []diagnostic, code, call string) int {
	t.Helper()
	i := slices.IndexFunc(list, func(d diagnostic) bool { return d.Code == code })
	if i < 0 {
		t.Fatalf("got no diagnostic with code %s in %+v", code, list)
	}
	const warning = 2
	d := list[i]
	if d.Source != "atomiclint" || d.Severity != warning || !strings.Contains(d.Message, " half-written; ") {
		t.Errorf("%s: got source %q, severity %d, message %q, want a warning of atomiclint", code, d.Source, d.Severity, d.Message)
	}
	if got, want := d.CodeDescription.Href, "https://"+modulePath()+"#"+code; got != want {
		t.Errorf("%s: got URL %q, want %q", code, got, want)
	}
	before, _, ok := strings.Cut(text, call)
	if !ok {
		t.Fatalf("no %s in\n%s", call, text)
	}
	line, column := strings.Count(before, "\n"), len(before)-strings.LastIndexByte(before, '\n')-1
	if want := (textRange{position{line, column}, position{line, column + len(call)}}); d.Range != want {
		t.Errorf("%s: got range %v, want %v", code, d.Range, want)
	}
	return i
}

// apply returns text after the code action of that kind, whose title holds the
// given one.
func (c *client) apply(path, text, kind, title string, d diagnostic, raw json.RawMessage) string {
	c.t.Helper()
	actions := c.actions(path, kind, d.Range, raw)
	i := slices.IndexFunc(actions, func(a codeAction) bool { return strings.Contains(a.Title, title) })
	if i < 0 {
		c.t.Fatalf("got no action %q but %+v", title, actions)
	}
	for _, doc := range actions[i].Edit.DocumentChanges {
		if doc.TextDocument.URI != fileURI(path) {
			c.t.Errorf("%s: got an edit of %s, want %s only", title, doc.TextDocument.URI, fileURI(path))
			continue
		}
		text = applyEdits(text, doc.Edits)
	}
	return text
}

// applyEdits returns text, which is ASCII, after edits that do not overlap.
func applyEdits(text string, edits []textEdit) string {
	starts := []int{0}
	for i, b := range []byte(text) {
		if b == '\n' {
			starts = append(starts, i+1)
		}
	}
	offset := func(p position) int { return starts[p.Line] + p.Character }
	edits = slices.Clone(edits)
	slices.SortStableFunc(edits, func(a, b textEdit) int { return offset(b.Range.Start) - offset(a.Range.Start) })
	for _, e := range edits {
		text = text[:offset(e.Range.Start)] + e.NewText + text[offset(e.Range.End):]
	}
	return text
}

// checkBuilds checks that the module in dir builds with text as app.go, which
// a fix made, and that it imports what it should.
func checkBuilds(t *testing.T, dir, text string) {
	t.Helper()
	fixed := filepath.Join(dir, "fixed.txt")
	overlay := filepath.Join(dir, "overlay.json")
	data := encode(map[string]any{"Replace": map[string]string{filepath.Join(dir, "app.go"): fixed}})
	for name, data := range map[string][]byte{fixed: []byte(text), overlay: data} {
		if err := os.WriteFile(name, data, 0o666); err != nil {
			t.Fatal(err)
		}
	}
	cmd := exec.Command("go", "build", "-overlay="+overlay, ".")
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "GOFLAGS=-mod=mod", "GOWORK=off", "PWD="+dir)
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Errorf("go build: %v\n%s\nof the fixed file\n%s", err, out, text)
	}
	if n := strings.Count(text, modulePath()+`/atomicfile"`); n != 1 {
		t.Errorf("got %d imports of the writer, want 1, in\n%s", n, text)
	}
}
