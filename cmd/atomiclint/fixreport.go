package main

import (
	"cmp"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/atomiclint/atomiclint/cmd/atomiclint/internal/linediff"
)

// report says what was fixed in each file, or would be, and what is left, where
// it is now. It returns the exit code.
func (p *plan) report(w io.Writer, diff bool) int {
	code, fixes, files := 0, 0, 0
	for _, f := range p.sorted() {
		if f.err != nil {
			fmt.Fprintf(w, "atomiclint: %s cannot be written, and is as it was: %v\n", shortName(f.name), f.err)
			code = exitFailure
			continue
		}
		fmt.Fprintf(w, "%s: %s\n", shortName(f.name), f.summary())
		fixes += len(f.fixes)
		files++
	}
	if fixes == 0 && len(p.left) == 0 {
		return code
	}
	text := fmt.Sprintf("%d fixed in %s", fixes, plural(files, "file"))
	if diff {
		text = fmt.Sprintf("%d would be fixed in %s", fixes, plural(files, "file"))
	}
	if len(p.left) > 0 {
		text += fmt.Sprintf(", %d left for you:", len(p.left))
	}
	fmt.Fprintln(w, text)
	slices.SortFunc(p.left, func(a, b leftover) int {
		return cmp.Or(cmp.Compare(a.posn.Filename, b.posn.Filename), cmp.Compare(a.posn.Line, b.posn.Line), cmp.Compare(a.posn.Column, b.posn.Column))
	})
	for _, l := range p.left {
		if l.failed {
			code = exitFailure
		}
		if f := p.files[l.posn.Filename]; f != nil && f.err == nil && !diff {
			l = f.moved(l)
		}
		fmt.Fprintf(w, "%s:%d:%d: %s\n", shortName(l.posn.Filename), l.posn.Line, l.posn.Column, l.message)
	}
	return code
}

// lineNumber matches a line of the file that a message is about. Those of other
// files have their names behind them.
var lineNumber = regexp.MustCompile(`\bline (\d+)\b( of )?`)

// moved returns l with the numbers that its line, and those that its message
// names, have after the fixes.
func (f *fixedFile) moved(l leftover) leftover {
	hunks := linediff.Compare(linediff.Split(f.old), linediff.Split(f.new))
	after := func(line int) int { return linediff.Moved(hunks, line-1) + 1 }
	l.posn.Line = after(l.posn.Line)
	l.message = lineNumber.ReplaceAllStringFunc(l.message, func(text string) string {
		m := lineNumber.FindStringSubmatch(text)
		line, err := strconv.Atoi(m[1])
		if err != nil || m[2] != "" {
			return text
		}
		return fmt.Sprintf("line %d", after(line))
	})
	return l
}

// reportFailed says which fixes could not be made, and which files not be
// written. It returns the exit code.
func (p *plan) reportFailed(w io.Writer) int {
	code := 0
	for _, f := range p.sorted() {
		if f.err != nil {
			fmt.Fprintf(w, "atomiclint: %v\n", f.err)
			code = exitFailure
		}
	}
	for _, l := range p.left {
		if l.failed {
			fmt.Fprintf(w, "%v: %s\n", l.posn, l.message)
			code = exitFailure
		}
	}
	return code
}

// summary says what was done in which lines of the file as it was.
func (f *fixedFile) summary() string {
	lines := make(map[string][]string)
	var messages []string
	slices.SortFunc(f.fixes, func(a, b appliedFix) int { return cmp.Compare(a.line, b.line) })
	for _, fix := range f.fixes {
		if lines[fix.message] == nil {
			messages = append(messages, fix.message)
		}
		lines[fix.message] = append(lines[fix.message], fmt.Sprint(fix.line))
	}
	var parts []string
	for _, message := range messages {
		where := "line "
		if len(lines[message]) > 1 {
			where = "lines "
		}
		parts = append(parts, where+strings.Join(lines[message], ", ")+": "+message)
	}
	return strings.Join(parts, "; ")
}

func plural(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}

// shortName returns the name relative to the working directory, if it is in
// there, and otherwise as it is.
func shortName(name string) string {
	wd, err := os.Getwd()
	if err != nil {
		return name
	}
	if rel, err := filepath.Rel(wd, name); err == nil && filepath.IsLocal(rel) {
		return rel
	}
	return name
}
