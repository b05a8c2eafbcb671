package main

import (
	"go/parser"
	"go/token"
	"testing"

	"golang.org/x/tools/go/analysis"
)

func TestApplyFixes(t *testing.T) {
	const text = "package p\n\nimport (\n\t\"io\"\n\t\"os\"\n)\n\nvar a, b = os.Args, io.EOF\n"
	replace := func(from, to int, text string) analysis.TextEdit {
		return analysis.TextEdit{Pos: token.Pos(from + 1), End: token.Pos(to + 1), NewText: []byte(text)}
	}
	fix := func(edits ...analysis.TextEdit) analysis.Diagnostic {
		return analysis.Diagnostic{SuggestedFixes: []analysis.SuggestedFix{{TextEdits: edits}}}
	}
	for _, tt := range []struct {
		name  string
		found []analysis.Diagnostic
		want  string
	}{
		{"none", []analysis.Diagnostic{{}}, text},
		{"one", []analysis.Diagnostic{fix(replace(39, 40, "x"), replace(42, 43, "y"))}, "package p\n\nimport (\n\t\"io\"\n\t\"os\"\n)\n\nvar x, y = os.Args, io.EOF\n"},
		{"same edit", []analysis.Diagnostic{fix(replace(39, 40, "x")), fix(replace(39, 40, "x"))}, "package p\n\nimport (\n\t\"io\"\n\t\"os\"\n)\n\nvar x, b = os.Args, io.EOF\n"},
		{"in the way", []analysis.Diagnostic{fix(replace(39, 43, "x, y")), fix(replace(42, 43, "z"))}, "package p\n\nimport (\n\t\"io\"\n\t\"os\"\n)\n\nvar x, y = os.Args, io.EOF\n"},
		{"last use", []analysis.Diagnostic{fix(replace(46, 53, "1")), fix(replace(55, 61, "2"))}, "package p\n\nvar a, b = 1, 2\n"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			fset := token.NewFileSet()
			if _, err := parser.ParseFile(fset, "p.go", text, 0); err != nil {
				t.Fatal(err)
			}
			got, err := applyFixes(fset, text, tt.found)
			if err != nil || got != tt.want {
				t.Errorf("got %q, %v, want %q", got, err, tt.want)
			}
		})
	}
}
