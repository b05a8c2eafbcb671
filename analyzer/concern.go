package analyzer

import (
	"bytes"

	"github.com/atomiclint/atomiclint/analyzer/internal/knowledge"
)

// Concerns reports whether it is a reason to analyze a package that it imports
// the one with the import path. If none of its imports is, and none has facts,
// none of its files has directives, and Settings.Sinks is empty, then there are
// no diagnostics and no facts about the package. So a driver that knows the
// imports first can do without its syntax and types.
func Concerns(path string) bool {
	return knowledge.SinkPackages[path] || path == knowledge.AferoPath || knowledge.PendingPackage(path)
}

// HasDirectives reports whether the text of a Go file may hold a directive.
func HasDirectives(text []byte) bool { return bytes.Contains(text, []byte("//atomiclint:")) }
