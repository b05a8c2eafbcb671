//go:build linux

package main

import (
	"fmt"
	"slices"
	"strings"
)

// A report says what became of the mutants.
type report struct {
	each      bool     // tell of each package
	packages  []*count // as they are first met
	broken    int      // mutants that do not compile
	survivors []*mutant
}

// A count says how many mutants of a package were tried, and how many of them
// a test has noticed.
type count struct {
	dir            string
	tried, noticed int
}

// add adds a mutant, and returns what became of it in words.
func (r *report) add(m *mutant, noticed bool) string {
	i := slices.IndexFunc(r.packages, func(c *count) bool { return c.dir == m.dir() })
	if i < 0 {
		i = len(r.packages)
		r.packages = append(r.packages, &count{dir: m.dir()})
	}
	r.packages[i].tried++
	if !noticed {
		r.survivors = append(r.survivors, m)
		return "survived"
	}
	r.packages[i].noticed++
	return "noticed"
}

// counts returns those on which the report is judged: of each package, or the
// sum.
func (r *report) counts() []*count {
	if r.each {
		return r.packages
	}
	sum := new(count)
	for _, c := range r.packages {
		sum.tried += c.tried
		sum.noticed += c.noticed
	}
	return []*count{sum}
}

func (c *count) percent() float64 { return 100 * float64(c.noticed) / float64(max(1, c.tried)) }

func (r *report) String() string {
	var b strings.Builder
	for _, c := range r.counts() {
		if r.each {
			fmt.Fprintf(&b, "%s: ", c.dir)
		}
		fmt.Fprintf(&b, "%d of %d mutants are noticed (%.1f %%)\n", c.noticed, c.tried, c.percent())
	}
	fmt.Fprintf(&b, "%d more do not compile\n", r.broken)
	for _, m := range r.survivors {
		fmt.Fprintf(&b, "survived: %s\n", m)
	}
	return b.String()
}
