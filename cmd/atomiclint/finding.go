package main

import (
	"cmp"
	"go/token"
	"slices"
	"strings"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/analysis/checker"

	"github.com/atomiclint/atomiclint/internal/message"
)

// A finding is a diagnostic as it is printed.
type finding struct {
	start, end token.Position
	category   string
	message    string
	url        string
	fixable    bool
	trusted    bool // code takes the file for finished if it exists
	related    []relatedPlace
}

// A relatedPlace is what a finding says about another place.
type relatedPlace struct {
	posn    token.Position
	message string
}

// findings returns what was found, by file and line, each once.
func findings(graph *checker.Graph) []finding {
	var all []finding
	for _, act := range graph.Roots {
		for _, d := range act.Diagnostics {
			all = append(all, newFinding(act.Package.Fset, d))
		}
	}
	slices.SortFunc(all, func(a, b finding) int {
		return cmp.Or(comparePosition(a.start, b.start), strings.Compare(a.message, b.message))
	})
	return slices.CompactFunc(all, func(a, b finding) bool { return a.start == b.start && a.message == b.message })
}

func comparePosition(a, b token.Position) int {
	return cmp.Or(strings.Compare(a.Filename, b.Filename), cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column))
}

func newFinding(fset *token.FileSet, d analysis.Diagnostic) finding {
	f := finding{
		start:    fset.Position(d.Pos),
		end:      fset.Position(d.Pos),
		category: d.Category,
		message:  d.Message,
		url:      d.URL,
		fixable:  len(d.SuggestedFixes) > 0,
		trusted:  message.IsTrusted(d.Message),
	}
	if d.End.IsValid() {
		f.end = fset.Position(d.End)
	}
	for _, r := range d.Related {
		f.related = append(f.related, relatedPlace{fset.Position(r.Pos), r.Message})
	}
	return f
}
