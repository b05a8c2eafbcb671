package rewrite

import (
	"go/ast"
	"testing"
)

// TestFixLosses lets something happen to what one call has written.
func TestFixLosses(t *testing.T) {
	of := func(body string) string {
		return "func save(name, other string, data []byte, n int) error {\n\t" + body + "\n}"
	}
	ask[ast.Node](t, []row[string]{
		{of("err := os.WriteFile(name, data, 0o644)\n\tif err != nil || n > 0 {\n\t\tos.Remove(name)\n\t\treturn errKnown\n\t}\n\treturn nil"), "by hand: line 121 removes the file, whether it is written or not"},
		{of("err := os.WriteFile(name, data, 0o644)\n\tif err != nil {\n\t\tos.Remove(name)\n\t}\n\tif n > 0 {\n\t\tos.Remove(name)\n\t\treturn errKnown\n\t}\n\treturn err"), "by hand: line 124 removes the file, whether it is written or not"},
		{of("if err := os.WriteFile(name, data, 0o644); err != nil {\n\t\tos.Rename(other, name)\n\t\treturn err\n\t}\n\treturn nil"), "- if err := os.WriteFile(name, data, 0o644); err != nil {\n+ if err := atomicfile.WriteFile(name, data, 0o644); err != nil {"},
		{of("if err := os.WriteFile(name, data, 0o644); err != nil {\n\t\tos.Rename(name, other)\n\t\treturn err\n\t}\n\treturn nil"), "by hand: line 120 does away with the old file after a failure"},
		{of("if err := os.WriteFile(name, data, 0o644); err != nil {\n\t\tos.Truncate(name, 0)\n\t\treturn err\n\t}\n\treturn nil"), "by hand: line 120 does away with the old file after a failure"},
		{of("if err := os.WriteFile(name, data, 0o644); err != nil {\n\t\treturn err\n\t}\n\treturn os.Rename(name, other)"), "- if err := os.WriteFile(name, data, 0o644); err != nil {\n+ if err := atomicfile.WriteFile(name, data, 0o644); err != nil {"},
		{of("os.Remove(name)\n\treturn os.WriteFile(name, data, 0o644)"), "- return os.WriteFile(name, data, 0o644)\n+ return atomicfile.WriteFile(name, data, 0o644)"},
		{of("if err := os.WriteFile(name, data, 0o644); err != nil {\n\t\tos.Remove(other)\n\t\treturn err\n\t}\n\treturn nil"), "- if err := os.WriteFile(name, data, 0o644); err != nil {\n+ if err := atomicfile.WriteFile(name, data, 0o644); err != nil {"},
		{of("pkgHook = func(string) { os.Remove(name) }\n\treturn os.WriteFile(name, data, 0o644)"), "by hand: line 119 may remove the old file after a failure"},
		{of("os.Link(name, other)\n\treturn os.WriteFile(name, data, 0o644)"), "by hand: line 119 gives the file another name, which would keep the old content"},
		{of("if err := os.WriteFile(name, data, 0o644); err != nil {\n\t\tos.Remove(name)\n\t\tlog.Print(err)\n\t\treturn err\n\t}\n\treturn nil"), "- if err := os.WriteFile(name, data, 0o644); err != nil {\n- os.Remove(name)\n+ if err := atomicfile.WriteFile(name, data, 0o644); err != nil {"},
		{of("if err := os.WriteFile(name, data, 0o644); err != nil {\n\t\tname = other\n\t\tos.Remove(name)\n\t\treturn err\n\t}\n\treturn nil"), "by hand: line 121 removes what line 120 has made another name"},
		{of("if err := os.WriteFile(name, data, 0o644); err != nil {\n\t\tif rerr := os.Remove(name); rerr != nil {\n\t\t\treturn rerr\n\t\t}\n\t\treturn err\n\t}\n\treturn nil"), "by hand: line 120 removes the old file as a part of something else"},
	}, (*subject).fixed)
}
