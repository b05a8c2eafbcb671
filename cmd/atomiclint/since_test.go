package main

import (
	"regexp"
	"slices"
	"strings"
	"testing"
)

// TestSince checks with git which findings are new: those on lines that differ
// from a revision, in files that were changed, renamed, committed or not.
func TestSince(t *testing.T) {
	write := func(name string) string {
		return "func " + name + "(data []byte) error {\n\treturn os.WriteFile(\"" + name + "\", data, 0o644)\n}\n"
	}
	m := newBareModule(t, "-- a/a.go --\npackage a\n\nimport \"os\"\n\n"+write("A")+"\n"+write("B")+
		"-- old/old.go --\npackage old\n\nimport \"os\"\n\n"+write("C")+strings.Repeat("\n// The rest.\n", 20))
	for _, name := range []string{"AUTHOR", "COMMITTER"} {
		m.env = append(m.env, "GIT_"+name+"_NAME=a", "GIT_"+name+"_EMAIL=a@example.com")
	}
	commit := func(message string) {
		m.must("git", "add", "-A")
		m.must("git", "commit", "-q", "-m", message)
	}
	check := func(what string, want []string, args ...string) {
		t.Helper()
		r := m.run(tool, append(args, "./...")...)
		var got []string
		for _, match := range regexp.MustCompile(`can leave "(\w+)"`).FindAllStringSubmatch(r.stderr, -1) {
			got = append(got, match[1])
		}
		slices.Sort(got)
		if code := min(3, 3*len(want)); !slices.Equal(got, want) || r.code != code {
			t.Errorf("%s: got %q, want %q and exit code %d: %v", what, got, want, code, r)
		}
	}
	m.must("git", "init", "-q", "-b", "main")
	commit("old")
	check("all", []string{"A", "B", "C"})
	check("nothing has changed", nil, "-since=HEAD")

	m.write("a/a.go", strings.Replace(m.read("a/a.go"), "data, 0o644", "data, 0o600", 1)+"\n"+write("D"))
	check("not committed", []string{"A", "D"}, "-since=HEAD")
	m.must("git", "add", "-A")
	check("staged", []string{"A", "D"}, "-since=HEAD")
	m.write("b/ä b.go", "package b\n\nimport \"os\"\n\n"+write("E"))
	check("not known to git", []string{"A", "D", "E"}, "-since=HEAD")

	commit("new")
	check("committed", nil, "-since=HEAD")
	check("since the one before", []string{"A", "D", "E"}, "-since=HEAD~1")
	m.must("git", "mv", "old", "young")
	m.write("young/old.go", strings.Replace(m.read("young/old.go"), "package old", "package young", 1)+"\n"+write("F"))
	check("renamed", []string{"F"}, "-since=HEAD")
	m.must("rm", "-r", "a")
	check("removed", []string{"F"}, "-since=HEAD")

	fixed := m.run(tool, "-fix", "-diff", "-since=HEAD", "./...")
	if n := strings.Count(fixed.stdout, "\n+\treturn atomicfile.WriteFile"); n != 1 {
		t.Errorf("got %d fixes, want that of the new finding: %v", n, fixed)
	}
	if r := m.run(tool, "-since=nosuch", "./..."); r.code != 1 || r.stderr != "atomiclint: -since=nosuch: git knows no such revision\n" {
		t.Errorf("got %v\nwant one line about the revision", r)
	}
	elsewhere := newBareModule(t, broken)
	if r := elsewhere.run(tool, "-since=HEAD", "./..."); r.code != 1 || !strings.HasPrefix(r.stderr, "atomiclint: git: ") {
		t.Errorf("got %v\nwant what git says of a directory that is no repository", r)
	}
}
