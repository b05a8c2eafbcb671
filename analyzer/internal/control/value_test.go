package control

import (
	"strings"
	"testing"
)

// TestValues has functions test errors and conditions, and do something where
// they are, or are not, what the test asks.
func TestValues(t *testing.T) {
	for _, tt := range []struct{ body, want string }{
		// Comparisons.
		{`(err error) { err = step(); if nil == err { mark("a") }; return }`, `returns fails; returns succeeds a`},
		{`(err error) { err = step(); if nil != err { mark("a") }; return }`, `returns fails a; returns succeeds`},
		{`(err error) { err = step(); if errBad == err { mark("a") }; return }`, `returns fails a; returns perhaps fails; returns perhaps succeeds`},
		{`(err error) { err = step(); if io.EOF != err { mark("a") }; return }`, `returns fails; returns perhaps fails a; returns perhaps succeeds a`},
		{`(err error) { err = step(); if (err) == (io.EOF) { mark("a") }; return }`, `returns fails a; returns perhaps fails; returns perhaps succeeds`},
		{`(err error) { err = step(); if err == current { mark("a") }; return }`, `returns perhaps fails; returns perhaps fails a; returns perhaps succeeds; returns perhaps succeeds a`},
		{`(err error) { err = step(); e := step(); if err == e { mark("a") }; return }`, `returns perhaps fails; returns perhaps fails a; returns perhaps succeeds; returns perhaps succeeds a`},
		{`(err error) { var p *int; if p == nil { mark("a") }; return }`, `returns succeeds; returns succeeds a`},
		{`(ok bool) { ok = step() == nil; if ok == true { mark("a") }; return }`, `returns succeeds a; returns undecided`},
		{`(ok bool) { ok = step() == nil; if ok == false { mark("a") }; return }`, `returns succeeds; returns undecided a`},
		{`(ok bool) { ok = step() == nil; if ok != true { mark("a") }; return }`, `returns succeeds; returns undecided a`},
		{`(ok bool) { ok = step() == nil; if true == ok { mark("a") }; return }`, `returns succeeds a; returns undecided`},
		{`(ok bool) { n := 0; if n == 0 { mark("a") }; return n < 1 }`, `returns undecided; returns undecided a`},
		{`(ok bool) { err := step(); ok = nil == err; if ok { mark("a") }; return }`, `returns succeeds a; returns undecided`},
		{`(ok bool) { err := errBad; ok = nil == err; if ok { mark("a") }; return }`, `returns undecided`},
		{`(ok bool) { err := errBad; ok = err != nil; if ok { mark("a") }; return }`, `returns succeeds a`},
		{`(ok bool) { err := errBad; ok = err == io.EOF; if ok { mark("a") }; return }`, `returns succeeds a; returns undecided`},
		// Operators.
		{`(ok bool) { ok = errBad != nil && step() == nil; if ok { mark("a") }; return }`, `returns succeeds a; returns undecided`},
		{`(ok bool) { ok = errBad == nil && step() == nil; if ok { mark("a") }; return }`, `returns undecided`},
		{`(ok bool) { ok = errBad != nil || step() == nil; if ok { mark("a") }; return }`, `returns succeeds a`},
		{`(ok bool) { ok = errBad == nil || errBad != nil; if ok { mark("a") }; return }`, `returns succeeds a`},
		{`(ok bool) { ok = errBad == nil || errBad == nil; if ok { mark("a") }; return }`, `returns undecided`},
		{`(ok bool) { ok = errBad != nil && errBad != nil; if ok { mark("a") }; return }`, `returns succeeds a`},
		{`(ok bool) { ok = !(errBad != nil); if !ok { mark("a") }; return }`, `returns undecided a`},
		{`(ok bool) { if step() != nil && step() != nil { mark("a") } else { mark("b") }; return true }`, `returns succeeds a; returns succeeds b`},
		{`(ok bool) { if step() != nil || step() != nil { mark("a") } else { mark("b") }; return true }`, `returns succeeds a; returns succeeds b`},
		{`(ok bool) { if !(step() != nil || step() != nil) { mark("a") } else { mark("b") }; return true }`, `returns succeeds a; returns succeeds b`},
		// Values.
		{`(err error) { return &os.PathError{} }`, `returns fails`},
		{`(err error) { return value{} }`, `returns fails`},
		{`(err error) { return error(nil) }`, `returns succeeds`},
		{`(err error) { return error(step()) }`, `returns perhaps fails; returns perhaps succeeds`},
		{`(err error) { return number(3) }`, `returns fails`},
		{`(err error) { return io.EOF }`, `returns fails`},
		{`(err error) { return fmt.Errorf("x") }`, `returns fails`},
		{`(err error) { return errors.New("x") }`, `returns fails`},
		{`(err error) { return errors.Join() }`, `returns succeeds`},
		{`(err error) { return errors.Join(nil, nil) }`, `returns succeeds`},
		{`(err error) { return errors.Join(nil, errBad) }`, `returns fails`},
		{`(err error) { return errors.Join(step(), step()) }`, `returns perhaps fails; returns perhaps succeeds`},
		{`(err error) { return errors.Join([]error{}...) }`, `returns perhaps fails; returns perhaps succeeds`},
		{`(err error) { e := step(); f := step(); if errors.Join(e, f) == nil { if e != nil { mark("a") }; if f != nil { mark("b") } }; return nil }`, `returns succeeds`},
		{`(err error) { e := step(); if errors.Join(e, e) != nil { if e == nil { mark("a") } }; return nil }`, `returns succeeds`},
		{`(err error) { _, err = pair(); return }`, `returns perhaps fails; returns perhaps succeeds`},
		{`(err error) { var list [1]error; list[0] = errBad; return list[0] }`, `returns perhaps fails; returns perhaps succeeds`},
		{`(err error) { var s struct{ err error }; s.err = errBad; return s.err }`, `returns perhaps fails; returns perhaps succeeds`},
		{`(err error) { p := &err; *p = errBad; return err }`, `returns perhaps fails; returns perhaps succeeds`},
		{`(err error) { var e, f error; p, q := &e, &f; *p, *q = errBad, errBad; return f }`, `returns perhaps fails; returns perhaps succeeds`},
		{`(err error) { for _, err = range []error{nil} { }; return }`, `returns perhaps fails; returns perhaps succeeds`},
		{`(err error) { for _, e := range []error{nil} { if e != nil { return e } }; return }`, `returns fails; returns succeeds`},
		{`(err error) { var e error; if e != nil { mark("a") }; return e }`, `returns succeeds`},
		{`(err error) { var e, f = errBad, step(); _ = f; return e }`, `returns fails`},
		// Functions of the package.
		{`(err error) { return first(nil, step()) }`, `returns succeeds`},
		{`(err error) { return first(errBad, step()) }`, `returns fails`},
		{`(err error) { return wrap(errBad) }`, `returns fails`},
		{`(err error) { return opposite(nil) }`, `returns fails`},
		{`(err error) { return opposite(errBad) }`, `returns succeeds`},
		{`(err error) { return opposite(step()) }`, `returns perhaps fails; returns perhaps succeeds`},
		{`(err error) { return always(step()) }`, `returns fails`},
		{`(err error) { return several(step()) }`, `returns perhaps fails; returns perhaps succeeds`},
		{`(err error) { return several(nil) }`, `returns perhaps fails; returns perhaps succeeds`},
		{`(err error) { return rest(nil) }`, `returns perhaps fails; returns perhaps succeeds`},
		{`(err error) { return rest(nil, errBad) }`, `returns perhaps fails; returns perhaps succeeds`},
		{`(err error) { return noted(errBad, "x", "y") }`, `returns fails`},
		{`(err error) { return set(nil) }`, `returns succeeds`},
		{`(err error) { return keeps(step()) }`, `returns succeeds`},
		{`(err error) { return again(step()) }`, `returns perhaps fails; returns perhaps succeeds`},
		{`(err error) { err = step(); if bad(err) { mark("a") }; return }`, `returns fails a; returns succeeds`},
		{`(err error) { err = step(); if !bad(err) { mark("a") }; return }`, `returns fails; returns succeeds a`},
		{`(err error) { err = step(); if good(err) { return }; return }`, `returns fails; returns succeeds`},
		{`(err error) { err = step(); if okay(err) { return }; return }`, `returns fails; returns perhaps fails; returns perhaps succeeds`},
		{`(err error) { err = errBad; if good(err) { mark("a") }; return }`, `returns fails`},
		{`(err error) { err = step(); if errors.Is(err, io.EOF) { return }; return }`, `returns fails; returns perhaps fails; returns perhaps succeeds`},
		{`(err error) { err = step(); if errors.Is(err, nil) { return }; return }`, `returns perhaps fails; returns perhaps succeeds`},
		{`(err error) { err = step(); if errors.Is(err, current) { return }; return }`, `returns perhaps fails; returns perhaps succeeds`},
		{`(err error) { err = step(); if os.IsNotExist(err) { return }; return }`, `returns fails; returns perhaps fails; returns perhaps succeeds`},
		{`(err error) { err = step(); if !os.IsNotExist(err) { return }; return }`, `returns fails; returns perhaps fails; returns perhaps succeeds`},
		// Ends.
		{`(err error) { either(); return nil }`, `exits undecided`},
		{`(err error) { breaks(); return nil }`, `exits fails`},
		{`(err error) { deferring(); return nil }`, `returns succeeds`},
		{`(err error) { spin(); return nil }`, `returns succeeds`},
		{`(err error) { stopping(true); return nil }`, `exits fails`},
		{`(err error) { stopping(false); return nil }`, `returns succeeds`},
		{`(err error) { stopping(step() != nil); return nil }`, `exits fails; returns succeeds`},
		{`(err error) { leaving(0); return nil }`, `exits undecided`},
		{`(err error) { quitting(); return nil }`, `exits succeeds`},
		{`(err error) { mixed(); return nil }`, `exits undecided`},
		{`(err error) { well(step()); return nil }`, `exits undecided; returns succeeds`},
		{`(err error) { endless(step()); return nil }`, `returns succeeds`},
		{`(err error) { fails(step()); return nil }`, `exits fails`},
		{`(err error) { os.Exit(len(os.Args)); return nil }`, `exits undecided`},
		{`(err error) { panic("x") }`, `panics fails`},
		{`(err error) { defer func() { recover() }(); panic("x") }`, `returns succeeds`},
		{`(err error) { defer func() { mark("a") }(); panic("x") }`, `panics fails a`},
		{`(err error) { defer func() { recover(); err = nil }(); panic("x") }`, `returns succeeds`},
		{`(err error) { defer func() { os.Exit(0) }(); return errBad }`, `exits succeeds`},
		{`(err error) { defer func() { panic("x") }(); return nil }`, `panics fails`},
		{`(err error) { defer set(&err); return nil }`, `returns perhaps fails; returns perhaps succeeds`},
		{`int { if step() != nil { return 1 }; return 0 }`, `returns fails; returns succeeds`},
		{`int { if step() != nil { log.Print(); return 0 }; return 1 }`, `returns succeeds; returns undecided`},
		{`(n int) { n = 1; return n }`, `returns succeeds`},
		{`(ok bool) { if step() != nil { return false }; return false }`, `returns fails; returns undecided`},
		{`(ok bool) { if err := step(); err != nil { log.Print(err); return }; return true }`, `returns fails; returns succeeds`},
		{`(s string) { if err := step(); err != nil { log.Print(err); return "" }; return "" }`, `returns fails; returns succeeds`},
		{`(s string) { if err := step(); err != nil { return "" }; return "" }`, `returns fails; returns succeeds`},
	} {
		fset, g, decls := load(t, `
type value struct{}

func (value) Error() string { return "" }

type number int

func (number) Error() string { return "" }

func opposite(err error) error { if err != nil { return nil }; return errBad }
func always(err error) error   { if err != nil { return err }; return errBad }
func several(err error) error  { if err != nil { return errBad }; return step() }
func rest(errs ...error) error { return errs[0] }
func noted(err error, notes ...string) error { return err }
func set(p *error) error       { if p != nil { *p = errBad }; return nil }
func good(err error) bool      { return err == nil }
func leaving(n int)            { os.Exit(n) }
func quitting()                { os.Exit(0) }
func mixed()                   { if len(os.Args) > 1 { panic(1) }; os.Exit(0) }
func well(err error)           { if err != nil { os.Exit(0) } }
func endless(err error)        { if err != nil { for { mark("x") } } }
func fails(err error)          { if err != nil { log.Fatal(err) } else { panic(err) } }

func f() `+tt.body+`
`)
		if got := strings.ReplaceAll(strings.Join(ends(t, fset, g, decls["f"]), "; "), "0 ", ""); got != tt.want {
			t.Errorf("%s\ngot\n%s\nwant\n%s\n", tt.body, got, tt.want)
		}
	}
}
