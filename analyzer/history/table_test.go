package main

import (
	"bytes"
	"slices"
	"strings"
	"testing"
)

// TestTable checks that the list is one that history can read, and as large as
// it says.
func TestTable(t *testing.T) {
	rows, err := readTable(bytes.NewReader(table))
	if err != nil {
		t.Fatal(err)
	}
	repos := make(map[string]bool)
	for _, r := range rows {
		repos[r.repo] = true
	}
	if got := len(commits(rows, "")); got < 60 || len(repos) < 45 {
		t.Errorf("%d commits of %d repositories, want at least 60 of 45", got, len(repos))
	}
}

func TestReadTable(t *testing.T) {
	commit := strings.Repeat("0", 40)
	good := "o/n\t" + commit + "\tdirect\ta/b.go\t7\tmended\tflag\t-"
	for _, test := range []struct{ name, text, err string }{
		{"good", good, ""},
		{"columns", "o/n\t" + commit, "2 columns"},
		{"repository", strings.Replace(good, "o/n", "n", 1), `repository "n"`},
		{"commit", strings.Replace(good, commit, "0", 1), `commit "0"`},
		{"kind", strings.Replace(good, "direct", "write", 1), `kind "write"`},
		{"line", strings.Replace(good, "7", "seven", 1), `"seven"`},
		{"expected", strings.Replace(good, "flag", "yes", 1), `expected "yes"`},
		{"twice", good + "\n" + good, "listed twice"},
	} {
		t.Run(test.name, func(t *testing.T) {
			rows, err := readTable(strings.NewReader(header + "\n" + test.text + "\n"))
			switch {
			case test.err == "" && (err != nil || len(rows) != 1):
				t.Errorf("got %d rows and error %v, want one row", len(rows), err)
			case test.err != "" && (err == nil || !strings.Contains(err.Error(), test.err)):
				t.Errorf("got error %v, want %q", err, test.err)
			}
		})
	}
	if _, err := readTable(strings.NewReader(good)); err == nil {
		t.Error("a table without its header is taken, want an error")
	}
}

func TestCommits(t *testing.T) {
	rows := []row{
		{repo: "o/n", commit: "1", file: "a/x.go"},
		{repo: "o/n", commit: "2", file: "a.go"},
		{repo: "o/n", commit: "1", file: "a/y.go"},
		{repo: "o/n", commit: "1", file: "b/z.go"},
	}
	groups := commits(rows, "")
	if len(groups) != 2 || len(groups[0]) != 3 || len(groups[1]) != 1 {
		t.Fatalf("got %v, want the three rows of commit 1, and that of commit 2", groups)
	}
	if got, want := packages(groups[0]), []string{"a", "b"}; !slices.Equal(got, want) {
		t.Errorf("packages of commit 1: got %q, want %q", got, want)
	}
	if got, want := packages(groups[1]), []string{"."}; !slices.Equal(got, want) {
		t.Errorf("packages of commit 2: got %q, want %q", got, want)
	}
	if got := commits(rows, "n 2"); len(got) != 1 || got[0][0].file != "a.go" {
		t.Errorf("only \"n 2\": got %v, want the row of commit 2", got)
	}
}
