package main

import (
	"bytes"
	"os"
	"regexp"
)

// printLinked runs the driver, and prints its -json output to the named file,
// or to the standard output if there is no name, with the field "url" in each
// finding, which the driver leaves out. It returns the driver's exit code.
func printLinked(cl *commandLine, file, site string) int {
	var out bytes.Buffer
	code := runDriver(cl, &out)
	text := link(out.Bytes(), site)
	var err error
	if file == "" {
		_, err = os.Stdout.Write(text)
	} else {
		//atomiclint:ignore the go command made the name for this process alone, and removes the file afterwards
		err = os.WriteFile(file, text, 0o666)
	}
	if err != nil {
		fail(exitFailure, err)
	}
	return code
}

// A categoryLine is a field of a finding. It cannot be part of a message, since
// JSON text has no line breaks.
var categoryLine = regexp.MustCompile(`(?m)^(\t*)"category": "([a-z-]+)",$`)

// link adds to each finding in out the address of its category at site, which
// the analyzer has as the URL of the diagnostic.
func link(out []byte, site string) []byte {
	return categoryLine.ReplaceAll(out, []byte("$0\n$1\"url\": \""+site+"#$2\","))
}
