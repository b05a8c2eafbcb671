package main

import (
	"flag"
	"fmt"
	"os"

	"github.com/atomiclint/atomiclint/analyzer"
)

func main() {
	c := config{told: os.Stderr}
	flag.IntVar(&c.wanted, "n", 1000, "how many functions with a fix to judge")
	flag.Uint64Var(&c.seed, "seed", 1, "where the choices begin")
	flag.IntVar(&c.first, "first", 0, "begin with the function of this `number`")
	flag.IntVar(&c.batch, "batch", 400, "functions in a program")
	flag.IntVar(&c.shown, "show", 3, "shortest functions to print that break a rule")
	only := flag.Int("only", -1, "print the function of this `number`, and how it is judged")
	flag.BoolVar(&c.shrink, "shrink", false, "make the functions smaller that are printed")
	flag.StringVar(&c.module, "C", ".", "a `directory` of this module")
	flag.Parse()
	c.only = *only
	s, err := fuzz(c, analyzer.Analyzer, os.Stdout)
	if err != nil {
		fmt.Fprintln(os.Stderr, "fixfuzz:", err)
		os.Exit(2)
	}
	s.print(os.Stdout)
	if s.violations() > 0 {
		os.Exit(1)
	}
}
