package rewrite

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"golang.org/x/tools/go/analysis"

	"github.com/atomiclint/atomiclint/analyzer/internal/trace"
	"github.com/atomiclint/atomiclint/internal/module"
)

// TestImports redirects a call of os.WriteFile and looks at the imports, and the
// name by which the writer is called.
func TestImports(t *testing.T) {
	const writer = `"github.com/atomiclint/atomiclint/atomicfile"`
	for _, test := range []struct {
		name, imports, rest string // before
		want                string // the imports, after
		call                string
	}{
		{"one", "import \"os\"\n", "", "import " + writer + "\n", "atomicfile.WriteFile"},
		{"one that stays", "import \"os\"\n", "var _ = os.Create", "import \"os\"\nimport " + writer + "\n", "atomicfile.WriteFile"},
		{"a group", "import (\n\t\"fmt\"\n\t\"os\"\n)\n", "var _ = fmt.Sprint", "import (\n\t\"fmt\"\n\n\t" + writer + "\n)\n", "atomicfile.WriteFile"},
		{"a group with ours", "import (\n\t\"os\"\n\n\t\"example.com/lib\"\n)\n", "var _ = lib.Take", "import (\n\t\"example.com/lib\"\n\t" + writer + "\n)\n", "atomicfile.WriteFile"},
		{"a group of others", "import (\n\t\"os\"\n\n\t\"golang.org/x/none\"\n)\n", "var _ = none.None", "import (\n\t" + writer + "\n\t\"golang.org/x/none\"\n)\n", "atomicfile.WriteFile"},
		{"a group of one", "import (\n\t\"os\"\n)\n", "", "import (\n\t" + writer + "\n)\n", "atomicfile.WriteFile"},
		{"the writer is there", "import (\n\t\"os\"\n\n\t" + writer + "\n)\n", "var _ = atomicfile.Create", "import (\n\t" + writer + "\n)\n", "atomicfile.WriteFile"},
		{"the writer has a name", "import (\n\t\"os\"\n\n\taf " + writer + "\n)\n", "var _ = af.Create", "import (\n\taf " + writer + "\n)\n", "af.WriteFile"},
		{"the writer is there with a dot", "import (\n\t\"os\"\n\n\t. " + writer + "\n)\n", "var _ = Create", "import (\n\t. " + writer + "\n)\n", "WriteFile"},
		{"the writer is hidden", "import (\n\t\"os\"\n\n\t" + writer + "\n)\n", "var _ = atomicfile.Create\n\nfunc hide(atomicfile int) error { return os.WriteFile(\"b\", nil, 0) }",
			"import (\n\t\"os\"\n\n\t" + writer + "\n\tatomicfile2 " + writer + "\n)\n", "atomicfile2.WriteFile"},
		{"the name is taken", "import \"os\"\n", "var atomicfile int", "import atomicfile2 " + writer + "\n", "atomicfile2.WriteFile"},
		{"the name is taken somewhere", "import \"os\"\n", "func f() { atomicfile := 1; _ = atomicfile }", "import atomicfile2 " + writer + "\n", "atomicfile2.WriteFile"},
		{"a comment goes", "import (\n\t\"fmt\"\n\n\t// os is for files.\n\t\"os\"\n)\n", "var _ = fmt.Sprint", "import (\n\t\"fmt\"\n\n\t" + writer + "\n)\n", "atomicfile.WriteFile"},
		{"a comment of a single import goes", "// os is for files.\nimport \"os\"\n", "", "import " + writer + "\n", "atomicfile.WriteFile"},
		{"a comment at the end of a group goes", "import (\n\t\"fmt\"\n\t// os is for files.\n\t\"os\"\n)\n", "var _ = fmt.Sprint", "import (\n\t\"fmt\"\n\n\t" + writer + "\n)\n", "atomicfile.WriteFile"},
		{"a comment within a group stays", "import (\n\t\"fmt\"\n\t// os is for files.\n\t\"os\"\n\t\"log\"\n)\n", "var _, _ = fmt.Sprint, log.Print", "import (\n\t\"fmt\"\n\t// os is for files.\n\t\"log\"\n\n\t" + writer + "\n)\n", "atomicfile.WriteFile"},
		{"a group behind a single one", "import \"fmt\"\n\nimport (\n\t\"os\"\n\t\"log\"\n)\n", "var _, _ = fmt.Sprint, log.Print", "import \"fmt\"\nimport (\n\t\"log\"\n\n\t" + writer + "\n)\n", "atomicfile.WriteFile"},
		{"another name of os", "import sys \"os\"\n", "sys", "import " + writer + "\n", "atomicfile.WriteFile"},
		{"os with a dot", "import . \"os\"\n", "dot", "import " + writer + "\n", "atomicfile.WriteFile"},
	} {
		t.Run(test.name, func(t *testing.T) {
			rest, call := test.rest, "os.WriteFile"
			switch rest {
			case "sys":
				rest, call = "", "sys.WriteFile"
			case "dot":
				rest, call = "", "WriteFile"
			}
			sources["golang.org/x/none"] = "package none\n\nfunc None() {}\n"
			src := "package p\n\n" + test.imports + "\nfunc save() error { return " + call + "(\"a\", nil, 0) }\n\n" + rest + "\n"
			b := loadText(t, src, module.Writer())
			k := b.sinkIn(t)
			if test.name == "the writer is hidden" {
				for c := range b.Root.Preorder((*ast.CallExpr)(nil)) {
					if s, ok := trace.SinkOf(b.Info, c, nil); ok {
						k = s
					}
				}
			}
			fix, reason := b.fixer.Fix(k)
			if fix == nil {
				t.Fatalf("got no fix: %s", reason)
			}
			text := b.apply(t, fix.TextEdits)
			file, err := parser.ParseFile(token.NewFileSet(), "p.go", text, 0)
			if err != nil {
				t.Fatal(err)
			}
			got := ""
			for _, d := range file.Decls {
				if gen, ok := d.(*ast.GenDecl); ok && gen.Tok == token.IMPORT {
					got += text[gen.Pos()-1:gen.End()-1] + "\n"
				}
			}
			if got != test.want {
				t.Errorf("got\n%swant\n%s", got, test.want)
			}
			if name := b.name(t, text); name != test.call {
				t.Errorf("got a call of %s, want %s", name, test.call)
			}
		})
	}
}

