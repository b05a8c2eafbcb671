package flow

import (
	"testing"

	"github.com/atomiclint/atomiclint/analyzer/internal/typecheck"
)

// TestOrder asks whether a() runs after b(), and stands before it.
func TestOrder(t *testing.T) {
	for _, test := range []struct {
		body              string
		follows, precedes bool // does a follow b, does a precede b
	}{
		{`b(); a()`, true, false},
		{`a(); b()`, false, true},
		{`defer a(); b()`, true, true},
		{`if cond { b(); a() }`, true, false},
		{`if cond { b() }; a()`, true, false},
		{`b(); if cond { a() }`, false, false},
		{`b(); if cond { _ = 1 } else { a() }`, false, false},
		{`b(); if a(); cond { _ = 1 }`, true, false},
		{`b(); for cond { a() }`, false, false},
		{`b(); for range 3 { a() }`, false, false},
		{`b(); switch { case cond: a() }`, false, false},
		{`b(); select { default: a() }`, false, false},
		{`switch { case cond: b(); a() }`, true, false},
		{`select { default: b(); a() }`, true, false},
		{`switch { case cond: b(); default: a() }`, false, false},
		{`if cond { b(); return }; a()`, false, false},
		{`if cond { b(); panic(1) }; a()`, false, false},
		{`if cond { b(); stop() }; a()`, false, false},
		{`for cond { b(); continue }; a()`, true, false},
		{`for { b(); if cond { break }; return }; a()`, true, false},
		{`b(); if cond { return }; a()`, true, false},
		{`func() { b(); return }(); a()`, true, false},
		{`b(); func() { a() }()`, false, false},
		{`b(); go func() { a() }()`, true, false},
		{`b(); go func() { a(); stop() }()`, false, false},
		{`b(); go func() { a(); if cond { stop() } }()`, true, false},
		{`defer func() { a() }(); b()`, true, false},
		{`defer func() { a(); stop() }(); b()`, false, false},
		{`defer func() { defer a(); stop() }(); b()`, false, false},
		{`defer func() { if cond { a() } }(); b()`, false, false},
		{`b(); lit := func() { a() }; lit()`, false, false},
		{`b(); { a() }`, true, false},
	} {
		f, _ := load(t, `package p

func a() {}
func b() {}
func stop() { panic(1) }

func user(cond bool) { `+test.body+` }
`)
		user := typecheck.Func(t, f.Funcs, "user").Cursor
		a, b := within(t, user, "a()"), within(t, user, "b()")
		if got := f.Follows(a, b); got != test.follows {
			t.Errorf("%s: a follows b: got %t, want %t", test.body, got, test.follows)
		}
		if got := Precedes(a, b); got != test.precedes {
			t.Errorf("%s: a precedes b: got %t, want %t", test.body, got, test.precedes)
		}
	}
	f, _ := load(t, "package p\n\nfunc a() {}\nfunc b() {}\n\nfunc first() { b() }\nfunc second() { a() }\n")
	a, b := within(t, typecheck.Func(t, f.Funcs, "second").Cursor, "a()"), within(t, typecheck.Func(t, f.Funcs, "first").Cursor, "b()")
	if f.Follows(a, b) || Precedes(b, a) {
		t.Error("calls in two functions: got that one follows the other")
	}
	f, pkg := load(t, "package p\n\nfunc a() int { return 0 }\n\nvar v = a()\n")
	if c := pkg.Call(t, "a()"); f.Follows(c, c) || Body(c) != nil {
		t.Error("a call outside of functions: got that it is in one, or that it follows itself")
	}
}

func TestLeads(t *testing.T) {
	for _, test := range []struct {
		body string
		want bool
	}{
		{`a(); b()`, true},
		{`b(); a()`, false},
		{`if cond { a() }; b()`, true},
		{`if cond { a(); return }; b()`, false},
		{`if cond { a(); panic(1) }; b()`, false},
		{`for cond { if cond { a(); stop() } }; b()`, false},
		{`if cond { a(); goto end }; b(); end:`, false},
		{`for cond { a(); continue }; b()`, true},
		{`if cond { a(); b(); return }`, true},
		{`for cond { if cond { a() }; return }; b()`, false},
		{`switch { case cond: a(); return; default: b() }`, false},
	} {
		f, _ := load(t, `package p

func a() {}
func b() {}
func stop() { panic(1) }

func user(cond bool) { `+test.body+` }
`)
		user := typecheck.Func(t, f.Funcs, "user").Cursor
		if got := f.Leads(within(t, user, "a()"), within(t, user, "b()")); got != test.want {
			t.Errorf("%s: a leads to b: got %t, want %t", test.body, got, test.want)
		}
	}
}

// TestFollowsSuccess asks whether a() runs after b() has succeeded.
func TestFollowsSuccess(t *testing.T) {
	for body, want := range map[string]bool{
		`b(); a()`:                                      true,
		`if b() == nil { return }; a()`:                 false,
		`if b() != nil { return }; a()`:                 true,
		`if err := b(); err != nil { print() }; a()`:    true,
		`for range 3 { if b() == nil { return }; a() }`: false,
		`for range 3 { if b() == nil { break } }; a()`:  true,
		`defer a(); b()`:                                true,
		`a(); b()`:                                      false,
		`b(); go func() { a() }()`:                      true,
	} {
		f, _ := load(t, "package p\n\nfunc a() {}\nfunc b() error { return nil }\n\nfunc user() { "+body+" }\n")
		user := typecheck.Func(t, f.Funcs, "user").Cursor
		if got := f.FollowsSuccess(within(t, user, "a()"), within(t, user, "b()")); got != want {
			t.Errorf("%s: a follows the success of b: got %t, want %t", body, got, want)
		}
	}
}
