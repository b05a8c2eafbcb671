package main

import (
	"bytes"
	"os"
	"regexp"
)

// printLinked runs the driver, and prints its -json output with the field
// "url" in each finding, which the driver leaves out. It returns the driver's
// exit code.
func printLinked(cl *commandLine, site string) int {
	var out bytes.Buffer
	code := runDriver(cl, &out)
	if _, err := os.Stdout.Write(link(out.Bytes(), site)); err != nil {
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
