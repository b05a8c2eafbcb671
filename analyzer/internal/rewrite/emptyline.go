package rewrite

import (
	"strings"

	"golang.org/x/tools/go/analysis"
)

// withLeftovers adds to the edits the removal of what makes no sense without
// the lines that they remove: a comment above that is about nothing else, and
// a blank line that would follow another one or the beginning of a block.
func (s *source) withLeftovers(edits []analysis.TextEdit) []analysis.TextEdit {
	gone := s.removedLines(edits)
	for _, group := range s.file.Comments {
		first, last := s.tok.Line(group.Pos()), s.tok.Line(group.End())
		if gone[first] || !gone[last+1] || !s.ownLines(group.Pos(), group.End()) || strings.HasPrefix(s.of(group), "//go:") {
			continue
		}
		next := last + 1
		for gone[next] {
			next++
		}
		if s.endsParagraph(next) {
			edits = append(edits, s.dropRange(first, last, gone))
		}
	}
	for line := range gone {
		if gone[line+1] {
			continue
		}
		first := line
		for gone[first-1] {
			first--
		}
		begins := s.line(first-1) == "" || strings.HasSuffix(s.line(first-1), "{")
		switch {
		case begins && s.line(line+1) == "":
			edits = append(edits, s.dropRange(line+1, line+1, nil))
		case s.line(first-1) == "" && strings.HasPrefix(s.line(line+1), "}"):
			edits = append(edits, s.dropRange(first-1, first-1, nil))
		}
	}
	return edits
}

// removedLines returns the numbers of the lines that the edits remove.
func (s *source) removedLines(edits []analysis.TextEdit) map[int]bool {
	gone := make(map[int]bool)
	for _, e := range edits {
		if len(e.NewText) > 0 || e.Pos != s.lineStart(e.Pos) || e.End != s.lineStart(e.End) {
			continue
		}
		for line := s.tok.Line(e.Pos); line < s.tok.Line(e.End); line++ {
			gone[line] = true
		}
	}
	return gone
}

// line returns the text of a line, without the white space around it.
func (s *source) line(n int) string {
	if n < 1 || n > s.tok.LineCount() {
		return ""
	}
	start := s.tok.LineStart(n)
	return strings.TrimSpace(s.between(start, s.nextLine(start)))
}

// endsParagraph reports whether line n belongs to no statement that goes with
// those before it.
func (s *source) endsParagraph(n int) bool {
	text := s.line(n)
	for _, prefix := range []string{"}", "//", "/*", "case ", "default:"} {
		if strings.HasPrefix(text, prefix) {
			return true
		}
	}
	return text == ""
}

// dropRange returns the removal of the lines first to last, and notes that
// they are gone.
func (s *source) dropRange(first, last int, gone map[int]bool) analysis.TextEdit {
	for line := first; gone != nil && line <= last; line++ {
		gone[line] = true
	}
	return analysis.TextEdit{Pos: s.tok.LineStart(first), End: s.nextLine(s.tok.LineStart(last))}
}
