package main

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"slices"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/analysis/checker"
	"golang.org/x/tools/go/packages"

	"github.com/atomiclint/atomiclint/cmd/atomiclint/internal/driver"
	"github.com/atomiclint/atomiclint/internal/setting"
)

// list prints what is found in the packages, and returns the exit code.
func list(a *analysis.Analyzer, cl *commandLine, stdout, stderr io.Writer) int {
	graph, faults, err := analyze(a, cl)
	if err != nil {
		return fail(exitFailure, err)
	}
	if err := printFindings(graph, cl, a.URL, stdout, stderr); err != nil {
		return fail(exitFailure, err)
	}
	if code := printFaults(stderr, faults); code != 0 {
		return code
	}
	return exitCode(graph, cl)
}

// printFindings prints what is found in the format that is asked for.
func printFindings(graph *checker.Graph, cl *commandLine, site string, stdout, stderr io.Writer) error {
	switch {
	case cl.format == "json":
		var out bytes.Buffer
		if err := graph.PrintJSON(&out); err != nil {
			return err
		}
		_, err := stdout.Write(link(out.Bytes(), site))
		return err
	case cl.format == "sarif":
		return printSARIF(stdout, findings(graph), site)
	case cl.format == "github":
		return printGitHub(stdout, findings(graph))
	case forTerminal(stderr):
		newTerminal(stderr, cl).print(findings(graph), cl.patterns)
		return nil
	}
	return graph.PrintText(stderr, cl.context)
}

// printFaults prints what cannot be analyzed, and returns the exit code for it.
func printFaults(stderr io.Writer, faults []string) int {
	for _, fault := range faults {
		fmt.Fprintf(stderr, "atomiclint: %s\n", fault)
	}
	if len(faults) > 0 {
		return exitFailure
	}
	return 0
}

// analyze runs the analyzer over the packages that match the patterns. It
// returns a line about each that could not be analyzed.
func analyze(a *analysis.Analyzer, cl *commandLine) (*checker.Graph, []string, error) {
	pkgs, err := driver.Load(cl.patterns, cl.tests)
	if err == nil {
		err = checkSettings(a, pkgs.Sound)
	}
	if err != nil {
		return nil, nil, err
	}
	run := pkgs.Analyze
	if cl.driver == driverX {
		run = pkgs.AnalyzeSource
	}
	graph, err := run(a)
	if err != nil {
		return nil, nil, err
	}
	if pkgs.Remark != "" {
		fmt.Fprintf(os.Stderr, "atomiclint: %s\n", pkgs.Remark)
	}
	settleCalls(graph, pkgs.Sound, func(pkg *packages.Package) bool {
		return slices.ContainsFunc(items(a, "skip"), func(pattern string) bool { return setting.SkipsPackage(pattern, pkg.PkgPath) })
	})
	if cl.since != "" {
		if err := keepSince(graph, cl.since); err != nil {
			return nil, nil, err
		}
	}
	return graph, pkgs.Faults, nil
}

// exitCode returns the exit code of a run that prints what is found.
func exitCode(graph *checker.Graph, cl *commandLine) int {
	if cl.format == "json" || cl.format == "sarif" {
		return 0
	}
	for _, act := range graph.Roots {
		if len(act.Diagnostics) > 0 {
			return exitFindings
		}
	}
	return 0
}
