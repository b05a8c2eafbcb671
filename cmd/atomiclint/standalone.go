package main

import (
	"bytes"
	"io"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/analysis/checker"
	"golang.org/x/tools/go/packages"
)

// exitFindings is the exit code of singlechecker if there are findings.
const exitFindings = 3

// lists reports whether a list of findings is asked for. Flags for those who
// work on an analyzer are left to singlechecker.
func (cl *commandLine) lists() bool { return !cl.fix && !cl.driverOnly }

// list prints what singlechecker prints, and returns the same exit code.
//
// If there is anything wrong with the packages, list does nothing and reports
// false: singlechecker shall say what it is.
func list(a *analysis.Analyzer, cl *commandLine, stdout, stderr io.Writer) (code int, ok bool) {
	graph, ok := analyze(a, cl)
	if !ok {
		return 0, false
	}
	var err error
	code = exitCode(graph)
	if cl.json {
		var out bytes.Buffer
		if err = graph.PrintJSON(&out); err == nil {
			code = 0
			_, err = stdout.Write(link(out.Bytes(), a.URL))
		}
	} else {
		err = graph.PrintText(stderr, cl.context)
	}
	if err != nil {
		code = exitFailure
	}
	return code, true
}

// analyze runs the analyzer over the packages that match the patterns. Since
// it has facts, singlechecker would load everything from source, down to
// package runtime, which takes three times as long and three times the memory.
// Here dependencies come from export data, a factStore makes the facts that
// are asked for, and packages about which there is nothing to find out are not
// even parsed: the go command compiles them. It reports false if there is
// anything wrong with the packages.
func analyze(a *analysis.Analyzer, cl *commandLine) (*checker.Graph, bool) {
	initial, err := packages.Load(&packages.Config{
		Mode: packages.NeedName | packages.NeedFiles | packages.NeedCompiledGoFiles | packages.NeedImports | packages.NeedDeps |
			packages.NeedTypesSizes | packages.NeedModule | packages.NeedExportFile | packages.NeedForTest,
		Tests: cl.tests,
	}, cl.patterns...)
	if err != nil || len(initial) == 0 || faulty(initial) {
		return nil, false
	}
	once := *a
	once.Run = reportOnce(a.Run)
	store := newFactStore(&once, initial)
	loaded, err := store.load()
	if err != nil {
		return nil, false
	}
	graph, err := checker.Analyze([]*analysis.Analyzer{store.analyzer()}, loaded, nil)
	return graph, err == nil
}

// faulty reports whether a package, or one that it depends on, has errors.
func faulty(initial []*packages.Package) bool {
	found := false
	packages.Visit(initial, nil, func(pkg *packages.Package) {
		found = found || len(pkg.Errors) > 0 || pkg.Module != nil && pkg.Module.Error != nil
	})
	return found
}

// exitCode returns the exit code of a run that prints text.
func exitCode(graph *checker.Graph) int {
	code := 0
	for _, act := range graph.Roots {
		if act.Err != nil {
			return exitFailure
		}
		if len(act.Diagnostics) > 0 {
			code = exitFindings
		}
	}
	return code
}
