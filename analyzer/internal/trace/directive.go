package trace

import (
	"go/ast"
	"slices"
	"strings"
)

// WriterDirective, in the doc comment of a function, says that it writes
// atomically.
const WriterDirective = "//atomiclint:writer"

// DeclaresWriter reports whether a doc comment has a WriterDirective.
func DeclaresWriter(doc *ast.CommentGroup) bool {
	return doc != nil && slices.ContainsFunc(doc.List, IsWriterDirective)
}

// IsWriterDirective reports whether c is a WriterDirective, with or without text
// behind it.
func IsWriterDirective(c *ast.Comment) bool {
	rest, ok := strings.CutPrefix(c.Text, WriterDirective)
	return ok && (rest == "" || strings.TrimLeft(rest, " \t\r") != rest)
}
