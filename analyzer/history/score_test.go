package main

import (
	"errors"
	"strings"
	"testing"
)

// TestScore checks each way in which a row and a finding may meet.
func TestScore(t *testing.T) {
	commit := strings.Repeat("a", 40)
	at := func(kind, file string, line int, reported bool) row {
		return row{"o/n", commit, kind, file, line, "mended", reported, "-"}
	}
	s := newScore()
	s.add([]row{
		at("direct", "a.go", 1, true),
		at("direct", "a.go", 2, true),
		at("direct", "a.go", 3, false),
		at("direct", "a.go", 4, false),
		at("rename", "b.go", 1, true),
	}, []finding{
		{file: "a.go", line: 1, category: "direct-write", message: "found", fix: true},
		{file: "a.go", line: 3, category: "direct-write", message: "too much"},
		{file: "a.go", line: 9, category: "direct-write", message: "of no row", fix: true},
		{file: "b.go", line: 2, category: "unsafe-rename", message: "not that line"},
	})
	s.fail([]row{{repo: "p/q", commit: strings.Repeat("b", 40)}}, errors.New("does not\nload"))
	var out strings.Builder
	s.print(&out)
	const want = `missed o/n aaaaaaaaaa a.go:2 direct: mended (-)
missed o/n aaaaaaaaaa b.go:1 rename: mended (-)
unexpected o/n aaaaaaaaaa a.go:3 direct-write: too much
other o/n aaaaaaaaaa a.go:9 direct-write: of no row (fix)
other o/n aaaaaaaaaa b.go:2 unsafe-rename: not that line
failed p/q bbbbbbbbbb does not load
recall of direct: 1 of 2
recall of rename: 0 of 1
1 commits of 1 repositories, 1 unexpected, 2 other findings; 1 commits failed
`
	if out.String() != want {
		t.Errorf("got\n%s\nwant\n%s", out.String(), want)
	}
}
