package main

import (
	"flag"
	"fmt"
	"io"
	"os"
	"slices"
	"strconv"
	"strings"
)

// The drivers.
const (
	driverOwn = "own"
	driverX   = "x"
)

// A commandLine is what the arguments ask for.
type commandLine struct {
	fix, diff     bool
	format        string // how to print findings
	since         string // git revision; report only what differs from it
	explain       string // category or flaw to explain
	driver        string // how to load packages
	tests         bool   // load test files, too
	context       int    // lines to show around a finding; -1: none, not even its own
	tags          string
	flags         bool // the go command wants to know the flags
	buildID       bool // and what tells this binary from another
	version, help bool
	writer        string // value of -writer
	fallback      string // packages if there are no patterns
	patterns      []string
	set           *flag.FlagSet
}

// parseCommandLine parses args with the flags of the analyzer and those of the
// command. It returns flag.ErrHelp for -help.
func parseCommandLine(args []string, analyzerFlags *flag.FlagSet) (*commandLine, error) {
	cl := &commandLine{set: flag.NewFlagSet("atomiclint", flag.ContinueOnError)}
	fs := cl.set
	fs.SetOutput(io.Discard)
	fs.BoolVar(&cl.fix, "fix", false, "rewrite what is safe to rewrite, and list the rest")
	fs.BoolVar(&cl.diff, "diff", false, "print what -fix would change, as git apply reads it, and change no file")
	fs.Var(newChoice(&cl.format, "text", "json", "sarif", "github"), "format", "print findings as `FORMAT`: text, json, sarif, or github, which annotates pull requests")
	fs.BoolFunc("json", "print findings and fixes as JSON, the same as -format=json", func(value string) error {
		return setJSON(&cl.format, value)
	})
	fs.StringVar(&cl.since, "since", "", "report only what is on lines that differ from the git revision `REV`")
	fs.StringVar(&cl.explain, "explain", "", "print what the category or flaw `NAME` means")
	fs.Var(newChoice(&cl.driver, driverOwn, driverX), "driver", "load packages with the `DRIVER` of this command, own, or with those of golang.org/x/tools, x, which take longer")
	fs.IntVar(&cl.context, "c", -1, "show `N` lines around each finding")
	fs.StringVar(&cl.tags, "tags", "", "comma-separated build `tags`")
	fs.BoolVar(&cl.tests, "test", true, "load the tests of packages; -test=false saves the time")
	fs.StringVar(&cl.fallback, "default", "", "`packages` to look at if none are named, such as ./...")
	fs.BoolVar(&cl.version, "version", false, "print the version")
	fs.BoolVar(&cl.flags, "flags", false, "print the flags as JSON, for the go command")
	fs.BoolFunc("V", "print the version", func(value string) error {
		cl.version, cl.buildID = value == "true", value == "full"
		if !cl.version && !cl.buildID {
			return fmt.Errorf("want -V, or -V=full for the go command")
		}
		return nil
	})
	analyzerFlags.VisitAll(func(f *flag.Flag) { fs.Var(f.Value, f.Name, f.Usage) })
	if err := fs.Parse(args); err != nil {
		return nil, err
	}
	if f := fs.Lookup("writer"); f != nil {
		cl.writer = f.Value.String()
	}
	return cl, cl.parseArguments(fs.Args())
}

// parseArguments parses what comes after the flags.
func (cl *commandLine) parseArguments(args []string) error {
	if len(args) == 1 && (args[0] == "help" || args[0] == "version") {
		cl.help, cl.version = args[0] == "help", args[0] == "version"
		return nil
	}
	for _, arg := range args {
		if len(arg) > 1 && strings.HasPrefix(arg, "-") {
			return fmt.Errorf("flag %s comes after the packages: write it before them", arg)
		}
	}
	cl.patterns = args
	if len(args) == 0 {
		cl.patterns = strings.Fields(cl.fallback)
	}
	return nil
}

// unit reports whether the go command asks for one package, which a file
// describes.
func (cl *commandLine) unit() bool { return len(cl.patterns) == 1 && isUnit(cl.patterns) }

// isUnit reports whether the last argument is such a file.
func isUnit(args []string) bool {
	return len(args) > 0 && strings.HasSuffix(args[len(args)-1], ".cfg")
}

// exportTags hands -tags to the go command, which loads the packages. In go
// vet and go fix it is a flag of the go command and does not get here.
func (cl *commandLine) exportTags() {
	if cl.tags != "" {
		os.Setenv("GOFLAGS", strings.TrimSpace(os.Getenv("GOFLAGS")+" -tags="+cl.tags))
	}
}

// A choice is the value of a flag that takes one of several words.
type choice struct {
	value *string
	words []string
}

// newChoice returns a choice of words, of which value is the first to begin
// with.
func newChoice(value *string, words ...string) *choice {
	*value = words[0]
	return &choice{value, words}
}

func (c *choice) String() string {
	if c.value == nil {
		return ""
	}
	return *c.value
}

func (c *choice) Set(text string) error {
	if !slices.Contains(c.words, text) {
		return fmt.Errorf("want one of %s", strings.Join(c.words, ", "))
	}
	*c.value = text
	return nil
}

// setJSON sets the format by a flag that is true or false.
func setJSON(format *string, value string) error {
	on, err := strconv.ParseBool(value)
	if on {
		*format = "json"
	}
	return err
}

// ownFlag reports whether a flag is for running stand-alone only: the go command
// has its own of that name, or none.
func ownFlag(name string) bool {
	return slices.Contains([]string{"default", "explain", "fix", "format", "since", "tags", "test", "version"}, name)
}
