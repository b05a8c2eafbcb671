// The atomiclint command finds writes that can leave a half-written file
// behind, and rewrites them.
//
// One binary serves three drivers:
//
//	atomiclint [flags] packages
//	go vet -vettool=$(which atomiclint) [flags] packages
//	go fix -fixtool=$(which atomiclint) [flags] packages
//
// The flags are the same in each; atomiclint -help lists them.
package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/atomiclint/atomiclint/analyzer"
	"github.com/atomiclint/atomiclint/cmd/atomiclint/internal/driver"
)

// The exit codes.
const (
	exitFailure  = 1
	exitUsage    = 2
	exitFindings = 3
)

func main() { os.Exit(run(os.Args[1:])) }

// run does what the arguments ask for, and returns the exit code.
func run(args []string) int {
	a := *analyzer.Analyzer
	cl, err := parseCommandLine(args, &a.Flags)
	switch {
	case errors.Is(err, flag.ErrHelp):
		return show(os.Stderr, helpText(&a.Flags))
	case err != nil:
		return failFlags(args, fmt.Errorf("%w; atomiclint -help lists the flags", err))
	case cl.flags:
		return failIf(driver.DescribeFlags(os.Stdout, cl.set, ownFlag))
	case cl.buildID:
		return failIf(driver.PrintBuildID(os.Stdout))
	case cl.version:
		return show(os.Stdout, "atomiclint "+ownVersion()+"\n")
	case cl.explain != "":
		text, err := explain(cl.explain)
		if err != nil {
			return fail(exitUsage, err)
		}
		return show(os.Stdout, text)
	case cl.help:
		return show(os.Stdout, manual(a.Doc))
	case len(cl.patterns) == 0:
		return fail(exitFailure, errors.New("no packages named; atomiclint ./... checks the whole module, atomiclint -help lists the flags"))
	case cl.unit():
		delayGarbageCollection()
		return vet(&a, cl)
	}
	cl.exportTags()
	if cl.fix || cl.diff {
		return fix(&a, cl, os.Stdout, os.Stderr)
	}
	return list(&a, cl, os.Stdout, os.Stderr)
}

// show writes text, and returns the exit code for that.
func show(w io.Writer, text string) int {
	_, err := io.WriteString(w, text)
	return failIf(err)
}

// failIf fails with err, if there is one, and returns the exit code.
func failIf(err error) int {
	if err != nil {
		return fail(exitFailure, err)
	}
	return 0
}

// fail prints err on one line for each line that it has, and returns the exit
// code.
func fail(code int, err error) int {
	io.WriteString(os.Stderr, errorText(err))
	return code
}

// failFlags fails because of the flags among args, but once in a run of the go
// command.
func failFlags(args []string, err error) int {
	if isUnit(args) {
		if unit, unitErr := driver.ReadUnit(args[len(args)-1]); unitErr == nil {
			return failOnce(unit, exitUsage, err)
		}
	}
	return fail(exitUsage, err)
}

// errorText returns what is printed about err, which is never nothing.
func errorText(err error) string {
	message := strings.TrimSpace(err.Error())
	if message == "" {
		message = fmt.Sprintf("an error without a message (%T)", err)
	}
	var b strings.Builder
	for line := range strings.Lines(message) {
		fmt.Fprintf(&b, "atomiclint: %s\n", strings.TrimSuffix(line, "\n"))
	}
	return b.String()
}
