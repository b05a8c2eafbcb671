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
	"slices"
	"strings"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/analysis/singlechecker"

	"github.com/atomiclint/atomiclint/analyzer"
)

// The exit codes that main decides itself; the driver has the same.
const (
	exitFailure = 1
	exitUsage   = 2
)

func main() {
	a := *analyzer.Analyzer
	a.Doc += "\n\n" + usage
	cl, err := parseCommandLine(os.Args[1:], &a.Flags)
	switch {
	case errors.Is(err, flag.ErrHelp), err == nil && cl.handshake:
	case err != nil:
		fail(exitUsage, fmt.Errorf("%w; atomiclint -help lists the flags", err))
	case len(cl.patterns) == 0:
		fail(exitFailure, errors.New("no packages named; atomiclint ./... checks the whole module, atomiclint -help lists the flags"))
	case insideDriver():
		if !cl.unit() {
			prepareChecker(&a, cl)
		}
	case cl.unit():
		delayGarbageCollection()
		if !cl.fix {
			os.Exit(vet(&a, cl))
		}
		if err := promoteUnit(cl); err != nil {
			fail(exitFailure, err)
		}
	default:
		cl.exportTags()
		if cl.lists() {
			if code, ok := list(&a, cl, os.Stdout, os.Stderr); ok {
				os.Exit(code)
			}
		}
		if err := checkPatterns(cl.patterns); err != nil {
			fail(exitFailure, err)
		}
		if cl.fix && !cl.diff {
			os.Exit(fixAndAdvise(cl))
		}
		if cl.json && !cl.fix {
			os.Exit(printLinked(cl, a.URL))
		}
		prepareChecker(&a, cl)
	}
	singlechecker.Main(&a)
}

// prepareChecker prepares a, and the command line, for singlechecker.
func prepareChecker(a *analysis.Analyzer, cl *commandLine) {
	if cl.fix && !cl.driverOnly {
		if replay, patterns, ok := rehearse(a, cl); ok {
			if len(patterns) == 0 {
				os.Exit(0) // what singlechecker returns if it has fixed all that it can
			}
			flags := os.Args[:len(os.Args)-len(cl.patterns)]
			os.Args = append(slices.Clone(flags), patterns...)
			*a = *replay
			return
		}
	}
	a.Run = reportOnce(a.Run)
}

// fail prints err on one line for each line that it has, and exits.
func fail(code int, err error) {
	io.WriteString(os.Stderr, errorText(err))
	os.Exit(code)
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
