package main

import (
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
)

// A score compares what is reported with what people changed.
type score struct {
	recall     map[string]*recall // by kind
	missed     []row
	unexpected []reported // though the row says none
	others     []reported // of no row
	failed     []failure
	commits    int
	repos      map[string]bool
}

type recall struct{ found, of int }

// A reported is a finding, and a commit at whose parent it is.
type reported struct {
	at row
	finding
}

// A failure is a commit whose packages could not be looked at.
type failure struct {
	at  row
	err error
}

func newScore() *score {
	return &score{recall: make(map[string]*recall), repos: make(map[string]bool)}
}

// add compares the rows of a commit with the findings in their packages.
func (s *score) add(group []row, found []finding) {
	s.commits++
	s.repos[group[0].repo] = true
	left := slices.Clone(found)
	for _, r := range group {
		i := slices.IndexFunc(left, func(f finding) bool { return f.file == r.file && f.line == r.line })
		switch {
		case r.reported:
			s.count(r, i >= 0)
		case i >= 0:
			s.unexpected = append(s.unexpected, reported{r, left[i]})
		}
		if i >= 0 {
			left = slices.Delete(left, i, i+1)
		}
	}
	for _, f := range left {
		s.others = append(s.others, reported{group[0], f})
	}
}

func (s *score) count(r row, found bool) {
	if s.recall[r.kind] == nil {
		s.recall[r.kind] = new(recall)
	}
	s.recall[r.kind].of++
	if found {
		s.recall[r.kind].found++
	} else {
		s.missed = append(s.missed, r)
	}
}

func (s *score) fail(group []row, err error) {
	s.failed = append(s.failed, failure{group[0], err})
}

func (s *score) print(w io.Writer) {
	for _, r := range s.missed {
		fmt.Fprintf(w, "missed %s %.10s %s:%d %s: %s (%s)\n", r.repo, r.commit, r.file, r.line, r.kind, r.what, r.note)
	}
	printReported(w, "unexpected", s.unexpected)
	printReported(w, "other", s.others)
	for _, f := range s.failed {
		fmt.Fprintf(w, "failed %s %.10s %s\n", f.at.repo, f.at.commit, strings.Join(strings.Fields(f.err.Error()), " "))
	}
	for _, kind := range slices.Sorted(maps.Keys(s.recall)) {
		r := s.recall[kind]
		fmt.Fprintf(w, "recall of %s: %d of %d\n", kind, r.found, r.of)
	}
	fmt.Fprintf(w, "%d commits of %d repositories, %d unexpected, %d other findings; %d commits failed\n",
		s.commits, len(s.repos), len(s.unexpected), len(s.others), len(s.failed))
}

func printReported(w io.Writer, word string, list []reported) {
	for _, r := range list {
		fix := ""
		if r.fix {
			fix = " (fix)"
		}
		fmt.Fprintf(w, "%s %s %.10s %s:%d %s: %s%s\n", word, r.at.repo, r.at.commit, r.file, r.line, r.category, r.message, fix)
	}
}
