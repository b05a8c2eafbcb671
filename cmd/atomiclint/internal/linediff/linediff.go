// Package linediff compares texts line by line.
package linediff

import (
	"fmt"
	"slices"
	"strings"
)

// A Hunk is a place where two texts differ: the lines from OldStart up to
// OldEnd of the old one are those from NewStart up to NewEnd of the new one.
// Lines are counted from 0.
type Hunk struct {
	OldStart, OldEnd int
	NewStart, NewEnd int
}

// Split splits text behind each line break.
func Split(text string) []string {
	lines := strings.SplitAfter(text, "\n")
	if last := len(lines) - 1; lines[last] == "" {
		lines = lines[:last]
	}
	return lines
}

// Compare returns the hunks that make new out of old, in order, with as few
// lines in them as can be.
func Compare(old, new []string) []Hunk {
	prefix := 0
	for prefix < min(len(old), len(new)) && old[prefix] == new[prefix] {
		prefix++
	}
	a, b := old[prefix:], new[prefix:]
	for len(a) > 0 && len(b) > 0 && a[len(a)-1] == b[len(b)-1] {
		a, b = a[:len(a)-1], b[:len(b)-1]
	}
	var hunks []Hunk
	for _, step := range shortest(a, b) {
		x, y := step.x+prefix, step.y+prefix
		h := Hunk{x, x + 1, y, y}
		if step.insert {
			h = Hunk{x, x, y, y + 1}
		}
		if n := len(hunks); n > 0 && hunks[n-1].OldEnd == h.OldStart && hunks[n-1].NewEnd == h.NewStart {
			hunks[n-1].OldEnd, hunks[n-1].NewEnd = h.OldEnd, h.NewEnd
			continue
		}
		hunks = append(hunks, h)
	}
	return hunks
}

// Moved returns where the line of the old text is in the new one. Of a line that
// has changed it is the one in its place. Lines are counted from 0.
func Moved(hunks []Hunk, line int) int {
	by := 0
	for _, h := range hunks {
		switch {
		case line < h.OldStart:
			return line + by
		case line < h.OldEnd:
			return h.NewStart + max(0, min(line-h.OldStart, h.NewEnd-h.NewStart-1))
		}
		by = h.NewEnd - h.OldEnd
	}
	return line + by
}

// A step deletes the line x of the old text, or inserts the line y of the new
// one before it.
type step struct {
	x, y   int
	insert bool
}

// shortest returns the shortest list of steps from a to b, in order. It is the
// greedy algorithm of E. Myers, An O(ND) Difference Algorithm and Its
// Variations: after d steps, ends[k] is how far in a one can have come on the
// diagonal x-y=k.
func shortest(a, b []string) []step {
	var trace []map[int]int // ends before each round
	ends := map[int]int{1: 0}
	for d := 0; ; d++ {
		next := make(map[int]int)
		for k := -d; k <= d; k += 2 {
			x := 0
			if down(ends, k, d) {
				x = ends[k+1]
			} else {
				x = ends[k-1] + 1
			}
			for x < len(a) && x-k < len(b) && a[x] == b[x-k] {
				x++
			}
			next[k] = x
			if x >= len(a) && x-k >= len(b) {
				return retrace(append(trace, ends), len(a), len(b))
			}
		}
		trace = append(trace, ends)
		ends = next
	}
}

// down reports whether the best way to diagonal k is an insertion.
func down(ends map[int]int, k, d int) bool {
	return k == -d || k != d && ends[k-1] < ends[k+1]
}

// retrace follows the way back from the ends x and y of both texts.
func retrace(trace []map[int]int, x, y int) []step {
	var steps []step
	for d, ends := range slices.Backward(trace) {
		if d == 0 {
			break
		}
		k := x - y
		insert := down(ends, k, d)
		if insert {
			k++
		} else {
			k--
		}
		x = ends[k]
		y = x - k
		steps = append(steps, step{x, y, insert})
	}
	slices.Reverse(steps)
	return steps
}

// context is how many lines are shown around a hunk.
const context = 3

// Unified returns what makes new out of old in the unified format, as git apply
// and patch -p1 read it, or "" if there is nothing to do. The name is that of
// the file, with slashes.
func Unified(name, old, new string) string {
	a, b := Split(old), Split(new)
	hunks := Compare(a, b)
	if len(hunks) == 0 {
		return ""
	}
	var out strings.Builder
	fmt.Fprintf(&out, "--- a/%s\n+++ b/%[1]s\n", name)
	for len(hunks) > 0 {
		n := 1
		for n < len(hunks) && hunks[n].OldStart-hunks[n-1].OldEnd <= 2*context {
			n++
		}
		writeGroup(&out, a, b, hunks[:n])
		hunks = hunks[n:]
	}
	return out.String()
}

// writeGroup writes hunks that have the lines between them in common.
func writeGroup(out *strings.Builder, a, b []string, hunks []Hunk) {
	first, last := hunks[0], hunks[len(hunks)-1]
	before := min(context, first.OldStart)
	after := min(context, len(a)-last.OldEnd)
	fmt.Fprintf(out, "@@ -%s +%s @@\n",
		span(first.OldStart-before, last.OldEnd+after), span(first.NewStart-before, last.NewEnd+after))
	at := first.OldStart - before
	for _, h := range hunks {
		writeLines(out, ' ', a[at:h.OldStart])
		writeLines(out, '-', a[h.OldStart:h.OldEnd])
		writeLines(out, '+', b[h.NewStart:h.NewEnd])
		at = h.OldEnd
	}
	writeLines(out, ' ', a[at:at+after])
}

// span returns the lines from start up to end as the format has them, which
// counts from 1, and from 0 where there are none.
func span(start, end int) string {
	if start == end {
		return fmt.Sprintf("%d,0", start)
	}
	return fmt.Sprintf("%d,%d", start+1, end-start)
}

func writeLines(out *strings.Builder, sign byte, lines []string) {
	for _, line := range lines {
		out.WriteByte(sign)
		out.WriteString(line)
		if !strings.HasSuffix(line, "\n") {
			out.WriteString("\n\\ No newline at end of file\n")
		}
	}
}
