package trust

import (
	"cmp"
	"testing"

	"github.com/atomiclint/atomiclint/analyzer/internal/trace"
)

// TestGuard asks whether os.WriteFile is left out if the file exists.
func TestGuard(t *testing.T) {
	for _, test := range []struct {
		body string
		want bool
	}{
		{`if there(p) { return nil }; return os.WriteFile(p, b, 0)`, true},
		{`if !there(p) { return os.WriteFile(p, b, 0) }; return nil`, true},
		{`if there(p) { log.Print(p) } else { return os.WriteFile(p, b, 0) }; return nil`, true},
		{`if there(p) { return nil } else if b == nil { return nil } else { return os.WriteFile(p, b, 0) }`, true},
		{`if b == nil { return nil } else if there(p) { return nil }; return os.WriteFile(p, b, 0)`, true},
		{`for { if there(p) { break }; os.WriteFile(p, b, 0) }; return nil`, true},
		{`switch { case there(p): return nil }; return os.WriteFile(p, b, 0)`, true},
		{`switch { case !there(p): return os.WriteFile(p, b, 0) }; return nil`, true},
		{`ok := there(p); if ok { return nil }; return os.WriteFile(p, b, 0)`, true},
		{`write := func() error { return os.WriteFile(p, b, 0) }; if there(p) { return nil }; return write()`, false},
		{`if there(p) { return nil }; return func() error { return os.WriteFile(p, b, 0) }()`, true},
		{`if there(p) { _, err := os.ReadFile(p); if err != nil { return err }; return nil }; return os.WriteFile(p, b, 0)`, true},
		{`if !there(p) { if err := os.WriteFile(p, b, 0); err != nil { return err }; return verify(p) }; return nil`, true},
		{`if b == nil { if there(p) { return nil } }; return os.WriteFile(p, b, 0)`, true},
		{`if checkThere(p) { return nil }; return os.WriteFile(p, b, 0)`, true},
		{`name := data(); if there(p) { verifyData(name); return nil }; name, _ = os.ReadFile(p); return os.WriteFile(p, name, 0)`, true},
		{`if b == nil { log.Print(p) } else if b[0] > 2 { { log.Print(p) }; if there(p) { return nil } }; return os.WriteFile(p, b, 0)`, true},
		{`for range 2 { if b == nil { if there(p) { continue } }; os.WriteFile(p, b, 0) }; return nil`, true},
		{`if !there(p) { os.WriteFile(p, b, 0) } else { f, err := os.OpenFile("x", os.O_WRONLY|os.O_APPEND, 0); if err != nil { return err }; f.Write(b) }; return nil`, true},

		{`if !there(p) { return os.WriteFile(p, b, 0) }; return update("x")`, true},
		{`for range 2 { if b == nil { if there(p) { continue } } }; return os.WriteFile(p, b, 0)`, false},
		{`if !there(p) { os.WriteFile(p, b, 0) } else { f, err := os.OpenFile(p, os.O_WRONLY|os.O_APPEND, 0); if err != nil { return err }; f.Write(b) }; return nil`, false},
		{`if !there(p) { return os.WriteFile(p, b, 0) }; return update(p)`, false},
		{`if there(p) { return update(p) }; return os.WriteFile(p, b, 0)`, false},
		{`if !there(p) { os.WriteFile(p, b, 0) } else { os.Truncate(p, 0); return os.WriteFile(p, nil, 0) }; return nil`, false},
		{`if !there(p) { if err := os.WriteFile(p, b, 0); err != nil { return err } }; return verify(p)`, false},
		{`if there(p) { old, _ := os.ReadFile("x"); verifyData(old); return nil }; return os.WriteFile(p, b, 0)`, true},
		{`if there(p) { old := data(); verifyData(old); return nil }; return os.WriteFile(p, b, 0)`, true},
		{`if there(p) { verifyBoth("x", 1); return nil }; return os.WriteFile(p, b, 0)`, true},
		{`if there(p) { return read(p) }; return os.WriteFile(p, b, 0)`, true},
		{`if data, _ := os.ReadFile(p); len(data) == 0 { return os.WriteFile(p, b, 0) }; return nil`, true},
		{`data, err := os.ReadFile(p); if err == nil && len(data) > 0 { return nil }; return os.WriteFile(p, b, 0)`, true},
		{`data, err := os.ReadFile(p); if err != nil || len(data) == 0 { return os.WriteFile(p, b, 0) }; return nil`, true},
		{`if fi, _ := os.Stat(p); fi.Size() == 0 { return os.WriteFile(p, b, 0) }; return nil`, true},
		{`fi, _ := os.Stat(p); if fi.Size() != 0 { return nil }; return os.WriteFile(p, b, 0)`, true},
		{`fresh := false; if there(p) { fresh = true }; if !fresh { return os.WriteFile(p, b, 0) }; return nil`, true},
		{`var fresh bool; if fi, err := os.Stat(p); err == nil { if fi.ModTime().Unix() > 3 { fresh = true } }; if fresh { return nil }; return os.WriteFile(p, b, 0)`, true},
		{`write := true; if there(p) { write = false }; if write { return os.WriteFile(p, b, 0) }; return nil`, true},
		{`_, err := os.Stat(p); missing := os.IsNotExist(err); if missing { return os.WriteFile(p, b, 0) }; return nil`, true},
		{`_, err := os.Stat(p); fresh := err == nil && len(b) > 2; if fresh { return nil }; return os.WriteFile(p, b, 0)`, true},
		{`fresh := len(b) > 2; if there(p) { fresh = true }; if !fresh { return os.WriteFile(p, b, 0) }; return nil`, true},
		{`rebuild := b == nil; if !there(p) { rebuild = true } else if b[0] > 2 { rebuild = true }; if rebuild { return os.WriteFile(p, b, 0) }; return nil`, true},
		{`rebuild := false; if b == nil { if !there(p) { rebuild = true } }; if len(b) > 2 { rebuild = true }; if rebuild { return os.WriteFile(p, b, 0) }; return nil`, false},
		{`rebuild := false; if !there(p) { rebuild = true } else if verify(p) != nil { rebuild = true }; if rebuild { return os.WriteFile(p, b, 0) }; return nil`, false},
		{`var fresh bool; for range 2 { if fresh { return nil }; fresh = !fresh; os.WriteFile(p, b, 0) }; return nil`, false},
		{`fresh := there(p) || b == nil; if b == nil { fresh = b != nil }; if !fresh { return os.WriteFile(p, b, 0) }; return nil`, false},
		{`fresh := false; if there("x") { fresh = true }; if !fresh { return os.WriteFile(p, b, 0) }; return nil`, false},
		{`fresh := false; if there(p) { fresh = true }; if len(b) > 2 { fresh = true }; if !fresh { return os.WriteFile(p, b, 0) }; return nil`, true},
		{`fresh := false; if there(p) { if verify(p) == nil { fresh = true } }; if !fresh { return os.WriteFile(p, b, 0) }; return nil`, false},
		{`fresh := false; if there(p) { log.Print(p) } else { fresh = true }; if !fresh { return os.WriteFile(p, b, 0) }; return nil`, false},
		{`fresh := false; set(&fresh); if there(p) { fresh = true }; if !fresh { return os.WriteFile(p, b, 0) }; return nil`, false},
		{`data, _ := os.ReadFile(p); if len(data) == 3 { return nil }; return os.WriteFile(p, b, 0)`, false},
		{`data, _ := os.ReadFile("x"); if len(data) == 0 { return os.WriteFile(p, b, 0) }; return nil`, false},
		{`func() bool { if there(p) { return true }; os.WriteFile(p, b, 0); return true }(); return nil`, true},
		{`for range 2 { if there(p) { continue }; os.WriteFile(p, b, 0) }; return nil`, true},
		{`if err := failure; err == nil { if there(p) { return nil }; return os.WriteFile(p, b, 0) }; return nil`, true},

		{`if there(p) { old, _ := os.ReadFile(p); verifyData(old); return nil }; return os.WriteFile(p, b, 0)`, false},
		{`if there(p) { verifyBoth(p, 1); return nil }; return os.WriteFile(p, b, 0)`, false},
		{`if there(p) { verify(p); verifyBoth("x", 1); return nil }; return os.WriteFile(p, b, 0)`, false},
		{`if there(p) { os.Remove(p); return nil }; return os.WriteFile(p, b, 0)`, false},
		{`if there(p) { os.Remove("x"); return nil }; return os.WriteFile(p, b, 0)`, true},
		{`if there(p) { return stop() }; return os.WriteFile(p, b, 0)`, false},
		{`func() (int, error) { if there(p) { return 1, read(p) }; return 0, os.WriteFile(p, b, 0) }(); return nil`, false},
		{`func() bool { if there(p) { return false }; os.WriteFile(p, b, 0); return true }(); return nil`, false},
		{`if !there(p) { return nil }; return os.WriteFile(p, b, 0)`, false},
		{`switch b == nil { case there(p): return nil }; return os.WriteFile(p, b, 0)`, false},
		{`switch { case there(p), b == nil: return nil; default: }; return os.WriteFile(p, b, 0)`, false},
		{`if os.IsNotExist(failure) { return os.WriteFile(p, b, 0) }; return nil`, false},
		{`_, ok := both(p); if ok { return nil }; return os.WriteFile(p, b, 0)`, false},
		{`if errors.Is(two()) { return nil }; return os.WriteFile(p, b, 0)`, false},
		{`func() (string, error) { if there(p) { return "x", nil }; return "", os.WriteFile(p, b, 0) }(); return nil`, true},
		{`if exists(p) { return nil }; return os.WriteFile(p, b, 0)`, false},
		{`if some(p, p) { return nil }; return os.WriteFile(p, b, 0)`, false},
		{`if !there(p) { return os.WriteFile(p, b, 0) } else { return errors.New("x") }`, false},
		{`if there(p) { if len(b) == 2 { return nil }; return nil }; return os.WriteFile(p, b, 0)`, false},
		{`if there(p) { return errors.New("x") }; return os.WriteFile(p, b, 0)`, false},
		{`if there(p) { log.Fatal("x") }; return os.WriteFile(p, b, 0)`, false},
		{`if there(p) { log.Print("x") }; return os.WriteFile(p, b, 0)`, false},
		{`if !there(p) { return os.WriteFile(p, b, 0) }; return errors.New("x")`, false},
		{`if there(p) { return os.WriteFile(p, b, 0) }; return nil`, false},
		{`if there("x") { return nil }; return os.WriteFile(p, b, 0)`, false},
		{`if err := os.WriteFile(p, b, 0); err != nil { return err }; if there(p) { return nil }; return nil`, false},
		{`if there(p) { if len(b) > 2 { return errors.New("x") }; return nil }; return os.WriteFile(p, b, 0)`, false},
		{`if there(p) { return verify(p) }; return os.WriteFile(p, b, 0)`, false},
		{`if there(p) && verify(p) == nil { return nil }; return os.WriteFile(p, b, 0)`, false},
	} {
		f, pkg := load(t, `func there(p string) bool { _, err := os.Stat(p); return err == nil }

func checkThere(p string) bool { return there(p) }

func both(p string) (bool, bool) { _, err := os.Stat(p); return err == nil, true }

func two() (error, error) { return nil, fs.ErrNotExist }

func some(p ...string) bool { return p != nil }

func verify(p string) error { return nil }

func verifyData(b []byte) {}

func verifyBoth(p string, n int) {}

func set(ok *bool) {}

func data() []byte { return nil }

func read(p string) error { return nil }

func stop() error { return nil }

var failure error

var exists func(string) bool

func save(p string, b []byte) error { `+test.body+` }

func update(p string) error { return os.WriteFile(p, []byte{1}, 0) }
`)
		s, ok := trace.SinkOf(pkg.Info, pkg.Call(t, "os.WriteFile"), nil)
		if !ok {
			t.Fatalf("%s: os.WriteFile is no sink", test.body)
		}
		if _, got := f.Guard(s); got != test.want {
			t.Errorf("%s: got %t, want %t", test.body, got, test.want)
		}
	}
}

