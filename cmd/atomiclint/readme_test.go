package main

import (
	"flag"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/atomiclint/atomiclint/analyzer"
	"github.com/atomiclint/atomiclint/internal/module"
)

func readme(t *testing.T) string {
	t.Helper()
	return page(t, "README.md")
}

// pageNames returns the names of the pages for users, the README first.
func pageNames(t *testing.T) []string {
	t.Helper()
	names, err := filepath.Glob("../../docs/*.md")
	if err != nil || len(names) == 0 {
		t.Fatalf("got pages %q (%v), want some in docs", names, err)
	}
	for i, name := range names {
		names[i] = "docs/" + filepath.Base(name)
	}
	return append([]string{"README.md"}, names...)
}

// page returns the text of a page.
func page(t *testing.T, name string) string {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("../..", filepath.FromSlash(name)))
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// pages returns the text of all pages.
func pages(t *testing.T) string {
	t.Helper()
	var all strings.Builder
	for _, name := range pageNames(t) {
		all.WriteString(page(t, name))
	}
	return all.String()
}

// section returns what is below a heading of a page, as far as the next one.
func section(t *testing.T, heading string) string {
	t.Helper()
	_, text, ok := strings.Cut(pages(t), "# "+heading+"\n")
	if !ok {
		t.Fatalf("no page has a section %s", heading)
	}
	text, _, _ = strings.Cut(text, "\n##")
	return text
}

// snippet returns the first block of code in a section.
func snippet(t *testing.T, heading string) string {
	t.Helper()
	match := regexp.MustCompile("(?s)```\\w+\n(.*?)```\n").FindStringSubmatch(section(t, heading))
	if match == nil {
		t.Fatalf("there is no code in section %s", heading)
	}
	return match[1]
}

// commands returns the indented lines in a section.
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

// TestReadmeNames checks that the README is short, that it has a heading for
// each category, to which the URL of a diagnostic leads, and that the pages have
// all flags.
func TestReadmeNames(t *testing.T) {
	text := readme(t)
	if n := strings.Count(text, "\n"); n > 180 {
		t.Errorf("the README has %d lines, want at most 180: what is long belongs to docs", n)
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
	flags := section(t, "Flags")
	cl, err := parseCommandLine(nil, &analyzer.Analyzer.Flags)
	if err != nil {
		t.Fatal(err)
	}
	cl.set.VisitAll(func(f *flag.Flag) {
		if !slices.Contains([]string{"V", "diff", "flags", "version"}, f.Name) && !regexp.MustCompile("\n\\| `-"+f.Name+"[=`]").MatchString(flags) {
			t.Errorf("flag -%s is missing", f.Name)
		}
	})
}

// TestReadmeWitnesses checks that the tests that the pages call as witnesses
// exist, and that those which need the tag integration are marked so.
func TestReadmeWitnesses(t *testing.T) {
	tests := testNames(t)
	for _, name := range pageNames(t) {
		for _, match := range regexp.MustCompile("`(Test\\w+)`(\\\\\\*)?").FindAllStringSubmatch(page(t, name), -1) {
			integration, ok := tests[match[1]]
			if !ok {
				t.Errorf("%s: there is no %s", name, match[1])
			} else if marked := match[2] != ""; marked != integration {
				t.Errorf("%s: got %s marked %v, want %v", name, match[1], marked, integration)
			}
		}
	}
}

// testNames returns the tests of this repository by name, and whether each needs
// the tag integration.
func testNames(t *testing.T) map[string]bool {
	t.Helper()
	names := make(map[string]bool)
	decl := regexp.MustCompile(`(?m)^func (Test\w+)\(`)
	tag := regexp.MustCompile(`(?m)^//go:build .*\bintegration\b`)
	err := filepath.WalkDir("../..", func(path string, d fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(path, "_test.go") {
			return err
		}
		data, err := os.ReadFile(path)
		for _, match := range decl.FindAllSubmatch(data, -1) {
			names[string(match[1])] = tag.Match(data)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return names
}

// TestReadmeLinks checks that what the pages link to in this repository is
// there.
func TestReadmeLinks(t *testing.T) {
	links := 0
	for _, name := range append(pageNames(t), "ARCHITECTURE.md", "CONTRIBUTING.md", "CHANGELOG.md", "SECURITY.md", "analyzer/golangci/README.md", "analyzer/nogo/README.md") {
		text := regexp.MustCompile("(?s)```.*?```").ReplaceAllString(page(t, name), "")
		for _, match := range regexp.MustCompile(`\]\(([^)\s]+)\)`).FindAllStringSubmatch(text, -1) {
			if strings.Contains(match[1], "://") {
				continue
			}
			links++
			file, anchor, _ := strings.Cut(match[1], "#")
			target := name
			if file != "" {
				target = path.Join(path.Dir(name), file)
			}
			if _, err := os.Stat(filepath.Join("../..", target)); err != nil {
				t.Errorf("%s links to %s: %v", name, match[1], err)
			} else if anchor != "" && !slices.Contains(anchors(page(t, target)), anchor) {
				t.Errorf("%s links to %s, but there is no such heading", name, match[1])
			}
		}
	}
	if links < 20 {
		t.Errorf("got %d links, want more", links)
	}
}

// anchors returns the names by which GitHub links to the headings of a page.
func anchors(text string) []string {
	var names []string
	for _, match := range regexp.MustCompile(`(?m)^#+ (.*)$`).FindAllStringSubmatch(text, -1) {
		name := regexp.MustCompile(`[^a-z0-9 _-]`).ReplaceAllString(strings.ToLower(match[1]), "")
		names = append(names, strings.ReplaceAll(name, " ", "-"))
	}
	return names
}

// TestReadmeWriter compiles the code that shows the writer, and has it
// checked.
func TestReadmeWriter(t *testing.T) {
	m := newModule(t, "-- app.go --\npackage app\n\nimport (\n\t\"encoding/csv\"\n\n\t\""+module.Path()+"/atomicfile\"\n)\n\n"+
		"var _ = save\n\n"+snippet(t, "The writer"))
	m.must("go", "vet", ".")
	m.must(tool, ".")
}

// TestReadmeExitCodes checks that the pages and -help tell the same exit
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
