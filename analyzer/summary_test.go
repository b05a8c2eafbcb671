package analyzer

import (
	"go/types"
	"strings"
	"testing"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/ast/inspector"

	"github.com/atomiclint/atomiclint/analyzer/internal/facts"
	"github.com/atomiclint/atomiclint/analyzer/internal/knowledge"
	"github.com/atomiclint/atomiclint/analyzer/internal/trace"
	"github.com/atomiclint/atomiclint/analyzer/internal/typecheck"
)

// TestExport looks at what a package tells its importers of its functions and
// of the sinks that it declares.
func TestExport(t *testing.T) {
	sink := map[string]knowledge.Sink{"example.com/p.Z": {Path: 1}, "example.com/p.Y": {}}
	for _, test := range []struct {
		src  string
		own  map[string]knowledge.Sink
		want string
	}{
		{`func F(p string) { os.Open(p) }`, nil, ""},
		{`func f(p string) { os.Remove(p) }`, nil, ""},
		{`func F(p string) { os.Remove(p) }`, nil, "F"},
		{`type T int; func (T) M(p string) { os.Remove(p) }; func F(p string) { os.Remove(p) }; func A(p string) { os.Remove(p) }`, nil, "A F T.M"},
		{`func F() string { return os.TempDir() }`, nil, "F"},
		{`func F(p string) { os.Open(p) }`, sink, "example.com/p.Y:0 example.com/p.Z:1"},
		{`func F(p string) { os.Remove(p) }`, sink, "F example.com/p.Y:0 example.com/p.Z:1"},
	} {
		pkg := typecheck.Source(t, "package p\n\nimport \"os\"\n\n"+test.src+"\n")
		s := trace.New(func(*types.Package) *facts.Package { return nil }, nil)
		var fact facts.Package
		if export(&fact, s, test.own) {
			t.Errorf("%s: got that there is something to tell of a package that was not looked at", test.src)
		}
		s.Prepare(pkg.Types, pkg.Info, func() inspector.Cursor { return pkg.Root })
		told := export(&fact, s, test.own)
		var names []string
		for _, fn := range fact.Funcs {
			names = append(names, fn.Name)
		}
		for _, s := range fact.Sinks {
			names = append(names, s.FullName+":"+string(rune('0'+s.Path)))
		}
		if got := strings.Join(names, " "); got != test.want || told != (test.want != "") {
			t.Errorf("%s: got %q, %t, want %q", test.src, got, told, test.want)
		}
	}
}

// TestStandard tells the standard library by the driver's word, and by the paths.
func TestStandard(t *testing.T) {
	for _, test := range []struct {
		module, path string
		want         bool
	}{
		{"", "os", true},
		{"", "io/fs", true},
		{"", "vendor/golang.org/x/net/idna", true},
		{"", "example.com/os", false},
		{"", "golang.org/x/tools/go/ssa", false},
		{"std", "os", true},
		{"cmd", "cmd/go/internal/work", true},
		{"app", "app/os", false},
		{"example.com/app", "example.com/app", false},
	} {
		pass := &analysis.Pass{Pkg: types.NewPackage(test.path, "p")}
		if test.module != "" {
			pass.Module = &analysis.Module{Path: test.module}
		}
		if got := standard(pass); got != test.want {
			t.Errorf("%s of module %q: got %t, want %t", test.path, test.module, got, test.want)
		}
	}
}
