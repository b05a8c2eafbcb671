package flow

import (
	"testing"

	"github.com/atomiclint/atomiclint/analyzer/internal/typecheck"
)

// TestListingIn looks for functions that list a directory.
func TestListingIn(t *testing.T) {
	f, _ := load(t, `package p

import (
	"os"
	"path/filepath"

	"example.com/other"
)

type mine interface{ Glob() }

type names interface{ all() }

type dir string

func (dir) all() { os.ReadDir(".") }

type T struct{}

func (T) ReadDir() {}

func direct()              { os.ReadDir(".") }
func value()               { list := filepath.Glob; _ = list }
func none()                { os.Getpid() }
func deep()                { outer() }
func outer()               { _ = direct }
func theirs()              { other.Glob("*") }
func walks()               { other.Walk(".") }
func strolls()             { other.Stroll(1) }
func abstract(l other.Lister) { l.ReadDir(".") }
func own(t T, m mine)      { t.ReadDir(); m.Glob() }
func implemented(n names)  { n.all() }
func literal()             { l := func() { os.ReadDir(".") }; l() }
func itself()              { itself() }
func before()              { os.ReadDir("."); mark() }
func after()               { mark(); os.ReadDir(".") }
func mark()                {}
func assembly()
func external()            { assembly() }
`)
	for _, test := range []struct{ name, want string }{
		{"direct", "ReadDir"}, {"value", "Glob"}, {"none", ""}, {"deep", "ReadDir"}, {"theirs", "Glob"}, {"walks", "Walk"},
		{"strolls", ""}, {"abstract", "ReadDir"}, {"own", ""}, {"implemented", "ReadDir"}, {"literal", "ReadDir"}, {"itself", ""}, {"external", ""},
	} {
		body := BodyOf(typecheck.Func(t, f.Funcs, test.name).Cursor).Node()
		m, ok := f.ListingIn(body, body.Pos(), body.End())
		got := ""
		if ok {
			got = m.Fn.Name()
		}
		if got != test.want {
			t.Errorf("%s: got %q, want %q", test.name, got, test.want)
		}
		if ok && (m.Pos < body.Pos() || body.End() <= m.Pos) {
			t.Errorf("%s: got a place outside of the function", test.name)
		}
	}
	for name, want := range map[string]bool{"before": false, "after": true} {
		fn := typecheck.Func(t, f.Funcs, name).Cursor
		mark := within(t, fn, "mark()").Node()
		if _, ok := f.ListingIn(fn.Node(), mark.End(), fn.Node().End()); ok != want {
			t.Errorf("%s the mark: got a listing behind it: %t, want %t", name, ok, want)
		}
		if _, ok := f.ListingIn(fn.Node(), fn.Node().Pos(), mark.Pos()); ok == want {
			t.Errorf("%s the mark: got a listing before it: %t, want %t", name, ok, !want)
		}
	}
}
