package analyzer

import (
	"flag"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"io"
	"slices"
	"strings"
	"testing"

	"golang.org/x/tools/go/analysis"
	driver "golang.org/x/tools/go/analysis/checker"
	"golang.org/x/tools/go/packages"

	"github.com/atomiclint/atomiclint/analyzer/internal/rename"
)

func TestNew(t *testing.T) {
	a, err := New(Settings{
		Sinks: []string{"example.com/fsx.Save:1", "(*example.com/fsx.Dir).Open"},
		Skip:  []string{"left_*.go"},
		Tests: true,
	})
	if err != nil {
		t.Fatal(err)
	}
	checkDiagnostics(t, a, "example.com/configured")
}

// TestTogether checks that a driver can run analyzers together, and that each
// then finds what it finds alone.
func TestTogether(t *testing.T) {
	pkgs := testdata().packages(t, "example.com/indirect", "example.com/configured")
	all := []*analysis.Analyzer{Analyzer}
	for _, s := range []Settings{
		{},
		{Strict: true},
		{Categories: []string{"direct-write"}},
		{Sinks: []string{"example.com/fsx.Save:1"}, Tests: true},
	} {
		a, err := New(s)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, a)
	}
	together := findings(t, all, pkgs)
	for i, a := range all {
		if alone := findings(t, []*analysis.Analyzer{a}, pkgs)[a]; alone == nil || !slices.Equal(together[a], alone) {
			t.Errorf("analyzer %d, together with the others: got\n%s\nwant what it finds alone\n%s", i, strings.Join(together[a], "\n"), strings.Join(alone, "\n"))
		}
	}
	if slices.Equal(together[all[1]], together[all[4]]) {
		t.Errorf("with sinks of its own, an analyzer finds what one without finds:\n%s", strings.Join(together[all[1]], "\n"))
	}
}

// findings returns what each analyzer reports, with positions.
func findings(t *testing.T, analyzers []*analysis.Analyzer, pkgs []*packages.Package) map[*analysis.Analyzer][]string {
	t.Helper()
	if err := analysis.Validate(analyzers); err != nil {
		t.Fatal(err)
	}
	graph, err := driver.Analyze(analyzers, pkgs, nil)
	if err != nil {
		t.Fatal(err)
	}
	found := make(map[*analysis.Analyzer][]string)
	for _, act := range graph.Roots {
		if act.Err != nil {
			t.Fatal(act.Err)
		}
		for _, d := range act.Diagnostics {
			found[act.Analyzer] = append(found[act.Analyzer], act.Package.Fset.Position(d.Pos).String()+": "+d.Message)
		}
		slices.Sort(found[act.Analyzer])
	}
	return found
}

func TestNewRefuses(t *testing.T) {
	for _, test := range []struct {
		settings Settings
		want     string
	}{
		{Settings{Categories: []string{"direct"}}, `setting categories: no category "direct"`},
		{Settings{Sinks: []string{"Save"}}, `setting sinks: sink "Save": want an import path and a function`},
		{Settings{Sinks: []string{"example.com/fsx.Save:one"}}, `want the index of an argument after the colon`},
		{Settings{Sinks: []string{"(*example.com/fsx.Dir).Put:-1"}}, `counted from 0`},
		{Settings{Sinks: []string{"example.com/fsx"}}, `want an import path and a function`},
		{Settings{Writer: "os"}, `setting writer: WriteFile of package os writes in place`},
		{Settings{Writer: "io/ioutil"}, `setting writer: WriteFile of package io/ioutil writes in place`},
		{Settings{Categories: []string{"unsafe-rename/sync"}}, `no flaw "sync"; there are no-sync, `},
		{Settings{Categories: []string{"direct-write/mode"}}, `category direct-write has no flaws; unsafe-rename has`},
		{Settings{Skip: []string{"[a"}}, `setting skip: pattern "[a"`},
		{Settings{Skip: []string{"./gen/..."}}, `setting skip: pattern "./gen/...": want an import path, such as`},
		{Settings{Skip: []string{"/src/gen"}}, `setting skip: pattern "/src/gen": want an import path, such as`},
	} {
		if _, err := New(test.settings); err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("New(%+v): got error %v, want one with %q", test.settings, err, test.want)
		}
	}
}