// TestGuardOfCaller asks the same of functions that are called with the path.
func TestGuardOfCaller(t *testing.T) {
	for _, test := range []struct {
		call string
		want bool
		save string // how it is written, if not by the parameter
	}{
		{call: `if there(p) { return nil }; return save(p)`, want: true},
		{call: `if there(p + "/x") { return nil }; return save(p + "/x")`, want: true},
		{call: `name := p + "/x"; if !there(name) { return save(p + "/x") }; return nil`, want: true},
		{call: `if there(p) { return nil }; return twice(p)`, want: true},

		{call: `if there(p) { return nil }; return save(p + "/x")`},
		{call: `if there(p) { return errors.New("x") }; return save(p)`},
		{call: `return save(p)`},

		{save: `return os.WriteFile(to+"/x", nil, 0)`, call: `if there(p + "/x") { return nil }; return save(p)`, want: true},
		{save: `name := to + "/x"; return os.WriteFile(name, nil, 0)`, call: `if there(p + "/x") { return nil }; return save(p)`, want: true},
		{save: `return os.WriteFile(filepath.Join(to, "x"), nil, 0)`, call: `if there(filepath.Join(p, "x")) { return nil }; return save(p)`, want: true},
		{save: `return os.WriteFile(global, nil, 0)`, call: `if there(global) { return nil }; return save(p)`, want: true},
		{save: `return os.WriteFile(to+"/x", nil, 0)`, call: `if there(p) { return nil }; return save(p)`},
		{save: `for _, sub := range os.Args { os.WriteFile(sub+to, nil, 0) }; return nil`, call: `if there(p) { return nil }; return save(p)`},
		{save: `for _, sub := range os.Args { os.WriteFile(to+sub, nil, 0) }; return nil`, call: `if there(p) { return nil }; return save(p)`},
		{save: `to = "x"; return os.WriteFile(to, nil, 0)`, call: `if there(p) { return nil }; return save(p)`},
		{save: `save(to); return os.WriteFile(to, nil, 0)`, call: `return save(p)`},
	} {
		f, pkg := load(t, `func there(p string) bool { _, err := os.Stat(p); return err == nil }

var global string

func save(to string) error { `+cmp.Or(test.save, "return os.WriteFile(to, nil, 0)")+` }

func twice(to string) error { return save(to) }

func caller(p string) error { `+test.call+" }\n")
		s, _ := trace.SinkOf(pkg.Info, pkg.Call(t, "os.WriteFile"), nil)
		if _, got := f.Guard(s); got != test.want {
			t.Errorf("%s: got %t, want %t", test.call, got, test.want)
		}
	}
}

