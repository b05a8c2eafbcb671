package analyzer

import (
	"flag"
	"io"
	"strings"
	"testing"

	"golang.org/x/tools/go/analysis/analysistest"
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
	analysistest.Run(t, analysistest.TestData(), a, "example.com/configured")
}

func TestNewRefuses(t *testing.T) {
	for _, test := range []struct {
		settings Settings
		want     string
	}{
		{Settings{Categories: []string{"direct"}}, `setting categories: no category "direct"`},
		{Settings{Sinks: []string{"Save"}}, `setting sinks: sink "Save": want an import path and a function`},
		{Settings{Sinks: []string{"example.com/fsx.Save:one"}}, `want the index of an argument after the colon`},
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
