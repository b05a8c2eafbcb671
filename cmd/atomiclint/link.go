package main

import (
	"regexp"

	"github.com/atomiclint/atomiclint/internal/message"
)

// A categoryLine is a field of a finding. It cannot be part of a message, since
// JSON text has no line breaks.
var categoryLine = regexp.MustCompile(`(?m)^(\t*)"category": "([a-z-]+)",$`)

// A trustedLine is the message of a finding about a file that code takes for
// finished.
var trustedLine = regexp.MustCompile(`(?m)^(\t*)"message": ".*` + regexp.QuoteMeta(message.Trusted) + `; .*$`)

// link adds to each finding in out the address of its category at site, which
// the analyzer has as the URL of the diagnostic, and whether code takes the file
// for finished.
func link(out []byte, site string) []byte {
	out = categoryLine.ReplaceAll(out, []byte("$0\n$1\"url\": \""+site+"#$2\","))
	return trustedLine.ReplaceAll(out, []byte("$1\"trusted\": true,\n$0"))
}
