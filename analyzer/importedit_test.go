package analyzer

import (
	"bytes"
	"testing"

	"golang.org/x/tools/go/analysis"

	"github.com/atomiclint/atomiclint/analyzer/internal/rewrite"
)

func TestImportName(t *testing.T) {
	for _, tt := range []struct{ path, want string }{
		{"example.com/atomicfile", "atomicfile"},
		{"github.com/google/renameio/v2", "renameio"},
		{"gopkg.in/renameio.v1", "renameio"},
		{"example.com/go-atomic", "atomic"},
		{"example.com/atomic-file", "atomic_file"},
		{"example.com/2atomic", "_2atomic"},
		{"v2", "v2"},
	} {
		if got := rewrite.ImportName(tt.path); got != tt.want {
			t.Errorf("importName(%q) = %q, want %q", tt.path, got, tt.want)
		}
	}
}

// checkLineEnds looks at the edits themselves, for the golden files are
// formatted, which turns all line ends into newlines.
func checkLineEnds(t *testing.T, diagnostics []analysis.Diagnostic) {
	t.Helper()
	lines := 0
	for _, d := range diagnostics {
		for _, e := range allEdits(d) {
			lines += bytes.Count(e.NewText, []byte("\n"))
			if n := bytes.Count(e.NewText, []byte("\n")) - bytes.Count(e.NewText, []byte("\r\n")); n != 0 {
				t.Errorf("edit %q has %d lines without a carriage return", e.NewText, n)
			}
		}
	}
	if lines == 0 {
		t.Error("no edit has lines")
	}
}

func allEdits(d analysis.Diagnostic) []analysis.TextEdit {
	var edits []analysis.TextEdit
	for _, fix := range d.SuggestedFixes {
		edits = append(edits, fix.TextEdits...)
	}
	return edits
}
