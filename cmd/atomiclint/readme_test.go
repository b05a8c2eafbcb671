package main

import (
	"flag"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/atomiclint/atomiclint/analyzer"
)

func readme(t *testing.T) string {
	t.Helper()
	data, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// section returns the part of the README below a heading of the third level,
// or of the second as far as the first heading of the third.
func section(t *testing.T, heading string) string {
	t.Helper()
	_, text, ok := strings.Cut(readme(t), "# "+heading+"\n")
	if !ok {
		t.Fatalf("the README has no section %s", heading)
	}
	text, _, _ = strings.Cut(text, "\n##")
	return text
}

// snippet returns the first block of code in a section of the README.
func snippet(t *testing.T, heading string) string {
	t.Helper()
	match := regexp.MustCompile("(?s)```\\w+\n(.*?)```\n").FindStringSubmatch(section(t, heading))
	if match == nil {
		t.Fatalf("there is no code in section %s", heading)
	}
	return match[1]
}

// commands returns the indented lines in a section of the README.
func commands(t *testing.T, heading string) []string {
	t.Helper()
	var lines []string
	for _, match := range regexp.MustCompile(`(?m)^    (\w.*)$`).FindAllStringSubmatch(regexp.MustCompile("(?s)```.*?```").ReplaceAllString(section(t, heading), ""), -1) {
		lines = append(lines, match[1])
	}
	if len(lines) == 0 {
		t.Fatalf("there are no commands in section %s", heading)
	}
	return lines
}

// TestReadmeNames checks that the tests that the README calls as witnesses
// exist, that it has a heading for each category, to which the URL of a
// diagnostic leads, and that it has all flags.
func TestReadmeNames(t *testing.T) {
	text := readme(t)
	tests := testNames(t)
	for _, name := range regexp.MustCompile("`(Test\\w+)`").FindAllStringSubmatch(text, -1) {
		if !tests[name[1]] {
			t.Errorf("there is no %s", name[1])
		}
	}
	categories := regexp.MustCompile(`(?m)^ +- ([a-z]+(?:-[a-z]+)?): `).FindAllStringSubmatch(analyzer.Analyzer.Doc, -1)
	if len(categories) < 3 {
		t.Errorf("got categories %q from the documentation, want all", categories)
	}
	for _, category := range categories {
		if !strings.Contains(text, "\n### "+category[1]+"\n") {
			t.Errorf("category %s has no heading", category[1])
		}
	}
	analyzer.Analyzer.Flags.VisitAll(func(f *flag.Flag) {
		if !regexp.MustCompile("\n\\| `-" + f.Name + "[=`]").MatchString(text) {
			t.Errorf("flag -%s is missing", f.Name)
		}
	})
}

// testNames returns the names of the tests of this module.
func testNames(t *testing.T) map[string]bool {
	t.Helper()
	names := make(map[string]bool)
	decl := regexp.MustCompile(`(?m)^func (Test\w+)\(`)
	err := filepath.WalkDir("../..", func(path string, d fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(path, "_test.go") {
			return err
		}
		data, err := os.ReadFile(path)
		for _, match := range decl.FindAllSubmatch(data, -1) {
			names[string(match[1])] = true
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return names
}

// TestReadmeWriter compiles the code that shows the writer, and has it
// checked.
func TestReadmeWriter(t *testing.T) {
	m := newModule(t, "-- app.go --\npackage app\n\nimport (\n\t\"encoding/csv\"\n\n\t\""+modulePath()+"/atomicfile\"\n)\n\n"+
		"var _ = save\n\n"+snippet(t, "The writer"))
	m.must("go", "vet", ".")
	m.must(tool, ".")
}

// TestReadmeExitCodes checks that the README and -help tell the same exit
// codes, which TestRun and TestErrors check.
func TestReadmeExitCodes(t *testing.T) {
	rows := func(text, pattern string) []string {
		var rows []string
		for _, match := range regexp.MustCompile(pattern).FindAllStringSubmatch(text, -1) {
			rows = append(rows, strings.Join(match[1:], " "))
		}
		return rows
	}
	inReadme := rows(strings.NewReplacer("… ", "", "`", "").Replace(section(t, "Exit codes")), `(?m)^\| (\S.*?) +\| (\d) +\| (\d) +\| (\d?) +\|$`)
	inUsage := rows(strings.ReplaceAll(ways, " -\n", " \n"), `(?m)^\t *(\S.*?) +(\d) +(\d) +(\d?)$`)
	if len(inReadme) != 8 || !slices.Equal(inReadme, inUsage) {
		t.Errorf("got in the README\n\t%s\nwant the 8 rows of -help\n\t%s", strings.Join(inReadme, "\n\t"), strings.Join(inUsage, "\n\t"))
	}
}
