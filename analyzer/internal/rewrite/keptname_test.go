package rewrite

import (
	"go/ast"
	"testing"
)

// TestFixKeptName has the name of the file kept where others find it.
func TestFixKeptName(t *testing.T) {
	const fixed = "- return os.WriteFile(name, data, 0o644)\n+ return atomicfile.WriteFile(name, data, 0o644)"
	of := func(keep, decls string) string {
		return "func save(name, other string, data []byte) error {\n\t" + keep + "\n\treturn os.WriteFile(name, data, 0o644)\n}\n" + decls
	}
	sweep := "func sweep() { os.Remove(last) }\nvar last string"
	ask[ast.Node](t, []row[string]{
		{of("last = name", sweep), "by hand: line 122 may remove the old file after a failure"},
		{of("last = other", sweep), fixed},
		{of("last = name + other", sweep), fixed},
		{of("var last string\n\tlast = name\n\tprint(last)", sweep), fixed},
		{of("_, last = other, name", sweep), "by hand: line 122 may remove the old file after a failure"},
		{of("last = name", "var last string\nfunc sweep() { os.Stat(last) }"), fixed},
		{of("names = append(names, other, name)", "var names []string\nfunc sweep() {\n\tfor _, s := range names {\n\t\tos.Remove(s)\n\t}\n}"), "by hand: line 125 may remove the old file after a failure"},
		{of("names = append(names, other)", "var names []string\nfunc sweep() {\n\tfor _, s := range names {\n\t\tos.Remove(s)\n\t}\n}"), fixed},
		{of("open[name] = true", "var open map[string]bool\nfunc sweep() {\n\tfor s := range open {\n\t\tos.Remove(s)\n\t}\n}"), "by hand: line 125 may remove the old file after a failure"},
		{of("open[other] = true", "var open map[string]bool\nfunc sweep() {\n\tfor s := range open {\n\t\tos.Remove(s)\n\t}\n}"), fixed},
		{of("queue <- name", "var queue chan string\nfunc sweep() { os.Remove(<-queue) }"), "by hand: line 123 may remove the old file after a failure"},
		{of("queue <- other", "var queue chan string\nfunc sweep() { os.Remove(<-queue) }"), fixed},
		{of("note(name)", "func note(s string) { last = s }\n"+sweep), "by hand: line 123 may remove the old file after a failure"},
		{of("note(other)", "func note(s string) { last = s }\n"+sweep), fixed},
		{of("note(1, name)", "func note(n int, s string) { last = s }\n"+sweep), "by hand: line 123 may remove the old file after a failure"},
		{of("note(name, name)", "func note(s, t string) { last = t }\n"+sweep), "by hand: line 123 may remove the old file after a failure"},
		{of("note(name)", "func note(s string) { note(s) }\n"+sweep), fixed},
		{of("", "func call(s string) error {\n\tlast = s\n\treturn save(s, s, nil)\n}\n"+sweep), "by hand: line 126 may remove the old file after a failure"},
		{of("", "func call(s string) error {\n\terr := save(s, s, nil)\n\tlast = s\n\treturn err\n}\n"+sweep), fixed},
		{of("switch x := any(name).(type) {\n\tcase string:\n\t\tprint(x)\n\t}", sweep), fixed},
	}, (*subject).fixed)
}
