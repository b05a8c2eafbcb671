package facts_test

import (
	"bytes"
	"encoding/gob"
	"go/types"
	"reflect"
	"testing"

	"golang.org/x/tools/go/analysis"

	"github.com/atomiclint/atomiclint/analyzer/internal/facts"
	"github.com/atomiclint/atomiclint/analyzer/internal/typecheck"
)

// example tells something in each field of the types.
func example() *facts.Package {
	return &facts.Package{
		Funcs: []facts.Func{
			{
				Name: "Move",
				Params: []facts.Param{
					{MoveTo: 2, Link: true, Removed: true, Created: true, Only: true, Perm: 0o600, Also: "chmod", Opened: true, Flag: 1},
					{
						Filled: true, Stream: true, Random: true, Mapped: true, Kept: true, Known: true, Leaves: true,
						Pending: facts.Pending{Commits: true, Discards: true, Kept: true, Known: true},
					},
				},
				Traits: []facts.Trait{{
					MoveTo: 2, Link: true, DirSynced: true, Opens: true, OpenSync: true, Draft: true, Unsynced: true, Unclosed: true,
					WriteIgnored: true, Fixed: true, Private: true, Syncs: true, Chmods: true, Closes: true,
				}},
				Made:    []facts.Trait{{Private: true}},
				Results: []facts.Result{{Temporary: true, Private: true, Param: -1, Pending: true}},
			},
			{Name: "T.Save", Params: []facts.Param{{Created: true}}},
		},
		Sinks: []facts.Sink{{FullName: "example.com/p.Put", Path: 1}, {FullName: "example.com/p.Store"}},
	}
}

// TestEncoding encodes a Fact as drivers do, and expects to get it back.
func TestEncoding(t *testing.T) {
	var fact analysis.Fact = example()
	fact.AFact()
	var buf bytes.Buffer
	if err := gob.NewEncoder(&buf).Encode(fact); err != nil {
		t.Fatal(err)
	}
	got := new(facts.Package)
	if err := gob.NewDecoder(&buf).Decode(got); err != nil {
		t.Fatal(err)
	}
	if want := example(); !reflect.DeepEqual(got, want) {
		t.Errorf("got %+v, want %+v", got, want)
	}
}

func TestString(t *testing.T) {
	for _, test := range []struct {
		pkg  *facts.Package
		want string
	}{
		{new(facts.Package), "files:"},
		{&facts.Package{Funcs: example().Funcs[:1]}, "files:Move"},
		{&facts.Package{Sinks: example().Sinks[:1]}, "files:;sinks:example.com/p.Put"},
		{example(), "files:Move,T.Save;sinks:example.com/p.Put,example.com/p.Store"},
	} {
		if got := test.pkg.String(); got != test.want {
			t.Errorf("got %q, want %q", got, test.want)
		}
	}
}

func TestLookup(t *testing.T) {
	pkg := example()
	for _, fn := range pkg.Funcs {
		if got, ok := pkg.Lookup(fn.Name); !ok || !reflect.DeepEqual(got, fn) {
			t.Errorf("Lookup(%q): got %+v, %t, want %+v", fn.Name, got, ok, fn)
		}
	}
	for _, name := range []string{"", "Mov", "Save", "Z"} {
		if got, ok := pkg.Lookup(name); ok {
			t.Errorf("Lookup(%q): got %+v, want nothing", name, got)
		}
	}
}

func TestName(t *testing.T) {
	pkg := typecheck.Source(t, `package p

func F() {}

type T struct{}

func (T) Value()    {}
func (*T) Pointer() {}

type G[E any] struct{}

func (*G[E]) Generic() {}

type I interface{ Abstract() }

var literal interface{ Nameless() }
`)
	for _, test := range []struct{ method, want string }{
		{"F", "F"}, {"Value", "T.Value"}, {"Pointer", "T.Pointer"}, {"Generic", "G.Generic"},
		{"Abstract", "I.Abstract"}, {"Nameless", ""},
	} {
		if got := facts.Name(pkg.Object(t, test.method).(*types.Func)); got != test.want {
			t.Errorf("Name of %s: got %q, want %q", test.method, got, test.want)
		}
	}
}

func TestTells(t *testing.T) {
	for _, test := range []struct {
		fn   facts.Func
		want bool
	}{
		{facts.Func{Name: "F"}, false},
		{facts.Func{Params: make([]facts.Param, 2), Results: []facts.Result{{Param: -1}}}, false},
		{facts.Func{Params: []facts.Param{{}, {Removed: true}}}, true},
		{facts.Func{Traits: []facts.Trait{{Syncs: true}}}, true},
		{facts.Func{Made: []facts.Trait{{Private: true}}}, true},
		{facts.Func{Results: []facts.Result{{Param: -1}, {Param: 0}}}, true},
		{facts.Func{Results: []facts.Result{{Param: -1, Temporary: true}}}, true},
		{facts.Func{Results: []facts.Result{{Param: -1, Pending: true}}}, true},
		{facts.Func{Results: []facts.Result{{Param: -1, Private: true}}}, false},
	} {
		if got := test.fn.Tells(); got != test.want {
			t.Errorf("%+v tells something: got %t, want %t", test.fn, got, test.want)
		}
	}
}

func TestOpensPending(t *testing.T) {
	for _, test := range []struct {
		results []facts.Result
		want    bool
	}{
		{nil, false},
		{[]facts.Result{{Temporary: true}}, false},
		{[]facts.Result{{}, {Pending: true}}, true},
	} {
		pkg := &facts.Package{Funcs: []facts.Func{{Name: "A"}, {Name: "B", Results: test.results}}}
		if got := pkg.OpensPending(); got != test.want {
			t.Errorf("%+v: got %t, want %t", test.results, got, test.want)
		}
	}
}

func TestMove(t *testing.T) {
	if got, want := example().Funcs[0].Traits[0].Move(), (facts.Param{MoveTo: 2, Link: true}); got != want {
		t.Errorf("got %+v, want %+v", got, want)
	}
}

// TestAddDraft adds what each of two functions does with one path.
func TestAddDraft(t *testing.T) {
	for _, test := range []struct{ outer, inner, want facts.Trait }{
		{facts.Trait{}, facts.Trait{}, facts.Trait{Draft: true}},
		{facts.Trait{}, facts.Trait{Unsynced: true}, facts.Trait{Draft: true, Unsynced: true}},
		{facts.Trait{}, facts.Trait{Unclosed: true}, facts.Trait{Draft: true, Unclosed: true}},
		{facts.Trait{}, facts.Trait{WriteIgnored: true}, facts.Trait{Draft: true, WriteIgnored: true}},
		{facts.Trait{}, facts.Trait{Fixed: true}, facts.Trait{Draft: true, Fixed: true}},
		{facts.Trait{Unsynced: true}, facts.Trait{}, facts.Trait{Draft: true, Unsynced: true}},
		{facts.Trait{Unclosed: true}, facts.Trait{}, facts.Trait{Draft: true, Unclosed: true}},
		{facts.Trait{WriteIgnored: true}, facts.Trait{}, facts.Trait{Draft: true, WriteIgnored: true}},
		{facts.Trait{Fixed: true, Syncs: true}, facts.Trait{Chmods: true}, facts.Trait{Draft: true, Fixed: true, Syncs: true}},
	} {
		got := test.outer
		if got.AddDraft(test.inner); got != test.want {
			t.Errorf("%+v with %+v: got %+v, want %+v", test.outer, test.inner, got, test.want)
		}
	}
}
