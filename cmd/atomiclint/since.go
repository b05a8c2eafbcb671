package main

import (
	"bytes"
	"fmt"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/analysis/checker"
	"golang.org/x/tools/go/packages"
)

// A change is what differs from a git revision in the files of a repository.
type change struct {
	lines map[string][]lineRange // by absolute name, of files that the revision has
	whole map[string]bool        // files that it has not
}

// lineRange is the lines from first up to last, counted from 1.
type lineRange struct{ first, last int }

// keepSince leaves of what was found what is on lines that differ from the
// revision, or says something about such a line.
func keepSince(graph *checker.Graph, revision string) error {
	changed, err := changeSince(revision)
	if err != nil {
		return err
	}
	for _, act := range graph.Roots {
		act.Diagnostics = slices.DeleteFunc(act.Diagnostics, func(d analysis.Diagnostic) bool { return !changed.touches(act.Package, d) })
	}
	return nil
}

// changeSince asks git what differs, uncommitted and untracked files included.
func changeSince(revision string) (*change, error) {
	top, err := git("rev-parse", "--show-toplevel")
	if err != nil {
		return nil, err
	}
	root := strings.TrimSpace(top)
	if _, err := git("rev-parse", "--verify", "--quiet", "--end-of-options", revision+"^{commit}"); err != nil {
		return nil, fmt.Errorf("-since=%s: git knows no such revision", revision)
	}
	diff, err := git("-c", "core.quotePath=off", "diff", "--no-ext-diff", "--no-color", "--find-renames", "--unified=0",
		"--src-prefix=a/", "--dst-prefix=b/", "--end-of-options", revision)
	if err != nil {
		return nil, err
	}
	untracked, err := git("-C", root, "ls-files", "--others", "--exclude-standard", "-z")
	if err != nil {
		return nil, err
	}
	c := &change{lines: parseDiff(diff, root), whole: make(map[string]bool)}
	for name := range strings.SplitSeq(untracked, "\x00") {
		c.whole[filepath.Join(root, filepath.FromSlash(name))] = true
	}
	return c, nil
}

// git runs git and returns what it prints. An error has the first line of what
// it says.
func git(args ...string) (string, error) {
	cmd := exec.Command("git", args...)
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	if err := cmd.Run(); err != nil {
		if said, _, _ := strings.Cut(strings.TrimSpace(stderr.String()), "\n"); said != "" {
			return "", fmt.Errorf("git: %s", said)
		}
		return "", fmt.Errorf("git: %w", err)
	}
	return stdout.String(), nil
}

// parseDiff returns the lines that a diff without context adds, by file.
func parseDiff(diff, root string) map[string][]lineRange {
	lines := make(map[string][]lineRange)
	file, removed, added := "", 0, 0 // lines of the hunk that are still to come
	for line := range strings.Lines(diff) {
		line = strings.TrimRight(line, "\r\n")
		switch {
		case removed > 0 && strings.HasPrefix(line, "-"):
			removed--
		case added > 0 && strings.HasPrefix(line, "+"):
			added--
		case strings.HasPrefix(line, "+++ "):
			file = filepath.Join(root, filepath.FromSlash(diffName(line[len("+++ "):])))
		case strings.HasPrefix(line, "@@ -"):
			var start int
			if _, removed, start, added = parseHunk(line); added > 0 {
				lines[file] = append(lines[file], lineRange{start, start + added - 1})
			}
		}
	}
	return lines
}

// diffName returns the name of a file in a diff, which is quoted if it has
// characters that would be mistaken.
func diffName(text string) string {
	if unquoted, err := strconv.Unquote(text); err == nil {
		text = unquoted
	}
	return strings.TrimSuffix(strings.TrimPrefix(text, "b/"), "\t")
}

// parseHunk parses the line above a hunk: where it starts in both texts, and
// how many lines of each it has.
func parseHunk(line string) (oldStart, oldLines, newStart, newLines int) {
	fields := strings.Fields(line)
	if len(fields) < 3 {
		return 0, 0, 0, 0
	}
	span := func(text string) (start, count int) {
		first, number, ok := strings.Cut(text[1:], ",")
		start, _ = strconv.Atoi(first)
		if count = 1; ok {
			count, _ = strconv.Atoi(number)
		}
		return start, count
	}
	oldStart, oldLines = span(fields[1])
	newStart, newLines = span(fields[2])
	return oldStart, oldLines, newStart, newLines
}

// touches reports whether d is on a line that has changed, or says something
// about one.
func (c *change) touches(pkg *packages.Package, d analysis.Diagnostic) bool {
	start, end := pkg.Fset.PositionFor(d.Pos, false), pkg.Fset.PositionFor(max(d.Pos, d.End), false)
	if c.has(start.Filename, start.Line, end.Line) {
		return true
	}
	return slices.ContainsFunc(d.Related, func(r analysis.RelatedInformation) bool {
		at := pkg.Fset.PositionFor(r.Pos, false)
		return c.has(at.Filename, at.Line, at.Line)
	})
}

func (c *change) has(file string, first, last int) bool {
	if real, err := filepath.EvalSymlinks(file); err == nil {
		file = real // git knows no other
	}
	return c.whole[file] || slices.ContainsFunc(c.lines[file], func(r lineRange) bool { return r.first <= last && first <= r.last })
}
