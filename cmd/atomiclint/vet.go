package main

import (
	"bytes"
	"errors"
	"fmt"
	"go/scanner"
	"go/types"
	"maps"
	"os"
	"runtime/debug"
	"strings"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/analysis/checker"

	"github.com/atomiclint/atomiclint/cmd/atomiclint/internal/driver"
)

// vet analyzes the package that the go command describes, as unitchecker does,
// and returns the same exit code.
func vet(a *analysis.Analyzer, cl *commandLine) int {
	unit, err := driver.ReadUnit(cl.patterns[0])
	if err != nil {
		return fail(exitFailure, err)
	}
	if cl.driver == driverX {
		unit.RunUnitchecker(a, cl.unitcheckerFlags()...)
	}
	if cl.printsDiagnostics() {
		unit.Promote()
	}
	graph, err := unit.Analyze(a)
	switch {
	case err != nil && unit.VetxOnly:
		return exitFailure // the go command goes on without the facts
	case err != nil:
		return failUnit(err)
	case graph == nil:
		return 0
	}
	for _, act := range graph.Roots {
		if act.Err != nil { // the settings are wrong, and so for all packages
			return failOnce(unit, exitFailure, act.Err)
		}
		leaveCalls(act, func(path string) bool { return path != "" && inModules(path, workspaceModules(unit.Dir)) })
	}
	if cl.fix {
		return fixUnit(graph, unit, cl)
	}
	return printUnit(graph, unit, cl, a.URL)
}

// printsDiagnostics reports whether diagnostics go to the output that the go
// command caches. Files that -fix changes go another way.
func (cl *commandLine) printsDiagnostics() bool {
	if cl.fix {
		return cl.diff
	}
	return cl.format == "json"
}

// unitcheckerFlags returns the flags by which unitchecker does what the command
// line asks for.
func (cl *commandLine) unitcheckerFlags() []string {
	return []string{
		fmt.Sprintf("-c=%d", cl.context),
		fmt.Sprintf("-diff=%t", cl.diff),
		fmt.Sprintf("-fix=%t", cl.fix),
		fmt.Sprintf("-json=%t", cl.format == "json"),
	}
}

// delayGarbageCollection lets the heap grow to five times of what is live
// before it is collected. The process has one package to analyze and nearly
// everything it loads lives to its end, so that collecting it early took an
// eighth of the time and freed next to nothing: over golang.org/x/tools no
// process needs more than 56 MiB. GOGC still has the last word.
func delayGarbageCollection() {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(400)
	}
}

// printUnit prints the diagnostics of a package where the go command wants
// them.
func printUnit(graph *checker.Graph, unit *driver.Unit, cl *commandLine, site string) int {
	if cl.format != "json" {
		if err := graph.PrintText(os.Stderr, cl.context); err != nil {
			return fail(exitFailure, err)
		}
		return min(exitCode(graph, cl), exitFailure) // the go command knows no code for findings
	}
	var out bytes.Buffer
	err := graph.PrintJSON(&out)
	if err == nil {
		err = unit.WriteOutput(link(out.Bytes(), site))
	}
	if err != nil {
		return fail(exitFailure, err)
	}
	return 0
}

// fixUnit applies the fixes of a package in the way that the go command wants.
func fixUnit(graph *checker.Graph, unit *driver.Unit, cl *commandLine) int {
	p := planFixes(graph)
	if cl.diff {
		var out strings.Builder
		err := p.printDiff(&out, driver.ModuleRoot(unit.Dir))
		if err == nil {
			err = unit.WriteOutput([]byte(out.String()))
		}
		if err != nil {
			return fail(exitFailure, err)
		}
		return p.reportFailed(os.Stderr)
	}
	if err := checkModules(p, writerPath(cl)); err != nil {
		return failOnce(unit, exitFailure, err)
	}
	if !unit.WantsArchive() {
		p.write(writeFile)
	} else if err := unit.WriteArchive(maps.All(p.contents())); err != nil {
		return fail(exitFailure, err)
	}
	return p.reportFailed(os.Stderr)
}

// failUnit prints why a package could not be analyzed: what a compiler would
// say in the way of a compiler (https://go.dev/issue/34142).
func failUnit(err error) int {
	if errors.As(err, new(types.Error)) || errors.As(err, new(scanner.ErrorList)) {
		fmt.Fprintln(os.Stderr, err)
		return exitFailure
	}
	return fail(exitFailure, fmt.Errorf("%w; -driver=x may do better", err))
}

// failOnce fails with err, but once in a run of the go command.
func failOnce(unit *driver.Unit, code int, err error) int {
	if !unit.FailsFirst() {
		return 0
	}
	return fail(code, err)
}