// TestJoins asks whether an import that is added goes to a group of others.
func TestJoins(t *testing.T) {
	const imports = "import (\n\t\"os\"\n\n\t\"fmt\"\n\n\t\"example.com/lib\"\n\n\t\"golang.org/x/none\"\n)\n"
	sources["golang.org/x/none"] = "package none\n\nfunc None() {}\n"
	b := loadText(t, "package p\n\n"+imports+"\nvar _, _, _, _ = os.Create, fmt.Sprint, lib.Take, none.None\n", module.Writer())
	src, _ := b.fixer.source(b.File.Pos())
	specs := src.importDecls()[0].Specs
	for _, test := range []struct {
		added []string
		want  []bool // by import, each a group of its own
	}{
		{nil, []bool{false, false, false, false}},
		{[]string{"io"}, []bool{true, false, false, false}},
		{[]string{module.Writer()}, []bool{false, false, true, false}},
		{[]string{"io", module.Writer()}, []bool{true, false, true, false}},
		{[]string{"os"}, []bool{false, false, false, false}},
		{[]string{"golang.org/x/none"}, []bool{false, false, false, false}},
	} {
		for i, want := range test.want {
			if got := src.joins(test.added, specs[i:i+1]); got != want {
				t.Errorf("%v: got that they join import %d %t, want %t", test.added, i, got, want)
			}
		}
	}
}

