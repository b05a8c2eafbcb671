package main

import "regexp"

// A categoryLine is a field of a finding. It cannot be part of a message, since
// JSON text has no line breaks.
var categoryLine = regexp.MustCompile(`(?m)^(\t*)"category": "([a-z-]+)",$`)

// link adds to each finding in out the address of its category at site, which
// the analyzer has as the URL of the diagnostic.
func link(out []byte, site string) []byte {
	return categoryLine.ReplaceAll(out, []byte("$0\n$1\"url\": \""+site+"#$2\","))
}