func TestFlags(t *testing.T) {
	for _, test := range []struct {
		args []string
		want Settings
		err  string
	}{
		{args: []string{"-skip=a.go, b/...,"}, want: Settings{Skip: []string{"a.go", "b/..."}}},
		{args: []string{"-categories=direct-write", "-tests", "-writer=x/y"}, want: Settings{Categories: []string{"direct-write"}, Tests: true, Writer: "x/y"}},
		{args: []string{"-categories=unsafe-rename/no-sync,-directive"}, want: Settings{Categories: []string{"unsafe-rename/no-sync", "-directive"}}},
		{args: []string{"-writer=os"}, err: "WriteFile of package os writes in place"},
		{args: []string{"-sinks=x/y.Save:-1"}, err: `sink "x/y.Save:-1"`},
		{args: []string{"-categories=none"}, err: `there are direct-write, indirect-write, unsafe-rename, missing-commit, directive`},
	} {
		var got Settings
		fs := flag.NewFlagSet("atomiclint", flag.ContinueOnError)
		fs.SetOutput(io.Discard)
		got.register(fs)
		err := fs.Parse(test.args)
		switch {
		case test.err != "":
			if err == nil || !strings.Contains(err.Error(), test.err) {
				t.Errorf("%q: got error %v, want one with %q", test.args, err, test.err)
			}
		case err != nil:
			t.Errorf("%q: %v", test.args, err)
		case strings.Join(got.Skip, " ") != strings.Join(test.want.Skip, " ") ||
			strings.Join(got.Categories, " ") != strings.Join(test.want.Categories, " ") ||
			got.Tests != test.want.Tests || got.Writer != test.want.Writer:
			t.Errorf("%q: got %+v, want %+v", test.args, got, test.want)
		}
	}
}

// TestCheckSinks checks what is said of sinks that match nothing.
func TestCheckSinks(t *testing.T) {
	const text = `package fsx

type Dir struct{}

func (*Dir) Put(n int, name string) {}

func Save(n int, name string) {}

var Name string
`
	fset := token.NewFileSet()
	file, err := parser.ParseFile(fset, "fsx.go", text, 0)
	if err != nil {
		t.Fatal(err)
	}
	fsx, err := new(types.Config).Check("example.com/fsx", fset, []*ast.File{file}, nil)
	if err != nil {
		t.Fatal(err)
	}
	user := types.NewPackage("example.com/app", "app")
	user.SetImports([]*types.Package{fsx})
	for _, test := range []struct{ sink, want string }{
		{"example.com/fsx.Save:1", ""},
		{"(*example.com/fsx.Dir).Put:1", ""},
		{"example.com/other.Save", ""}, // there is no telling
		{"example.com/fsx.Store", "setting sinks: there is no function example.com/fsx.Store in example.com/fsx"},
		{"example.com/fsx.Name", "there is no function example.com/fsx.Name"},
		{"(*example.com/fsx.File).Put:1", "there is no function (*example.com/fsx.File).Put"},
		{"(example.com/fsx.Dir).Put:1", "setting sinks: (example.com/fsx.Dir).Put is spelled (*example.com/fsx.Dir).Put"},
		{"example.com/fsx.Save", "setting sinks: argument 0 of example.com/fsx.Save is no path but int; they are counted from 0"},
		{"example.com/fsx.Save:2", "setting sinks: example.com/fsx.Save has no argument 2; they are counted from 0"},
	} {
		for _, pkg := range []*types.Package{user, fsx} {
			err := (&Settings{Sinks: []string{test.sink}}).checkSinks(pkg)
			if got := fmt.Sprint(err); test.want == "" && err != nil || !strings.Contains(got, test.want) {
				t.Errorf("%s in %s: got error %v, want %q", test.sink, pkg.Path(), err, test.want)
			}
		}
	}
}

