// Fixfuzz judges the fixes of the analyzer by running them.
//
// It generates ordinary functions that write one file, some with a caller that
// does something about what comes of it, lets the analyzer fix them, and runs
// each as it was and as it is in all scenarios: nothing fails,
// each step of the function fails in turn and in several ways, files cannot
// grow, the destination is an old file, a directory, or becomes one, another
// writer comes in between. What the function returns, how it ends, what it
// prints, which file is at the destination, with which content and mode, and
// what lies beside it are compared. The rules are in judge.go.
//
//	go run ./analyzer/fixfuzz -n 100000 -seed 1
//
// judges 100,000 functions that got a fix. For each rule that is broken it
// prints the shortest functions, before and after the fix, with the scenario,
// then the figures; it exits with 1 if there was any. A function depends on
// the seed and its number alone. -first NUMBER goes on from one, -only NUMBER
// judges one, -shrink makes those smaller that are printed.
//
// Three packages work together. This one generates, fixes, builds and judges.
// Package feed is what the generated functions work with: its calls fail as
// the scenario says. Package stage is the main part of the programs that the
// functions are built into; it plays the scenarios and reports what came of
// them. The pass sees the true package os: in the programs that are run os.Exit
// calls a hook first, so that functions which end the program can share a
// process with hundreds of others.
//
// It needs Linux: writes fail because of a limit on the size of files.
package main
