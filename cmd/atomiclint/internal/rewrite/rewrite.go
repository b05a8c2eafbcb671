// Package rewrite changes the text of Go files by the edits of fixes, and of
// the rest no more than it must: where a file was formatted, it is afterwards;
// lines keep their ends; imports that are of no use any more go.
package rewrite

import (
	"cmp"
	"go/format"
	"slices"
	"strings"

	"github.com/atomiclint/atomiclint/cmd/atomiclint/internal/linediff"
)

// An Edit replaces the bytes from Start up to End.
type Edit struct {
	Start, End int
	New        string
}

// Merge adds the edits of one fix to those of others, of the same file. Both
// are sorted, and so is the result. Edits that are the same, as those of several
// fixes which add an import, are made once. It reports false if the edits
// cannot be made side by side.
func Merge(edits, fix []Edit) ([]Edit, bool) {
	merged := slices.Clone(edits)
	for _, e := range fix {
		if !slices.Contains(edits, e) {
			merged = append(merged, e)
		}
	}
	Sort(merged)
	for i := 1; i < len(merged); i++ {
		if merged[i].Start < merged[i-1].End {
			return nil, false
		}
	}
	return merged, true
}

// Sort orders edits by where they are. What is inserted at one place comes
// before what is replaced there, in the order in which it was.
func Sort(edits []Edit) {
	slices.SortStableFunc(edits, func(a, b Edit) int {
		return cmp.Or(cmp.Compare(a.Start, b.Start), cmp.Compare(a.End, b.End))
	})
}

// Apply returns text with the edits, which are sorted and do not overlap.
func Apply(text string, edits []Edit, imports Imports) string {
	old := withoutReturns(text)
	edited := withoutReturns(apply(text, edits))
	edited = apply(edited, unused(edited, imports))
	return restoreReturns(text, reformat(old, edited))
}

func apply(text string, edits []Edit) string {
	var b strings.Builder
	at := 0
	for _, e := range edits {
		b.WriteString(text[at:e.Start])
		b.WriteString(e.New)
		at = e.End
	}
	b.WriteString(text[at:])
	return b.String()
}

func withoutReturns(text string) string { return strings.ReplaceAll(text, "\r\n", "\n") }

// restoreReturns returns text with the line ends of the original: a line that
// was there keeps its own, one that replaces another has that of the other, a
// new one that of the line before.
func restoreReturns(original, text string) string {
	if !strings.Contains(original, "\r\n") {
		return text
	}
	ends := linediff.Split(original)
	old := linediff.Split(withoutReturns(original))
	lines := linediff.Split(text)
	at, shift := 0, 0 // up to the line at of old, lines are shift further down in lines
	keep := func(end int) {
		for ; at < end; at++ {
			lines[at+shift] = ends[at]
		}
	}
	for _, h := range linediff.Compare(old, lines) {
		keep(h.OldStart)
		for i := h.NewStart; i < h.NewEnd; i++ {
			like := ends[max(0, h.OldStart-1)]
			if replaced := h.OldStart + i - h.NewStart; replaced < h.OldEnd {
				like = ends[replaced]
			}
			if strings.HasSuffix(like, "\r\n") && strings.HasSuffix(lines[i], "\n") {
				lines[i] = strings.TrimSuffix(lines[i], "\n") + "\r\n"
			}
		}
		at, shift = h.OldEnd, h.NewEnd-h.OldEnd
	}
	keep(len(old))
	return strings.Join(lines, "")
}

// reformat returns edited, which was made of old, as gofmt has it: all of it if
// old was, otherwise the lines only that have changed.
func reformat(old, edited string) string {
	formatted, err := format.Source([]byte(edited))
	if err != nil {
		return edited
	}
	if was, err := format.Source([]byte(old)); err == nil && string(was) == old {
		return string(formatted)
	}
	changed := changedLines(old, edited)
	lines, better := linediff.Split(edited), linediff.Split(string(formatted))
	var out []string
	at := 0
	for _, h := range lineByLine(linediff.Compare(lines, better)) {
		out = append(out, lines[at:h.OldStart]...)
		if changed.touch(h.OldStart, h.OldEnd) {
			out = append(out, better[h.NewStart:h.NewEnd]...)
		} else {
			out = append(out, lines[h.OldStart:h.OldEnd]...)
		}
		at = h.OldEnd
	}
	return strings.Join(append(out, lines[at:]...), "")
}

// lineByLine splits the hunks that replace lines by as many others.
func lineByLine(hunks []linediff.Hunk) (split []linediff.Hunk) {
	for _, h := range hunks {
		if h.OldEnd-h.OldStart != h.NewEnd-h.NewStart {
			split = append(split, h)
			continue
		}
		for i := range h.OldEnd - h.OldStart {
			split = append(split, linediff.Hunk{OldStart: h.OldStart + i, OldEnd: h.OldStart + i + 1, NewStart: h.NewStart + i, NewEnd: h.NewStart + i + 1})
		}
	}
	return split
}

// lineSet is a set of lines, counted from 0.
type lineSet map[int]bool

// changedLines returns the lines of edited that are not in old. If one of them
// is in a declaration of imports, so is the rest of that: it is sorted as one.
func changedLines(old, edited string) lineSet {
	set := make(lineSet)
	for _, h := range linediff.Compare(linediff.Split(old), linediff.Split(edited)) {
		set.add(h.NewStart, h.NewEnd)
	}
	for _, decl := range importDecls(edited) {
		if set.touch(decl.first, decl.last+1) {
			set.add(decl.first, decl.last+1)
		}
	}
	return set
}

func (s lineSet) add(start, end int) {
	for line := start; line < end; line++ {
		s[line] = true
	}
}

// touch reports whether a line from start up to end is in the set, or one
// beside the place if there is none.
func (s lineSet) touch(start, end int) bool {
	if start == end {
		return s[start-1] || s[start]
	}
	for line := start; line < end; line++ {
		if s[line] {
			return true
		}
	}
	return false
}
