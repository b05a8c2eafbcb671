package analyzer

import (
	"flag"
	"go/types"
	"slices"
	"testing"

	"github.com/atomiclint/atomiclint/analyzer/internal/facts"
)

// TestForTests tells packages that exist for tests by their names and paths.
func TestForTests(t *testing.T) {
	for _, test := range []struct {
		path, name string
		want       bool
	}{
		{"example.com/m", "m", false},
		{"example.com/m", "m_test", false},
		{"example.com/apitest", "apitest", true},
		{"example.com/apitest", "apitest_test", true},
		{"example.com/x", "test", true},
		{"example.com/x", "clitests", true},
		{"example.com/x", "apitesting", true},
		{"example.com/x", "testutil", true},
		{"example.com/x", "dbtestutils", true},
		{"example.com/x", "apitesthelper", true},
		{"example.com/x", "testhelpers", true},
		{"example.com/x", "fixtures", true},
		{"example.com/x", "dbmocks", true},
		{"example.com/x", "e2e", true},
		{"example.com/x", "nodee2e", false},
		{"example.com/x", "latest", false},
		{"example.com/x", "contest", false},
		{"example.com/x", "attest", false},
		{"example.com/x", "greatest", false},
		{"example.com/x", "fastest", false},
		{"example.com/x", "protest", false},
		{"example.com/x", "manifest", false},
		{"example.com/x", "tester", false},
		{"example.com/test/m", "m", true},
		{"example.com/tests/m", "m", true},
		{"example.com/m/testing", "m", true},
		{"example.com/testutil/m", "m", true},
		{"example.com/testutils/m", "m", true},
		{"example.com/testsupport/m", "m", true},
		{"example.com/testenv/m", "m", true},
		{"example.com/testhelper/m", "m", true},
		{"example.com/testhelpers/m", "m", true},
		{"e2e/m", "m", true},
		{"example.com/integration_tests", "m", true},
		{"example.com/testscript/m", "m", true},
		{"example.com/testdata/m", "m", false},
		{"example.com/mytest/m", "m", false},
	} {
		if got := forTests(types.NewPackage(test.path, test.name)); got != test.want {
			t.Errorf("package %s in %s is for tests: got %t, want %t", test.name, test.path, got, test.want)
		}
	}
}

func TestIsTesting(t *testing.T) {
	named := func(pkg *types.Package, name string) types.Type {
		return types.NewNamed(types.NewTypeName(0, pkg, name, nil), types.NewStruct(nil, nil), nil)
	}
	testing, other := types.NewPackage("testing", "testing"), types.NewPackage("example.com/testing", "testing")
	for _, test := range []struct {
		typ  types.Type
		want bool
	}{
		{types.NewPointer(named(testing, "T")), true},
		{named(testing, "TB"), true},
		{types.NewAlias(types.NewTypeName(0, other, "B", nil), named(testing, "B")), true},
		{named(other, "T"), false},
		{types.NewPointer(named(other, "T")), false},
		{types.Universe.Lookup("error").Type(), false},
		{types.Typ[types.Int], false},
	} {
		if got := isTesting(test.typ); got != test.want {
			t.Errorf("%s: got %t, want %t", test.typ, got, test.want)
		}
	}
}

// TestExported looks at what other packages are told of parameters.
func TestExported(t *testing.T) {
	own := []facts.Param{
		{Known: true, Leaves: true, Filled: true},
		{Leaves: true, Created: true},
		{Known: true, Kept: true},
		{Known: true},
	}
	before := slices.Clone(own)
	want := []facts.Param{
		{Known: true, Kept: true, Filled: true},
		{Created: true},
		{Known: true, Kept: true},
		{Known: true},
	}
	if got := exported(own); !slices.Equal(got, want) {
		t.Errorf("got\n%+v\nwant\n%+v", got, want)
	}
	if !slices.Equal(own, before) {
		t.Errorf("what the package knows itself has changed to %+v", own)
	}
}

// TestListFlag sets a list, and prints it. Package flag prints a zero value, too.
func TestListFlag(t *testing.T) {
	if got := new(listFlag).String(); got != "" {
		t.Errorf("zero value: got %q, want nothing", got)
	}
	var list []string
	fs := flag.NewFlagSet("", flag.ContinueOnError)
	fs.Var(&listFlag{&list, func(string) error { return nil }}, "x", "")
	if err := fs.Parse([]string{"-x", " a, ,b,"}); err != nil {
		t.Fatal(err)
	}
	if want := []string{"a", "b"}; !slices.Equal(list, want) {
		t.Errorf("got %q, want %q", list, want)
	}
	if got := fs.Lookup("x").Value.String(); got != "a,b" {
		t.Errorf("got %q, want a,b", got)
	}
}
