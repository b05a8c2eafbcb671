//go:build linux

// Command mutate breaks a package in many small ways, one at a time, and tells
// whether the default tests notice, its own and those of the packages below its
// directory: of the writer, or of one package of the analyzer:
//
//	go run ./atomicfile/mutate
//	go run ./atomicfile/mutate -pkg analyzer -only analyzer/internal/flow/ -limit 5m
//	go run ./atomicfile/mutate -pkg analyzer -each -n 40 -emptied=false -serve -limit 1m
//	go run ./atomicfile/mutate -pkg analyzer/internal/flow -only internal/flow/ -n 10000
//
// The first tries the writer, the second one package of the analyzer, the third
// all of them. The tests of the package that has the mutant come first, and only
// if they pass those of the packages that import it, up to the one of -pkg: the
// last command tells what the package notices by itself. With -serve the tests
// of a package run in one process for many mutants, which is much quicker, as no
// variable of the analyzer outlives a test.
//
// The mutants are made in a copy of the module, and live in one program, which
// is built once. A mutant that the tests pass is a promise that they do not
// check, or a change that breaks none: the report lists them all. As superuser
// the tests of a mutant see everything but the copy read-only, for what a broken
// writer replaces may be /dev/null.
package main

import (
	"flag"
	"fmt"
	"os"
	"regexp"
	"time"
)

func main() {
	becomeBoxed()
	var c campaign
	flag.StringVar(&c.pkg, "pkg", "atomicfile", "`directory` of the package, within the module")
	flag.IntVar(&c.sample, "n", 120, "`number` of mutants that are drawn")
	flag.BoolVar(&c.emptied, "emptied", true, "besides, try one for each function that can be emptied")
	flag.BoolVar(&c.each, "each", false, "draw as many of each package, and tell of each")
	flag.Uint64Var(&c.seed, "seed", 1, "`number` by which they are drawn")
	only := flag.String("only", "", "try only mutants whose description the `regexp` matches")
	flag.StringVar(&c.skip, "skip", "", "do not run the tests whose names match the `regexp`")
	flag.BoolVar(&c.serve, "serve", false, "test many mutants in one process: quicker, where no variable outlives a test")
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
		for _, count := range r.counts() {
			if count.percent() < *atLeast {
				err = fmt.Errorf("too few mutants are noticed, want %.1f %%", *atLeast)
			}
		}
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "mutate:", err)
		os.Exit(1)
	}
}