// TestCategories checks which findings and flaws are reported.
func TestCategories(t *testing.T) {
	for _, test := range []struct {
		items                      string
		direct, rename, sync, mode bool
		askedSync, all             bool
	}{
		{"", true, true, true, true, false, true},
		{"direct-write", true, false, false, false, false, false},
		{"unsafe-rename", false, true, true, true, false, false},
		{"unsafe-rename/no-sync", false, true, true, false, true, false},
		{"direct-write,unsafe-rename/mode", true, true, false, true, false, false},
		{"-direct-write", false, true, true, true, false, false},
		{"-unsafe-rename/no-sync", true, true, false, true, false, false},
		{"unsafe-rename,-unsafe-rename/mode", false, true, true, false, false, false},
		{"-directive", true, true, true, true, false, true},
	} {
		s := new(Settings)
		if test.items != "" {
			s.Categories = strings.Split(test.items, ",")
		}
		sync, askedSync := s.reportsFlaw(rename.NoSync)
		mode, _ := s.reportsFlaw(rename.ModeLost)
		got := []bool{s.reports(DirectWrite), s.reports(UnsafeRename), sync && s.reports(UnsafeRename), mode && s.reports(UnsafeRename), askedSync, s.reportsAll()}
		want := []bool{test.direct, test.rename, test.sync, test.mode, test.askedSync, test.all}
		if !slices.Equal(got, want) {
			t.Errorf("%q: got %v of direct-write, unsafe-rename, no-sync, mode, no-sync asked for, all; want %v", test.items, got, want)
		}
	}
}

func TestSkip(t *testing.T) {
	for _, test := range []struct {
		pattern, pkg, file string
		wantPkg, wantFile  bool
	}{
		{"example.com/gen/...", "example.com/gen", "x.go", true, false},
		{"example.com/gen/...", "example.com/gen/a/b", "x.go", true, false},
		{"example.com/gen/...", "example.com/general", "x.go", false, false},
		{"example.com/.../internal", "example.com/a/b/internal", "x.go", true, false},
		{"example.com/gen", "example.com/gen/a", "x.go", false, false},
		{".../gen/...", "example.com/app/gen", "x.go", true, false},
		{".../gen/...", "example.com/app/gen/a", "x.go", true, false},
		{".../gen/...", "example.com/app/general", "x.go", false, false},
		{"*_gen.go", "a", "/src/a/x_gen.go", false, true},
		{"a/*.go", "a", "/src/a/x.go", false, true},
		{"a/*.go", "a", "/src/b/x.go", false, false},
		{"x.go", "a", "/src/a/xx.go", false, false},
	} {
		s := &Settings{Skip: []string{test.pattern}}
		if got := s.skipsPackage(test.pkg); got != test.wantPkg {
			t.Errorf("pattern %q, package %s: got %v, want %v", test.pattern, test.pkg, got, test.wantPkg)
		}
		if got := s.skipsFile(test.file); got != test.wantFile {
			t.Errorf("pattern %q, file %s: got %v, want %v", test.pattern, test.file, got, test.wantFile)
		}
	}
}

// The help text comes from the package comment; a heading that is moved would
// leave it empty.
func TestDoc(t *testing.T) {
	summary, text, _ := strings.Cut(Analyzer.Doc, "\n\n")
	if !strings.HasPrefix(summary, "find writes") || strings.Contains(summary, "\n") {
		t.Errorf("got summary %q, want one line that begins with %q", summary, "find writes")
	}
	for _, category := range allCategories {
		if !strings.Contains(text, "- "+category+":") {
			t.Errorf("the help text does not tell about category %s", category)
		}
	}
}
