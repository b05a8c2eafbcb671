package main

import (
	"cmp"
	"fmt"
	"go/ast"
	"go/format"
	"go/parser"
	"go/token"
	"path"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/ast/astutil"
)

// An edit replaces the bytes from start to end of a file.
type edit struct {
	start, end int
	text       string
}

// applyFixes returns the text of a file with the first fix of each diagnostic
// that is not in the way of one before.
func applyFixes(fset *token.FileSet, source string, found []analysis.Diagnostic) (string, error) {
	var all []edit
	fixes := 0
	for _, d := range found {
		if len(d.SuggestedFixes) == 0 {
			continue
		}
		var edits []edit
		for _, e := range d.SuggestedFixes[0].TextEdits {
			end := e.End
			if !end.IsValid() {
				end = e.Pos
			}
			edits = append(edits, edit{fset.Position(e.Pos).Offset, fset.Position(end).Offset, string(e.NewText)})
		}
		if merged, ok := merge(all, edits); ok {
			all = merged
			fixes++
		}
	}
	if fixes == 0 {
		return source, nil
	}
	var out []byte
	done := 0
	for _, e := range all {
		if e.end > len(source) {
			return "", fmt.Errorf("an edit ends at %d of %d bytes", e.end, len(source))
		}
		out = append(out, source[done:e.start]...)
		out = append(out, e.text...)
		done = e.end
	}
	out = append(out, source[done:]...)
	if fixes > 1 {
		return tidy(string(out))
	}
	return string(out), nil
}

// merge adds edits to all, unless they overlap.
func merge(all, edits []edit) ([]edit, bool) {
	merged := slices.Clone(all)
	for _, e := range edits {
		if !slices.Contains(all, e) {
			merged = append(merged, e)
		}
	}
	slices.SortStableFunc(merged, func(a, b edit) int {
		return cmp.Or(cmp.Compare(a.start, b.start), cmp.Compare(a.end, b.end))
	})
	for i := range merged[1:] {
		if merged[i].end > merged[i+1].start {
			return all, false
		}
	}
	return merged, true
}

// tidy removes the imports that nobody needs, as drivers do: where several
// fixes met, none of them knew that it was the last to need one.
func tidy(source string) (string, error) {
	fset := token.NewFileSet()
	f, err := parser.ParseFile(fset, "fixed.go", source, parser.ParseComments|parser.SkipObjectResolution)
	if err != nil {
		return source, err
	}
	for _, spec := range slices.Clone(f.Imports) {
		if p, err := strconv.Unquote(spec.Path.Value); err == nil && spec.Name == nil && !uses(f, path.Base(p)) {
			astutil.DeleteImport(fset, f, p)
		}
	}
	var b strings.Builder
	err = format.Node(&b, fset, f)
	if strings.Contains(source, "\r\n") {
		return strings.ReplaceAll(b.String(), "\n", "\r\n"), err
	}
	return b.String(), err
}

// uses reports whether f mentions a package of the given name.
func uses(f *ast.File, name string) bool {
	found := false
	ast.Inspect(f, func(n ast.Node) bool {
		if sel, ok := n.(*ast.SelectorExpr); ok {
			if id, ok := sel.X.(*ast.Ident); ok && id.Name == name {
				found = true
			}
		}
		return !found
	})
	return found
}
