package main

import (
	"bufio"
	"fmt"
	"io"
	"path"
	"slices"
	"strconv"
	"strings"
)

// A row is a place that a person changed.
type row struct {
	repo, commit string
	kind         string // direct or rename
	file         string
	line         int
	what         string
	reported     bool // whether atomiclint has to report it, or must not
	note         string
}

const header = "repo\tcommit\tkind\tfile\tline\twhat\texpected\tnote"

// readTable reads the rows of a table. It refuses what would silently count
// for nothing: unknown words, and two rows of one line.
func readTable(r io.Reader) ([]row, error) {
	var rows []row
	seen := make(map[string]bool)
	lines := bufio.NewScanner(r)
	for n := 1; lines.Scan(); n++ {
		if n == 1 {
			if lines.Text() != header {
				return nil, fmt.Errorf("line 1 is %q, want %q", lines.Text(), header)
			}
			continue
		}
		row, err := parseRow(lines.Text())
		if err != nil {
			return nil, fmt.Errorf("line %d: %w", n, err)
		}
		place := fmt.Sprint(row.repo, row.commit, row.file, row.line)
		if seen[place] {
			return nil, fmt.Errorf("line %d: %s:%d of %s is listed twice", n, row.file, row.line, row.repo)
		}
		seen[place] = true
		rows = append(rows, row)
	}
	return rows, lines.Err()
}

func parseRow(text string) (row, error) {
	f := strings.Split(text, "\t")
	if len(f) != 8 {
		return row{}, fmt.Errorf("%d columns, want 8", len(f))
	}
	line, err := strconv.Atoi(f[4])
	if err != nil {
		return row{}, err
	}
	switch {
	case strings.Count(f[0], "/") != 1:
		return row{}, fmt.Errorf("repository %q, want owner/name", f[0])
	case len(f[1]) != 40:
		return row{}, fmt.Errorf("commit %q, want 40 digits", f[1])
	case f[2] != "direct" && f[2] != "rename":
		return row{}, fmt.Errorf("kind %q, want direct or rename", f[2])
	case f[6] != "flag" && f[6] != "none":
		return row{}, fmt.Errorf("expected %q, want flag or none", f[6])
	}
	return row{f[0], f[1], f[2], f[3], line, f[5], f[6] == "flag", f[7]}, nil
}

// commits groups the rows by their commits, in the order of the table, and
// leaves out those whose repository and commit do not contain only.
func commits(rows []row, only string) [][]row {
	var groups [][]row
	at := make(map[string]int)
	for _, r := range rows {
		key := r.repo + " " + r.commit
		if !strings.Contains(key, only) {
			continue
		}
		i, ok := at[key]
		if !ok {
			i = len(groups)
			at[key] = i
			groups = append(groups, nil)
		}
		groups[i] = append(groups[i], r)
	}
	return groups
}

// packages returns the directories of the files of a commit.
func packages(group []row) []string {
	var dirs []string
	for _, r := range group {
		if dir := path.Dir(r.file); !slices.Contains(dirs, dir) {
			dirs = append(dirs, dir)
		}
	}
	return dirs
}