// TestClaim asks whether an error of O_EXCL, which says that the file exists, is
// no failure.
func TestClaim(t *testing.T) {
	for _, test := range []struct {
		flag, body string
		want       bool
	}{
		{"|os.O_EXCL", `if os.IsExist(err) { return nil }; return err`, true},
		{"|os.O_EXCL", `if errors.Is(err, fs.ErrExist) { return nil }; return err`, true},

		{"", `if os.IsExist(err) { return nil }; return err`, false},
		{"|os.O_EXCL", `if os.IsExist(err) { return err }; return err`, false},
		{"|os.O_EXCL", `if os.IsExist(err) { log.Print(err) }; return err`, false},
		{"|os.O_EXCL", `for { if os.IsExist(err) { continue }; return err }`, false},
		{"|os.O_EXCL", `if os.IsNotExist(err) { return nil }; return err`, false},
		{"|os.O_EXCL", `if err != nil { return nil }; return err`, false},
		{"|os.O_EXCL", `_, err = os.Stat(p); if os.IsExist(err) { return nil }; return err`, false},
	} {
		f, pkg := load(t, `func save(p string) error {
	_, err := os.OpenFile(p, os.O_CREATE|os.O_WRONLY`+test.flag+`, 0)
	`+test.body+`
}
`)
		s, ok := trace.SinkOf(pkg.Info, pkg.Call(t, "os.OpenFile"), nil)
		if !ok {
			t.Fatalf("%s: os.OpenFile is no sink", test.body)
		}
		if _, got := f.Guard(s); got != test.want {
			t.Errorf("%s, %s: got %t, want %t", test.flag, test.body, got, test.want)
		}
	}
}

// TestGuardOutside asks about a call that is in no function.
func TestGuardOutside(t *testing.T) {
	f, pkg := load(t, "var _ = os.WriteFile(\"x\", nil, 0)\n\nvar _, _ = os.OpenFile(\"x\", os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0)\n")
	for _, call := range []string{"os.WriteFile", "os.OpenFile"} {
		s, _ := trace.SinkOf(pkg.Info, pkg.Call(t, call), nil)
		if test, ok := f.Guard(s); ok {
			t.Errorf("%s: got the test %v, want none", call, test)
		}
	}
}

// TestGuardOfResults has the path come from a call with several results.
func TestGuardOfResults(t *testing.T) {
	f, pkg := load(t, `func named() (int, string) { return 0, "x" }

func save(n int, to string) error { return os.WriteFile(to, nil, 0) }

func caller() error { if _, err := os.Stat("x"); err == nil { return nil }; return save(named()) }
`)
	s, _ := trace.SinkOf(pkg.Info, pkg.Call(t, "os.WriteFile"), nil)
	if test, ok := f.Guard(s); ok {
		t.Errorf("got the test %v, want none", test)
	}
}
