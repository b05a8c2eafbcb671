// The atomiclint-gopls command builds a gopls, the language server for Go,
// that has atomiclint among its analyzers.
//
//	go run github.com/atomiclint/atomiclint/cmd/atomiclint-gopls@latest [flags]
//
// gopls has no way to load an analyzer. So the command downloads the source of
// gopls, adds one file that appends atomiclint to the list of analyzers, builds
// it with the installed Go, and prints the setting by which each editor is
// pointed at the result. Everything comes through the Go module proxy.
//
// The flags are:
//
//	-gopls version
//		build this version of gopls, for instance v0.22.0 or v0.22;
//		by default the newest that the installed Go can build
//	-o file
//		write the gopls to file; by default to gopls-atomiclint in the
//		directory where "go install" puts programs
//	-source directory
//		take atomiclint from a checkout; the default is the version of this
//		command, or the checkout around the working directory if the command
//		was built from a checkout
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strings"
	"syscall"
)

// The exit codes.
const (
	exitFailure = 1
	exitUsage   = 2
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	opts, err := parseOptions(os.Args[1:], os.Stdout)
	if errors.Is(err, flag.ErrHelp) {
		return
	}
	if err != nil {
		fail(exitUsage, err)
	}
	result, err := run(ctx, opts, os.Stderr)
	if err != nil && ctx.Err() != nil {
		err = errors.New("interrupted; nothing was written")
	}
	if err != nil {
		fail(exitFailure, err)
	}
	result.print(os.Stdout)
}

// fail prints err on one line, and exits.
func fail(code int, err error) {
	fmt.Fprintf(os.Stderr, "atomiclint-gopls: %s\n", oneLine(err.Error()))
	os.Exit(code)
}

// oneLine returns text without its line breaks.
func oneLine(text string) string { return strings.Join(strings.Fields(text), " ") }

// options is what the flags ask for.
type options struct {
	gopls  string // version or version query; empty means the newest
	output string // file to write; empty means the default
	source string // directory of a checkout; empty means the default
}

// parseOptions parses args. It prints the usage to stdout and returns
// flag.ErrHelp if they ask for it.
func parseOptions(args []string, stdout io.Writer) (options, error) {
	var opts options
	fs := flag.NewFlagSet("atomiclint-gopls", flag.ContinueOnError)
	fs.SetOutput(io.Discard)
	fs.StringVar(&opts.gopls, "gopls", "", "build this `version` of gopls, for instance v0.22.0 or v0.22;\nby default the newest that the installed Go can build")
	fs.StringVar(&opts.output, "o", "", "write the gopls to `file`;\nby default to "+defaultName+" where \"go install\" puts programs")
	fs.StringVar(&opts.source, "source", "", "take atomiclint from a checkout in `directory`;\nby default the version of this command")
	err := fs.Parse(args)
	switch {
	case errors.Is(err, flag.ErrHelp):
		fmt.Fprintln(stdout, "Usage: atomiclint-gopls [flags]\n\nBuilds a gopls that has atomiclint among its analyzers, and prints how to\npoint each editor at it.")
		fs.SetOutput(stdout)
		fs.PrintDefaults()
		return opts, err
	case err != nil:
		return opts, fmt.Errorf("%w; atomiclint-gopls -help lists the flags", err)
	case fs.NArg() > 0:
		return opts, fmt.Errorf("argument %q makes no sense here; atomiclint-gopls -help lists the flags", fs.Arg(0))
	}
	return opts, nil
}
