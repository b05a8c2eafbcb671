package rewrite

import (
	"fmt"
	"go/ast"

	"golang.org/x/tools/go/analysis"

	"github.com/atomiclint/atomiclint/analyzer/internal/knowledge"
	"github.com/atomiclint/atomiclint/analyzer/internal/trace"
)

// fixWriteFile redirects a call of os.WriteFile to the writer.
func (x *Fixer) fixWriteFile(s trace.Sink, src *source) (*analysis.SuggestedFix, string) {
	if !knowledge.SameWriteFile[s.Fn.FullName()] {
		if s.Fn.FullName() == "(*os.Root).WriteFile" {
			return nil, "no function of the writer takes both a root and a mode; use Create with the option In"
		}
		return nil, "the function is not one of package os"
	}
	if reason := x.dottedReason(s); reason != "" {
		return nil, reason
	}
	removals, lost, reason := x.removalsAfter(s.Cursor, s.Path, src)
	if reason != "" {
		return nil, reason
	}
	gone := []ast.Expr{s.Call.Fun}
	for _, call := range lost {
		gone = append(gone, call.Fun)
	}
	q, edits := x.qualify(src, s.Call.Pos(), "WriteFile")
	edits = append(append(edits, src.replace(s.Call.Fun, q+"WriteFile")), removals...)
	edits = append(edits, x.dropImport(src, []string{x.writer}, gone...)...)
	return &analysis.SuggestedFix{
		Message:   fmt.Sprintf("Write the file atomically with %s.WriteFile", ImportName(x.writer)),
		TextEdits: edits,
	}, ""
}
