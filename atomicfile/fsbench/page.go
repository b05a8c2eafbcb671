package main

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/atomiclint/atomiclint/atomicfile/fsbench/behaviour"
)

// A line of the page is an outcome that several places share.
type line struct {
	result behaviour.Result
	why    string // the mark of a reason, if there is a difference
	places []string
}

// page describes the results. Its error says which differences between the
// two packages nobody has explained, and which explanations are of no use.
func (r results) page() (string, error) {
	e := newExplainer()
	var b strings.Builder
	fmt.Fprintf(&b, head, len(behaviour.All()), len(r))
	for _, part := range []struct {
		title  string
		trials []trial
	}{{"File systems", append(hostFileSystems(), guestTrials()...)}, {"Containers", containers()}} {
		var places []string
		for _, t := range part.trials {
			if r[t.name()] != nil {
				places = append(places, t.name())
			}
		}
		if len(places) > 0 {
			fmt.Fprintf(&b, "\n## %s\n\n", part.title)
			r.part(&b, e, places)
		}
	}
	fmt.Fprintf(&b, "\n## Why\n\n")
	for i, reason := range reasons {
		if e.used[i] > 0 {
			fmt.Fprintf(&b, "%d. %s\n", e.number(i), reason.why)
		}
	}
	return b.String(), e.err()
}

const head = `# atomicfile and package os, file system by file system

What ` + "`go run .`" + ` prints: each of %d behaviours is prepared twice in each of %d places, done once with package os and
once with package atomicfile, and what is there afterwards is compared. "=" means that both are the same; a number says
why they are not. "old" and "new" are the whole contents, the number after them is the mode.
`

// part writes the tables for some places.
func (r results) part(b *strings.Builder, e *explainer, places []string) {
	var lines [][]line
	for _, one := range behaviour.All() {
		lines = append(lines, r.lines(e, one.Name, places))
	}
	fmt.Fprintf(b, "| place | as package os | explained | cannot be had there |\n| --- | ---: | ---: | ---: |\n")
	for _, place := range places {
		equal, explained, absent := count(lines, place)
		fmt.Fprintf(b, "| %s | %d | %d | %d |\n", place, equal, explained, absent)
	}
	fmt.Fprintf(b, "\n| behaviour | package os | atomicfile | why | where |\n| --- | --- | --- | --- | --- |\n")
	for i, one := range behaviour.All() {
		most := most(lines[i])
		name := one.Name
		for n, l := range lines[i] {
			where := strings.Join(l.places, "; ")
			switch {
			case len(lines[i]) == 1:
				where = "everywhere"
			case n == most && len(l.places) > 2:
				where = "all others"
			}
			std, ours := l.result[behaviour.OS], l.result[behaviour.Atomicfile]
			if ours == std {
				ours = "="
			}
			fmt.Fprintf(b, "| %s | %s | %s | %s | %s |\n", name, std, ours, l.why, where)
			name = ""
		}
	}
}

// lines returns what came out of a behaviour, the most frequent first.
func (r results) lines(e *explainer, name string, places []string) (lines []line) {
	for _, place := range places {
		got := r[place][name]
		why := e.explain(name, place, got)
		i := slices.IndexFunc(lines, func(l line) bool { return l.result == got && l.why == why })
		if i < 0 {
			i = len(lines)
			lines = append(lines, line{result: got, why: why})
		}
		lines[i].places = append(lines[i].places, place)
	}
	slices.SortStableFunc(lines, func(a, b line) int { return len(b.places) - len(a.places) })
	return lines
}

// most returns the line that most places share.
func most(lines []line) (most int) {
	for i, l := range lines {
		if len(l.places) > len(lines[most].places) {
			most = i
		}
	}
	return most
}

func count(behaviours [][]line, place string) (equal, explained, absent int) {
	for _, lines := range behaviours {
		for _, l := range lines {
			switch {
			case !slices.Contains(l.places, place):
			case strings.HasPrefix(l.result[behaviour.OS], behaviour.Absent):
				absent++
			case l.result[0] == l.result[1]:
				equal++
			default:
				explained++
			}
		}
	}
	return equal, explained, absent
}

// An explainer finds reasons for differences.
type explainer struct {
	used    map[int]int // how often, by index
	numbers map[int]int // as shown, by index
	unknown []string
}

func newExplainer() *explainer {
	return &explainer{used: make(map[int]int), numbers: make(map[int]int)}
}

// explain returns the number of the reason why the results differ.
func (e *explainer) explain(name, place string, got behaviour.Result) string {
	if got[0] == got[1] {
		return ""
	}
	if i := reasonFor(name, place, got); i >= 0 {
		e.used[i]++
		return fmt.Sprint(e.number(i))
	}
	e.unknown = append(e.unknown, fmt.Sprintf("%s, %s: package os: %s; atomicfile: %s", place, name, got[0], got[1]))
	return "**?**"
}

// number numbers the reasons in the order in which they are needed.
func (e *explainer) number(reason int) int {
	if e.numbers[reason] == 0 {
		e.numbers[reason] = slices.Max(append(slices.Collect(maps.Values(e.numbers)), 0)) + 1
	}
	return e.numbers[reason]
}

func (e *explainer) err() (err error) {
	for _, text := range e.unknown {
		err = errors.Join(err, errors.New("not explained: "+text))
	}
	for i, reason := range reasons {
		if e.used[i] == 0 {
			err = errors.Join(err, fmt.Errorf("explains nothing: %s", reason.why))
		}
	}
	return err
}
