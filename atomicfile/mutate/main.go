//go:build linux

// Command mutate breaks a package in many small ways, one at a time, and tells
// whether the default tests notice, its own and those of the packages below its
// directory: of the writer, or of one package of the analyzer:
//
//	go run ./atomicfile/mutate
//	go run ./atomicfile/mutate -pkg analyzer -only analyzer/internal/flow/ -limit 5m
//
// Each mutant is made in a copy of the module. A mutant that the tests pass is
// a promise that they do not check, or a change that breaks none: the report
// lists them all. As superuser the tests of a mutant see everything but the
// copy read-only, for what a broken writer replaces may be /dev/null.
package main

import (
	"flag"
	"fmt"
	"os"
	"regexp"
	"strings"
	"time"
)

func main() {
	becomeBoxed()
	var c campaign
	flag.StringVar(&c.pkg, "pkg", "atomicfile", "`directory` of the package, within the module")
	flag.IntVar(&c.sample, "n", 120, "`number` of mutants that are drawn, besides one for each function that can be emptied")
	flag.Uint64Var(&c.seed, "seed", 1, "`number` by which they are drawn")
	only := flag.String("only", "", "try only mutants whose description the `regexp` matches")
	flag.DurationVar(&c.limit, "limit", time.Minute, "`duration` after which a test that hangs has noticed")
	flag.IntVar(&c.workers, "j", 2, "`number` of mutants that are tested at a time")
	atLeast := flag.Float64("atleast", 0, "fail if fewer `percent` are noticed")
	flag.Parse()
	c.progress = func(line string) { fmt.Fprintln(os.Stderr, line) }
	pattern, err := regexp.Compile(*only)
	if err != nil {
		fmt.Fprintln(os.Stderr, "mutate:", err)
		os.Exit(2)
	}
	c.only = pattern
	r, err := c.run()
	if err == nil {
		fmt.Print(r)
		if r.percent() < *atLeast {
			err = fmt.Errorf("%.1f %% of the mutants are noticed, want %.1f", r.percent(), *atLeast)
		}
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "mutate:", err)
		os.Exit(1)
	}
}

// A report says what became of the mutants.
type report struct {
	killed, broken int // noticed by a test; did not compile
	survivors      []mutant
}

func (r *report) add(m *mutant, v verdict) {
	switch v {
	case broken:
		r.broken++
	case killed:
		r.killed++
	case survived:
		r.survivors = append(r.survivors, *m)
	}
}

func (r *report) percent() float64 {
	tried := r.killed + len(r.survivors)
	return 100 * float64(r.killed) / float64(max(1, tried))
}

func (r *report) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%d of %d mutants are noticed (%.1f %%); %d more did not compile\n",
		r.killed, r.killed+len(r.survivors), r.percent(), r.broken)
	for _, m := range r.survivors {
		fmt.Fprintf(&b, "survived: %s\n", m)
	}
	return b.String()
}
