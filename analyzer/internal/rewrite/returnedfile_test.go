package rewrite

import (
	"go/ast"
	"strings"
	"testing"
)

// TestFixResults returns the file in other ways, or by another name.
func TestFixResults(t *testing.T) {
	const call = "\nfunc call(name, other string) error {\n\tf, err := save(name)\n\tif err != nil {\n\t\treturn err\n\t}\n\tdefer f.Close()\n\tif _, err := f.Write(nil); err != nil {\n\t\treturn err\n\t}\n\treturn nil\n}"
	more := func(before string) string {
		return "func save(name string) (*os.File, error) {\n\treturn os.Create(name + \".x\")\n}" + strings.Replace(call, "f, err", before+"\n\tf, err", 1)
	}
	ask[ast.Node](t, []row[string]{
		{"func save(name string) (f *os.File, err error) {\n\treturn os.Create(name)\n}" + call, "by hand: the file is returned, and save does not return an *os.File and an error"},
		{"func save(name string) (*os.File, error) {\n\tif name == \"\" {\n\t\treturn save(\"x\")\n\t}\n\treturn os.Create(name)\n}" + call, "by hand: the file is returned, and line 120 may return another one"},
		{"func save(name ...string) (*os.File, error) {\n\treturn os.Create(name[0])\n}" + call, "by hand: the file is returned, and line 122 does not show the path"},
		{"func save(name string) (*os.File, error) {\n\treturn os.Create(filepath.Join(\"d\", name))\n}" + call, "- func save(name string) (*os.File, error) {\n- return os.Create(filepath.Join(\"d\", name))\n- return nil\n+ func save(name string) (*atomicfile.File, error) {\n+ return atomicfile.Create(filepath.Join(\"d\", name))\n+ return f.Commit()"},
		{"func save(name string) (*os.File, error) {\n\treturn os.Create(filepath.Join([]string{name}...))\n}" + call, "by hand: the file is returned, and line 122 does not show the path"},
		{"func save(name string) (*os.File, error) {\n\tpath := name + \".x\"\n\treturn os.Create(path)\n}" + call, "- func save(name string) (*os.File, error) {\n- return os.Create(path)\n- return nil\n+ func save(name string) (*atomicfile.File, error) {\n+ return atomicfile.Create(path)\n+ return f.Commit()"},
		{"func save(name string) (*os.File, error) {\n\tpath := name + \".x\"\n\tpath += \"y\"\n\treturn os.Create(path)\n}" + call, "by hand: the file is returned, and line 124 does not show the path"},
		{"func save(name string) (*os.File, error) {\n\tname += \"y\"\n\treturn os.Create(name)\n}" + call, "by hand: the file is returned, and line 123 does not show the path"},
		{"func save(name string) (*os.File, error) {\n\tfunc() { os.Getpid() }()\n\treturn os.Create(filepath.Base((name)))\n}" + call, "- func save(name string) (*os.File, error) {\n- return os.Create(filepath.Base((name)))\n- return nil\n+ func save(name string) (*atomicfile.File, error) {\n+ return atomicfile.Create(filepath.Base((name)))\n+ return f.Commit()"},
		{"func save(name string) (*os.File, error) {\n\tparts := []string{\"d\", name}\n\treturn os.Create(filepath.Join(parts...))\n}" + call, "by hand: the file is returned, and line 123 does not show the path"},
		{"func save(name string) (*os.File, int, error) {\n\tf, err := os.Create(name)\n\treturn f, 1, err\n}\nfunc call(name string) {\n\tf, n, err := save(name)\n\tprint(f, n, err)\n}", "by hand: f is returned, and used before that"},
		{"func save(name string) error {\n\topen := func() (*os.File, error) { return os.Create(name) }\n\tf, err := open()\n\tif err != nil {\n\t\treturn err\n\t}\n\treturn f.Close()\n}", "by hand: the file is returned, and a function literal returns it"},
		{"func save(name string) (*os.File, error) {\n\treturn os.Create(name)\n}", "by hand: the file is returned, and nothing calls save"},
		{"func save2(name string) (*os.File, error) {\n\treturn os.Create(name)\n}\nfunc save(name string) (*os.File, error) {\n\treturn save2(name)\n}\nfunc call(name string) error {\n\tf, err := save(name)\n\tif err != nil {\n\t\treturn err\n\t}\n\treturn f.Close()\n}", "- func save2(name string) (*os.File, error) {\n- return os.Create(name)\n- func save(name string) (*os.File, error) {\n- return f.Close()\n+ func save2(name string) (*atomicfile.File, error) {\n+ return atomicfile.Create(name)\n+ func save(name string) (*atomicfile.File, error) {\n+ return f.Commit()"},
		{"func saves() {}\nfunc (p *pair) open() (*os.File, error) {\n\treturn os.Create(p.path)\n}\nfunc call(p *pair) error {\n\tf, err := p.open()\n\tif err != nil {\n\t\treturn err\n\t}\n\treturn f.Close()\n}", "- func (p *pair) open() (*os.File, error) {\n- return os.Create(p.path)\n- return f.Close()\n+ func (p *pair) open() (*atomicfile.File, error) {\n+ return atomicfile.Create(p.path)\n+ return f.Commit()"},
		{"func saves() {}\nfunc pick() *pair { return nil }\nfunc (p *pair) open() (*os.File, error) {\n\treturn os.Create(p.path)\n}\nfunc call() error {\n\tf, err := pick().open()\n\tif err != nil {\n\t\treturn err\n\t}\n\treturn f.Close()\n}", "- func (p *pair) open() (*os.File, error) {\n- return os.Create(p.path)\n- return f.Close()\n+ func (p *pair) open() (*atomicfile.File, error) {\n+ return atomicfile.Create(p.path)\n+ return f.Commit()"},
		{more("work()"), "- func save(name string) (*os.File, error) {\n- return os.Create(name + \".x\")\n- return nil\n+ func save(name string) (*atomicfile.File, error) {\n+ return atomicfile.Create(name + \".x\")\n+ return f.Commit()"},
		{more("os.Remove(other)"), "- func save(name string) (*os.File, error) {\n- return os.Create(name + \".x\")\n- return nil\n+ func save(name string) (*atomicfile.File, error) {\n+ return atomicfile.Create(name + \".x\")\n+ return f.Commit()"},
		{more("defer os.Remove(other)"), "by hand: the file is returned, and line 123 cannot follow: line 122 may mean the file by another name"},
		{more("lib.Any(func() { os.Remove(other) })"), "by hand: the file is returned, and line 123 cannot follow: line 122 may mean the file by another name"},
		{more("defer os.Remove(\"x\")"), "- func save(name string) (*os.File, error) {\n- return os.Create(name + \".x\")\n- return nil\n+ func save(name string) (*atomicfile.File, error) {\n+ return atomicfile.Create(name + \".x\")\n+ return f.Commit()"},
		{more("defer log.Print(other)"), "- func save(name string) (*os.File, error) {\n- return os.Create(name + \".x\")\n- return nil\n+ func save(name string) (*atomicfile.File, error) {\n+ return atomicfile.Create(name + \".x\")\n+ return f.Commit()"},
	}, (*subject).fixed)
}
