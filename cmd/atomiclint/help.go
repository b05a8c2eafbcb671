package main

import (
	"flag"
	"fmt"
	"strings"
)

// helpText is what -help prints: the flags first, and then the ways to run the
// command and what it returns.
func helpText(analyzerFlags *flag.FlagSet) string {
	cl, err := parseCommandLine(nil, analyzerFlags)
	if err != nil {
		return errorText(err)
	}
	var flags strings.Builder
	cl.set.VisitAll(func(f *flag.Flag) {
		if f.Name == "flags" || f.Name == "version" { // for the go command; -V says the same
			return
		}
		value, usage := flag.UnquoteUsage(f)
		name := "-" + f.Name
		if b, ok := f.Value.(interface{ IsBoolFlag() bool }); !ok || !b.IsBoolFlag() {
			name += "=" + value
		}
		for i, line := range wrap(usage, 80-column) {
			if i > 0 {
				name = ""
			}
			fmt.Fprintf(&flags, "  %-*s%s\n", column-2, name, line)
		}
	})
	return "atomiclint [flags] packages\n\nFlags:\n\n" + flags.String() + "\n" + ways
}

// column is where the usage of each flag begins.
const column = 25

// wrap breaks text into lines of the width.
func wrap(text string, width int) (lines []string) {
	line := ""
	for word := range strings.FieldsSeq(text) {
		if line != "" && len(line)+1+len(word) > width {
			lines = append(lines, line)
			line = ""
		}
		line = strings.TrimPrefix(line+" "+word, " ")
	}
	return append(lines, line)
}

// ways is what help prints about the ways to run the command.
const ways = `The flags are the same in go vet and go fix:

	go vet -vettool=$(which atomiclint) [flags] packages
	go fix -fixtool=$(which atomiclint) [flags] packages

atomiclint help tells what is reported. The exit code is

	               stand-alone  go vet  go fix
	nothing found       0          0       0
	findings            3          1       -
	  with -json        0          0       0
	  with -fix         0          0       0
	  with -diff        0          1       1
	errors              1          1       1
	wrong flags         2          2       2
	wrong values        2          1       1
`

// manual is what atomiclint help prints: what the analyzer says of itself.
func manual(doc string) string {
	return "atomiclint: " + strings.TrimSpace(doc) + "\n\natomiclint -help lists the flags.\n"
}