// TestAdded asks which imports a file needs that is to use the writer, or not.
func TestAdded(t *testing.T) {
	b := load(t, plain)
	src, _ := b.fixer.source(b.File.Pos())
	here := b.File.Decls[len(b.File.Decls)-1]
	elsewhere := ast.NewIdent("elsewhere")
	for _, test := range []struct {
		writers []*source
		widened []widening
		want    []string
	}{
		{nil, nil, nil},
		{[]*source{src}, nil, []string{module.Writer()}},
		{[]*source{new(source)}, nil, nil},
		{nil, []widening{{decl: here}}, []string{"io"}},
		{nil, []widening{{decl: here, taken: true}}, nil},
		{nil, []widening{{decl: elsewhere}}, nil},
		{[]*source{src}, []widening{{decl: here}}, []string{module.Writer(), "io"}},
	} {
		if got := b.fixer.added(src, test.writers, test.widened); !slices.Equal(got, test.want) {
			t.Errorf("%v, %v: got %v, want %v", test.writers, test.widened, got, test.want)
		}
	}
}

// name returns the function that text calls and the source does not.
func (b *bench) name(t *testing.T, text string) string {
	t.Helper()
	for _, name := range []string{"atomicfile2.WriteFile", "atomicfile.WriteFile", "af.WriteFile", "WriteFile"} {
		if strings.Contains(text, name+"(") {
			return name
		}
	}
	return ""
}

func TestImportName(t *testing.T) {
	for _, test := range []struct{ path, want string }{
		{"example.com/atomicfile", "atomicfile"}, {"example.com/renameio/v2", "renameio"}, {"gopkg.in/renameio.v1", "renameio"},
		{"example.com/go-atomic", "atomic"}, {"example.com/atomic-file", "atomic_file"}, {"example.com/2atomic", "_2atomic"}, {"v2", "v2"},
	} {
		if got := ImportName(test.path); got != test.want {
			t.Errorf("%s: got %s, want %s", test.path, got, test.want)
		}
	}
}

func TestGenerated(t *testing.T) {
	for text, want := range map[string]bool{
		"// Code generated by x. DO NOT EDIT.\n\npackage p\n":       true,
		"// Code generated by cmd/cgo; DO NOT EDIT.\n\npackage p\n": false,
		"package p\n": false,
		"package p\n\n// Code generated by x. DO NOT EDIT.\n": false,
	} {
		file, err := parser.ParseFile(token.NewFileSet(), "p.go", text, parser.ParseComments)
		if err != nil {
			t.Fatal(err)
		}
		if got := Generated(file); got != want {
			t.Errorf("%q: got %t, want %t", text, got, want)
		}
	}
}

// TestSource looks at files that fixes must not change.
func TestSource(t *testing.T) {
	const call = "\n\nfunc save() error { return os.WriteFile(\"a\", nil, 0) }\n"
	for _, test := range []struct{ name, src, writer, want string }{
		{"generated", "// Code generated by x. DO NOT EDIT.\n\npackage p\n\nimport \"os\"" + call, module.Writer(), "the file is generated"},
		{"of cgo", "// Code generated by cmd/cgo; DO NOT EDIT.\n\npackage p\n\nimport \"os\"" + call, module.Writer(), "the file uses cgo"},
		{"of the writer", "package p\n\nimport \"os\"" + call, "example.com/p", "a package cannot import itself"},
		{"the package clause shares its line", "package p; import \"os\"" + call, module.Writer(), "the package clause or an import shares its line with other code"},
		{"an import shares its line", "package p\n\nimport \"os\"; var x int" + call, module.Writer(), "the package clause or an import shares its line with other code"},
		{"imports share a line", "package p\n\nimport (\n\t\"os\"; _ \"fmt\"\n)" + call, module.Writer(), "the package clause or an import shares its line with other code"},
	} {
		b := loadText(t, test.src, test.writer)
		if _, reason := b.fixer.Fix(b.sinkIn(t)); reason != test.want {
			t.Errorf("%s: got reason %q, want %q", test.name, reason, test.want)
		}
	}
	b := load(t, plain)
	b.pass.ReadFile = func(string) ([]byte, error) { return nil, os.ErrNotExist }
	if _, reason := b.fixer.Fix(b.sinkIn(t)); reason != "the source cannot be read" {
		t.Errorf("a file that cannot be read: got reason %q", reason)
	}
	b.pass.ReadFile = func(string) ([]byte, error) { return []byte("package p"), nil }
	if _, reason := b.fixer.Fix(b.sinkIn(t)); reason != "the source cannot be read" {
		t.Errorf("a file that has changed: got reason %q", reason)
	}
	if _, reason := b.fixer.source(token.NoPos); reason != "the source is not at hand" {
		t.Errorf("no position: got reason %q", reason)
	}
}

