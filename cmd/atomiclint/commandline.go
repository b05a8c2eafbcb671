package main

import (
	"flag"
	"io"
	"os"
	"strings"
)

// A commandLine is what the arguments ask for, as far as main must know it
// before the driver parses them in turn.
type commandLine struct {
	json, fix, diff bool
	tests           bool // load test files, too
	context         int  // lines to show around a finding; -1: none, not even its own
	driverOnly      bool // a flag is set that serves those who work on analyzers
	tags            string
	handshake       bool   // -V=full or -flags: the go command gets to know the tool
	writer          string // value of -writer
	args            []string
	patterns        []string
}

// parseCommandLine parses args with the flags of the analyzer and those that
// singlechecker adds. It returns flag.ErrHelp for -help, and an error of one
// line for what the driver would answer with its whole help text.
func parseCommandLine(args []string, analyzerFlags *flag.FlagSet) (*commandLine, error) {
	cl := &commandLine{args: args}
	fs := flag.NewFlagSet("atomiclint", flag.ContinueOnError)
	fs.SetOutput(io.Discard)
	fs.BoolVar(&cl.json, "json", false, "")
	fs.BoolVar(&cl.fix, "fix", false, "")
	fs.BoolVar(&cl.diff, "diff", false, "")
	fs.StringVar(&cl.tags, "tags", "", "")
	fs.BoolVar(&cl.handshake, "flags", false, "")
	fs.BoolFunc("V", "", func(string) error { cl.handshake = true; return nil })
	fs.IntVar(&cl.context, "c", -1, "")
	fs.BoolVar(&cl.tests, "test", true, "")
	for _, name := range []string{"all", "source"} {
		fs.Bool(name, false, "")
	}
	driverOnly := func(string) error { cl.driverOnly = true; return nil }
	fs.BoolFunc("v", "", driverOnly)
	for _, name := range []string{"cpuprofile", "debug", "memprofile", "trace"} {
		fs.Func(name, "", driverOnly)
	}
	analyzerFlags.VisitAll(func(f *flag.Flag) { fs.Var(f.Value, f.Name, f.Usage) })
	if err := fs.Parse(args); err != nil {
		return nil, err
	}
	if f := fs.Lookup("writer"); f != nil {
		cl.writer = f.Value.String()
	}
	cl.patterns = fs.Args()
	return cl, nil
}

// unit reports whether the go command asks for one package, which a file
// describes.
func (cl *commandLine) unit() bool {
	return len(cl.patterns) == 1 && strings.HasSuffix(cl.patterns[0], ".cfg")
}

// exportTags hands -tags to the go command, which loads the packages: the
// driver accepts the flag and ignores it. In go vet and go fix it is a flag of
// the go command and does not get here.
func (cl *commandLine) exportTags() {
	if cl.tags != "" {
		os.Setenv("GOFLAGS", strings.TrimSpace(os.Getenv("GOFLAGS")+" -tags="+cl.tags))
	}
}
