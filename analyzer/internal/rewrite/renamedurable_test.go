package rewrite

import (
	"go/ast"
	"testing"
)

// TestFixDurable makes renames durable that lack nothing else.
func TestFixDurable(t *testing.T) {
	of := func(body string) string {
		return "func save(name, other string, data []byte) error {\n\ttmp, err := write(filepath.Dir(name), data)\n\tif err != nil {\n\t\treturn err\n\t}\n\tdefer os.Remove(tmp)\n\t" + body + "\n}\nfunc write(dir string, data []byte) (string, error) {\n\tf, err := os.CreateTemp(dir, \"x\")\n\tif err != nil {\n\t\treturn \"\", err\n\t}\n\t_, err = f.Write(data)\n\terr = errors.Join(err, f.Chmod(0o644), f.Close())\n\tif err != nil {\n\t\tos.Remove(f.Name())\n\t\treturn \"\", err\n\t}\n\treturn f.Name(), nil\n}"
	}
	callers := func(caller string) string {
		return of("return os.Rename(tmp, name)") + "\n" + caller
	}
	ask[ast.Node](t, []row[string]{
		{callers("func call(s string) error {\n\tif err := save(s, s, nil); err != nil {\n\t\treturn duplicate(\"x\", s)\n\t}\n\treturn nil\n}\nfunc duplicate(from, to string) error {\n\tdata, err := os.ReadFile(from)\n\tif err != nil {\n\t\treturn err\n\t}\n\treturn os.WriteFile(to, data, 0o644)\n}"), ""},
		{callers("func call(s string) error {\n\tif err := save(s, s, nil); err != nil {\n\t\treturn err\n\t}\n\treturn os.WriteFile(s, nil, 0o644)\n}"), "- return os.Rename(tmp, name)\n+ return atomicfile.Rename(tmp, name)"},
		{callers("func call(s, t string) error {\n\tif err := save(s, s, nil); err != nil {\n\t\treturn os.WriteFile(t, nil, 0o644)\n\t}\n\treturn nil\n}"), "- return os.Rename(tmp, name)\n+ return atomicfile.Rename(tmp, name)"},
		{of("return os.Rename(tmp, name)"), "- return os.Rename(tmp, name)\n+ return atomicfile.Rename(tmp, name)"},
		{of("return (os.Rename)(tmp, name)"), "- return (os.Rename)(tmp, name)\n+ return atomicfile.Rename(tmp, name)"},
		{of("rename := os.Rename\n\treturn rename(tmp, name)"), ""},
		{of("if err := os.Rename(tmp, name); err != nil {\n\t\tos.WriteFile(name, nil, 0o644)\n\t\treturn err\n\t}\n\treturn nil"), ""},
		{of("if err := os.Rename(tmp, name); err != nil {\n\t\tlog.Print(name)\n\t\treturn err\n\t}\n\treturn nil"), "- if err := os.Rename(tmp, name); err != nil {\n+ if err := atomicfile.Rename(tmp, name); err != nil {"},
		{of("if err := os.Rename(tmp, name); err != nil {\n\t\tos.WriteFile(other, nil, 0o644)\n\t\treturn err\n\t}\n\treturn nil"), "- if err := os.Rename(tmp, name); err != nil {\n+ if err := atomicfile.Rename(tmp, name); err != nil {"},
		{of("if err := os.Rename(tmp, name); err != nil {\n\t\treturn err\n\t}\n\treturn lib.Keep(name)"), "- if err := os.Rename(tmp, name); err != nil {\n+ if err := atomicfile.Rename(tmp, name); err != nil {"},
		{of("if err := lib.Keep(name); err != nil {\n\t\treturn err\n\t}\n\treturn os.Rename(tmp, name)"), "- return os.Rename(tmp, name)\n+ return atomicfile.Rename(tmp, name)"},
		{of("defer lib.Keep(name)\n\treturn os.Rename(tmp, name)"), ""},
		{of("defer func() {\n\t\tlib.Keep(name)\n\t}()\n\treturn os.Rename(tmp, name)"), ""},
		{of("pkgHook = func(string) { lib.Keep(name) }\n\treturn os.Rename(tmp, name)"), ""},
		{of("go func() { lib.Keep(name) }()\n\treturn os.Rename(tmp, name)"), ""},
		{of("if err := os.Rename(tmp, name); err != nil {\n\t\tlib.Any(name)\n\t\treturn err\n\t}\n\treturn nil"), ""},
	}, func(s *subject) string {
		u, ok := s.unsafe()
		if !ok {
			return "nothing to fix"
		}
		fix := s.fixer.FixDurable(u)
		if fix == nil {
			return ""
		}
		return s.outcome(fix, "")
	})
}

func TestLooksOn(t *testing.T) {
	ask[*ast.CallExpr](t, []row[bool]{
		{"/*?*/log.Print(name)", true}, {"_ = /*?*/len(name)", true}, {"_ = /*?*/string(name)", true}, {"/*?*/os.Stat(name)", true}, {"/*?*/os.WriteFile(name, nil, 0)", false}, {"/*?*/hook(name)", false},
		{"_ = /*?*/filepath.Base(name)", true}, {"_ = /*?*/strings.ToLower(name)", true}, {"/*?*/os.Remove(name)", false}, {"/*?*/lib.Save(name)", false}, {"/*?*/os.Chmod(name, 0)", true},
		{"/*?*/work()", false},
	}, func(s *subject) bool { return s.h.looksOn(s.call()) })
}

func TestWorkedBy(t *testing.T) {
	ask[*ast.CallExpr](t, []row[int]{
		{"/*?*/os.WriteFile(name, nil, 0)", 1}, {"/*?*/os.Link(name, other)", 2}, {"/*?*/os.Stat(name)", 0}, {"/*?*/log.Print(name)", 0}, {"/*?*/own(name) ## func own(s string) { os.Remove(s) }", 0},
		{"/*?*/lib.Any(1)", 0}, {"/*?*/hook(name)", 1},
	}, func(s *subject) int { return len(s.h.workedBy(s.call())) })
}