// TestDeclaredElsewhere looks for a name in files that are not built here.
func TestDeclaredElsewhere(t *testing.T) {
	name := filepath.Join(t.TempDir(), "other.go")
	for text, want := range map[string]bool{
		"package p\n\nfunc atomicfile() {}\n": true, "package p\n\nvar x, atomicfile int\n": true, "package p\n\ntype atomicfile int\n": true,
		"package p\n\nconst atomicfile = 1\n": true, "package q\n\nfunc atomicfile() {}\n": false, "package p\n\nfunc (T) atomicfile() {}\n": false,
		"package p\n\nfunc other() { atomicfile() }\n": false, "package": false, "": false,
	} {
		if err := os.WriteFile(name, []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
		b := load(t, plain)
		b.pass.IgnoredFiles = []string{name, name + ".txt"}
		b.pass.ReadFile = nil
		if got := b.fixer.declaredElsewhere(b.File, "atomicfile"); got != want {
			t.Errorf("%q: got %t, want %t", text, got, want)
		}
	}
}

// TestBoundElsewhere looks for what binds the type of a function in files that
// are not built here.
func TestBoundElsewhere(t *testing.T) {
	const declared = "is declared in a file for another system, too"
	const used = "other.go, which is for another system or for tests, uses it as a value"
	name := filepath.Join(t.TempDir(), "other.go")
	for text, want := range map[string]string{
		"func emit() {}": declared, "var emit int": declared, "func (T) emit() {}": declared,
		"func f() { emit(nil) }": "", "func f(t T) { t.emit(nil) }": "", "func f() { (emit)(nil) }": "",
		"var f = emit": used, "func f(t T) { use(t.emit) }": used, "type T interface{ emit() }": used,
		"func f() { emit := 1; use(emit) }": "", "func f(emit int) { use(emit) }": "", "func f() { use(emitted) }": "",
	} {
		if err := os.WriteFile(name, []byte("package p\n\n"+text+"\n"), 0o666); err != nil {
			t.Fatal(err)
		}
		b := load(t, plain)
		b.pass.IgnoredFiles = []string{name}
		b.pass.ReadFile = nil
		if got := b.fixer.boundElsewhere(b.File, "emit"); got != want {
			t.Errorf("%q: got %q, want %q", text, got, want)
		}
	}
}

func TestOutermost(t *testing.T) {
	edit := func(pos, end token.Pos) analysis.TextEdit { return analysis.TextEdit{Pos: pos, End: end} }
	got := outermost([]analysis.TextEdit{edit(1, 10), edit(2, 5), edit(1, 10), edit(5, 5), edit(1, 1), edit(10, 10), edit(12, 14)})
	want := []analysis.TextEdit{edit(1, 10), edit(1, 10), edit(1, 1), edit(10, 10), edit(12, 14)}
	if len(got) != len(want) {
		t.Fatalf("got %v, want %v", got, want)
	}
	for i := range got {
		if got[i].Pos != want[i].Pos || got[i].End != want[i].End {
			t.Errorf("edit %d: got %v, want %v", i, got[i], want[i])
		}
	}
}
