package main

import (
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
)

// forTerminal reports whether f is a terminal, on which people read, and not a
// file or a program.
func forTerminal(f any) bool {
	file, ok := f.(*os.File)
	if !ok || os.Getenv("TERM") == "dumb" {
		return false
	}
	info, err := file.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}

// A terminal prints findings for people.
type terminal struct {
	w       io.Writer
	context int                 // lines to show around a finding
	colour  bool                // see https://no-color.org
	texts   map[string][]string // lines of files by name
}

func newTerminal(w io.Writer, cl *commandLine) *terminal {
	return &terminal{w: w, context: max(0, cl.context), colour: os.Getenv("NO_COLOR") == "", texts: make(map[string][]string)}
}

// The colours, as SGR parameters.
const (
	bold = "1"
	red  = "31"
	grey = "90"
)

func (t *terminal) paint(colour, text string) string {
	if !t.colour {
		return text
	}
	return "\x1b[" + colour + "m" + text + "\x1b[0m"
}

// print prints findings, each with its source, and what there is in all.
func (t *terminal) print(all []finding, patterns []string) {
	for _, f := range all {
		place := fmt.Sprintf("%s:%d:%d:", shortName(f.start.Filename), f.start.Line, f.start.Column)
		fmt.Fprintf(t.w, "%s %s %s\n", t.paint(bold, place), t.paint(red, f.category), f.message)
		t.printSource(f)
		for _, r := range f.related {
			fmt.Fprintf(t.w, "    %s:%d: %s\n", shortName(r.posn.Filename), r.posn.Line, r.message)
		}
	}
	if len(all) > 0 {
		fmt.Fprint(t.w, t.paint(bold, tally(all, patterns)), "\n")
		for _, url := range urls(all) {
			fmt.Fprintln(t.w, t.paint(grey, url))
		}
	}
}

// printSource prints the line of f with a mark below, and those around it that
// are asked for.
func (t *terminal) printSource(f finding) {
	lines := t.lines(f.start.Filename)
	for n := f.start.Line - t.context; n <= f.start.Line+t.context; n++ {
		if n < 1 || n > len(lines) {
			continue
		}
		line := strings.TrimRight(lines[n-1], "\r\n")
		fmt.Fprintf(t.w, "%s %s\n", t.paint(grey, fmt.Sprintf("%6d", n)), line)
		if column := f.start.Column - 1; n == f.start.Line && column <= len(line) {
			width := 1
			if f.end.Line == f.start.Line {
				width = max(1, f.end.Column-f.start.Column)
			}
			fmt.Fprintf(t.w, "       %s%s\n", blank(line[:column]), t.paint(red, strings.Repeat("^", width)))
		}
	}
}

// blank returns as much space as text takes.
func blank(text string) string {
	return strings.Map(func(r rune) rune {
		if r == '\t' {
			return r
		}
		return ' '
	}, text)
}

func (t *terminal) lines(name string) []string {
	lines, ok := t.texts[name]
	if !ok {
		if data, err := os.ReadFile(name); err == nil {
			lines = strings.SplitAfter(string(data), "\n")
		}
		t.texts[name] = lines
	}
	return lines
}

// tally says how many findings there are, of which categories, how many are
// about files that code takes for finished, and how many can be fixed.
func tally(all []finding, patterns []string) string {
	count := make(map[string]int)
	fixable, trusted := 0, 0
	for _, f := range all {
		count[f.category]++
		if f.fixable {
			fixable++
		}
		if f.trusted {
			trusted++
		}
	}
	var parts []string
	for _, category := range categoriesOf(all) {
		parts = append(parts, fmt.Sprintf("%d %s", count[category], category))
	}
	text := fmt.Sprintf("%s: %s", plural(len(all), "finding"), strings.Join(parts, ", "))
	if trusted > 0 {
		text += fmt.Sprintf("; %d taken for finished if the file exists", trusted)
	}
	if fixable > 0 {
		text += fmt.Sprintf("; %d can be fixed by atomiclint -fix %s", fixable, strings.Join(patterns, " "))
	}
	return text
}

// categoriesOf returns the categories of findings, sorted.
func categoriesOf(all []finding) []string {
	var names []string
	for _, f := range all {
		names = append(names, f.category)
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// urls returns where more is said about each category of findings.
func urls(all []finding) []string {
	var list []string
	for _, f := range all {
		list = append(list, f.category+": "+f.url)
	}
	slices.Sort(list)
	return slices.Compact(list)
}
